from odoo import api, fields, models
from odoo.exceptions import UserError


class CompanyPurchaseRequest(models.Model):
    """Emergency purchases: by the team, for a task, after the warehouse was asked (R4 §三.2.3)."""

    _inherit = "company.purchase.request"

    emergency_id = fields.Many2one(
        "company.purchase.emergency", "Emergency Task", index="btree_not_null", check_company=True, copy=False,
        help="The task for which the emergency team buys (R4 §3.2.3.1).")
    stock_checked_by_id = fields.Many2one(
        "res.users", "Warehouse Keeper Asked", readonly=True, copy=False, help="Who answered (R4 §3.2.3.1).")
    stock_checked_on = fields.Datetime("Warehouse Asked on", readonly=True, copy=False)
    stock_check_result = fields.Char("Answer of the Warehouse", readonly=True, copy=False)
    can_record_stock_check = fields.Boolean(compute="_compute_can_retro")

    def _get_client_fields(self):
        names = super()._get_client_fields()
        return names | {"emergency_id"} if self._get_client_state() == "draft" else names

    def _get_client_create_fields(self, vals):
        return super()._get_client_create_fields(vals) | {"emergency_id"}

    def _compute_can_retro(self):
        super()._compute_can_retro()
        check = self._get_stock_check_refusals()
        for request in self:
            request.can_record_stock_check = not check[request.id]

    def _approval_digest_fields(self):
        return [*super()._approval_digest_fields(), "emergency_id", "stock_checked_by_id", "stock_checked_on",
                "stock_check_result"]

    @api.onchange("category_id")
    def _onchange_category_emergency(self):
        if self.category_id.code != "emergency":
            self.emergency_id = False

    def action_record_stock_check(self, keeper_id, checked_on, result):
        """Record what the warehouse keeper answered. Returns True.

        Requester; draft of an emergency. ``keeper_id``: id of a user who holds the role warehouse keeper;
        ``checked_on``: datetime (UTC); ``result``: text. Lines that stock covers really are blocked (PUR-STOCK):
        they are taken from stock instead (R4 §三.2.3.1).
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_stock_check_refusals())
        keepers = self.env["company.role"]._get_users("warehouse_keeper", self.company_id)
        keeper = keepers.filtered(lambda user: user.id == keeper_id)
        result = result.strip() if isinstance(result, str) else ""
        if not keeper or not result:
            raise UserError(self.env._(
                "%(request)s: name the warehouse keeper who was asked (%(keepers)s) and what he answered.",
                request=self.name, keepers=", ".join(keepers.sudo().mapped("name"))))
        moment = self._check_moment(checked_on, self.env._("the time of the question"))
        self._enforce_emergency()
        self._enforce_uncovered()
        self._as_engine().write({
            "stock_checked_by_id": keeper.id, "stock_checked_on": moment, "stock_check_result": result})
        self._message_log(body=self.env._(
            "Warehouse asked: %(keeper)s answered: %(result)s", keeper=keeper.sudo().name, result=result))
        return True

    def _get_stock_check_refusals(self):
        refusals = {}
        for request in self:
            reason = False
            if request.category_id.code != "emergency":
                reason = self.env._("the warehouse is asked by form for emergency purchases only")
            elif request.requester_id != self.env.user:
                reason = self.env._("only its requester records the answer of the warehouse")
            elif request.state != "draft":
                reason = self.env._(
                    "it is “%(state)s”; the warehouse is asked before", state=request._get_state_label())
            refusals[request.id] = reason
        return refusals

    def _enforce_uncovered(self):
        covered = self.line_ids.filtered(lambda line: line.can_cover and not line.from_stock)
        if covered:
            self.env["company.control"]._enforce("PUR-STOCK", self, self.env._(
                "the warehouse has it: %(goods)s. Tick “From Stock” on these lines.",
                goods=", ".join(covered._describe())),
                fact=",".join(f"{line.id}:{line.quantity:g}" for line in covered))

    def _enforce_emergency(self):
        """PUR-EMERGENCY: a member of the team, for a recorded task."""
        self.ensure_one()
        team = self.company_id._get_emergency_team()
        if self.requester_id not in team:
            self.env["company.control"]._enforce("PUR-EMERGENCY", self, self.env._(
                "%(name)s is no member of the emergency team. One of these requests it: %(team)s.",
                name=self.requester_id.name, team=", ".join(team.sudo().mapped("name"))),
                fact=f"requester={self.requester_id.id}")
        if not self.emergency_id:
            self.env["company.control"]._enforce("PUR-EMERGENCY", self, self.env._(
                "it names no emergency task. Record the task with the time it was received, and choose it here."),
                fact="task")

    def _before_consent(self, moment):
        """Emergency: team, task and warehouse come before the superior is asked."""
        if self.category_id.code != "emergency":
            return
        self._enforce_emergency()
        if not self.stock_checked_on:
            self._refuse_unasked()
        elif self.stock_checked_on > moment:
            self.env["company.control"]._enforce("PUR-STOCKCHECK", self, self.env._(
                "the superior agreed before the warehouse was asked (%(time)s). Ask in this order.",
                time=self.stock_checked_on), fact="order")

    def _refuse_unasked(self):
        self.env["company.control"]._enforce("PUR-STOCKCHECK", self, self.env._(
            "the warehouse keeper was not asked. Ask him and record his answer first."), fact="missing")

    def _enforce_consent(self):
        if self.category_id.code == "emergency":
            self._enforce_emergency()
            if not self.stock_checked_on:
                self._refuse_unasked()
        super()._enforce_consent()
