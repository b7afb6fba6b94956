from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

STATES = [
    ("in_use", "In Custody"), ("handed_over", "With a Deputy"), ("out", "Lent Out"), ("lost", "Lost"),
    ("void", "No Longer Valid")]
EXPIRY = [("unlimited", "No Expiry"), ("valid", "Valid"), ("soon", "Expires Soon"), ("expired", "Expired")]
KEPT = frozenset({
    "name", "sequence", "number", "issued_by", "valid_from", "valid_until", "next_renewal_on", "place", "note",
    "active"})


class CompanyCertificate(models.Model):
    """A licence or permit of the company: number, issuer, validity, where the original is and who keeps it
    (R11 §二)."""

    _name = "company.certificate"
    _description = "Certificate"
    _inherit = ["company.custody.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    _custody_model = "company.certificate.custody"
    _initial_state = "in_use"
    _transitions = frozenset({
        ("in_use", "handed_over"), ("handed_over", "in_use"),
        ("in_use", "out"), ("handed_over", "out"), ("out", "in_use"), ("out", "handed_over"),
        *((state, "lost") for state in ("in_use", "handed_over", "out")),
        *((state, "void") for state in ("in_use", "handed_over", "lost")),
        ("lost", "in_use"),
    })
    _client_fields = {"in_use": KEPT, "handed_over": KEPT, "out": KEPT}
    _client_unlink_states = frozenset()

    name = fields.Char(required=True, copy=False, tracking=True,
                       help="As on the paper, with “original” or “duplicate”.")
    sequence = fields.Integer(default=10, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, copy=False, default=lambda self: self.env.company)
    type_id = fields.Many2one("company.certificate.type", "Certificate Type", required=True, index=True, copy=False,
                              ondelete="restrict", tracking=True)
    keeper_rule = fields.Selection(related="type_id.keeper_rule")
    state = fields.Selection(STATES, required=True, readonly=True, copy=False, default="in_use", index=True,
                             tracking=True)
    number = fields.Char("Certificate Number", copy=False, tracking=True)
    issued_by = fields.Char("Issuing Authority", copy=False, tracking=True)
    valid_from = fields.Date("Issued on", copy=False, tracking=True)
    valid_until = fields.Date("Expires on", copy=False, tracking=True, index=True,
                              help="Empty: valid for an unlimited time.")
    next_renewal_on = fields.Date("Next Yearly Report", copy=False, tracking=True, index=True,
                                  help="Yearly report or inspection with the authority.")
    place = fields.Char("Place of the Original", copy=False, tracking=True)
    note = fields.Text("Remark", copy=False)
    active = fields.Boolean(default=True, copy=False)
    expiry = fields.Selection(EXPIRY, "Validity", compute="_compute_expiry", search="_search_expiry")
    days_left = fields.Integer("Days Left", compute="_compute_expiry")
    custody_ids = fields.One2many("company.certificate.custody", "certificate_id", "Chain of Custody", readonly=True)
    scan_ids = fields.One2many("company.certificate.scan", "certificate_id", "Scans", readonly=True,
                               help="Only the present holder and the administrator of seals see them.")
    loan_ids = fields.One2many("company.certificate.loan", "certificate_id", "Loans and Copies", readonly=True)
    copy_ids = fields.One2many("company.certificate.copy", "certificate_id", "Copies Issued", readonly=True)
    loan_count = fields.Integer("Loans", compute="_compute_counts", compute_sudo=True)
    copy_count = fields.Integer("Number of Copies Issued", compute="_compute_counts", compute_sudo=True)
    has_scan = fields.Boolean(compute="_compute_counts", compute_sudo=True)
    can_keep = fields.Boolean(compute="_compute_can_keep")

    _dates_ordered = models.Constraint(
        "CHECK(valid_until IS NULL OR valid_from IS NULL OR valid_until >= valid_from)",
        "A certificate expires after it was issued.")
    _holder_needed = models.Constraint(
        "CHECK (state = 'void' OR holder_id IS NOT NULL)", "Exactly one person keeps a certificate.")

    # ------------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------------

    @api.depends("name", "number")
    def _compute_display_name(self):
        for certificate in self:
            certificate.display_name = " ".join(filter(None, (certificate.name, certificate.number)))

    @api.depends("valid_until", "company_id")
    def _compute_expiry(self):
        today = fields.Date.context_today(self)
        for certificate in self:
            until = certificate.valid_until
            certificate.days_left = (until - today).days if until else 0
            if not until:
                certificate.expiry = "unlimited"
            elif until < today:
                certificate.expiry = "expired"
            else:
                soon = until <= today + timedelta(days=certificate.company_id.certificate_remind_days)
                certificate.expiry = "soon" if soon else "valid"

    def _search_expiry(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        later = {"soon": [], "valid": []}       # each company says what is soon
        companies = self.env["res.company"].sudo().search([])
        for days, group in companies.grouped("certificate_remind_days").items():
            soon, own = today + timedelta(days=days), Domain("company_id", "in", group.ids)
            later["soon"].append(own & Domain("valid_until", ">=", today) & Domain("valid_until", "<=", soon))
            later["valid"].append(own & Domain("valid_until", ">", soon))
        domains = {
            "unlimited": Domain("valid_until", "=", False),
            "expired": Domain("valid_until", "<", today),
            **{key: Domain.OR(parts) for key, parts in later.items()},
        }
        return Domain.OR(domains[key] for key in value if key in domains)

    def _compute_counts(self):
        counts = {}
        for name in ("loan", "copy", "scan"):
            counts[name] = dict(self.env[f"company.certificate.{name}"].sudo()._read_group(
                [("certificate_id", "in", self.ids)], ["certificate_id"], ["__count"]))
        for certificate in self:
            certificate.loan_count = counts["loan"].get(certificate, 0)
            certificate.copy_count = counts["copy"].get(certificate, 0)
            certificate.has_scan = bool(counts["scan"].get(certificate))

    @api.depends("holder_user_id")
    @api.depends_context("uid")
    def _compute_can_keep(self):
        for certificate in self:
            certificate.can_keep = certificate._may_keep()

    # ------------------------------------------------------------------
    # Custody
    # ------------------------------------------------------------------

    def _may_keep(self):
        """Whether the user keeps this certificate or administers all of them."""
        self.ensure_one()
        return self.env.user.has_group("company_docs.group_seal_manager") or self.is_holder

    def _get_client_create_fields(self, vals):
        return super()._get_client_create_fields(vals) | {"company_id", "type_id", "holder_id", "keeper_id"}

    def _check_custody(self, holder, reason):
        """CERT-KEEPER: office or accountant, as the type says (R11 §二.2)."""
        super()._check_custody(holder, reason)
        if reason not in ("registered", "transfer", "leaving"):
            return
        for certificate in self.sudo():
            code = {"office": "general_office", "accountant": "accountant"}.get(certificate.keeper_rule)
            if not code:
                continue        # any keeper
            holders = self.env["company.role"].sudo()._get_holders(code, certificate.company_id)
            if not holders:
                certificate._refuse_without_role("CERT-KEEPER", code)
                continue        # warned only
            fits = holder in holders or (code == "general_office" and (
                not holders.department_id or holder.sudo().department_id in holders.department_id))
            if not fits:
                rules = dict(certificate._fields["keeper_rule"]._description_selection(self.env))
                self.env["company.control"]._enforce("CERT-KEEPER", certificate, self.env._(
                    "“%(type)s” is kept by: %(rule)s (%(people)s); %(holder)s is not one of them",
                    type=certificate.type_id.name, rule=rules[certificate.keeper_rule],
                    people=", ".join(holders.mapped("name")), holder=holder.name), fact=f"role:{holder.id}")

    def _on_custody_moved(self, reason):
        super()._on_custody_moved(reason)
        target = "in_use" if self.holder_id == self.keeper_id else "handed_over"
        if self.state in ("in_use", "handed_over") and self.state != target:
            self._set_state(target)
        self.env["company.certificate.loan"].sudo().search(
            [("certificate_id", "=", self.id), ("state", "in", ("approved", "out"))])._refresh_todos()
