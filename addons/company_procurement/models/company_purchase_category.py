from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

CODES = [
    ("project_material", "Project: Material"),
    ("project_works", "Project: Works"),
    ("annual", "Annual"),
    ("monthly", "Centralised Monthly"),
    ("sporadic", "Sporadic"),
    ("emergency", "Emergency"),
    ("general", "General"),
]


class CompanyPurchaseCategory(models.Model):
    """A kind of purchase with the rules and limits of the regulation.

    The shipped records have no company: they are the regulation's defaults for every company. A company that
    wants other parameters adapts one (`action_adapt`): its own record with the same code then stands in for the
    shared one, in that company only.
    """

    _name = "company.purchase.category"
    _description = "Purchase Category"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Selection(CODES, required=True, index=True, help="Kind of purchase; routes of approval refer to it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        help="Empty: the regulation's default for every company that has no record of its own for this kind.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    description = fields.Text(
        translate=True, help="What is bought under this category, in the words of the regulation."
    )
    regulation_clause = fields.Char(help="Clause of the company's purchase regulations.")

    min_quotes = fields.Integer(
        "Quotes Required", default=3,
        help="Valid quotes of distinct suppliers needed before an award (R1 §2.6, R4 §3.1.3.1). 0: none.",
    )
    allow_single_source = fields.Boolean(
        "Single Source Allowed", help="An approved justification may stand in for the missing quotes."
    )
    sealed_until_close = fields.Boolean(
        "Sealed until Closing", help="Quotes stay hidden from the buyer until the inquiry is closed."
    )
    tender_threshold = fields.Monetary(
        "Tender from", default=200000, help="From this amount on a tender is compulsory (R1 §2.6). 0: no tender."
    )
    contract_threshold = fields.Monetary(
        "Contract from", default=10000, help="From this amount on a written contract is needed (R4 §3.1.6.2). 0: none."
    )
    contract_required = fields.Boolean("Contract always Required", help="Whatever the amount (R4 §3.2.4.4).")
    amount_limit = fields.Monetary(
        "Amount below", help="A request must stay below this amount (R4 §3.2.2). 0: no limit."
    )
    unit_price_limit = fields.Monetary(
        "Unit Price below", default=10000,
        help="Unit prices that the purchase regulation covers (R4 §1). 0: no limit.",
    )
    budget_required = fields.Boolean(help="An approved budget must cover the purchase (R4 §3.1.1.2, §3.2.4.1).")
    project_required = fields.Boolean(help="A request must name its project (R4 §3.1.1.2).")
    retroactive = fields.Boolean(
        "Form after Purchase", help="The form may be filled after the purchase (R4 §3.2.2.3, §3.2.3.3)."
    )
    retroactive_days = fields.Integer(
        "Form within (Working Days)", help="Working days for filling the form afterwards."
    )
    oral_consent_required = fields.Boolean(help="Oral consent of the head is recorded first (R4 §3.2.2.1, §3.2.3.1).")
    stock_check_required = fields.Boolean(
        default=True, help="Stock is asked before the purchase (R4 §3.1.1.1, §3.2.3.1)."
    )
    cutoff_day = fields.Integer(
        "Cut-off Day", help="Requests approved by this day of the month join this month's plan (R4 §3.2.1). 0: none."
    )
    split_window_days = fields.Integer(
        "Splitting Window (Days)", help="Purchases within so many days are added up against the limit."
    )
    repayment_days = fields.Integer(
        "Repayment within (Days)",
        help="Days for finance to repay the buyer after complete papers (R4 §3.2.2.3, §3.2.3.4)."
    )
    preferred_suppliers_only = fields.Boolean(help="Only preferred suppliers are asked (R4 §3.2.4.2).")
    is_applicable = fields.Boolean(
        compute="_compute_is_applicable", search="_search_is_applicable",
        help="This record is the one that counts in the current company.",
    )

    _code_company_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE active IS TRUE", "There is already an active category of this kind."
    )
    _positive_figures = models.Constraint(
        """CHECK(min_quotes >= 0 AND tender_threshold >= 0 AND contract_threshold >= 0 AND amount_limit >= 0
            AND unit_price_limit >= 0 AND retroactive_days >= 0 AND split_window_days >= 0 AND repayment_days >= 0)""",
        "Limits and thresholds of a purchase category cannot be negative.",
    )
    _cutoff_day_in_month = models.Constraint(
        "CHECK(cutoff_day BETWEEN 0 AND 31)", "The cut-off day is a day of the month (0 for none)."
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for category in self:
            category.currency_id = (category.company_id or self.env.company).currency_id

    @api.depends("company_id", "code", "active")
    @api.depends_context("company")
    def _compute_is_applicable(self):
        applicable = self.search([("is_applicable", "=", True), ("id", "in", self.ids)])
        for category in self:
            category.is_applicable = category in applicable

    def _search_is_applicable(self, operator, value):
        if operator != "in":
            return NotImplemented
        own_codes = self.sudo().search([("company_id", "=", self.env.company.id)]).mapped("code")
        domain = Domain("company_id", "=", self.env.company.id) | Domain(
            [("company_id", "=", False), ("code", "not in", own_codes)]
        )
        return domain if True in value else ~domain

    @api.model
    def _get_applicable(self, code, company):
        """The record that counts for a kind in a company (empty when none is active)."""
        return self.with_company(company).search([("code", "=", code), ("is_applicable", "=", True)], limit=1)

    def copy_data(self, default=None):
        # one active record per kind and company: a plain duplicate starts archived
        return super().copy_data({"active": False, **(default or {})})

    def action_adapt(self):
        """Make the current company's own record of a shared category; returns its id."""
        self.ensure_one()
        company = self.env.company
        if self.company_id:
            raise UserError(self.env._(
                "%(category)s already belongs to %(company)s: change it directly.",
                category=self.display_name, company=self.company_id.display_name,
            ))
        own = self._get_applicable(self.code, company)
        if own.company_id != company:
            own = self.copy({"company_id": company.id, "active": True, "name": self.name})
        return own.id

    def action_open_adapted(self):
        """Client entry of `action_adapt`: opens the company's own record."""
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.action_adapt(),
            "view_mode": "form",
        }
