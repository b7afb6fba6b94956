from odoo import fields, models


class CompanySealTakeOut(models.TransientModel):
    """Dialog: who goes along when seals leave the office."""

    _name = "company.seal.take.out"
    _inherit = ["company.wizard.mixin"]
    _description = "Take Seals out"

    use_id = fields.Many2one("company.seal.use", "Seal Use Application", required=True)
    company_id = fields.Many2one(related="use_id.company_id")
    companion_id = fields.Many2one("hr.employee", "Companion", domain="[('company_id', '=', company_id)]")

    def action_confirm(self):
        """Take the seals out."""
        self.ensure_one()
        self.use_id.action_take_out(self.companion_id.id)
        return {"type": "ir.actions.act_window_close"}
