from odoo import fields, models


class CompanySeal(models.Model):
    _inherit = "company.seal"

    outing_ids = fields.One2many("company.seal.outing", "seal_id", "Outings", readonly=True, copy=False)

    def _is_out_for(self, use):
        if self.state != "out" or not use:
            return super()._is_out_for(use)
        return use in self.sudo().outing_ids.filtered(lambda outing: outing.state == "out").use_id
