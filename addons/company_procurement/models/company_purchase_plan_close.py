from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class CompanyPurchasePlan(models.Model):
    """From the cut-off to the distribution: the office reviews, buys at the end of the month, hands out."""

    _inherit = "company.purchase.plan"

    # ------------------------------------------------------------------
    # Refusals
    # ------------------------------------------------------------------

    def _get_office_refusals(self, *states):
        refusals = {}
        for plan in self:
            reason = False
            if not plan._is_office():
                reason = self.env._("only the general office takes this step (R4 §3.2.1)")
            elif plan.state not in states:
                reason = self.env._(
                    "is “%(state)s”; this step needs “%(wanted)s”", state=plan._get_state_label(),
                    wanted="/".join(plan._get_state_label(state) for state in states))
            refusals[plan.id] = reason
        return refusals

    def _get_end_collection_refusals(self):
        refusals = self._get_office_refusals("open")
        for plan in self:
            if not refusals[plan.id] and plan.cutoff_on and plan.cutoff_on > fields.Datetime.now():
                refusals[plan.id] = self.env._(
                    "requests may join until %(cutoff)s (R4 §3.2.1)", cutoff=plan._local(plan.cutoff_on))
        return refusals

    def _get_close_refusals(self):
        refusals = self._get_office_refusals("review")
        for plan in self:
            if not refusals[plan.id] and not any(line.quantity for line in plan.line_ids):
                refusals[plan.id] = self.env._("it has nothing to buy")
        return refusals

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def action_end_collection(self):
        """After the cut-off: nothing joins any more, the office reviews. Returns True. Office; collecting."""
        self.check_access("read")
        self._raise_refusals(self._get_end_collection_refusals())
        self.sudo()._merge()
        self.sudo()._end_collection()
        return True

    def _end_collection(self):
        self._set_state("review")
        for plan in self:
            plan._ask_office()

    def _ask_office(self):
        """The review waits in the inbox of the office until the end of the month."""
        self.env["company.todo"].sudo()._open(
            "purchase.plan", self, self._get_office_users(),
            self.env._("Review and buy the monthly plan %s", self.name), deadline=self.deadline,
            amount=self.amount_estimated, currency_id=self.currency_id.id)

    def action_close(self, buyer_id=False):
        """Buy: one sourcing case for the whole plan (R4 §3.2.1: at the end of the month). Returns its id.

        Office; plan in review. ``buyer_id``: user with the right of a buyer, the caller when left out; never one who
        requested any of it (PUR-BUYER). Items set to 0 are left out.
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        plan_sudo = self.sudo()
        plan_sudo._merge()
        self._raise_refusals(self._get_close_refusals())
        buyer = self.env["res.users"].browse(buyer_id if isinstance(buyer_id, int) and buyer_id else self.env.uid)
        plan_sudo._check_plan_buyer(buyer.exists())
        case_sudo = plan_sudo._make_case(buyer)
        plan_sudo._set_state("sourcing")
        plan_sudo._as_engine().write({"sourcing_id": case_sudo.id, "closed_by_id": self.env.uid, "deadline": False})
        self.env["company.todo"].sudo()._close("purchase.plan", plan_sudo)
        case_sudo._refresh_todos()
        return case_sudo.id

    def action_open_close(self):
        """Client entry of `action_close`: opens the new case."""
        return {"type": "ir.actions.act_window", "res_model": "company.purchase.sourcing", "view_mode": "form",
                "views": [(False, "form")], "res_id": self.action_close()}

    def _check_plan_buyer(self, buyer):
        requests = self._get_plan_requests()
        reason = requests[:1]._get_buyer_refusal(buyer)
        self._raise_refusals({self.id: reason})
        own = requests.filtered(lambda request: request.requester_id == buyer)
        if own:
            self.env["company.control"]._enforce("PUR-BUYER", self, self.env._(
                "%(name)s requested %(requests)s and cannot also buy it. Name another buyer.", name=buyer.name,
                requests=", ".join(own.mapped("name"))), fact=f"buyer:{buyer.id}")

    def _get_plan_requests(self):
        return self.request_ids.filtered(lambda request: request.state in ("approved", "assigned"))

    def _make_case(self, buyer):
        """One case over all departments, with the quantities of the plan; constant queries for any size."""
        requests = self._get_plan_requests()
        cases = self.env["company.purchase.sourcing"].sudo().with_company(self.company_id)
        values = {**cases._prepare_from_requests(requests), "buyer_id": buyer.id,
                  "department_id": self._get_office_users().employee_ids.filtered(
                      lambda employee: employee.company_id == self.company_id).department_id[:1].id}
        case = cases._as_engine().create(values)
        items = self.line_ids.filtered("quantity")
        made = self.env["company.purchase.sourcing.line"].sudo()._as_engine().create([
            self._prepare_case_line(case, item, number) for number, item in enumerate(items, start=1)])
        for item, line in zip(items, made, strict=True):
            item._as_engine().write({"sourcing_line_id": line.id})
        self._link_request_lines()
        kept = requests.filtered(lambda request: request.line_ids.sourcing_line_id)
        self._follow_plan(kept, requests - kept, buyer)
        return case

    def _prepare_case_line(self, case, item, number):
        return {
            "sourcing_id": case.id, "sequence": number * 10, "product_id": item.product_id.id,
            "description": item.description, "specification": item.specification,
            "model_number": item.model_number, "quantity": item.quantity, "uom_id": item.uom_id.id,
            "needed_date": item.needed_date, "estimated_price": item.estimated_price,
        }

    def _link_request_lines(self):
        """The request lines stand on the lines of the case, all in one statement."""
        self.env.flush_all()
        self.env.execute_query(SQL("""
            UPDATE company_purchase_request_line line
               SET sourcing_line_id = item.sourcing_line_id
              FROM company_purchase_plan_allocation allocation
              JOIN company_purchase_plan_line item ON item.id = allocation.line_id
             WHERE allocation.request_line_id = line.id AND allocation.plan_id = %s AND item.quantity > 0
         RETURNING line.id""", self.id))
        self.env.invalidate_all()

    def _follow_plan(self, bought, left_out, buyer):
        now = fields.Datetime.now()
        bought._as_engine().write({"buyer_id": buyer.id, "assigned_on": now})
        waiting = bought.filtered(lambda request: request.state == "approved")
        if waiting:
            waiting._set_state("assigned")
        bought._set_state("sourcing")
        left_out.filtered(lambda request: request.state == "approved")._set_state("done")

    def _on_case_cancelled(self):
        """The case of the plan was cancelled: the office decides again."""
        for plan_sudo in self.sudo().filtered(lambda plan: plan.state == "sourcing"):
            plan_sudo.line_ids._as_engine().write({"sourcing_line_id": False})
            plan_sudo._set_state("review")
            plan_sudo._as_engine().write({"sourcing_id": False, "closed_by_id": False})
            plan_sudo._ask_office()

    def action_distribute(self):
        """Everything was received and handed out by the distribution list 领用分发清单. Returns True. Office."""
        self.check_access("read")
        self._raise_refusals(self._get_office_refusals("sourcing"))
        for plan_sudo in self.sudo():
            missing = plan_sudo.line_ids.filtered(
                lambda line: line.uom_id.compare(line.received_quantity, line.quantity) < 0)
            if missing:
                raise UserError(self.env._(
                    "%(plan)s: not received yet: %(items)s. Hand out when everything has arrived.",
                    plan=plan_sudo.display_name, items=", ".join(missing[:5].mapped("description"))))
        self.sudo()._set_state("done")
        return True

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------

    def action_view_requests(self):
        """Open the requests of the plan."""
        self.check_access("read")
        return {"type": "ir.actions.act_window", "name": self.env._("Purchase Requests"), "view_mode": "list,form",
                "views": [(False, "list"), (False, "form")], "res_model": "company.purchase.request",
                "domain": [("plan_id", "in", self.ids)], "context": {"create": False}}

    def action_view_distribution(self):
        """Open department × item of the plan."""
        self.check_access("read")
        return {"type": "ir.actions.act_window", "name": self.env._("Departments and Items"),
                "res_model": "company.purchase.plan.allocation", "view_mode": "pivot,list",
                "views": [(False, "pivot"), (False, "list")], "domain": [("plan_id", "in", self.ids)],
                "context": {"hierarchical_naming": False}}

    def action_view_sourcing(self):
        """Open the sourcing case of the plan."""
        self.check_access("read")
        return {"type": "ir.actions.act_window", "res_model": "company.purchase.sourcing", "view_mode": "form",
                "views": [(False, "form")], "res_id": self.sourcing_id.id}

    # ------------------------------------------------------------------
    # Distribution list
    # ------------------------------------------------------------------

    def _get_distribution(self):
        """[{department, rows}] of what each department gets."""
        self.ensure_one()
        rows = self.allocation_ids.filtered("granted_quantity")
        return [{"department": department.sudo(), "rows": members}
                for department, members in rows.grouped("department_id").items()]

    def _get_distribution_boxes(self):
        return [{"label": self.env._("General Office")}, {"label": self.env._("Warehouse Keeper")},
                {"label": self.env._("Head of the Department")}]
