from odoo import api, fields, models


class CompanyPurchaseInquiryRevision(models.TransientModel):
    """Asks chosen suppliers for a better price."""

    _name = "company.purchase.inquiry.revision"
    _inherit = ["company.wizard.mixin"]
    _description = "Ask for Better Prices"

    sourcing_id = fields.Many2one("company.purchase.sourcing", required=True, ondelete="cascade",
                                  default=lambda self: self.env.context.get("active_id"))
    quote_ids = fields.Many2many(
        "purchase.order", "company_purchase_inquiry_revision_quote_rel", string="Quotes", required=True,
        domain="[('sourcing_id', '=', sourcing_id), ('is_quote', '=', True), ('quote_status', '=', 'received')]")
    message = fields.Text("What You Ask for", required=True,
                          help="The same text for all; no names or prices of other suppliers.")
    deadline = fields.Datetime("Answer until", required=True, default=lambda self: self._default_deadline())

    @api.model
    def _default_deadline(self):
        return self.env["company.deadline.mixin"]._compute_due(fields.Datetime.now(), 1, "days", self.env.company)

    def action_confirm(self):
        """Ask (see company.purchase.sourcing.action_request_revision)."""
        self.ensure_one()
        self.sourcing_id.action_request_revision(self.quote_ids.ids, self.message, self.deadline)
        return {"type": "ir.actions.act_window_close"}
