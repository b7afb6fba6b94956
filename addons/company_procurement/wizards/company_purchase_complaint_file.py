from odoo import fields, models


class CompanyPurchaseComplaintFile(models.TransientModel):
    """The form in which employees file a complaint (see company.purchase.complaint.action_file)."""

    _name = "company.purchase.complaint.file"
    _inherit = ["company.wizard.mixin"]
    _description = "File a Complaint"

    subject = fields.Char(required=True)
    description = fields.Text("What Happened", required=True)
    sourcing_id = fields.Many2one("company.purchase.sourcing", "Sourcing Case", ondelete="cascade")
    order_id = fields.Many2one("purchase.order", "Order", ondelete="cascade")
    partner_id = fields.Many2one("res.partner", "Supplier", ondelete="cascade", domain="[('supplier_rank', '>', 0)]")
    anonymous = fields.Boolean(help="Only internal audit learns who filed it.")
    file = fields.Binary("Evidence")
    file_name = fields.Char()

    def action_confirm(self):
        """File the complaint; nothing of this form stays behind."""
        self.ensure_one()
        about = self.sourcing_id or self.order_id or self.partner_id
        files = [{"name": self.file_name, "content": self.with_context(bin_size=False).file}] if self.file else []
        self.env["company.purchase.complaint"].action_file(
            self.subject, self.description, about._name if about else False, about.id, self.anonymous, files)
        self.sudo().unlink()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success", "message": self.env._("The complaint is filed."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
