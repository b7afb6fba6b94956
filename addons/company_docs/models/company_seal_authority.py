from odoo import api, fields, models

from .company_seal import SEAL_TYPES
from .company_seal_use import DOCUMENT_KINDS

# what a keeper may seal on the word of the department head, for companies that have not set their own
DEFAULTS = (
    ("official", "certificate", 0), ("official", "statement", 0), ("official", "personnel", 0),
    ("finance", "bank", 50000), ("finance", "statement", 0), ("finance", "reimbursement", 10000),
    ("legal_rep", "bank", 50000), ("accounting", "bank", 50000), ("accounting", "statement", 0),
)


class CompanySealAuthority(models.Model):
    """What a keeper may seal within authority: on the department head's approval alone (R11 §一.4).

    A row for one seal stands beside the rows for its type; what no row covers is over the limit.
    """

    _name = "company.seal.authority"
    _description = "Authority of Seal Keepers"
    _inherit = ["mail.thread"]
    _order = "seal_type, seal_id, document_kind, id"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    seal_type = fields.Selection(SEAL_TYPES, "Seal Type", required=True, tracking=True)
    seal_id = fields.Many2one("company.seal", "Only this Seal", index=True, check_company=True, ondelete="cascade",
                              domain="[('seal_type', '=', seal_type)]", tracking=True,
                              help="Empty: all seals of the type.")
    document_kind = fields.Selection(DOCUMENT_KINDS, "Kind of Paper", required=True, tracking=True)
    amount_max = fields.Monetary("Up to", tracking=True, help="Zero: whatever the amount.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True, tracking=True)

    _amount_positive = models.Constraint("CHECK(amount_max >= 0)", "The highest amount can't be negative.")

    @api.depends("seal_type", "document_kind")
    def _compute_display_name(self):
        types = dict(self._fields["seal_type"]._description_selection(self.env))
        kinds = dict(self._fields["document_kind"]._description_selection(self.env))
        for row in self:
            row.display_name = f"{types.get(row.seal_type, '')} · {kinds.get(row.document_kind, '')}"

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._log_change()
        return rows

    def write(self, vals):
        result = super().write(vals)
        self._log_change()
        return result

    def unlink(self):
        for row in self:
            self.env["company.ledger.entry"]._append("seal.authority", row, {"removed": row._get_facts()})
        return super().unlink()

    def _log_change(self):
        for row in self:
            self.env["company.ledger.entry"]._append("seal.authority", row, row._get_facts())

    def _get_facts(self):
        return {"seal_type": self.seal_type, "seal": self.seal_id.id, "kind": self.document_kind,
                "amount_max": self.amount_max, "active": self.active}

    @api.model
    def _get_rows(self, company, seals):
        """{seal id: [(kind of paper, highest amount)]} of a company, superuser mode, one query."""
        rows = self.sudo().search([("company_id", "=", company.id), ("seal_type", "in", seals.mapped("seal_type"))])
        seals = seals._origin
        return {seal.id: [(row.document_kind, row.amount_max) for row in rows
                          if row.seal_type == seal.seal_type and row.seal_id.id in (False, seal.id)]
                for seal in seals}


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_seal_authority()
        return companies

    @api.model
    def _init_seal_authority(self):
        """Give every company that exists at installation the default authority of its keepers."""
        self.search([])._create_seal_authority()

    def _create_seal_authority(self):
        authority_sudo = self.env["company.seal.authority"].sudo().with_context(active_test=False)
        known = {company for [company] in authority_sudo._read_group(
            [("company_id", "in", self.ids)], ["company_id"])}
        authority_sudo.create([
            {"company_id": company.id, "seal_type": seal_type, "document_kind": kind, "amount_max": amount}
            for company in self if company not in known for seal_type, kind, amount in DEFAULTS])
