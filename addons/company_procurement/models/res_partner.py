from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.company_base.tools.engine import as_engine, take_mark

SUPPLIER_STATES = [
    ("candidate", "Candidate"),
    ("qualified", "Qualified"),
    ("preferred", "Preferred"),
    ("suspended", "Suspended"),
    ("blacklisted", "Blacklisted"),
]
GUARDED = frozenset({"supplier_state"})


class ResPartner(models.Model):
    _inherit = "res.partner"

    legal_representative = fields.Char(help="As on the business licence; suppliers with the same one are related.")
    supplier_state = fields.Selection(
        SUPPLIER_STATES, "Supplier Status", company_dependent=True, copy=False, readonly=True,
        help="Only qualified and preferred suppliers are asked for quotes (R1 §2.4, §3.3).")

    @api.model_create_multi
    def create(self, vals_list):
        trusted, self = take_mark(self)
        if not trusted and any(GUARDED.intersection(vals) for vals in vals_list):
            self._refuse_supplier_state()
        if "default_supplier_state" in self.env.context:
            self = self.with_context(
                {key: value for key, value in self.env.context.items() if key != "default_supplier_state"})
        return super().create(vals_list)

    def write(self, vals):
        trusted, self = take_mark(self)
        if not trusted and GUARDED.intersection(vals):
            self._refuse_supplier_state()
        return super().write(vals)

    def _refuse_supplier_state(self):
        raise AccessError(self.env._(
            "The status of a supplier is set by the head of purchasing with “Set Supplier Status” and a reason, "
            "not written directly (R1 §3.3)."))

    def action_set_supplier_state(self, state, reason):
        """Qualify, prefer, suspend or blacklist suppliers in the current company. Returns True.

        Head of purchasing. ``state``: candidate, qualified, preferred, suspended or blacklisted; ``reason``: text.
        """
        if not self.env.user.has_group("company_procurement.group_purchase_head"):
            raise AccessError(self.env._("Only the head of purchasing sets the status of a supplier."))
        self.check_access("read")
        labels = dict(self._fields["supplier_state"]._description_selection(self.env))
        reason = (reason or "").strip() if isinstance(reason, str) else ""
        if state not in labels or not reason:
            raise UserError(self.env._("Give a status and the reason for it."))
        for partner_sudo in self.sudo().commercial_partner_id:
            old = labels.get(partner_sudo.supplier_state, "-")
            as_engine(partner_sudo).write({"supplier_state": state})
            partner_sudo.message_post(body=self.env._(
                "Supplier status in %(company)s: %(old)s → %(new)s. %(reason)s", company=self.env.company.name,
                old=old, new=labels[state], reason=reason))
            self.env["company.ledger.entry"]._append("supplier.state", partner_sudo, {
                "partner": partner_sudo.id, "name": partner_sudo.name, "state": state, "reason": reason})
        return True

    def _get_supplier_state(self, company):
        """Status in a company; a contact has the status of its company."""
        self.ensure_one()
        return self.sudo().commercial_partner_id.with_company(company).supplier_state or "candidate"

    def _get_supplier_identities(self):
        """{id: identity marks} for ``engine.independence``: what tells whether two suppliers are one."""
        partners_sudo = self.sudo()
        everyone_sudo = partners_sudo | partners_sudo.commercial_partner_id
        accounts = defaultdict(list)
        for bank_sudo in self.env["res.partner.bank"].sudo().search_fetch(
                [("partner_id", "in", everyone_sudo.ids)], ["partner_id", "sanitized_acc_number"]):
            accounts[bank_sudo.partner_id.id].append(bank_sudo.sanitized_acc_number)
        identities = {}
        for partner in partners_sudo:
            members = partner | partner.commercial_partner_id
            identities[partner.id] = {
                "commercial": partner.commercial_partner_id.id,
                "vat": partner.commercial_partner_id.vat or False,
                "bank": sorted({account for member in members for account in accounts[member.id] if account}),
                "phone": sorted({member.phone for member in members if member.phone}),
                "address": sorted({
                    "".join(filter(None, (member.city, member.street, member.street2)))
                    for member in members if member.street}),
                "legal_representative": partner.commercial_partner_id.legal_representative or False,
            }
        return identities
