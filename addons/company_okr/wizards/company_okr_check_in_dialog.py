from odoo import api, fields, models

from ..models.company_okr_key_result import CONFIDENCE


class CompanyOkrCheckInDialog(models.TransientModel):
    """Two taps: value and confidence."""

    _name = "company.okr.check.in.dialog"
    _description = "Check in"
    _inherit = ["company.wizard.mixin"]

    key_result_id = fields.Many2one("company.okr.key.result", "Key Result", required=True, readonly=True)
    kind = fields.Selection(related="key_result_id.kind")
    unit = fields.Char(related="key_result_id.unit")
    target_value = fields.Float(related="key_result_id.target_value", string="Target")
    value = fields.Float("Current", compute="_compute_value", store=True, readonly=False)
    is_reached = fields.Boolean("Reached", compute="_compute_value", store=True, readonly=False)
    confidence = fields.Selection(CONFIDENCE, required=True, default="green")
    note = fields.Text()

    @api.depends("key_result_id")
    def _compute_value(self):
        for dialog in self:
            dialog.value = dialog.key_result_id.current_value
            dialog.is_reached = bool(dialog.key_result_id.current_value)

    def action_confirm(self):
        """Report the value, see company.okr.key.result.action_check_in."""
        self.ensure_one()
        value = float(self.is_reached) if self.kind == "boolean" else self.value
        self.key_result_id.action_check_in(value, self.confidence, self.note or "")
        return {"type": "ir.actions.act_window_close"}
