from odoo import api, fields, models


class CompanyPurchaseSourcingInvite(models.TransientModel):
    _name = "company.purchase.sourcing.invite"
    _inherit = ["company.wizard.mixin"]
    _description = "Ask Suppliers"

    sourcing_id = fields.Many2one("company.purchase.sourcing", required=True, ondelete="cascade",
                                  default=lambda self: self.env.context.get("active_id"))
    company_id = fields.Many2one(related="sourcing_id.company_id")
    asked_ids = fields.Many2many("res.partner", compute="_compute_asked", string="Asked Already")
    partner_ids = fields.Many2many(
        "res.partner", "company_purchase_sourcing_invite_partner_rel", string="Suppliers", required=True,
        domain="[('supplier_state', 'in', ['qualified', 'preferred']), ('parent_id', '=', False), "
               "('id', 'not in', asked_ids)]")
    send_mail = fields.Boolean("Send by E-mail", default=True)
    grant_access = fields.Boolean(
        "Grant Portal Access", default=True,
        help="Suppliers with an e-mail address and without a user get one, with Odoo's own invitation mail.")

    @api.depends("sourcing_id")
    def _compute_asked(self):
        for wizard in self:
            case = wizard.sourcing_id._origin
            case.check_access("read")
            wizard.asked_ids = case.sudo()._get_live_quotes().partner_id

    def action_confirm(self):
        """Ask the chosen suppliers (see company.purchase.sourcing.action_invite)."""
        self.ensure_one()
        self.sourcing_id.action_invite(self.partner_ids.ids, send_mail=self.send_mail)
        newcomers = self.partner_ids.sudo().filtered(lambda partner: partner.email and not (
            partner | partner.child_ids).user_ids)
        if self.grant_access and newcomers:
            self.sourcing_id.action_grant_portal_access(newcomers.ids)
        return {"type": "ir.actions.act_window_close"}
