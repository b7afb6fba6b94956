from odoo import api, fields, models
from odoo.exceptions import UserError


class CompanyPurchaseHearing(models.Model):
    """What a person is asked about a matter, and the answer that only he himself gives.

    The one thing of a violation that the person reads before the decision.
    """

    _name = "company.purchase.hearing"
    _description = "Statement on a Matter"
    _inherit = ["company.state.mixin", "company.deadline.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _rec_name = "number"

    _client_parent_field = "violation_id"
    _client_create_states = frozenset()
    _client_unlink_states = frozenset()

    violation_id = fields.Many2one("company.purchase.violation", required=True, index=True, ondelete="restrict",
                                   check_company=True, copy=False, groups="company_procurement.group_discipline")
    number = fields.Char(related="violation_id.name", related_sudo=True)
    company_id = fields.Many2one(related="violation_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", "Person", required=True, readonly=True, index=True, copy=False,
                              ondelete="restrict")
    allegation = fields.Text("What Is Asked", required=True, readonly=True, copy=False)
    asked_on = fields.Datetime(readonly=True, copy=False)
    statement = fields.Text("Statement of the Person", readonly=True, copy=False)
    stated_on = fields.Datetime(readonly=True, copy=False)
    is_own = fields.Boolean(compute="_compute_is_own")

    def _get_client_create_fields(self, vals):
        return frozenset()

    @api.depends_context("uid")
    @api.depends("user_id", "statement")
    def _compute_is_own(self):
        for hearing in self:
            hearing.is_own = hearing.user_id == self.env.user

    def action_state(self, statement):
        """Give the own statement. Returns True. The person himself, once, while the matter is being heard.

        ``statement``: text; nobody else writes it, and it stays as given.
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        hearing_sudo = self.sudo()
        statement = (statement or "").strip() if isinstance(statement, str) else ""
        if hearing_sudo.user_id != self.env.user:
            raise UserError(self.env._("%(record)s: only the person who is heard gives the statement.",
                                       record=hearing_sudo.number))
        if hearing_sudo.violation_id.state != "hearing" or hearing_sudo.statement:
            raise UserError(self.env._("%(record)s: the statement was given, or the hearing is over.",
                                       record=hearing_sudo.number))
        if not statement:
            raise UserError(self.env._("Write your statement."))
        hearing_sudo._as_engine().write({"statement": statement, "stated_on": fields.Datetime.now()})
        hearing_sudo._close_todos()
        self.env["company.ledger.entry"]._append("purchase.hearing", hearing_sudo.violation_id, {
            "violation": hearing_sudo.number, "hearing": hearing_sudo.id})
        return True

    def _close_todos(self):
        self.env["company.todo"].sudo()._close("purchase.hearing", self.sudo())
