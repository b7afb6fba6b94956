from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import monthly_plan


class CompanyPurchasePlanLine(models.Model):
    """One item of a plan, merged over departments; what the office lets be bought of it."""

    _name = "company.purchase.plan.line"
    _description = "Item of a Monthly Plan"
    _inherit = ["company.state.mixin"]
    _order = "plan_id, description, id"
    _rec_name = "description"
    _check_company_auto = True

    _client_parent_field = "plan_id"
    _client_unlink_states = frozenset()

    plan_id = fields.Many2one(
        "company.purchase.plan", "Plan", required=True, index=True, ondelete="cascade", check_company=True, copy=False)
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    state = fields.Selection(related="plan_id.state")
    item_key = fields.Char(required=True, readonly=True, copy=False, help="What makes request lines one item.")
    product_id = fields.Many2one("product.product", readonly=True, check_company=True, index="btree_not_null",
                                 copy=False)
    description = fields.Char("Item", required=True, readonly=True, copy=False)
    specification = fields.Char(readonly=True, copy=False)
    model_number = fields.Char("Model", readonly=True, copy=False)
    uom_id = fields.Many2one("uom.uom", "Unit", required=True, readonly=True, copy=False)
    requested_quantity = fields.Float("Requested", digits="Product Unit", readonly=True, copy=False)
    quantity = fields.Float("To Buy", digits="Product Unit", readonly=True, copy=False)
    adjusted = fields.Boolean(readonly=True, copy=False)
    adjust_reason = fields.Char("Reason of the Adjustment", readonly=True, copy=False)
    adjusted_by_id = fields.Many2one("res.users", "Adjusted by", readonly=True, copy=False)
    estimated_price = fields.Monetary("Estimated Price", readonly=True, copy=False)
    amount = fields.Monetary("Estimated Amount", compute="_compute_amount", store=True)
    needed_date = fields.Date("Needed on", readonly=True, copy=False)
    allocation_ids = fields.One2many("company.purchase.plan.allocation", "line_id", "Who Gets How Much", copy=False)
    distribution = fields.Char(compute="_compute_distribution")
    sourcing_line_id = fields.Many2one(
        "company.purchase.sourcing.line", "Sourcing Line", readonly=True, copy=False, index="btree_not_null",
        ondelete="set null", check_company=True)
    received_quantity = fields.Float("Received", digits="Product Unit", compute="_compute_received_quantity")

    _item_uniq = models.UniqueIndex("(plan_id, item_key)", "An item stands on a plan once.")
    _not_negative = models.Constraint(
        "CHECK(quantity >= 0 AND requested_quantity >= 0)", "Quantities of a plan cannot be negative.")

    @api.depends("quantity", "estimated_price")
    def _compute_amount(self):
        for line in self:
            line.amount = line.currency_id.round(line.quantity * line.estimated_price)

    @api.depends("allocation_ids.granted_quantity")
    def _compute_distribution(self):
        """Department and quantity of each, in one text."""
        groups = self.env["company.purchase.plan.allocation"].sudo()._read_group(
            [("line_id", "in", self.ids)], ["line_id", "department_id"], ["granted_quantity:sum"])
        texts = {}
        for line, department, quantity in groups:
            texts.setdefault(line.id, []).append(f"{department.name} {quantity:g}")
        for line in self:
            line.distribution = "、".join(texts.get(line._origin.id, []))

    @api.depends("sourcing_line_id.quote_line_ids.qty_received")
    def _compute_received_quantity(self):
        rows = self.env["purchase.order.line"].sudo().search_fetch(
            [("sourcing_line_id", "in", self.sourcing_line_id.ids), ("order_id.is_quote", "=", False),
             ("order_id.state", "=", "purchase")], ["sourcing_line_id", "qty_received", "product_uom_id"])
        received = {}
        for row in rows:
            line = row.sourcing_line_id
            quantity = row.product_uom_id._compute_quantity(row.qty_received, line.uom_id, raise_if_failure=False)
            received[line.id] = received.get(line.id, 0.0) + quantity
        for line in self:
            line.received_quantity = received.get(line.sourcing_line_id.id, 0.0)

    # ------------------------------------------------------------------
    # Adjusting
    # ------------------------------------------------------------------

    def action_adjust(self, quantity, reason, consent=""):
        """Buy another quantity than requested (R4 §三.2.1). Returns True.

        Office; plan collecting or in review. ``quantity``: in the unit of the line, 0 to leave the item out;
        ``reason``: text. More than was requested (PUR-PLANQTY) needs ``consent``: who of the departments agreed.
        """
        self.ensure_one()
        self.check_access("read")
        plan = self.plan_id
        plan._lock_for_decision()
        plan._raise_refusals(plan._get_office_refusals("open", "review"))
        reason = reason.strip() if isinstance(reason, str) else ""
        consent = consent.strip() if isinstance(consent, str) else ""
        if isinstance(quantity, bool) or not isinstance(quantity, (int, float)) or quantity < 0 or not reason:
            raise UserError(self.env._(
                "%(item)s: give a quantity of 0 or more and the reason of the adjustment.", item=self.description))
        if self.uom_id.compare(quantity, self.requested_quantity) > 0 and not consent:
            self.env["company.control"]._enforce("PUR-PLANQTY", plan, self.env._(
                "%(item)s: %(quantity)s is more than the requested %(requested)s %(unit)s. Name who of the departments "
                "agreed, or have them request more.", item=self.description, quantity=f"{quantity:g}",
                requested=f"{self.requested_quantity:g}", unit=self.uom_id.name),
                fact=f"{self.id}:{quantity:g}")
        self.sudo()._do_adjust(quantity, "；".join(filter(None, (reason, consent))))
        return True

    def _do_adjust(self, quantity, reason):
        before = self.quantity
        self._as_engine().write({
            "quantity": quantity, "adjusted": True, "adjust_reason": reason, "adjusted_by_id": self.env.uid})
        self._share_out()
        self.plan_id.message_post(body=self.env._(
            "%(item)s: %(before)s → %(after)s %(unit)s. %(reason)s", item=self.description, before=f"{before:g}",
            after=f"{quantity:g}", unit=self.uom_id.name, reason=reason))

    def _share_out(self):
        """Grant the allocations what the line buys: in proportion to the wishes."""
        for line in self:
            allocations = line.allocation_ids
            wishes = allocations.mapped("quantity")
            whole = all(figure == int(figure) for figure in [*wishes, line.quantity])
            given = monthly_plan.share(wishes, line.quantity, 1.0 if whole else line.uom_id.rounding or 1.0)
            for allocation, quantity in zip(allocations, given, strict=True):
                if allocation.granted_quantity != quantity:
                    allocation._as_engine().write({"granted_quantity": quantity})
