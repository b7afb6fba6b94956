from odoo import api, fields, models


class CompanyPurchaseInquiryEnvelope(models.TransientModel):
    """Records an unopened envelope of a sealed inquiry."""

    _name = "company.purchase.inquiry.envelope"
    _inherit = ["company.wizard.mixin"]
    _description = "Record an Unopened Envelope"

    sourcing_id = fields.Many2one("company.purchase.sourcing", required=True, ondelete="cascade",
                                  default=lambda self: self.env.context.get("active_id"))
    asked_ids = fields.Many2many("res.partner", compute="_compute_asked_ids")
    partner_id = fields.Many2one("res.partner", "Supplier", required=True, domain="[('id', 'in', asked_ids)]")
    picture = fields.Binary("Picture of the Envelope", attachment=False, required=True,
                            help="PDF or picture of the closed envelope with its seal.")
    picture_name = fields.Char()

    @api.depends("sourcing_id")
    def _compute_asked_ids(self):
        for wizard in self:
            case = wizard.sourcing_id._origin
            case.check_access("read")
            wizard.asked_ids = case.sudo()._get_live_quotes().filtered(
                lambda quote: quote.quote_status == "invited").partner_id

    def action_confirm(self):
        """Record it (see company.purchase.sourcing.action_record_envelope)."""
        self.ensure_one()
        attachment = self.env["ir.attachment"].create({
            "name": self.picture_name or self.env._("Envelope"), "datas": self.picture,
            "res_model": self._name, "res_id": self.id})
        self.sourcing_id.action_record_envelope(self.partner_id.id, attachment.id)
        return {"type": "ir.actions.act_window_close"}
