from odoo import fields, models


class CompanyPurchaseBudgetReservation(models.Model):
    """What one document takes of a budget: evidence, written by the steps of the purchase only."""

    _name = "company.purchase.budget.reservation"
    _description = "Use of a Purchase Budget"
    _inherit = ["company.state.mixin"]
    _order = "id desc"
    _rec_name = "description"
    _check_company_auto = True
    _initial_state = "reserved"
    _client_unlink_states = frozenset()

    budget_id = fields.Many2one("company.purchase.budget", "Budget", required=True, readonly=True, index=True,
                                ondelete="restrict", check_company=True, copy=False)
    budget_line_id = fields.Many2one("company.purchase.budget.line", "Budget Line", readonly=True, index=True,
                                     ondelete="restrict", check_company=True, copy=False,
                                     help="Empty: goods that the budget doesn't name.")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    project_id = fields.Many2one("account.analytic.account", "Project", readonly=True, index="btree_not_null",
                                 check_company=True, copy=False)
    department_id = fields.Many2one("hr.department", readonly=True, check_company=True, copy=False)
    kind = fields.Selection([("request", "Request"), ("order", "Order")], required=True, readonly=True, copy=False)
    state = fields.Selection(
        [("reserved", "Reserved"), ("used", "Used"), ("moved", "Ordered"), ("released", "Released")],
        required=True, readonly=True, index=True, default="reserved", copy=False)
    description = fields.Char("Goods", readonly=True, copy=False)
    request_id = fields.Many2one("company.purchase.request", "Request", readonly=True, index="btree_not_null",
                                 ondelete="restrict", check_company=True, copy=False)
    request_line_id = fields.Many2one("company.purchase.request.line", "Request Line", readonly=True,
                                      index="btree_not_null", ondelete="set null", check_company=True, copy=False)
    sourcing_id = fields.Many2one("company.purchase.sourcing", "Sourcing Case", readonly=True, index="btree_not_null",
                                  ondelete="restrict", check_company=True, copy=False)
    order_id = fields.Many2one("purchase.order", "Order", readonly=True, index="btree_not_null", ondelete="restrict",
                               check_company=True, copy=False)
    amount = fields.Monetary("Amount", readonly=True, copy=False, help="What counts against the budget now.")
    amount_basis = fields.Monetary("Amount Asked for", readonly=True, copy=False,
                                   help="Estimate of the request, or the awarded amount once the case is submitted.")
    amount_estimated = fields.Monetary("Estimate", readonly=True, copy=False)
    amount_moved = fields.Monetary("Taken over from the Request", readonly=True, copy=False)
    is_over = fields.Boolean("Over Budget", readonly=True, copy=False)
    origin_id = fields.Many2one("company.purchase.budget.reservation", "Reservation of the Request", readonly=True,
                                index="btree_not_null", ondelete="restrict", copy=False)

    _live_idx = models.Index("(budget_id, budget_line_id, state) WHERE state IN ('reserved', 'used')")
    _request_line_live_uniq = models.UniqueIndex(
        "(request_line_id) WHERE kind = 'request' AND state IN ('reserved', 'moved')",
        "A request line reserves its money once.")
