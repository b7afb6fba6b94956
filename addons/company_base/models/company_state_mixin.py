from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError

from ..tools.engine import as_engine, take_mark

ALWAYS = frozenset({
    'activity_ids', 'activity_state', 'activity_type_id', 'activity_user_id', 'activity_date_deadline',
    'activity_summary', 'activity_exception_decoration', 'activity_calendar_event_id', 'my_activity_date_deadline',
    'message_ids', 'message_follower_ids', 'message_partner_ids', 'message_main_attachment_id',
    'message_attachment_count', 'message_bounce', 'website_message_ids', 'rating_ids', 'access_token',
})
MAX_NAMED = 5


class CompanyStateMixin(models.AbstractModel):
    """A document with a state machine whose fields clients may write only where its class says so.

    The guard sits in create, write, unlink and the translation door, below every way in: web client, XML-RPC, JSON-2,
    import, lines of a parent, related fields, other addons. Neither a context key nor superuser mode lifts it; code
    of the engine calls ``record._as_engine().write(…)`` at the place where it has checked right and state.
    """

    _name = 'company.state.mixin'
    _description = 'Document with Guarded States'

    _transitions = frozenset()
    _initial_state = 'draft'
    _client_fields = {}
    _client_fields_always = ALWAYS
    _client_unlink_states = frozenset({'draft'})
    _client_create_states = frozenset({'draft'})    # a line: the states of its document that take new lines
    _client_parent_field = None     # a line: the many2one to its document, whose state rules the line

    state_changed_on = fields.Datetime('State Since', readonly=True, copy=False)
    state_changed_by_id = fields.Many2one('res.users', 'State Set By', readonly=True, copy=False)

    # ------------------------------------------------------------------
    # What a client may write
    # ------------------------------------------------------------------

    def _as_engine(self):
        """The same records; their next create, write or unlink is trusted. The mark does not travel further."""
        return as_engine(self)

    def _get_client_state(self):
        """Key of ``_client_fields`` for this record; a line answers with the state of its document."""
        self.ensure_one()
        if self._client_parent_field:
            parent = self[self._client_parent_field]
            return parent._get_client_state() if parent else self._initial_state
        return self.state

    def _get_client_fields(self):
        """Names of the fields that a client may write on this record now."""
        return self._client_fields.get(self._get_client_state(), frozenset())

    def _get_client_create_fields(self, vals):
        """Names of the fields that a client may give to a new record; None: a client creates none here."""
        if not self._client_parent_field:
            return self._client_fields.get(self._initial_state, frozenset())
        parent = self._get_create_parent(vals)
        state = parent._get_client_state() if parent else self._initial_state
        if state not in self._client_create_states:
            return None
        return self._client_fields.get(state, frozenset()) | {self._client_parent_field}

    def _get_create_parent(self, vals):
        parent_id = vals.get(self._client_parent_field) or self.env.context.get(f'default_{self._client_parent_field}')
        return self.env[self._fields[self._client_parent_field].comodel_name].sudo().browse(parent_id or ())

    def _get_evidence_time(self):
        """Moment before which files attached to the record can't be changed any more; False while they can."""
        self.ensure_one()
        parent = self[self._client_parent_field] if self._client_parent_field else None
        if parent:
            return parent._get_evidence_time()
        return self._get_client_state() not in self._client_unlink_states and self.state_changed_on

    # ------------------------------------------------------------------
    # Guard
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        trusted, self = take_mark(self)
        if trusted:
            return super(CompanyStateMixin, self).create(vals_list)
        allowed = self._check_client_create(vals_list)
        context = self.env.context
        dropped = {key for key in context if key.startswith('default_') and key[8:] in self._fields
                   and key[8:] not in allowed}
        cleaned = self.with_context({k: v for k, v in context.items() if k not in dropped}) if dropped else self
        return super(CompanyStateMixin, cleaned).create(vals_list).with_env(self.env)

    def _check_client_create(self, vals_list):
        """Refuse protected fields; return the names for which a ``default_<field>`` of the context may count."""
        common = None
        if self._client_parent_field:       # one query for the documents of all lines
            self.env[self._fields[self._client_parent_field].comodel_name].sudo().browse(
                {self._get_create_parent(vals).id for vals in vals_list} - {False}).fetch(['state'])
        for vals in vals_list:
            allowed = self._get_client_create_fields(vals)
            if allowed is None:
                self._get_create_parent(vals)._refuse_new_lines()
            allowed |= self._client_fields_always
            if refused := vals.keys() - allowed:
                self._refuse_fields(refused)
            common = allowed if common is None else common & allowed
        return common or frozenset()

    def _refuse_new_lines(self):
        raise AccessError(self.env._(
            "%(records)s: no line can be added in the state “%(state)s”. Use the buttons of the document, "
            "or send it back first.", records=self._get_names(), state=self._get_state_label()))

    def write(self, vals):
        trusted, self = take_mark(self)
        if not trusted:
            self._check_client_write(vals.keys())
        return super(CompanyStateMixin, self).write(vals)

    def unlink(self):
        trusted, self = take_mark(self)
        if not trusted:
            self._check_client_unlink()
        return super(CompanyStateMixin, self).unlink()

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=''):
        trusted, self = take_mark(self)
        if not trusted:
            self._check_client_write({field_name})
        return super(CompanyStateMixin, self)._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang)

    def _check_client_write(self, names):
        self._check_outsider("write")
        names = set(names) - self._client_fields_always
        if not names:
            return
        refused, records = set(), self.browse()
        for record in self.sudo():
            bad = names - record._get_client_fields()
            if bad:
                refused |= bad
                records |= record
        if refused:
            records._refuse_fields(refused)

    def _check_outsider(self, operation):
        """People of other companies get the plain refusal of their rights: ours would name the record."""
        if self.env.user.share:
            self.check_access(operation)

    def _check_client_unlink(self):
        self._check_outsider("unlink")
        records = self.sudo().filtered(lambda record: record._get_client_state() not in self._client_unlink_states)
        if records:
            raise UserError(self.env._(
                "%(records)s: not deleted, a document that has left its first state stays. Cancel it instead.",
                records=records._get_names()))

    def _refuse_fields(self, names):
        labels = ', '.join(sorted(
            f"{self._fields[name]._description_string(self.env)} ({name})" if name in self._fields else name
            for name in names))
        if not self:
            raise AccessError(self.env._(
                "%(model)s: %(fields)s can't be given to a new record; the steps of the process set it.",
                model=self.env['ir.model']._get(self._name).name, fields=labels))
        raise AccessError(self.env._(
            "%(records)s: %(fields)s can't be changed in the state “%(state)s”. Use the buttons of the document, "
            "or send it back first.",
            records=self._get_names(), fields=labels, state=self[0]._get_state_label()))

    # ------------------------------------------------------------------
    # States
    # ------------------------------------------------------------------

    def _set_state(self, target):
        """Move all records to ``target``: locked, checked against ``_transitions``, with who and when."""
        self._lock_for_decision()
        refusals = {
            record.id: (record.state, target) not in self._transitions and self.env._(
                "“%(old)s” can't become “%(new)s”", old=record._get_state_label(),
                new=record._get_state_label(target))
            for record in self
        }
        self._raise_refusals(refusals)
        self._as_engine().write({
            'state': target, 'state_changed_on': fields.Datetime.now(), 'state_changed_by_id': self.env.uid})
        return True

    def _lock_for_decision(self):
        """Lock the rows; whoever comes second gets a message that says what happens."""
        self.flush_recordset()
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(self.env._(
                "%(records)s: someone else is deciding on it at this moment. Open it again to see the outcome.",
                records=self._get_names())) from error

    @api.model
    def _check_text(self, text, message):
        """A client's text without the blanks around it; UserError with ``message`` when nothing is left."""
        text = text.strip() if isinstance(text, str) else ''
        if not text:
            raise UserError(message)
        return text

    def _check_state(self, *states):
        """Raise for records in another state than ``states``."""
        self._raise_refusals({
            record.id: record.state not in states and self.env._(
                "is “%(state)s”; this step needs “%(wanted)s”", state=record._get_state_label(),
                wanted='/'.join(record._get_state_label(state) for state in states))
            for record in self
        })

    def _raise_refusals(self, refusals):
        """Raise one error that names every refused record with its reason; ``refusals`` is {id: reason or False}."""
        refused = [(record, refusals[record.id]) for record in self if refusals.get(record.id)]
        if refused:
            raise UserError('\n'.join(
                self.env._("%(record)s: %(reason)s", record=record.sudo().display_name, reason=reason)
                for record, reason in refused))

    def _get_state_label(self, state=None):
        self.ensure_one()
        value = state or (self._get_client_state() if self._client_parent_field else self.state)
        if 'state' not in self._fields:
            return value or ''
        return dict(self._fields['state']._description_selection(self.env)).get(value, value or '')

    def _get_names(self):
        names = [record.display_name or str(record.id) for record in self[:MAX_NAMED].sudo()]
        return ', '.join(names) + (' …' if len(self) > MAX_NAMED else '')
