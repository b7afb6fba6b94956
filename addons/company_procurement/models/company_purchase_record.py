from odoo import api, fields, models

PAYMENT = [
    ("cash", "Cash"),
    ("mobile", "WeChat or Alipay"),
    ("card", "Bank Card"),
    ("transfer", "Bank Transfer"),
]
VOUCHERS = [
    ("invoice", "Invoice"),
    ("receipt", "Receipt"),
    ("none", "None"),
]


class CompanyPurchaseRecord(models.Model):
    """What was really bought before the form: where, when, at which price, by whom, with which voucher.

    Made by ``company.purchase.request.action_record_purchase``; nobody changes it afterwards.
    """

    _name = "company.purchase.record"
    _description = "Purchase before the Form"
    _inherit = ["company.state.mixin", "mail.thread"]
    _order = "purchased_on desc, id desc"
    _rec_name = "request_id"
    _check_company_auto = True

    _client_parent_field = "request_id"
    _client_create_states = frozenset()
    _client_unlink_states = frozenset()

    request_id = fields.Many2one(
        "company.purchase.request", "Request", required=True, index=True, ondelete="restrict", check_company=True,
        copy=False)
    company_id = fields.Many2one("res.company", required=True, index=True, copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    buyer_id = fields.Many2one(
        "res.users", "Bought and Paid by", required=True, index=True, copy=False,
        help="Answers for the quality of the goods and arranges return or exchange (R4 §3.2.2.4).")
    partner_id = fields.Many2one(
        "res.partner", "Supplier", required=True, index=True, check_company=True, copy=False, ondelete="restrict")
    purchased_on = fields.Datetime("Purchased on", required=True, copy=False)
    payment_method = fields.Selection(PAYMENT, "Paid by", required=True, copy=False)
    voucher = fields.Selection(VOUCHERS, required=True, copy=False)
    voucher_number = fields.Char(copy=False)
    no_voucher_reason = fields.Char("Why there is No Invoice", copy=False)
    scan_id = fields.Many2one("ir.attachment", "Scan of the Voucher", copy=False, ondelete="restrict")
    note = fields.Char(copy=False)
    amount = fields.Monetary("Amount Paid", compute="_compute_amount", store=True)
    line_ids = fields.One2many("company.purchase.record.line", "record_id", "Goods", copy=False)
    is_late = fields.Boolean("Recorded too Late", copy=False, help="After the days for filling the form (R4 §3.2.3.3).")
    quality_statement = fields.Char("Responsibility for Quality", compute="_compute_quality_statement")

    _request_uniq = models.UniqueIndex("(request_id)", "The purchase of a request is recorded once.")

    @api.depends("line_ids.quantity", "line_ids.price_unit")
    def _compute_amount(self):
        for record in self:
            record.amount = sum(record.currency_id.round(line.quantity * line.price_unit) for line in record.line_ids)

    def _get_time_text(self):
        """When it was bought, in the company's time zone, for the printed forms."""
        return self.purchased_on and self.env["company.purchase.plan"]._localize(self.purchased_on, self.company_id)

    @api.depends("buyer_id")
    def _compute_quality_statement(self):
        for record in self:
            record.quality_statement = self.env._(
                "%(name)s answers for the quality of the goods bought and settles return or exchange with the supplier "
                "(R4 §3.2.2.4).", name=record.buyer_id.sudo().name)
