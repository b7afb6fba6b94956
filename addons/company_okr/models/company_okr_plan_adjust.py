from odoo import fields, models


class CompanyOkrPlan(models.Model):
    _inherit = "company.okr.plan"

    adjustment_ids = fields.One2many("company.okr.adjustment", "plan_id", "Adjustments", readonly=True, copy=False)

    def _publish(self):
        super()._publish()
        for adjustment in self.adjustment_ids.filtered(lambda one: one.state == "approved"):
            adjustment._set_state("done")

    def action_adjust(self, ground, reason):
        """Write and submit an application for adjustment in one step (R2 §5.2).

        :param str ground: strategy, structure, market, management, department or stage
        :param str reason: what changes and why
        :return: id of the application
        """
        self.ensure_one()
        self.check_access("read")
        adjustment = self.env["company.okr.adjustment"].create({
            "plan_id": self.id, "company_id": self.company_id.id, "ground": ground, "reason": reason})
        adjustment.action_submit()
        return adjustment.id
