from odoo import fields, models


class CompanyPurchasePlanAdjust(models.TransientModel):
    _name = "company.purchase.plan.adjust"
    _inherit = ["company.wizard.mixin"]
    _description = "Adjust an Item of the Plan"

    line_id = fields.Many2one("company.purchase.plan.line", "Item", required=True, ondelete="cascade",
                              default=lambda self: self.env.context.get("active_id"))
    requested_quantity = fields.Float(related="line_id.requested_quantity")
    distribution = fields.Char(related="line_id.distribution")
    uom_id = fields.Many2one(related="line_id.uom_id")
    quantity = fields.Float("To Buy", digits="Product Unit", required=True,
                            default=lambda self: self._default_quantity())
    reason = fields.Char(required=True)
    consent = fields.Char("Consent of the Departments", help="Who agreed to buy more than was requested.")

    def _default_quantity(self):
        line = self.env["company.purchase.plan.line"].browse(self.env.context.get("active_id") or ())
        line.check_access("read")
        return line.quantity

    def action_confirm(self):
        """Adjust the item (see company.purchase.plan.line.action_adjust)."""
        self.ensure_one()
        self.line_id.action_adjust(self.quantity, self.reason, self.consent or "")
        return {"type": "ir.actions.act_window_close"}


class CompanyPurchasePlanClose(models.TransientModel):
    _name = "company.purchase.plan.close"
    _inherit = ["company.wizard.mixin"]
    _description = "Buy the Monthly Plan"

    plan_id = fields.Many2one("company.purchase.plan", required=True, ondelete="cascade",
                              default=lambda self: self.env.context.get("active_id"))
    company_id = fields.Many2one(related="plan_id.company_id")
    buyer_id = fields.Many2one(
        "res.users", required=True, default=lambda self: self.env.user,
        domain=lambda self: [("all_group_ids", "in", self.env.ref("company_procurement.group_buyer").ids)])

    def action_confirm(self):
        """Open the case of the plan (see company.purchase.plan.action_close)."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": "company.purchase.sourcing", "view_mode": "form",
                "views": [(False, "form")], "res_id": self.plan_id.action_close(self.buyer_id.id)}


class CompanyPurchaseEmergencyClose(models.TransientModel):
    _name = "company.purchase.emergency.close"
    _inherit = ["company.wizard.mixin"]
    _description = "Close an Emergency Task"

    emergency_id = fields.Many2one("company.purchase.emergency", required=True, ondelete="cascade",
                                   default=lambda self: self.env.context.get("active_id"))
    result = fields.Text(required=True)

    def action_confirm(self):
        """Close the task (see company.purchase.emergency.action_close)."""
        self.ensure_one()
        self.emergency_id.action_close(self.result)
        return {"type": "ir.actions.act_window_close"}
