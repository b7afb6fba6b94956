from odoo import fields, models


class CompanyOkrSampleDialog(models.TransientModel):
    """HR's spot check of an interview."""

    _name = "company.okr.sample.dialog"
    _description = "Check an Interview"
    _inherit = ["company.wizard.mixin"]

    interview_id = fields.Many2one("company.okr.interview", "Interview", required=True, readonly=True)
    result = fields.Selection([("good", "In order"), ("poor", "To be repeated")], required=True, default="good")
    note = fields.Text()

    def action_confirm(self):
        """Keep the result, see company.okr.interview.action_check_sample."""
        self.ensure_one()
        self.interview_id.action_check_sample(self.result, self.note or "")
        return {"type": "ir.actions.act_window_close"}
