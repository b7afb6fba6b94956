from odoo import models


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["company.approval.mixin", "purchase.order"]

    def _approval_amount(self):
        return self.amount_total, self.currency_id

    def _approval_requester(self):
        return self.user_id

    def _approval_digest_fields(self):
        return ["partner_id", "currency_id", "amount_total", "order_line.product_id", "order_line.product_qty",
                "order_line.price_unit"]
