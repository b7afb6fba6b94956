from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    purchase_open_line_count = fields.Integer(
        "Open Request Lines", compute="_compute_purchase_open_line_count",
        help="Lines of dispatched requests that are not ordered yet.",
    )

    def _compute_purchase_open_line_count(self):
        load = self._get_purchase_load(self.env.companies)
        for user in self:
            user.purchase_open_line_count = load.get(user.id, 0)

    def _get_purchase_load(self, companies):
        """Open request lines per buyer: {user id: count}, in one query."""
        groups = self.env["company.purchase.request.line"].sudo()._read_group(
            [
                ("buyer_id", "in", self.ids),
                ("company_id", "in", companies.ids),
                ("state", "in", ("assigned", "sourcing")),
                ("from_stock", "=", False),
            ],
            ["buyer_id"],
            ["__count"],
        )
        return {buyer.id: count for buyer, count in groups}
