from odoo import api, fields, models
from odoo.exceptions import UserError

RESULTS = [("present", "Present"), ("missing", "Missing"), ("damaged", "Damaged"), ("elsewhere", "In Another Place")]


class CompanySealCountLine(models.Model):
    """One seal or certificate of a count: shown by its holder, confirmed by the checker."""

    _name = "company.seal.count.line"
    _inherit = ["company.seal.item.line.mixin", "company.state.mixin"]
    _description = "Counted Item"
    _order = "count_id, id"
    _check_company_auto = True

    _client_parent_field = "count_id"
    _client_create_states = frozenset()
    _client_unlink_states = frozenset()

    count_id = fields.Many2one("company.seal.count", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="count_id.company_id", store=True, index=True)
    count_state = fields.Selection(related="count_id.state", string="State of the Count")
    holder_id = fields.Many2one(
        "hr.employee", "Held by", readonly=True, copy=False, index=True, ondelete="restrict",
        help="Holder when the count began.")
    holder_user_id = fields.Many2one(
        related="holder_id.user_id", string="User of the Holder of the Item", store=True, index=True)
    seal_id = fields.Many2one(copy=False)
    certificate_id = fields.Many2one(copy=False)
    expected_place = fields.Char("Place by the Register", readonly=True, copy=False)
    expected_state = fields.Char("State by the Register", readonly=True, copy=False)
    shown_on = fields.Datetime("Shown on", readonly=True, copy=False)
    result = fields.Selection(RESULTS, "Count Result", readonly=True, copy=False, index=True)
    result_note = fields.Char("Remark of the Checker", readonly=True, copy=False)
    confirmed_on = fields.Datetime("Confirmed on", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one("res.users", "Confirmed by", readonly=True, copy=False)
    follow_state = fields.Selection(
        [("none", "No Difference"), ("open", "Open Difference"), ("closed", "Settled")], "Follow-up", readonly=True,
        copy=False, default="none", index=True)
    follow_note = fields.Text("What was Done", readonly=True, copy=False)
    closed_on = fields.Datetime("Settled on", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", "Settled by", readonly=True, copy=False)
    can_show = fields.Boolean(compute="_compute_can")
    can_confirm = fields.Boolean(compute="_compute_can")

    @api.depends("count_id.state", "shown_on", "result")
    @api.depends_context("uid")
    def _compute_can(self):
        for line in self:
            row = line.sudo()
            counting = row.count_id.state == "counting" and not row.result
            line.can_show = counting and not row.shown_on and row.holder_user_id == self.env.user
            line.can_confirm = counting and row.count_id.checker_user_id == self.env.user

    def action_show(self):
        """Holder: shows the item to the checker.

        :return: True
        """
        self.check_access("read")
        for line in self.sudo():
            if not line.with_user(self.env.user).can_show:
                raise UserError(self.env._(
                    "%(item)s: only its holder %(holder)s shows it, while the count runs.", item=line.item_name,
                    holder=line.holder_id.name))
            line._as_engine().write({"shown_on": fields.Datetime.now()})
        return True

    def action_confirm(self, result="present", note=""):
        """Checker: what he saw himself; nobody confirms what he keeps.

        :param result: 'present', 'missing', 'damaged' or 'elsewhere'
        :param note: text; required unless present
        :return: True
        """
        self.check_access("read")
        note = note.strip() if isinstance(note, str) else ""
        if result not in dict(RESULTS):
            raise UserError(self.env._("The result of a count is present, missing, damaged or in another place."))
        if result != "present" and not note:
            raise UserError(self.env._("Say what is different."))
        for line in self.sudo():
            line._check_checker()
            if result == "present" and not line.shown_on:
                raise UserError(self.env._("%(item)s: its holder has not shown it yet.", item=line.item_name))
            line._as_engine().write({
                "result": result, "result_note": note, "confirmed_on": fields.Datetime.now(),
                "confirmed_by_id": self.env.uid, "follow_state": "none" if result == "present" else "open"})
            if result != "present":
                line._note_difference(note)
        return True

    def _check_checker(self):
        if not self.with_user(self.env.user).can_confirm:
            raise UserError(self.env._(
                "%(item)s: only the checker %(checker)s confirms it, once, while the count runs.",
                item=self.item_name, checker=self.count_id.checker_id.name or "—"))
        if self.holder_user_id == self.env.user:
            self.env["company.control"]._enforce("SEAL-COUNT", self, self.env._(
                "is kept by the checker himself. Another person confirms it: name him as checker of a special count."),
                fact="own")

    def _note_difference(self, note):
        labels = dict(self._fields["result"]._description_selection(self.env))
        text = self.env._("%(item)s: %(result)s. %(note)s", item=self.item_name, result=labels[self.result], note=note)
        self.env["company.control"]._note("SEAL-COUNT", self, text, self.result)
        self.count_id._message_log(body=text)
        if self.result == "missing":
            self._get_item()._on_violation("SEAL-COUNT", self.holder_id, text, self)

    def action_resolve(self, note):
        """General office or seal manager: what was done about a difference; closes it.

        :param note: text, required
        :return: True
        """
        self.check_access("read")
        self.count_id._check_leader()
        note = self._check_text(note, self.env._("Say what was done about the difference."))
        for line in self.sudo():
            if line.follow_state != "open":
                raise UserError(self.env._("%(item)s has no open difference.", item=line.item_name))
            line._as_engine().write({
                "follow_state": "closed", "follow_note": note, "closed_on": fields.Datetime.now(),
                "closed_by_id": self.env.uid})
        return True
