from odoo import fields, models

from ..models.company_seal_count_line import RESULTS


class CompanySealConfirm(models.TransientModel):
    """Dialog: the checker says what is different."""

    _name = "company.seal.confirm"
    _inherit = ["company.wizard.mixin"]
    _description = "Difference of a Count"

    line_id = fields.Many2one("company.seal.count.line", "Counted Item", required=True)
    result = fields.Selection([row for row in RESULTS if row[0] != "present"], "Count Result", required=True)
    note = fields.Text("What is Different", required=True)

    def action_confirm(self):
        """Confirm the difference."""
        self.ensure_one()
        self.line_id.action_confirm(self.result, self.note)
        return {"type": "ir.actions.act_window_close"}
