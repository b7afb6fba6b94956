from odoo import api, fields, models


class CompanyPurchaseRequest(models.Model):
    """Requests of the centralised category join the plan of their month (R4 §三.2.1)."""

    _inherit = "company.purchase.request"

    plan_id = fields.Many2one(
        "company.purchase.plan", "Monthly Plan", readonly=True, copy=False, index="btree_not_null",
        check_company=True, ondelete="restrict", tracking=True)
    plan_notice = fields.Char(compute="_compute_plan_notice", help="The plan that an approval now would join.")

    @api.depends("state", "category_id", "plan_id", "approved_on")
    def _compute_plan_notice(self):
        now = fields.Datetime.now()
        for request in self:
            notice = False
            if request._is_centralised():
                plans = self.env["company.purchase.plan"]
                if request.plan_id:
                    notice = self.env._("Part of the plan of %s.", request.plan_id.sudo().name)
                elif request.state in ("draft", "submitted") and request.company_id:
                    period = plans._get_period(now, request.category_id, request.company_id)
                    notice = self.env._(
                        "Approved now, it joins the plan of %(period)s. Cut-off: the %(day)sth of the month, 24:00.",
                        period=f"{period:%Y-%m}", day=request.category_id.cutoff_day)
            request.plan_notice = notice

    @api.depends("plan_id")
    def _compute_can_flags(self):
        super()._compute_can_flags()
        for request in self.filtered("plan_id"):
            request.can_assign = False

    def _is_centralised(self):
        self.ensure_one()
        return self.category_id.code == "monthly" and bool(self.category_id.cutoff_day)

    def _dispatch(self):
        """A centralised request joins its plan instead of going to a buyer."""
        if self._is_centralised():
            self._join_plan()
        else:
            super()._dispatch()

    def _join_plan(self):
        """Decided by the instant of the approval, whenever the transaction ends."""
        self.ensure_one()
        plan = self.env["company.purchase.plan"]._find_open(self.approved_on, self.category_id, self.company_id)
        self._as_engine().write({"plan_id": plan.id, "deadline": plan.deadline})
        self.env.ref("company_procurement.ir_cron_purchase_plans").sudo()._trigger()

    def _leave_plan(self):
        planned = self.sudo().filtered("plan_id")
        if planned:
            planned.plan_id._release(planned)
            planned._as_engine().write({"plan_id": False})

    def _on_approval_submitted(self, approval):
        self._leave_plan()
        super()._on_approval_submitted(approval)

    def _do_cancel(self, reason):
        super()._do_cancel(reason)
        self._leave_plan()

    def _do_assign(self, buyer):
        """PUR-PLAN: what joined a plan is bought with it, not by a buyer of its own."""
        self.ensure_one()
        if self.plan_id:
            self.env["company.control"]._enforce("PUR-PLAN", self, self.env._(
                "it is part of the plan of %(plan)s, which the general office buys as a whole at the end of the month. "
                "Choose another purchase category when it can't wait.", plan=self.plan_id.sudo().name),
                fact=f"plan={self.plan_id.id}")
            self._leave_plan()
        super()._do_assign(buyer)

    def _get_lines_to_source(self):
        """Without the lines that the office left out of the plan."""
        lines = super()._get_lines_to_source()
        return lines.filtered(lambda line: not line._is_left_out())

    def _on_sourcing_cancelled(self, case):
        plans_sudo = self.env["company.purchase.plan"].sudo().search([("sourcing_id", "=", case.id)])
        planned = self.sudo().filtered(lambda request: request.plan_id in plans_sudo)
        super(CompanyPurchaseRequest, self.sudo() - planned)._on_sourcing_cancelled(case)
        if planned:
            planned.line_ids._as_engine().write({"sourcing_line_id": False})
            planned.filtered(lambda request: request.state == "sourcing")._set_state("assigned")
            plans_sudo._on_case_cancelled()


class CompanyPurchaseRequestLine(models.Model):
    _inherit = "company.purchase.request.line"

    plan_allocation_ids = fields.One2many(
        "company.purchase.plan.allocation", "request_line_id", "Distribution", readonly=True, copy=False)

    def _is_left_out(self):
        self.ensure_one()
        item = self.sudo().plan_allocation_ids.line_id
        return bool(item) and item.plan_id.state in ("sourcing", "done") and not item.quantity
