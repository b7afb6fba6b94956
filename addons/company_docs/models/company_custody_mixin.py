from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CompanyCustodyMixin(models.AbstractModel):
    """Something that exactly one person keeps at every moment: seals and certificates (R11 §一.2, §二.2).

    A model names in ``_custody_model`` the model of its chain (see company.custody.row.mixin) and has ``name``,
    ``company_id`` and ``state``. The first row is written with the record; from then on custody moves only by
    ``_move_custody``, which handovers call when both sides have signed.
    """

    _name = "company.custody.mixin"
    _inherit = ["company.state.mixin"]
    _description = "Kept by Exactly One Person"

    _custody_model = None
    _custody_usable_states = frozenset({"in_use", "handed_over"})

    keeper_id = fields.Many2one(
        "hr.employee", "Appointed Keeper", readonly=True, copy=False, index=True, ondelete="restrict", tracking=True,
        check_company=True, help="Answers for it; a deputy holds it for a time only.")
    holder_id = fields.Many2one(
        "hr.employee", "Present Holder", readonly=True, copy=False, index=True, ondelete="restrict", tracking=True,
        check_company=True, help="The open row of the chain of custody.")
    holder_user_id = fields.Many2one(
        "res.users", "User of the Holder", related="holder_id.user_id", store=True, index=True, readonly=True)
    is_holder = fields.Boolean(compute="_compute_is_holder", search="_search_is_holder")

    # ------------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------------

    @api.depends("holder_user_id")
    @api.depends_context("uid")
    def _compute_is_holder(self):
        for item in self:
            item.is_holder = item.sudo().holder_user_id == self.env.user

    def _search_is_holder(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("holder_user_id", "=", self.env.uid)
        return domain if True in value else ~domain

    # ------------------------------------------------------------------
    # Chain of custody
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            keeper = vals.get("holder_id") or vals.get("keeper_id")
            if not keeper:
                raise UserError(self.env._(
                    "%(name)s: who keeps it is missing. Exactly one person keeps a seal or certificate from its "
                    "registration on (R11 §一.2).", name=vals.get("name") or self._description))
            vals.update(holder_id=keeper, keeper_id=vals.get("keeper_id") or keeper)
        items = super().create(vals_list)
        for item in items.sudo():
            item._check_custody(item.holder_id, "registered")
            item._insert_custody(item.holder_id, "registered", fields.Datetime.now())
        return items

    def _insert_custody(self, holder, reason, moment, **values):
        row = self.env[self._custody_model]
        row.sudo()._as_engine().create({
            row._custody_item_field: self.id, "company_id": self.company_id.id, "holder_id": holder.id,
            "holder_name": holder.name, "date_from": moment, "reason": reason, "recorded_by_id": self.env.uid,
            **values})
        self.env["company.ledger.entry"]._append("seal.custody", self, {
            "holder": holder.id, "holder_name": holder.name, "reason": reason,
            **{key: value for key, value in values.items() if isinstance(value, int)}})

    def _get_open_custody(self):
        """The open row of the chain; empty when it has ended (destroyed)."""
        self.ensure_one()
        row = self.env[self._custody_model].sudo()
        return row.search([(row._custody_item_field, "=", self.id), ("date_until", "=", False)])

    def _move_custody(self, holder, reason, **values):
        """Close the open row and open the next one at the same moment; the caller has checked who signed.

        :param holder: hr.employee who holds it from now on
        :param reason: key of company.custody.row.mixin.reason
        :param values: further columns of the row (handover_id)
        :raise UserError: when another transaction is moving it, or the holder has it already
        """
        self._lock_for_decision()
        for item in self.sudo():
            opened = item._get_open_custody()
            if opened.holder_id == holder:
                raise UserError(self.env._(
                    "%(item)s is held by %(holder)s already.", item=item.display_name, holder=holder.name))
            item._check_custody(holder, reason)
            moment = item._close_custody(opened)
            item._insert_custody(holder, reason, moment, **values)
            changed = {"holder_id": holder.id}
            if reason in ("transfer", "leaving", "takeover"):
                changed["keeper_id"] = holder.id
            item._as_engine().write(changed)
            item._on_custody_moved(reason)
        return True

    def _close_custody(self, opened):
        moment = max(fields.Datetime.now(), opened.date_from)
        opened._as_engine().write({"date_until": moment})
        opened.flush_recordset()
        return moment

    def _end_custody(self):
        """The thing is destroyed: its chain ends, nobody holds it."""
        self._lock_for_decision()
        for item in self.sudo():
            item._close_custody(item._get_open_custody())
            item._as_engine().write({"holder_id": False})
        return True

    # ------------------------------------------------------------------
    # Hooks and questions of other parts
    # ------------------------------------------------------------------

    def _check_custody(self, holder, reason):
        """Refuse a holder whom the regulation doesn't allow (controls)."""

    def _refuse_without_role(self, control, code):
        """Nobody has the function whose people keep this: say first who it is (R11 §一.2, §二.2)."""
        role = self.env["company.role"].sudo().search([("code", "=", code)])
        self.env["company.control"]._enforce(control, self, self.env._(
            "nobody is “%(role)s” in %(company)s, so it can't be told whether the keeper is the right one. Say first "
            "who it is (Company Rules > Configuration > Company Roles), then appoint the keeper.",
            role=role.name or code, company=self.company_id.name), fact=f"nobody:{code}")

    def _on_custody_moved(self, reason):
        """Custody moved (superuser mode): set the state that belongs to it."""

    def _on_violation(self, code, employee, text, source):
        """Something that R11 §三 punishes was found; a bridge to a register of discipline takes it from here.

        :param code: code of the control
        :param employee: hr.employee who answers for it
        :param text: what happened, translated
        :param source: record that shows it (handover, outing, count line, loss)
        """

    def _get_holder_user(self):
        """User of the present holder (res.users, may be empty)."""
        self.ensure_one()
        return self.sudo().holder_id.user_id

    def _check_holder(self, use=None):
        """Raise unless the current user holds all of these himself and they can be used now (R11 §一.7).

        :param use: application for which it is used; what was taken out for it can be used for it only
        """
        self._raise_refusals({item.id: item._get_holder_refusal(use) for item in self})

    def _get_holder_refusal(self, use=None):
        """Reason why the current user can't use it now, or False."""
        item = self.sudo()
        if item.state not in self._custody_usable_states and not item._is_out_for(use):
            return self.env._("is “%(state)s” and can't be used", state=item._get_state_label())
        if item.holder_user_id != self.env.user:
            return self.env._("is held by %(holder)s; only the holder uses it, in person (R11 §一.7)",
                              holder=item.holder_id.name or "—")
        return False

    def _is_out_for(self, use):
        """Whether it was taken out of the office for this application."""
        return False

    @api.model
    def _get_custody_models(self):
        """Names of the models whose records somebody keeps."""
        return [name for name in sorted(self.env.registry)
                if getattr(self.env[name], "_custody_model", None) and not self.env[name]._abstract]

    @api.model
    def _get_held(self, employees):
        """{employee id: [records that he holds or is the appointed keeper of]} over all models, with superuser."""
        held = {}
        for name in self._get_custody_models():
            items = self.env[name].sudo().with_context(active_test=False).search(
                Domain("holder_id", "in", employees.ids)
                | (Domain("keeper_id", "in", employees.ids) & Domain("holder_id", "!=", False)))
            for item in items:
                for employee in (item.holder_id | item.keeper_id) & employees:
                    held.setdefault(employee.id, []).append(item)
        return held
