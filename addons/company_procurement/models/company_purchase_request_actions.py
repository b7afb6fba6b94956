from odoo import models


class CompanyPurchaseRequest(models.Model):
    _inherit = "company.purchase.request"

    # ------------------------------------------------------------------
    # Sourcing
    # ------------------------------------------------------------------

    def action_start_sourcing(self):
        """Open one sourcing case for the requests (all dispatched to the caller); returns its id."""
        self.check_access("read")
        self._raise_refusals(self._get_start_sourcing_refusals())
        self._check_same_kind()
        self._lock_for_decision()
        case = self.env["company.purchase.sourcing"]._create_from_requests(self)
        requests_sudo = self.sudo()
        requests_sudo._set_state("sourcing")
        for request_sudo in requests_sudo:
            self.env["company.todo"]._close("purchase.source", request_sudo)
            request_sudo._set_stage_deadline(request_sudo.company_id.purchase_sourcing_days, "days")
        return case.id

    def action_open_sourcing(self):
        """Client entry of `action_start_sourcing`: opens the new case."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "company.purchase.sourcing",
            "res_id": self.action_start_sourcing(),
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _get_start_sourcing_refusals(self):
        refusals = {}
        for request in self:
            reason = False
            if request.state != "assigned":
                reason = self.env._(
                    "it is “%(state)s”; sourcing starts from a request that is dispatched",
                    state=request._get_state_label(),
                )
            elif request.buyer_id != self.env.user:
                reason = self.env._(
                    "it is dispatched to %(buyer)s, who starts the sourcing", buyer=request.buyer_id.name
                )
            elif not request._get_lines_to_source():
                reason = self.env._("every line is on a sourcing case or taken from stock")
            refusals[request.id] = reason
        return refusals

    def _check_same_kind(self):
        first = self[:1]
        self._raise_refusals({
            request.id: self.env._(
                "company or purchase category differ from %(first)s; merge requests of one category only",
                first=first.name,
            )
            for request in self
            if (request.company_id, request.category_id) != (first.company_id, first.category_id)
        })

    def _on_sourcing_ordered(self, case):
        """Every line of the requests stands on a confirmed order."""
        self._follow_case("sourcing", "ordered")

    def _on_sourcing_reopened(self, case):
        """The orders of the case were cancelled; its sourcing goes on."""
        self._follow_case("ordered", "sourcing")

    def _on_sourcing_done(self, case):
        """Everything was received."""
        self._follow_case("ordered", "done")

    def _on_sourcing_cancelled(self, case):
        """The case was cancelled: its lines are free again and the buyer starts over."""
        requests_sudo = self.sudo()
        requests_sudo.line_ids.filtered(
            lambda line: line.sourcing_line_id.sourcing_id == case.sudo()
        )._as_engine().write({"sourcing_line_id": False})
        for request_sudo in requests_sudo.filtered(lambda request: request.state == "sourcing"):
            if not request_sudo.line_ids.sourcing_line_id:
                request_sudo._set_state("assigned")
                request_sudo._do_assign(request_sudo.buyer_id)

    def _follow_case(self, source, target):
        requests_sudo = self.sudo().filtered(lambda request: request.state == source)
        if target == "ordered":
            requests_sudo = requests_sudo.filtered(lambda request: not request._get_lines_to_source())
        if requests_sudo:
            requests_sudo._set_state(target)
            if target in ("ordered", "done"):
                requests_sudo._as_engine().write({"deadline": False})

    # ------------------------------------------------------------------
    # Withdrawal
    # ------------------------------------------------------------------

    def action_cancel(self, reason):
        """Withdraw the requests: the buyer learns it at once and open inquiries end (R4 §3.1.1.4)."""
        self.check_access("read")
        reason = reason.strip() if isinstance(reason, str) else ""
        refusals = self._get_cancel_refusals()
        if not reason:
            refusals = {
                request.id: refusals[request.id] or self.env._("say why it is withdrawn") for request in self
            }
        self._raise_refusals(refusals)
        self._lock_for_decision()
        for request_sudo in self.sudo():
            request_sudo._do_cancel(reason)
        return True

    def _get_cancel_refusals(self):
        is_head = self.env.user.has_group("company_procurement.group_purchase_head")
        refusals = {}
        for request in self:
            reason = False
            allowed = is_head or self.env.user in (
                request.requester_id | request.department_id.sudo().manager_id.user_id
            )
            if not allowed:
                reason = self.env._("only its requester, the head of the department or of purchasing withdraws it")
            elif request.state in ("done", "rejected", "cancelled"):
                reason = self.env._("it is “%(state)s” and closed", state=request._get_state_label())
            refusals[request.id] = reason
        return refusals

    def _do_cancel(self, reason):
        """Cancel one request (the caller has checked the right; `self` is superuser)."""
        self.ensure_one()
        self._enforce_no_confirmed_order()
        self._cancel_approval(reason)
        self.sourcing_ids._cancel_by_request(self, reason)
        self._close_purchase_todos()
        self._set_state("cancelled")
        self._as_engine().write({"cancel_reason": reason, "deadline": False})
        partners = self.buyer_id.partner_id | self.requester_id.partner_id | self.site_contact_id
        self.message_post(
            body=self.env._("Request %(number)s was withdrawn: %(reason)s", number=self.name, reason=reason),
            partner_ids=(partners - self.env.user.partner_id).ids,
            subtype_xmlid="mail.mt_comment",
        )

    def _enforce_no_confirmed_order(self):
        orders = self.order_ids.filtered(lambda order: order.state in ("purchase", "done"))
        if orders:
            self.env["company.control"]._enforce("PUR-WITHDRAW", self, self.env._(
                "it stands on the confirmed order %(orders)s. Cancel the order first, then withdraw the request.",
                orders=", ".join(orders.mapped("name")),
            ), fact=",".join(map(str, orders.ids)))

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------

    def action_view_sourcing(self):
        """Open the sourcing cases of the requests."""
        return self._get_link_action("company.purchase.sourcing", self.sourcing_ids, self.env._("Sourcing Cases"))

    def action_view_orders(self):
        """Open the purchase orders of the requests."""
        return self._get_link_action("purchase.order", self.order_ids, self.env._("Purchase Orders"))

    def _get_link_action(self, model, records, name):
        self.check_access("read")
        action = {"type": "ir.actions.act_window", "name": name, "res_model": model, "context": {"create": False}}
        if len(records) == 1:
            return dict(action, view_mode="form", views=[(False, "form")], res_id=records.id)
        return dict(action, view_mode="list,form", domain=[("id", "in", records.ids)])
