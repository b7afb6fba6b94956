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

    def _create_procurement_sequences(self):
        super()._create_procurement_sequences()
        sequence_sudo = self.env["ir.sequence"].sudo()
        wanted = (
            ("company.purchase.emergency", "Emergency Task", "YJ%(year)s%(month)s-"),
            ("company.purchase.emergency.statement", "Statement of an Emergency Purchase", "SM%(year)s%(month)s-"))
        known = set(sequence_sudo._read_group(
            [("code", "in", [code for code, _name, _prefix in wanted]), ("company_id", "in", self.ids)],
            ["company_id", "code"]))
        sequence_sudo.create([
            {"name": name, "code": code, "prefix": prefix, "padding": 4, "company_id": company.id}
            for company in self for code, name, prefix in wanted if (company, code) not in known])


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_emergency_team_ids = fields.Many2many(
        related="company_id.purchase_emergency_team_ids", readonly=False)
