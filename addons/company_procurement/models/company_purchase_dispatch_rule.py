from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CompanyPurchaseDispatchRule(models.Model):
    """Which buyers take the approved requests of which goods and departments (R1: 分发采购案件)."""

    _name = "company.purchase.dispatch.rule"
    _description = "Purchase Dispatch Rule"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    purchase_category_ids = fields.Many2many(
        "company.purchase.category", string="Purchase Categories", help="Empty: every category.",
    )
    department_ids = fields.Many2many(
        "hr.department", string="Departments", check_company=True, help="With their sub-departments. Empty: all.",
    )
    product_category_ids = fields.Many2many(
        "product.category", string="Product Categories", help="With their sub-categories. Empty: all goods.",
    )
    buyer_ids = fields.Many2many(
        "res.users", string="Buyers", required=True,
        domain=lambda self: [("all_group_ids", "in", self.env.ref("company_procurement.group_buyer").ids)],
        help="The one with the fewest open lines gets the request.",
    )

    @api.constrains("buyer_ids", "company_id")
    def _check_buyers(self):
        for rule in self:
            strangers = rule.buyer_ids.filtered(
                lambda user, rule=rule: rule.company_id not in user.sudo().company_ids
                or not user.has_group("company_procurement.group_buyer")
            )
            if strangers:
                raise ValidationError(self.env._(
                    "Dispatch rule %(rule)s: %(users)s cannot buy for %(company)s. "
                    "Give them the Buyer right and this company first, or choose other buyers.",
                    rule=rule.name, users=", ".join(strangers.mapped("name")), company=rule.company_id.name,
                ))

    def _match_categories(self, code):
        return self.filtered(
            lambda rule: not rule.purchase_category_ids or code in rule.purchase_category_ids.mapped("code")
        )

    def _get_line_share(self, request, lines):
        """Number of the request's lines that the rule covers."""
        self.ensure_one()
        if self.department_ids and not self._covers(self.department_ids, request.department_id):
            return 0
        if not self.product_category_ids:
            return len(lines)
        return sum(
            bool(line.product_id) and self._covers(self.product_category_ids, line.product_id.categ_id)
            for line in lines
        )

    @api.model
    def _covers(self, parents, child):
        return bool(child) and bool(set(parents.ids) & {int(node) for node in child.parent_path.split("/") if node})

    @api.model
    def _find_buyer(self, request):
        """The buyer of a request: the rule that covers most lines, then the least load; never the requester."""
        request.ensure_one()
        request_sudo = request.sudo()
        lines_sudo = request_sudo._get_lines_to_source()
        rules_sudo = self.sudo().search([("company_id", "=", request_sudo.company_id.id)])
        shares = {
            rule: rule._get_line_share(request_sudo, lines_sudo)
            for rule in rules_sudo._match_categories(request_sudo.category_id.code)
        }
        for rule in sorted(filter(shares.get, shares), key=lambda rule: (-shares[rule], rule.sequence, rule.id)):
            buyers = rule.buyer_ids.filtered("active") - request_sudo.requester_id
            if buyers:
                load = buyers._get_purchase_load(request_sudo.company_id)
                return min(buyers, key=lambda user: (load.get(user.id, 0), user.id)).sudo(False)
        return self.env["res.users"]
