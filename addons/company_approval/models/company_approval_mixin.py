from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.company_base.tools.digest import canonical_json, sha256_hex

from ..engine.digest import normal, split_paths

APPROVAL_STATES = [
    ('none', "Not submitted"), ('pending', "In approval"), ('returned', "Returned"), ('approved', "Approved"),
    ('rejected', "Rejected"), ('withdrawn', "Withdrawn")]
APPROVAL_FIELDS = frozenset({'approval_id', 'approval_state'})
LOCKED = frozenset({'pending', 'approved'})
UNSIGNED = frozenset({'state', 'state_changed_on', 'state_changed_by_id', 'active', 'company_id', 'access_token'})
UNSIGNED_PREFIXES = ('approval_', 'message_', 'activity_', 'my_activity', 'website_', 'rating_', 'write_', 'create_')


class CompanyApprovalMixin(models.AbstractModel):
    """Gives a document a tiered approval.

    A document overrides the hooks that differ from the defaults below; `_on_approval_<event>(approval)` is the place
    for its own change of state (called in superuser mode, the user stays the one who acts). Documents that are
    cancelled by other ways call `_cancel_approval(reason)`. The document takes mail.thread and mail.activity.mixin
    itself, so that models which have them already can take this mixin too.
    """
    _name = 'company.approval.mixin'
    _description = 'Document with Approval'

    _approval_guarded = True
    _approval_resubmit_rejected = False

    approval_id = fields.Many2one('company.approval', "Approval", readonly=True, copy=False, index='btree_not_null',
                                  ondelete='restrict')
    approval_state = fields.Selection(APPROVAL_STATES, "Approval State", default='none', required=True,
                                      readonly=True, copy=False, index=True)
    approval_ids = fields.Many2many('company.approval', string="Approval Rounds", compute='_compute_approval_ids')
    approval_user_ids = fields.Many2many(related='approval_id.participant_ids', string="Approval Participants")
    approval_trail = fields.Json("Approval Trail", compute='_compute_approval_trail')
    can_submit = fields.Boolean(compute='_compute_can_submit')
    can_withdraw = fields.Boolean(compute='_compute_can_approval')
    can_approve = fields.Boolean(compute='_compute_can_approval')
    can_urge = fields.Boolean(compute='_compute_can_approval')
    can_amend = fields.Boolean(compute='_compute_can_amend')

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends('approval_id')
    def _compute_approval_ids(self):
        approvals = self.env['company.approval'].search([('res_model', '=', self._name), ('res_id', 'in', self.ids)])
        for document in self:
            document.approval_ids = approvals.filtered(lambda a, d=document: a.res_id == d.id)

    @api.depends('approval_id', 'approval_state')
    @api.depends_context('uid', 'lang')
    def _compute_approval_trail(self):
        for document in self:
            document.approval_trail = document._get_approval_trail()

    @api.depends('approval_state')
    @api.depends_context('uid')
    def _compute_can_submit(self):
        refusals = self.filtered('id')._get_submit_refusals()
        for document in self:
            document.can_submit = not refusals.get(document.id, True)

    @api.depends('approval_id', 'approval_state')
    @api.depends_context('uid')
    def _compute_can_approval(self):
        for document in self:
            approval = document.sudo().approval_id.sudo(False)
            document.can_withdraw = approval.can_withdraw
            document.can_approve = approval.can_approve
            document.can_urge = approval.can_urge

    @api.depends('approval_state')
    @api.depends_context('uid')
    def _compute_can_amend(self):
        refusals = self.filtered('id')._get_amend_refusals()
        for document in self:
            document.can_amend = not refusals.get(document.id, True)

    # ------------------------------------------------------------------
    # Hooks: what the route looks at
    # ------------------------------------------------------------------

    def _approval_required(self):
        """Whether this document needs an approval at all."""
        return True

    def _approval_amount(self):
        """(amount, currency) that the amount bands of the routes look at."""
        self.ensure_one()
        return 0.0, self._approval_company().currency_id

    def _approval_date(self):
        """Date of the currency rate."""
        return fields.Date.context_today(self)

    def _approval_company(self):
        self.ensure_one()
        return 'company_id' in self._fields and self.company_id or self.env.company

    def _approval_subject(self):
        """What is asked for, in one line: the title of to-dos, mails and lists."""
        self.ensure_one()
        return self.display_name

    def _get_deadline_factor(self):
        """Below 1 the deadlines of the steps are shorter: for urgent documents."""
        return 1.0

    def _approval_category(self):
        """Code that the category filter of the routes looks at."""
        return ''

    def _approval_requester(self):
        """The user (or employee) whose request this is."""
        self.ensure_one()
        for name in ('requester_id', 'user_id'):
            field = self._fields.get(name)
            if field is not None and field.comodel_name == 'res.users' and self[name]:
                return self[name]
        return self.create_uid or self.env.user

    def _approval_department(self):
        """The department whose manager approves; by default the requester's."""
        self.ensure_one()
        if 'department_id' in self._fields and self.department_id:
            return self.department_id
        employee = self.env['company.approval.route']._get_employee(
            self._get_approval_requester(), self._approval_company())
        return employee.department_id

    def _approval_digest_fields(self):
        """Names that are signed, dotted for lines ('line_ids.quantity'). By default all stored plain fields."""
        return [name for name, field in self._fields.items()
                if field.store and name != 'id' and not field.compute and not field.related
                and field.type not in ('one2many', 'binary') and name not in UNSIGNED
                and not name.startswith(UNSIGNED_PREFIXES)]

    def _approval_protected_fields(self):
        """Names that nobody changes while the approval runs and afterwards."""
        return list(dict.fromkeys(name.partition('.')[0] for name in self._approval_digest_fields()))

    # ------------------------------------------------------------------
    # Hooks: what happens to the document (self is in superuser mode)
    # ------------------------------------------------------------------

    def _on_approval_submitted(self, approval):
        """The approval started (`approval` is empty where none is required)."""

    def _on_approval_approved(self, approval):
        """The last step approved."""

    def _on_approval_rejected(self, approval):
        """Somebody rejected."""

    def _on_approval_returned(self, approval):
        """Returned to the requester."""

    def _on_approval_withdrawn(self, approval):
        """The requester took it back."""

    def _on_approval_restarted(self, approval):
        """The locked document was changed with permission, or restarted: a new round begins."""
        if approval.previous_id.state == 'approved':
            self._on_approval_submitted(approval)

    # ------------------------------------------------------------------
    # Facts and digest
    # ------------------------------------------------------------------

    def _get_approval_requester(self):
        requester = self._approval_requester()
        return requester.sudo().user_id if requester._name == 'hr.employee' else requester

    def _get_approval_facts(self):
        """What routes and resolution look at, in the company's currency."""
        self.ensure_one()
        document_sudo = self.sudo()
        company = document_sudo._approval_company()
        company.fetch(['currency_id'])
        company.currency_id.fetch(['rounding', 'decimal_places'])
        amount, currency = document_sudo._approval_amount()
        if currency and currency != company.currency_id:
            amount = currency._convert(amount, company.currency_id, company, document_sudo._approval_date())
        return {
            'company': company,
            'amount': amount or 0.0,
            'category': document_sudo._approval_category() or '',
            'department': document_sudo._approval_department(),
            'requester': document_sudo._get_approval_requester(),
            'submitter': self.env.user,
        }

    def _get_approval_columns(self):
        """Columns that every approval of a document looks at, read at once and without the other ones."""
        names = {'display_name', 'company_id', 'currency_id', 'state', 'requester_id', 'user_id', 'department_id',
                 'create_uid', 'approval_id', 'approval_state', *self._approval_protected_fields()}
        return [name for name in names if name in self._fields
                and self._fields[name].type not in ('one2many', 'many2many')]

    def _get_approval_payload(self):
        """The signed values as they stand in the database."""
        self.ensure_one()
        document_sudo = self.sudo().with_context(active_test=False, lang=None)
        return _payload(document_sudo, self._approval_digest_fields(), self._get_approval_columns())

    @api.model
    def _get_payload_digest(self, payload):
        return sha256_hex(canonical_json(payload))

    def _approval_signature_boxes(self):
        """Boxes for company_base.signature_boxes: label, name, decision, opinion, time."""
        self.ensure_one()
        return self.sudo().approval_id._get_signature_boxes()


