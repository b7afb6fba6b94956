from odoo import Command, fields, models


class CompanyPurchaseRequestAssign(models.TransientModel):
    _name = "company.purchase.request.assign"
    _inherit = ["company.wizard.mixin"]
    _description = "Dispatch Purchase Requests"

    request_ids = fields.Many2many(
        "company.purchase.request", required=True, default=lambda self: self._default_request_ids()
    )
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, required=True)
    requester_ids = fields.Many2many("res.users", compute="_compute_requester_ids")
    buyer_id = fields.Many2one(
        "res.users", required=True,
        domain=lambda self: [("all_group_ids", "in", self.env.ref("company_procurement.group_buyer").ids)],
    )
    buyer_load = fields.Integer("Open Lines of the Buyer", related="buyer_id.purchase_open_line_count")

    def _default_request_ids(self):
        return [Command.set(self.env.context.get("active_ids") or [])]

    def _compute_requester_ids(self):
        for wizard in self:
            wizard.requester_ids = wizard.request_ids.requester_id

    def action_confirm(self):
        """Dispatch the chosen requests to the chosen buyer."""
        self.ensure_one()
        return self.request_ids.action_assign(self.buyer_id.id)
