from odoo import fields, models
from odoo.exceptions import UserError

CANCELLED_MODELS = [
    ("company.purchase.payment", "Payment Application"),
    ("company.purchase.advance", "Advance"),
    ("company.purchase.reimbursement", "Reimbursement"),
]


class CompanyPurchasePaymentAmount(models.TransientModel):
    """Asks finance for the approved amount."""

    _name = "company.purchase.payment.amount"
    _inherit = ["company.wizard.mixin"]
    _description = "Set Approved Amount"

    payment_id = fields.Many2one("company.purchase.payment", required=True, ondelete="cascade",
                                 default=lambda self: self.env.context.get("active_id"))
    currency_id = fields.Many2one(related="payment_id.currency_id")
    amount_applied = fields.Monetary(related="payment_id.amount_applied")
    amount = fields.Monetary("Approved Amount", required=True, compute="_compute_amount", store=True, readonly=False)

    def _compute_amount(self):
        for dialog in self:
            dialog.amount = dialog.payment_id.approved_amount or dialog.payment_id.amount_applied

    def action_confirm(self):
        """Set the amount (see company.purchase.payment.action_set_approved_amount)."""
        self.ensure_one()
        self.payment_id.action_set_approved_amount(self.amount)
        return {"type": "ir.actions.act_window_close"}


class CompanyPurchasePaymentCheque(models.TransientModel):
    """Asks for number and receiver of a cheque."""

    _name = "company.purchase.payment.cheque"
    _inherit = ["company.wizard.mixin"]
    _description = "Hand out Cheque"

    payment_id = fields.Many2one("company.purchase.payment", required=True, ondelete="cascade",
                                 default=lambda self: self.env.context.get("active_id"))
    number = fields.Char("Cheque Number", required=True)
    receiver = fields.Char("Received by", required=True)

    def action_confirm(self):
        """Keep number and receiver (see company.purchase.payment.action_record_cheque)."""
        self.ensure_one()
        self.payment_id.action_record_cheque(self.number, self.receiver)
        return {"type": "ir.actions.act_window_close"}


class CompanyPurchasePaymentCancel(models.TransientModel):
    """Asks why an application, advance or reimbursement is cancelled."""

    _name = "company.purchase.payment.cancel"
    _inherit = ["company.wizard.mixin"]
    _description = "Reason of Cancellation"

    res_model = fields.Selection(CANCELLED_MODELS, required=True,
                                 default=lambda self: self.env.context.get("active_model"))
    res_id = fields.Integer(required=True, default=lambda self: self.env.context.get("active_id"))
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Cancel the document (see its action_cancel)."""
        self.ensure_one()
        self.env[self.res_model].browse(self.res_id).action_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}


class CompanyPurchaseAdvanceRepay(models.TransientModel):
    """Asks how much of an advance came back."""

    _name = "company.purchase.advance.repay"
    _inherit = ["company.wizard.mixin"]
    _description = "Record Money Given Back"

    advance_id = fields.Many2one("company.purchase.advance", required=True, ondelete="cascade",
                                 default=lambda self: self.env.context.get("active_id"))
    currency_id = fields.Many2one(related="advance_id.currency_id")
    balance = fields.Monetary(related="advance_id.balance")
    amount = fields.Monetary(required=True)
    note = fields.Char()

    def action_confirm(self):
        """Record the money (see company.purchase.advance.action_record_repayment)."""
        self.ensure_one()
        self.advance_id.action_record_repayment(self.amount, self.note or "")
        return {"type": "ir.actions.act_window_close"}


class CompanyPurchaseStatementAnswer(models.TransientModel):
    """Asks for a supplier's answer that came by letter."""

    _name = "company.purchase.statement.answer"
    _inherit = ["company.wizard.mixin"]
    _description = "Record the Supplier's Answer"

    statement_id = fields.Many2one("company.purchase.statement", required=True, ondelete="cascade",
                                   default=lambda self: self.env.context.get("active_id"))
    currency_id = fields.Many2one(related="statement_id.currency_id")
    agrees = fields.Boolean("The Supplier Agrees", default=True)
    amount = fields.Monetary("Owed by the Supplier's Books")
    text = fields.Text("Answer")

    def action_confirm(self):
        """Keep the answer (see company.purchase.statement.action_answer)."""
        self.ensure_one()
        self.statement_id.action_answer(self.agrees, self.text or "", None if self.agrees else self.amount)
        return {"type": "ir.actions.act_window_close"}


class CompanyPurchaseOrderPaper(models.TransientModel):
    """Takes the scan of the sealed order or of the delivery note."""

    _name = "company.purchase.order.paper"
    _inherit = ["company.wizard.mixin"]
    _description = "Attach Paper"

    order_id = fields.Many2one("purchase.order", required=True, ondelete="cascade",
                               default=lambda self: self.env.context.get("active_id"))
    kind = fields.Selection([("order", "Sealed Order"), ("delivery_note", "Delivery Note")], required=True,
                            default="order")
    file = fields.Binary(required=True, attachment=False)
    filename = fields.Char()

    def action_confirm(self):
        """Keep the scan on the order (see purchase.order.action_attach_paper)."""
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Choose the file."))
        upload = self.env["ir.attachment"].create({"name": self.filename or "scan.pdf", "datas": self.file})
        self.order_id.action_attach_paper(self.kind, upload.id)
        upload.unlink()
        return {"type": "ir.actions.act_window_close"}
