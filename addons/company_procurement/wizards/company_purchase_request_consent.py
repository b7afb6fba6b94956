from odoo import api, fields, models

from ..models.company_purchase_request_consent import HOW


class CompanyPurchaseRequestConsent(models.TransientModel):
    _name = "company.purchase.request.consent"
    _inherit = ["company.wizard.mixin"]
    _description = "Record Oral Consent"

    request_id = fields.Many2one("company.purchase.request", required=True, ondelete="cascade",
                                 default=lambda self: self.env.context.get("active_id"))
    allowed_ids = fields.Many2many("res.users", compute="_compute_people")
    payer_ids = fields.Many2many("res.users", compute="_compute_people")
    consented_by_id = fields.Many2one(
        "res.users", "Who Agreed", required=True, compute="_compute_default_people", store=True, readonly=False,
        domain="[('id', 'in', allowed_ids)]")
    consented_on = fields.Datetime("When", required=True, default=fields.Datetime.now)
    how = fields.Selection(HOW, required=True, default="phone")
    note = fields.Char("His Words")
    payer_id = fields.Many2one(
        "res.users", "Who Will Buy and Pay", domain="[('id', 'in', payer_ids)]",
        help="A colleague with the right of a buyer, not the requester (R4 §2.5).")

    @api.depends("request_id")
    def _compute_people(self):
        group = self.env.ref("company_procurement.group_buyer")
        for wizard in self:
            request = wizard.request_id._origin
            request.check_access("read")
            wizard.allowed_ids = request._get_consenters() if request else False
            buyers = self.env["res.users"].sudo().search([
                ("all_group_ids", "in", group.ids), ("company_ids", "in", request.company_id.ids),
                ("share", "=", False), ("id", "!=", request.requester_id.id)])
            if request.category_id.code == "emergency":
                buyers &= request.company_id._get_emergency_team()
            wizard.payer_ids = buyers

    @api.depends("request_id")
    def _compute_default_people(self):
        for wizard in self:
            allowed = wizard.allowed_ids._origin
            head = wizard.request_id._origin.sudo().department_id.manager_id.user_id
            wizard.consented_by_id = head if head in allowed else allowed[:1]

    def action_confirm(self):
        """Record the consent (see company.purchase.request.action_record_consent)."""
        self.ensure_one()
        self.request_id.action_record_consent(
            self.consented_by_id.id, self.consented_on, self.how, self.note or "", self.payer_id.id)
        return {"type": "ir.actions.act_window_close"}
