from odoo import fields, models


class CompanyPurchaseRequest(models.Model):
    _inherit = "company.purchase.request"

    # ------------------------------------------------------------------
    # Dispatch
    # ------------------------------------------------------------------

    def _dispatch(self):
        """Give the approved request to a buyer by the rules; without one it waits for the head of purchasing."""
        self.ensure_one()
        buyer = self.env["res.users"]
        if self.company_id.sudo().purchase_auto_dispatch:
            buyer = self.env["company.purchase.dispatch.rule"]._find_buyer(self)
        if buyer:
            self._do_assign(buyer)
        else:
            self.env["company.todo"]._open(
                "purchase.dispatch", self, self._get_dispatchers(),
                self.env._("Dispatch purchase request %(number)s to a buyer", number=self.name),
                deadline=self.deadline, requester_id=self.requester_id.id, amount=self.amount_total,
            currency_id=self.currency_id.id, urgent=self.urgent,
            )

    def _close_purchase_todos(self):
        for kind in ("purchase.dispatch", "purchase.source", "purchase.stock_issue"):
            self.env["company.todo"]._close(kind, self)

    def _get_dispatchers(self):
        """Users who dispatch by hand: the holders of the role, else everyone with the right."""
        self.ensure_one()
        users = self.env["company.role"]._get_users("purchase_head", self.company_id)
        if not users:
            head_group = self.env.ref("company_procurement.group_purchase_head")
            users = self.env["res.users"].sudo().search([
                ("all_group_ids", "in", head_group.ids), ("company_ids", "in", self.company_id.ids),
                ("share", "=", False),
            ])
        return users

    def action_assign(self, buyer_id):
        """Dispatch the requests to a buyer by hand (head of purchasing)."""
        self.check_access("read")
        buyer = self.env["res.users"].browse(buyer_id if isinstance(buyer_id, int) else ()).exists()
        self._raise_refusals(self._get_assign_refusals())
        self._raise_refusals({request.id: request._get_buyer_refusal(buyer) for request in self})
        for request in self:
            request.sudo()._do_assign(buyer)
        return True

    def _get_assign_refusals(self):
        is_head = self.env.user.has_group("company_procurement.group_purchase_head")
        refusals = {}
        for request in self:
            reason = False
            if not is_head:
                reason = self.env._("only the head of purchasing dispatches requests")
            elif request.state not in ("approved", "assigned"):
                reason = self.env._(
                    "it is “%(state)s”; requests are dispatched after approval and before sourcing begins",
                    state=request._get_state_label(),
                )
            elif not request._get_lines_to_source():
                reason = self.env._("it has nothing to buy: every line is taken from stock")
            refusals[request.id] = reason
        return refusals

    def _get_buyer_refusal(self, buyer):
        self.ensure_one()
        buyer_sudo = buyer.sudo()
        if not buyer or not buyer_sudo.active or not buyer_sudo.has_group("company_procurement.group_buyer"):
            return self.env._("the chosen user is no buyer; choose a user with the Buyer right")
        if self.company_id not in buyer_sudo.company_ids:
            return self.env._(
                "%(buyer)s does not work for %(company)s", buyer=buyer_sudo.name, company=self.company_id.name
            )
        return False

    def _do_assign(self, buyer):
        self.ensure_one()
        if buyer == self.requester_id:
            self.env["company.control"]._enforce("PUR-BUYER", self, self.env._(
                "%(name)s wrote this request and cannot also buy for it. Dispatch it to another buyer.",
                name=buyer.name,
            ), fact=f"buyer:{buyer.id}")
        self.env["company.todo"]._close("purchase.dispatch", self)
        self.env["company.todo"]._close("purchase.source", self)
        values = {"buyer_id": buyer.id, "assigned_on": fields.Datetime.now()}
        self._as_engine().write(values)
        if self.state != "assigned":
            self._set_state("assigned")
        self._set_stage_deadline(self.company_id.sudo().purchase_start_days, "days")
        self.env["company.todo"]._open(
            "purchase.source", self, buyer, self.env._("Start sourcing for %(number)s", number=self.name),
            deadline=self.deadline, requester_id=self.requester_id.id, amount=self.amount_total,
            currency_id=self.currency_id.id, urgent=self.urgent,
        )

    # ------------------------------------------------------------------
    # Stock
    # ------------------------------------------------------------------

    def _open_stock_issue(self):
        """Ask the warehouse keeper for the lines that are taken from stock."""
        self.ensure_one()
        lines = self._get_lines_to_issue()
        keepers = self.env["company.role"]._get_users("warehouse_keeper", self.company_id)
        if lines and keepers:
            self._as_engine().write({"stock_keeper_ids": [fields.Command.set(keepers.ids)]})
            self.env["company.todo"]._open(
                "purchase.stock_issue", self, keepers,
                self.env._("Issue goods from stock for %(number)s", number=self.name),
                deadline=False, requester_id=self.requester_id.id,
            )

    def _get_lines_to_issue(self):
        return self.line_ids.filtered(lambda line: line.from_stock and not line.issued_on)

    def action_issue_stock(self):
        """The warehouse keeper confirms that he handed out the lines taken from stock."""
        self.check_access("read")
        self._raise_refusals(self._get_issue_stock_refusals())
        for request_sudo in self.sudo():
            lines_sudo = request_sudo._get_lines_to_issue()
            lines_sudo._as_engine().write({"issued_on": fields.Datetime.now(), "issued_by_id": self.env.uid})
            self.env["company.todo"]._close("purchase.stock_issue", request_sudo)
            request_sudo.message_post(body=self.env._(
                "Issued from stock: %(goods)s", goods=", ".join(lines_sudo._describe())
            ))
            if request_sudo.state == "approved" and all(request_sudo.line_ids.mapped("from_stock")):
                request_sudo._set_state("done")
                request_sudo._as_engine().write({"deadline": False})
        return True

    def _get_issue_stock_refusals(self):
        refusals = {}
        for request in self:
            reason = False
            if self.env.user not in request.sudo().stock_keeper_ids:
                reason = self.env._("only the warehouse keeper issues goods from stock")
            elif request.state in ("draft", "submitted", "rejected", "cancelled"):
                reason = self.env._("it is “%(state)s”, not approved", state=request._get_state_label())
            elif not request._get_lines_to_issue():
                reason = self.env._("no line waits to be issued from stock")
            refusals[request.id] = reason
        return refusals
