from odoo import models

from odoo.addons.company_approval.models.company_approval_mixin_submit import clean_context


class CompanyCustodyMixin(models.AbstractModel):
    _inherit = "company.custody.mixin"

    def _on_violation(self, code, employee, text, source):
        """Lost, missing at a count, not returned in time: a draft of the discipline register (R11 §三).

        Internal audit, or else another role of discipline, goes on from there; never the person concerned.
        """
        super()._on_violation(code, employee, text, source)
        if employee:
            clean_context(self.env["company.purchase.violation"])._draft_custody(code, employee, text, source)
