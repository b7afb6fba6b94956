from odoo import api, fields, models
from odoo.exceptions import UserError

TODO_KIND = "seal.appointment"


class CompanySealAppointment(models.Model):
    """The keeper is away: a time for sealing within half a working day is agreed (R7 §一.2)."""

    _name = "company.seal.appointment"
    _inherit = [
        "company.state.mixin", "company.number.mixin", "company.deadline.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Appointment for Sealing"
    _order = "id desc"
    _check_company_auto = True

    _number_prefix = "YD%(year)s-"
    _initial_state = "open"
    _transitions = frozenset({
        ("open", "agreed"), ("agreed", "open"), ("open", "done"), ("agreed", "done"), ("open", "cancelled"),
        ("agreed", "cancelled")})
    _client_fields = {"open": frozenset({"company_id", "seal_id", "purpose", "wished_on", "use_id"})}
    _client_unlink_states = frozenset()

    name = fields.Char("Appointment Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    seal_id = fields.Many2one("company.seal", "Seal", required=True, index=True, check_company=True)
    use_id = fields.Many2one(
        "company.seal.use", "Seal Use Application", index="btree_not_null", check_company=True, ondelete="set null")
    requester_id = fields.Many2one(
        "res.users", "Asked by", required=True, readonly=True, index=True, copy=False,
        default=lambda self: self.env.user)
    holder_id = fields.Many2one(
        "hr.employee", "Keeper Asked", readonly=True, index=True, copy=False, ondelete="restrict")
    holder_user_id = fields.Many2one(related="holder_id.user_id", string="User of the Keeper", store=True, index=True)
    purpose = fields.Char("What is to be Sealed", required=True)
    wished_on = fields.Datetime("Wished for", copy=False)
    asked_on = fields.Datetime("Asked on", readonly=True, copy=False, default=fields.Datetime.now, required=True)
    meeting_on = fields.Datetime("Time Agreed", readonly=True, copy=False, tracking=True)
    answered_on = fields.Datetime("Answered on", readonly=True, copy=False)
    done_on = fields.Datetime("Sealed or Ended on", readonly=True, copy=False)
    is_late = fields.Boolean(
        "Later than Half a Day", readonly=True, copy=False, index=True,
        help="The agreed time, or the answer, was later than the rule allows.")
    wait_hours = fields.Float(
        "Hours until the Answer", readonly=True, copy=False, aggregator="avg", help="By the clock.")
    escalated_on = fields.Datetime("Reported to the Office on", readonly=True, copy=False)
    state = fields.Selection([
        ("open", "Waiting for the Keeper"), ("agreed", "Time Agreed"), ("done", "Settled"), ("cancelled", "Cancelled"),
    ], required=True, readonly=True, copy=False, default="open", tracking=True, index=True)
    is_keeper = fields.Boolean(compute="_compute_is_keeper")

    @api.depends("holder_user_id")
    @api.depends_context("uid")
    def _compute_is_keeper(self):
        for appointment in self:
            appointment.is_keeper = appointment.sudo().holder_user_id == self.env.user

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        appointments = super().create(vals_list)
        for appointment in appointments:
            appointment._ask_keeper()
        return appointments

    def _ask_keeper(self):
        """Half a working day from the request on; the keeper is told at once."""
        seal_sudo = self.seal_id.sudo()
        if seal_sudo.state in ("lost", "destroyed"):
            raise UserError(self.env._(
                "%(seal)s is “%(state)s”; nothing is sealed with it.", seal=seal_sudo.display_name,
                state=seal_sudo._get_state_label()))
        company = self.company_id.sudo()
        deadline = self._compute_due(self.asked_on, company.seal_appointment_hours, "hours", company)
        self.sudo()._as_engine().write({"holder_id": seal_sudo.holder_id.id, "deadline": deadline})
        self.env["company.todo"].sudo()._open(
            TODO_KIND, self, seal_sudo.holder_user_id, self.env._(
                "Agree a time for sealing with %(person)s: %(seal)s", person=self.requester_id.name,
                seal=seal_sudo.name), deadline=deadline, requester_id=self.requester_id)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def _check_keeper(self):
        self.check_access("read")
        self._raise_refusals({
            row.id: row.sudo().seal_id.holder_user_id != self.env.user and self.env._(
                "only the present holder %(holder)s answers", holder=row.sudo().seal_id.holder_id.name or "—")
            for row in self})

    def action_set_time(self, moment):
        """Keeper: agree a time for sealing, within half a working day of the request.

        :param moment: naive UTC datetime or its text
        :return: True
        """
        self.ensure_one()
        self._check_keeper()
        self._check_state("open", "agreed")
        moment = fields.Datetime.to_datetime(moment)
        if not moment or moment < fields.Datetime.now():
            raise UserError(self.env._("%(name)s: the time agreed lies in the future.", name=self.display_name))
        late = moment > self.deadline
        if late:
            self.env["company.control"]._enforce("SEAL-APPOINTMENT", self, self.env._(
                "the time agreed is later than half a working day after the request. Hand the seal over to a deputy "
                "or choose an earlier time."), fact="late")
        if self.state == "open":
            self._set_state("agreed")
        self._answer({"meeting_on": moment, "is_late": late or self.is_late})
        self._message_log(body=self.env._("Time agreed."))
        return True

    def _answer(self, values):
        now = fields.Datetime.now()
        row_sudo = self.sudo()
        if not row_sudo.answered_on:
            values.update(answered_on=now, wait_hours=(now - row_sudo.asked_on).total_seconds() / 3600)
            values["is_late"] = values.get("is_late") or now > row_sudo.deadline
        row_sudo._as_engine().write(values)
        self.env["company.todo"].sudo()._close(TODO_KIND, self)

    def action_done(self):
        """Keeper or requester: the paper was sealed.

        :return: True
        """
        self.check_access("read")
        self._check_state("open", "agreed")
        self._raise_refusals({
            row.id: self.env.user not in row.sudo().requester_id | row.sudo().seal_id.holder_user_id
            and self.env._("only keeper and requester settle it") for row in self})
        for row in self.sudo():
            row._set_state("done")
            row._answer({"done_on": fields.Datetime.now()})
        return True

    def action_cancel(self):
        """Requester: no longer needed.

        :return: True
        """
        self.check_access("read")
        self._raise_refusals({
            row.id: row.sudo().requester_id != self.env.user and self.env._("only the requester cancels it")
            for row in self})
        self._check_state("open", "agreed")
        for row in self.sudo():
            row._set_state("cancelled")
            row._as_engine().write({"done_on": fields.Datetime.now()})
            self.env["company.todo"].sudo()._close(TODO_KIND, row)
        return True

    # ------------------------------------------------------------------
    # Deadline and change of hands
    # ------------------------------------------------------------------

    @api.model
    def _cron_remind(self):
        """Requests that wait longer than half a working day: a finding and a to-do of the general office."""
        overdue = self.sudo().search([
            ("state", "=", "open"), ("deadline", "<", fields.Datetime.now()), ("escalated_on", "=", False)])
        for row in overdue:
            self.env["company.control"]._note("SEAL-APPOINTMENT", row, self.env._(
                "%(holder)s has not answered within half a working day.", holder=row.holder_id.name), fact="overdue")
            self.env["company.todo"].sudo()._open(
                TODO_KIND, row, self.env["company.role"]._get_users("general_office", row.company_id),
                self.env._("No answer of the keeper: %(name)s", name=row.display_name), deadline=row.deadline,
                requester_id=row.requester_id)
            row._as_engine().write({"escalated_on": fields.Datetime.now(), "is_late": True})
        return True

    @api.model
    def _on_seal_moved(self, seal):
        """The seal has another holder: open requests wait for him from now on."""
        waiting = self.sudo().search([("seal_id", "=", seal.id), ("state", "in", ("open", "agreed"))])
        for row in waiting:
            self.env["company.todo"].sudo()._close(TODO_KIND, row)
            row._as_engine().write({"holder_id": seal.holder_id.id})
            row._message_log(body=self.env._("The seal is with %(holder)s now.", holder=seal.holder_id.name))
            self.env["company.todo"].sudo()._open(
                TODO_KIND, row, seal.holder_user_id,
                self.env._("Agree a time for sealing with %(person)s: %(seal)s", person=row.requester_id.name,
                           seal=seal.name), deadline=row.deadline, requester_id=row.requester_id)