def _payload(record, paths, columns=()):
    """Values of these paths; `columns` are read along with them."""
    plain, nested = split_paths(paths)
    record.invalidate_recordset([*plain, *nested])
    record.fetch([*columns, *(name for name in plain if name not in nested)])
    values = {name: _value(record, name) for name in plain if name not in nested}
    for name, tails in nested.items():
        lines = _read_lines(record, name, [tail.partition('.')[0] for tail in tails])
        values[name] = [{'id': line.id, **_line_payload(line, tails)} for line in lines]
    return values


def _read_lines(record, name, names):
    """Lines of a document as they stand in the database, in the order of their ids."""
    field = record._fields[name]
    inverse = field.type == 'one2many' and record.env[field.comodel_name]._fields.get(field.inverse_name or '')
    if not inverse or not inverse.store:
        lines = record[name].sorted('id')
        lines.invalidate_recordset(names)
        return lines
    lines_model = record.env[field.comodel_name].with_context(active_test=False)
    lines_model.flush_model()
    lines_model.invalidate_model(names, flush=False)
    domain = Domain(inverse.name, '=', record.id) & field.get_comodel_domain(record)
    return lines_model.search_fetch(domain, names, order='id')


def _line_payload(line, tails):
    if any('.' in tail for tail in tails):
        return _payload(line, tails)
    return {name: _value(line, name) for name in tails}


def _value(record, name):
    field, value = record._fields[name], record[name]
    if field.type in ('one2many', 'many2many'):
        return sorted(value.ids)
    if field.type == 'many2one':
        return value.id
    if field.type == 'reference':
        return f'{value._name},{value.id}' if value else False
    if field.translate:
        return field._get_stored_translations(record) or False
    if field.type == 'html':
        return str(value or '')
    return normal(value)
