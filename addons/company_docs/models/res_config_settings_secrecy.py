from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    document_default_secrecy = fields.Selection(
        related="company_id.document_default_secrecy", readonly=False, required=True)
    document_default_clearance = fields.Selection(
        related="company_id.document_default_clearance", readonly=False, required=True)
    document_watermark = fields.Selection(related="company_id.document_watermark", readonly=False, required=True)
    document_secrecy_officers = fields.Char("Secrecy Officers", compute="_compute_document_secrecy_officers")

    @api.depends("company_id")
    def _compute_document_secrecy_officers(self):
        officers = self.env.ref("company_docs.group_secrecy_officer").sudo().all_user_ids
        for settings in self:
            settings.document_secrecy_officers = ", ".join(officers.filtered(
                lambda user, s=settings: s.company_id in user.company_ids).mapped("name"))

    def action_open_secrecy_officers(self):
        """Open the users who are secrecy officers; Odoo's own rights decide who may appoint them."""
        return {
            "type": "ir.actions.act_window", "res_model": "res.users", "name": self.env._("Secrecy Officers"),
            "views": [(False, "list"), (False, "form")],
            "domain": [("all_group_ids", "in", self.env.ref("company_docs.group_secrecy_officer").ids)]}
