from odoo import api, fields, models
from odoo.exceptions import AccessError

TODO_KIND = "seal.loss"


class CompanySealLoss(models.Model):
    """A lost seal: report, notice 遗失声明, follow-up (R11 §三.3)."""

    _name = "company.seal.loss"
    _inherit = ["company.state.mixin", "company.number.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Lost Seal"
    _order = "id desc"
    _check_company_auto = True

    _number_prefix = "YS%(year)s-"
    _initial_state = "reported"
    _transitions = frozenset({("reported", "published"), ("published", "closed"), ("reported", "found")})
    _client_fields = {
        "reported": frozenset({"police_report", "reported_to_police_on", "notice", "medium", "published_on"}),
        "published": frozenset({"police_report", "reported_to_police_on", "measures"})}
    _client_unlink_states = frozenset()

    name = fields.Char("Loss Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, copy=False)
    seal_id = fields.Many2one(
        "company.seal", "Seal", required=True, readonly=True, index=True, copy=False, ondelete="restrict",
        check_company=True)
    holder_id = fields.Many2one(
        "hr.employee", "Holder at the Loss", readonly=True, index=True, copy=False, ondelete="restrict")
    reporter_id = fields.Many2one("res.users", "Reported by", required=True, readonly=True, copy=False)
    reported_on = fields.Datetime("Reported on", required=True, readonly=True, copy=False)
    noticed_on = fields.Datetime("Noticed on", readonly=True, copy=False)
    place = fields.Char("Lost at", readonly=True, copy=False)
    circumstances = fields.Text("What Happened", required=True, readonly=True, copy=False)
    police_report = fields.Char("Police Report Number", copy=False)
    reported_to_police_on = fields.Date("Reported to the Police on", copy=False)
    notice = fields.Text("Notice of Loss", copy=False)
    medium = fields.Char("Published in", copy=False)
    published_on = fields.Date("Published on", copy=False)
    measures = fields.Text("Measures", copy=False, help="Consequences, new seal, what banks and partners were told.")
    state = fields.Selection([
        ("reported", "Reported"), ("published", "Notice Published"), ("closed", "Case Closed"),
        ("found", "Came Back"),
    ], required=True, readonly=True, copy=False, default="reported", tracking=True, index=True)

    _seal_once = models.UniqueIndex("(seal_id) WHERE state <> 'found'", "The loss of this seal is reported already.")

    @api.depends("name", "seal_id")
    def _compute_display_name(self):
        for loss in self:
            loss.display_name = f"{loss.name} {loss.seal_id.sudo().name or ''}"

    def _check_handler(self):
        user = self.env.user
        if not (user.has_group("company_docs.group_office") or user.has_group("company_docs.group_seal_manager")):
            raise AccessError(self.env._("Only general office and seal managers handle the loss of a seal."))

    def _get_notice_text(self):
        """Usual wording of the notice that declares a lost seal void."""
        self.ensure_one()
        seal = self.seal_id.sudo()
        number = self.env._(", filing number %(number)s", number=seal.police_number) if seal.police_number else ""
        return self.env._(
            "%(company)s has lost its %(seal)s (text “%(text)s”, seal number %(code)s%(number)s). It is declared void "
            "from now on; we answer for no paper that is sealed with it after the loss.",
            company=self.company_id.name, seal=seal.name, text=seal.entity_name, code=seal.code, number=number)

    def _get_notice_date(self):
        """Date of the notice as it is printed."""
        self.ensure_one()
        date = self.published_on or fields.Date.context_today(self)
        return self.env._("%(month)s/%(day)s/%(year)s", year=date.year, month=date.month, day=date.day)

    def action_publish(self):
        """General office or seal manager: the notice has appeared.

        :return: True
        """
        self.check_access("write")
        self._check_handler()
        self._check_state("reported")
        self._raise_refusals({
            loss.id: not ((loss.notice or "").strip() and loss.medium and loss.published_on)
            and self.env._("needs the notice, where and when it was published") for loss in self})
        return self._set_state("published")

    def action_close(self):
        """General office or seal manager: the measures are taken.

        :return: True
        """
        self.check_access("write")
        self._check_handler()
        self._check_state("published")
        self._raise_refusals({
            loss.id: not (loss.measures or "").strip() and self.env._("say which measures were taken")
            for loss in self})
        self._set_state("closed")
        return self.env["company.todo"].sudo()._close(TODO_KIND, self)
