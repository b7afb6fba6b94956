from odoo import fields, models


class CompanyPurchaseInquiryAnswer(models.TransientModel):
    """Asks the buyer for the answer to a supplier's question."""

    _name = "company.purchase.inquiry.answer"
    _inherit = ["company.wizard.mixin"]
    _description = "Answer a Question"

    question_id = fields.Many2one("company.purchase.question", "Asked on the Portal", required=True, ondelete="cascade",
                                  default=lambda self: self.env.context.get("active_id"))
    text = fields.Text("Question", related="question_id.text")
    answer = fields.Text(required=True, help="All invited suppliers see question and answer, not who asked.")

    def action_confirm(self):
        """Answer (see company.purchase.question.action_answer_question)."""
        self.ensure_one()
        self.question_id.action_answer_question(self.answer)
        return {"type": "ir.actions.act_window_close"}
