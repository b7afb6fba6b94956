from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

TODO_KIND = "seal.count"


class CompanySealCount(models.Model):
    """盘点表: every seal and certificate is shown by its keeper and confirmed by another person (R11 §一.7, §三.1)."""

    _name = "company.seal.count"
    _inherit = [
        "company.state.mixin", "company.number.mixin", "company.deadline.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Count of Seals and Certificates"
    _order = "date desc, id desc"
    _check_company_auto = True

    _number_prefix = "PD%(year)s-"
    _transitions = frozenset({
        ("draft", "counting"), ("counting", "follow_up"), ("counting", "done"), ("follow_up", "done"),
        ("draft", "cancelled")})
    _client_fields = {"draft": frozenset({"company_id", "kind", "date", "checker_id", "note"}),
                      "counting": frozenset({"note"}), "follow_up": frozenset({"note"})}

    name = fields.Char("Count Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    kind = fields.Selection(
        [("monthly", "Monthly Count"), ("yearly", "Yearly Check"), ("special", "Special Count")], "Count Type",
        required=True, default="monthly")
    date = fields.Date("Count Date", required=True, default=fields.Date.context_today, index=True)
    checker_id = fields.Many2one(
        "hr.employee", "Checker", index=True, check_company=True, tracking=True, ondelete="restrict",
        help="Sees each seal and certificate himself; never the one who keeps it.")
    checker_user_id = fields.Many2one(
        related="checker_id.user_id", string="User of the Checker", store=True, index=True)
    note = fields.Text("Result of the Count")
    line_ids = fields.One2many("company.seal.count.line", "count_id", "Counted Items", readonly=True, copy=False)
    line_count = fields.Integer("Items", compute="_compute_figures")
    open_count = fields.Integer("Not yet Confirmed", compute="_compute_figures")
    difference_count = fields.Integer("Differences", compute="_compute_figures")
    finished_on = fields.Datetime("Counted on", readonly=True, copy=False)
    state = fields.Selection([
        ("draft", "Draft"), ("counting", "Counting"), ("follow_up", "Differences Followed up"),
        ("done", "Count Closed"), ("cancelled", "Cancelled"),
    ], required=True, readonly=True, copy=False, default="draft", tracking=True, index=True)
    can_check = fields.Boolean(compute="_compute_can_check")

    @api.depends("line_ids.result", "line_ids.follow_state")
    def _compute_figures(self):
        for count in self:
            lines = count.line_ids
            count.line_count = len(lines)
            count.open_count = len(lines.filtered(lambda line: not line.result))
            count.difference_count = len(lines.filtered(lambda line: line.result and line.result != "present"))

    @api.depends("checker_user_id", "state")
    @api.depends_context("uid")
    def _compute_can_check(self):
        for count in self:
            count.can_check = count.state == "counting" and count.sudo().checker_user_id == self.env.user

    # ------------------------------------------------------------------
    # Proposing
    # ------------------------------------------------------------------

    @api.model
    def _cron_propose(self):
        """Propose the monthly count, in December the yearly check; the general office names the checker."""
        today = fields.Date.context_today(self)
        kind = "yearly" if today.month == 12 else "monthly"
        for company in self.env["res.company"].sudo().search([]):
            if self.sudo().search_count([
                    ("company_id", "=", company.id), ("date", ">=", today.replace(day=1)), ("kind", "!=", "special"),
                    ("state", "!=", "cancelled")], limit=1) or not self._get_countable(company):
                continue
            due = self._compute_due(fields.Datetime.now(), 5, "days", company)
            count = self.sudo()._as_engine().create({
                "company_id": company.id, "kind": kind, "date": today, "deadline": due})
            self.env["company.todo"].sudo()._open(
                TODO_KIND, count, self.env["company.role"]._get_users("general_office", company),
                self.env._("Count seals and certificates: name the checker"), deadline=due)
        self._note_overdue_counts()
        return True

    @api.model
    def _note_overdue_counts(self):
        late = self.sudo().search([
            ("state", "in", ("draft", "counting")), ("deadline", "!=", False),
            ("deadline", "<", fields.Datetime.now())])
        for count in late:
            self.env["company.control"]._note("SEAL-COUNT", count, self.env._(
                "the count is not finished in time."), "late")

    @api.model
    def _get_countable(self, company):
        """Every seal and certificate that somebody holds in a company, as a list of records."""
        return [item for name in self.env["company.custody.mixin"]._get_custody_models()
                for item in self.env[name].sudo().search([
                    ("company_id", "=", company.id), ("holder_id", "!=", False)]) if item.state not in ("lost", "void")]

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def _check_leader(self):
        user = self.env.user
        if not (user.has_group("company_docs.group_office") or user.has_group("company_docs.group_seal_manager")):
            raise AccessError(self.env._("Only general office and seal managers lead a count."))

    def action_start(self):
        """General office or seal manager: list everything held now and ask keepers and checker.

        :return: True
        """
        self.check_access("write")
        self._check_leader()
        self._check_state("draft")
        for count in self:
            if not count.sudo().checker_user_id:
                raise UserError(self.env._("%(count)s: name a checker who has a user.", count=count.display_name))
            items = count._get_countable(count.company_id)
            line = self.env["company.seal.count.line"]
            line.sudo()._as_engine().create([{
                "count_id": count.id, line._get_item_field(item): item.id, "holder_id": item.holder_id.id,
                "expected_state": item._get_state_label(), "expected_place": item.place or ""} for item in items])
            count._set_state("counting")
            todo_sudo = self.env["company.todo"].sudo()
            todo_sudo._close(TODO_KIND, count)
            keepers = self.env["res.users"].sudo().union(*[item.holder_user_id for item in items])
            todo_sudo._open(TODO_KIND, count, keepers, self.env._("Show what you keep: %(count)s", count=count.name),
                            deadline=count.deadline)
            todo_sudo._open(TODO_KIND, count, count.sudo().checker_user_id, self.env._(
                "Count seals and certificates: %(count)s", count=count.name), deadline=count.deadline)
        return True

    def action_finish(self):
        """Checker, general office or seal manager: every item is confirmed; differences are followed up.

        :return: True
        """
        self.check_access("read")
        for count in self.sudo():
            if self.env.user != count.checker_user_id:
                self._check_leader()
            count._check_state("counting")
            if count.open_count:
                raise UserError(self.env._(
                    "%(count)s: %(number)s items are not confirmed yet.", count=count.display_name,
                    number=count.open_count))
            count._set_state("follow_up" if count.difference_count else "done")
            count._as_engine().write({"finished_on": fields.Datetime.now(), "deadline": False})
            self.env["company.todo"].sudo()._close(TODO_KIND, count)
            self.env["company.ledger.entry"]._append("seal.count", count, {
                "items": count.line_count, "differences": count.difference_count,
                "checker": count.checker_id.name})
            if count.state == "follow_up":
                self.env["company.todo"].sudo()._open(
                    TODO_KIND, count, self.env["company.role"]._get_users("general_office", count.company_id),
                    self.env._("Follow up the differences of %(count)s", count=count.name))
        return True

    def action_close(self):
        """General office or seal manager: all differences are settled.

        :return: True
        """
        self.check_access("write")
        self._check_leader()
        self._check_state("follow_up")
        for count in self.sudo():
            if count.line_ids.filtered(lambda line: line.follow_state == "open"):
                raise UserError(self.env._("%(count)s: differences are still open.", count=count.display_name))
            count._set_state("done")
            self.env["company.todo"].sudo()._close(TODO_KIND, count)
        return True

    def action_cancel(self):
        """General office or seal manager: drop a count that has not begun.

        :return: True
        """
        self.check_access("write")
        self._check_leader()
        self._set_state("cancelled")
        self.env["company.todo"].sudo()._close(TODO_KIND, self)
        return True

    def _get_signature_boxes(self):
        """Boxes of the printed sheet: the checker and every keeper who showed something."""
        self.ensure_one()
        finished = self.finished_on
        lines = self.line_ids.filtered("shown_on")
        return [
            {"label": self.env._("Checker"), "name": self.checker_id.name if finished else "",
             "time": self.company_id._format_local_time(finished)[:10]},
            {"label": self.env._("Keepers"), "name": "、".join(lines.holder_id.mapped("name")),
             "time": self.company_id._format_local_time(max(lines.mapped("shown_on"), default=False))[:10]}]
