from odoo import models
from odoo.exceptions import AccessError


class IrRule(models.Model):
    """The rules on classified documents come with the addon; no administrator switches them off (R6 §5.4)."""

    _inherit = "ir.rule"

    def write(self, vals):
        self._check_secrecy_rules()
        return super().write(vals)

    def unlink(self):
        self._check_secrecy_rules()
        return super().unlink()

    def _check_secrecy_rules(self):
        if self.env.su or not self:
            return
        guarded = self.env["ir.model.data"].sudo().search_count([
            ("model", "=", "ir.rule"), ("module", "=", "company_docs"), ("res_id", "in", self.ids),
            "|", ("name", "like", "_rule_secrecy"), "|", ("name", "like", "_rule_clearance"),
            ("name", "like", "_rule_need_to_know")], limit=1)
        if guarded:
            raise AccessError(self.env._(
                "The rules on classified documents come with the system; nobody changes or switches them off "
                "(R6 §5.4)."))
