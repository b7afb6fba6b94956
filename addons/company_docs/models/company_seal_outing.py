from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

TODO_KIND = "seal.outing"
OPEN = ("requested", "out")


class CompanySealOuting(models.Model):
    """A seal leaves the office with its holder for one approved use, and comes back (R11 §一.3, R7 §一.1)."""

    _name = "company.seal.outing"
    _inherit = ["company.state.mixin", "company.number.mixin", "company.deadline.mixin", "mail.thread"]
    _description = "Seal Taken out"
    _order = "id desc"
    _check_company_auto = True

    _number_prefix = "WD%(year)s-"
    _initial_state = "requested"
    _transitions = frozenset({
        ("requested", "out"), ("requested", "cancelled"), ("out", "returned"), ("out", "lost")})
    _client_unlink_states = frozenset()

    name = fields.Char("Outing Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, copy=False)
    seal_id = fields.Many2one(
        "company.seal", "Seal", required=True, readonly=True, index=True, copy=False, ondelete="restrict",
        check_company=True)
    use_id = fields.Many2one(
        "company.seal.use", "Seal Use Application", required=True, readonly=True, index=True, copy=False,
        ondelete="restrict", check_company=True)
    carrier_id = fields.Many2one(
        "hr.employee", "Taken by", required=True, readonly=True, index=True, copy=False, ondelete="restrict",
        help="The present holder; he uses it himself outside too (R11 §一.7).")
    companion_id = fields.Many2one(
        "hr.employee", "Companion", readonly=True, index=True, copy=False, ondelete="restrict",
        help="Goes along and supervises the use (两人同行，监督使用, R11 §一.3).")
    carrier_user_id = fields.Many2one(
        related="carrier_id.user_id", string="User of the Carrier", store=True, index=True)
    companion_user_id = fields.Many2one(
        related="companion_id.user_id", string="User of the Companion", store=True, index=True)
    place = fields.Char("Where to", readonly=True, copy=False)
    reason = fields.Char("Why outside the Office", readonly=True, copy=False)
    confirmed_on = fields.Datetime("Companion Confirmed on", readonly=True, copy=False)
    left_on = fields.Datetime("Left on", readonly=True, copy=False)
    returned_on = fields.Datetime("Brought back on", readonly=True, copy=False)
    is_late = fields.Boolean("Back Late", readonly=True, copy=False)
    escalated_on = fields.Datetime("Reported to the Office on", readonly=True, copy=False)
    reported_on = fields.Datetime("Reported to the General Manager on", readonly=True, copy=False)
    state = fields.Selection([
        ("requested", "Waiting for the Companion"), ("out", "Taken out"), ("returned", "Brought back"),
        ("cancelled", "Cancelled"), ("lost", "Lost"),
    ], required=True, readonly=True, copy=False, default="requested", tracking=True, index=True)
    can_accompany = fields.Boolean(compute="_compute_can")
    can_bring_back = fields.Boolean(compute="_compute_can")

    _open_once = models.UniqueIndex(
        "(seal_id) WHERE state IN ('requested', 'out')", "This seal is being taken out already.")
    _two_people = models.Constraint(
        "CHECK (companion_id IS NULL OR companion_id <> carrier_id)", "The companion is another person.")

    @api.depends("state", "carrier_user_id", "companion_user_id")
    @api.depends_context("uid")
    def _compute_can(self):
        for outing in self:
            row = outing.sudo()
            outing.can_accompany = row.state == "requested" and row.companion_user_id == self.env.user
            outing.can_bring_back = row.state == "out" and row.carrier_user_id == self.env.user

    def action_accompany(self):
        """Companion: confirm in person to go along and supervise; now the seal may leave (R11 §一.3).

        :return: True
        """
        self.check_access("read")
        self._raise_refusals({
            row.id: not row.can_accompany and self.env._(
                "only the companion %(person)s confirms it, while it waits for him",
                person=row.sudo().companion_id.name or "—") for row in self})
        for outing in self.sudo():
            outing._as_engine().write({"confirmed_on": fields.Datetime.now()})
            outing._leave()
        return True

    def action_cancel(self):
        """Carrier or companion: the seal stays in the office.

        :return: True
        """
        self.check_access("read")
        self._raise_refusals({
            row.id: self.env.user not in row.sudo().carrier_user_id | row.sudo().companion_user_id and self.env._(
                "only carrier and companion cancel it") for row in self})
        self._check_state("requested")
        for outing in self.sudo():
            outing._set_state("cancelled")
            self.env["company.todo"].sudo()._close(TODO_KIND, outing)
        return True

    def action_bring_back(self):
        """Carrier: the seal is back in its cabinet.

        :return: True
        """
        self.check_access("read")
        self._raise_refusals({
            row.id: not row.can_bring_back and self.env._(
                "only %(person)s brings it back, while it is out", person=row.sudo().carrier_id.name)
            for row in self})
        for outing in self.sudo():
            now = fields.Datetime.now()
            outing._set_state("returned")
            outing._as_engine().write({"returned_on": now, "is_late": now > outing.deadline})
            seal = outing.seal_id
            seal._set_state("in_use" if seal.holder_id == seal.keeper_id else "handed_over")
            self.env["company.todo"].sudo()._close(TODO_KIND, outing)
            self.env["company.ledger.entry"]._append("seal.outing", outing, {"event": "returned"})
        return True

    def _leave(self):
        """The seal leaves: state, return clock, ledger (superuser mode)."""
        self.ensure_one()
        seal = self.seal_id
        seal._lock_for_decision()
        if seal.holder_id != self.carrier_id or seal.state not in seal._custody_usable_states:
            raise UserError(self.env._(
                "%(seal)s is no longer with %(person)s or can't be used; it can't be taken out.",
                seal=seal.display_name, person=self.carrier_id.name))
        self._set_state("out")
        seal._set_state("out")
        now = fields.Datetime.now()
        due = self._compute_due(now, self.company_id.seal_outing_hours, "hours", self.company_id)
        if self.use_id.outside_return and now < self.use_id.outside_return < due:
            due = self.use_id.outside_return
        self._as_engine().write({"left_on": now, "deadline": due})
        self.env["company.todo"].sudo()._close(TODO_KIND, self)
        self.env["company.todo"].sudo()._open(
            TODO_KIND, self, self.carrier_user_id, self.env._("Bring back: %(seal)s", seal=seal.name), deadline=due)
        self.env["company.ledger.entry"]._append("seal.outing", self, {
            "event": "out", "seal": seal.display_name, "carrier": self.carrier_id.name,
            "companion": self.companion_id.name or "", "use": self.use_id.name})

    def _lose(self):
        """The seal was reported lost while it was out or about to leave (superuser mode)."""
        for outing in self:
            outing._set_state("lost" if outing.state == "out" else "cancelled")
            self.env["company.todo"].sudo()._close(TODO_KIND, outing)

    @api.model
    def _cron_overdue(self):
        """Seals that are not back in time: general office and companion are told; a working day later the manager."""
        now = fields.Datetime.now()
        late = self.sudo().search([("state", "=", "out"), ("deadline", "<", now), ("reported_on", "=", False)])
        for outing in late.filtered(lambda outing: not outing.escalated_on):
            text = self.env._("%(seal)s, taken out by %(person)s, is not back in time.",
                              seal=outing.seal_id.name, person=outing.carrier_id.name)
            if self.env["company.control"]._note("SEAL-OUT-RETURN", outing, text, "overdue"):
                outing.seal_id._on_violation("SEAL-OUT-RETURN", outing.carrier_id, text, outing)
            outing._tell("general_office", text)
            outing._as_engine().write({"escalated_on": now, "is_late": True})
        for outing in late.filtered(lambda row: row.escalated_on and row.escalated_on < now - timedelta(hours=1)):
            if self._compute_due(outing.deadline, 1, "days", outing.company_id) <= now:
                outing._tell("general_manager", self.env._(
                    "%(seal)s has been out of the office for more than a day too long.", seal=outing.seal_id.name))
                outing._as_engine().write({"reported_on": now})
        return True

    def _tell(self, role, text):
        users = self.env["company.role"]._get_users(role, self.company_id) | self.companion_user_id
        self.env["company.todo"].sudo()._open(TODO_KIND, self, users, text, deadline=self.deadline)
