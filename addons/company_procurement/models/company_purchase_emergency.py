from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CompanyPurchaseEmergency(models.Model):
    """Emergency task 应急处置任务: what happened, when the team was called, what was bought for it (R4 §三.2.3)."""

    _name = "company.purchase.emergency"
    _description = "Emergency Task"
    _number_prefix = "YJ%(year)s%(month)s-"
    _inherit = ["company.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "received_on desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    _initial_state = "open"
    _transitions = frozenset({("open", "closed")})
    _client_fields = {"open": frozenset({"subject", "description", "received_on", "site"})}
    _client_unlink_states = frozenset()

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    subject = fields.Char(required=True, tracking=True, help="The emergency in one line.")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, copy=False, default=lambda self: self.env.company)
    state = fields.Selection(
        [("open", "In Hand"), ("closed", "Closed")], default="open", required=True, readonly=True, copy=False,
        index=True, tracking=True)
    description = fields.Text(required=True, help="What the emergency team was told to deal with (R4 §3.2.3).")
    received_on = fields.Datetime("Task Received on", required=True, default=fields.Datetime.now, tracking=True)
    site = fields.Char()
    reported_by_id = fields.Many2one(
        "res.users", "Recorded by", required=True, readonly=True, copy=False, default=lambda self: self.env.user)
    request_ids = fields.One2many("company.purchase.request", "emergency_id", "Purchase Requests", copy=False)
    request_count = fields.Integer(compute="_compute_request_count")
    result = fields.Text(readonly=True, copy=False)
    can_close = fields.Boolean(compute="_compute_can_close")

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for task in self:
            task.display_name = " ".join(filter(None, (task.name != "/" and task.name, task.subject))) or ""

    @api.depends("request_ids")
    def _compute_request_count(self):
        counts = dict(self.env["company.purchase.request"].sudo()._read_group(
            [("emergency_id", "in", self.ids)], ["emergency_id"], ["__count"]))
        for task in self:
            task.request_count = counts.get(task, 0)

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_close(self):
        for task in self:
            task.can_close = task.state == "open" and self.env.user in task.company_id._get_emergency_team()

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        for task in tasks:
            team = task.company_id._get_emergency_team()
            if self.env.user not in team and not self.env.su:
                raise AccessError(self.env._(
                    "Only members of the emergency team record an emergency task (R4 §3.2.3): %s",
                    ", ".join(team.sudo().mapped("name"))))
            if task.received_on > fields.Datetime.now():
                raise UserError(self.env._("A task can't have been received in the future."))
            number = self.env["ir.sequence"].sudo().with_company(task.company_id).next_by_code(self._name)
            task._as_engine().write({"name": number or "/"})
        return tasks

    def _get_client_fields(self):
        """The time of the task stays once a purchase names it."""
        names = super()._get_client_fields()
        return names - {"received_on"} if self.sudo().request_ids else names

    def _check_client_write(self, names):
        super()._check_client_write(names)
        if set(names) - self._client_fields_always and not self.env.su:
            for task in self:
                if self.env.user not in task.company_id._get_emergency_team():
                    raise AccessError(self.env._("Only members of the emergency team change an emergency task."))

    def action_close(self, result):
        """The emergency is over. Returns True. Member of the emergency team; ``result``: text."""
        self.check_access("read")
        result = result.strip() if isinstance(result, str) else ""
        self._raise_refusals({
            task.id: False if task.can_close and result else self.env._(
                "a member of the emergency team closes an open task and says how it ended") for task in self})
        for task_sudo in self.sudo():
            task_sudo._set_state("closed")
            task_sudo._as_engine().write({"result": result})
        return True

    def action_view_requests(self):
        """Open the purchases of the task."""
        self.check_access("read")
        return {"type": "ir.actions.act_window", "name": self.env._("Purchase Requests"), "view_mode": "list,form",
                "views": [(False, "list"), (False, "form")], "res_model": "company.purchase.request",
                "domain": [("emergency_id", "in", self.ids)], "context": {"create": False}}
