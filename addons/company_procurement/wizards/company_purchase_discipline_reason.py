from odoo import fields, models
from odoo.exceptions import UserError


class CompanyPurchaseDisciplineReason(models.TransientModel):
    """Asks for the text of a step of a violation, hearing or complaint."""

    _name = "company.purchase.discipline.reason"
    _inherit = ["company.wizard.mixin"]
    _description = "Text of a Step"

    violation_id = fields.Many2one("company.purchase.violation", ondelete="cascade")
    hearing_id = fields.Many2one("company.purchase.hearing", ondelete="cascade")
    complaint_id = fields.Many2one("company.purchase.complaint", ondelete="cascade")
    step = fields.Selection([
        ("ask_statement", "Ask for the Statement"),
        ("state", "Give the Statement"),
        ("close", "Carried Out"),
        ("dismiss", "Dismiss the Matter"),
        ("assign", "Name the Handler"),
        ("record", "Record What Was Found"),
        ("answer", "Answer the Complainant"),
        ("close_complaint", "Close the Complaint"),
    ], required=True)
    handler_id = fields.Many2one("res.users", "Handler", domain="[('share', '=', False)]", ondelete="cascade")
    text = fields.Text()

    def action_confirm(self):
        """Take the step with its text (see the action of the same name on its record)."""
        self.ensure_one()
        violation, hearing, complaint = self.violation_id, self.hearing_id, self.complaint_id
        steps = {
            "ask_statement": lambda: violation.action_ask_statement(self.text),
            "state": lambda: hearing.action_state(self.text),
            "close": lambda: violation.action_close(self.text),
            "dismiss": lambda: violation.action_dismiss(self.text),
            "assign": lambda: complaint.action_assign(self.handler_id.id),
            "record": lambda: complaint.action_record(self.text),
            "answer": lambda: complaint.action_answer(self.text),
            "close_complaint": lambda: complaint.action_close(self.text),
        }
        if self.step not in steps:
            raise UserError(self.env._("Choose the step."))
        steps[self.step]()
        self.sudo().unlink()
        return {"type": "ir.actions.act_window_close"}
