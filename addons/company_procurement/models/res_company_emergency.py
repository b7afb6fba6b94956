from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    purchase_emergency_team_ids = fields.Many2many(
        "res.users", "res_company_purchase_emergency_team_rel", "company_id", "user_id", "Emergency Team",
        help="Members of the emergency team beside the holders of the role “emergency lead”; only they make emergency "
        "purchases (R4 §3.2.3).")

    def _get_emergency_team(self):
        """Users of the emergency team: the leaders by role and the members of the company's list."""
        self.ensure_one()
        return self.env["company.role"]._get_users("emergency_lead", self) | self.sudo().purchase_emergency_team_ids


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_emergency_team_ids = fields.Many2many(
        related="company_id.purchase_emergency_team_ids", readonly=False)
