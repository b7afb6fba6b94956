from odoo import api, fields, models

DUE_ON = [
    ("signature", "On Signature"),
    ("order", "On Order"),
    ("receipt", "On Receipt"),
    ("acceptance", "After Acceptance"),
    ("invoice", "After Invoice"),
    ("settlement", "On Settlement"),
    ("warranty", "End of Warranty"),
    ("date", "On a Date"),
]


class CompanyPurchaseContractInstalment(models.Model):
    """One line of the payment schedule: how much is due when."""

    _name = "company.purchase.contract.instalment"
    _description = "Payment Schedule of a Contract"
    _inherit = ["company.approval.line.mixin", "company.state.mixin"]
    _order = "contract_id, sequence, id"
    _rec_name = "name"
    _check_company_auto = True
    _approval_parent_field = "contract_id"
    _client_parent_field = "contract_id"

    _CONTENT = frozenset({"sequence", "name", "percent", "due_on", "due_days", "due_date", "note"})
    _client_fields = {"draft": _CONTENT, "rejected": _CONTENT}
    _client_create_states = frozenset({"draft", "rejected"})
    _client_unlink_states = frozenset({"draft", "rejected"})

    contract_id = fields.Many2one("company.purchase.contract", "Contract", required=True, index=True,
                                  ondelete="cascade", check_company=True)
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="contract_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char("Instalment", required=True)
    percent = fields.Float("Percent", required=True, help="Percent of the contract amount, or of each settlement.")
    amount = fields.Monetary(compute="_compute_amount")
    due_on = fields.Selection(DUE_ON, "Due", required=True, default="acceptance")
    due_days = fields.Integer("Days after", help="Calendar days after the event.")
    due_date = fields.Date("Due Date")
    note = fields.Char("Condition", help="Further condition of the payment.")

    _percent_range = models.Constraint("CHECK(percent > 0 AND percent <= 100 AND due_days >= 0)",
                                       "An instalment is more than 0 and at most 100 percent.")

    @api.depends("percent", "contract_id.amount_total")
    def _compute_amount(self):
        for instalment in self:
            currency = instalment.currency_id or self.env.company.currency_id
            instalment.amount = currency.round(instalment.contract_id.amount_total * instalment.percent / 100.0)
