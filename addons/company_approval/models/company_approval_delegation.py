from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.company_base.tools.engine import as_engine, take_mark

from ..engine import delegation

TOLERANCE = timedelta(minutes=10)


class CompanyApprovalDelegation(models.Model):
    """A user lets another one decide in his place for a while (委托). Made once, ended by revoking, never changed."""
    _name = 'company.approval.delegation'
    _description = 'Approval Delegation'
    _order = 'date_from desc, id desc'
    _check_company_auto = True

    _given = frozenset({'company_id', 'user_id', 'delegate_id', 'date_from', 'date_to', 'scope', 'model_ids', 'reason'})

    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    user_id = fields.Many2one('res.users', "From", required=True, index=True, ondelete='restrict',
                              default=lambda self: self.env.user)
    delegate_id = fields.Many2one('res.users', "To", required=True, index=True, ondelete='restrict')
    date_from = fields.Datetime("From Time", required=True, default=fields.Datetime.now)
    date_to = fields.Datetime("Until", required=True)
    scope = fields.Selection([('all', "All documents"), ('models', "Chosen documents")], default='all', required=True)
    model_ids = fields.Many2many('ir.model', 'company_approval_delegation_model_rel', 'delegation_id', 'model_id',
                                 "Documents")
    reason = fields.Char()
    revoked_on = fields.Datetime(readonly=True, copy=False)
    revoked_by_id = fields.Many2one('res.users', readonly=True, copy=False, ondelete='restrict')
    applied = fields.Selection([('open', "Waiting"), ('started', "Started"), ('ended', "Ended")], default='open',
                               required=True, readonly=True, copy=False, index=True)
    status = fields.Selection([('upcoming', "Upcoming"), ('active', "Active"), ('ended', "Ended"),
                               ('revoked', "Revoked")], compute='_compute_status', search='_search_status')
    can_revoke = fields.Boolean(compute='_compute_can_revoke')

    _period = models.Constraint('CHECK (date_to > date_from)', "A delegation ends after it begins.")
    _persons = models.Constraint('CHECK (user_id <> delegate_id)', "Nobody delegates to himself.")
    _active_idx = models.Index("(delegate_id, date_to) WHERE revoked_on IS NULL")

    @api.depends('date_from', 'date_to', 'revoked_on')
    def _compute_status(self):
        now = fields.Datetime.now()
        for row in self:
            if row.revoked_on:
                row.status = 'revoked'
            elif row.date_to and row.date_to <= now:
                row.status = 'ended'
            else:
                row.status = 'upcoming' if row.date_from and row.date_from > now else 'active'

    def _search_status(self, operator, value):
        if operator != 'in':
            return NotImplemented
        now = fields.Datetime.now()
        alive = Domain('revoked_on', '=', False)
        domains = {
            'revoked': Domain('revoked_on', '!=', False),
            'ended': alive & Domain('date_to', '<=', now),
            'upcoming': alive & Domain('date_from', '>', now),
            'active': alive & Domain('date_from', '<=', now) & Domain('date_to', '>', now),
        }
        return Domain.OR(domains[status] for status in value if status in domains)

    @api.depends('user_id', 'delegate_id')
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.user_id.name or ''} → {row.delegate_id.name or ''}"

    @api.depends_context('uid')
    @api.depends('status', 'user_id')
    def _compute_can_revoke(self):
        refusals = self._get_revoke_refusals()
        for row in self:
            row.can_revoke = not refusals.get(row.id, True)

    # ------------------------------------------------------------------
    # CRUD: given, never edited
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        _trusted, records = take_mark(self)
        for vals in vals_list:
            if refused := vals.keys() - records._given:
                records._refuse(refused)
        context = {key: value for key, value in records.env.context.items()
                   if not key.startswith('default_') or key[8:] in records._given}
        rows = super(CompanyApprovalDelegation, records.with_context(context)).create(vals_list)
        for row in rows:
            row._check_given()
            records.env['company.ledger.entry']._append('approval.delegation', row, row._get_ledger_payload())
        records.env.registry.clear_cache()
        rows._apply()
        rows.env['ir.cron'].sudo().env.ref('company_approval.cron_delegations')._trigger(
            [moment for row in rows for moment in (row.date_from, row.date_to)])
        return rows

    def write(self, vals):
        trusted, records = take_mark(self)
        if not trusted:
            records._refuse(vals)
        records.env.registry.clear_cache()
        return super(CompanyApprovalDelegation, records).write(vals)

    def unlink(self):
        raise UserError(self.env._("A delegation is kept as proof of who stood in for whom: revoke it instead."))

    def _refuse(self, names):
        raise AccessError(self.env._(
            "A delegation is not changed afterwards (%s): revoke it and make a new one.", ", ".join(sorted(names))))

    def _check_given(self):
        """Own delegation, not back-dated, a fitting delegate, no loop."""
        self.ensure_one()
        manager = self.env.user.has_group('company_approval.group_manager')
        now = fields.Datetime.now()
        if self.user_id != self.env.user and not manager:
            raise AccessError(self.env._("Only %s himself, or an approval manager, delegates his approvals.",
                                         self.user_id.name))
        if self.date_from < now - TOLERANCE:
            raise ValidationError(self.env._("%s: a delegation begins now or later, it cannot cover the past.",
                                             self.display_name))
        if not self.env['company.approval.route']._is_available(self.delegate_id.sudo(), self.company_id):
            raise ValidationError(self.env._("%(record)s: choose an active user of %(company)s.",
                                             record=self.display_name, company=self.company_id.name))
        if self.scope == 'models' and not self.model_ids:
            raise ValidationError(self.env._("%s: choose the documents.", self.display_name))
        self._check_loop()

    def _check_loop(self):
        others_sudo = self.sudo().search([
            ('id', '!=', self.id), ('company_id', '=', self.company_id.id), ('revoked_on', '=', False),
            ('date_from', '<', self.date_to), ('date_to', '>', self.date_from)])
        mine = set(self.model_ids.ids)
        edges = [(row.user_id.id, row.delegate_id.id) for row in others_sudo
                 if self.scope == 'all' or row.scope == 'all' or mine & set(row.model_ids.ids)]
        if loop := delegation.find_loop(edges, self.user_id.id, self.delegate_id.id):
            names = " → ".join(user.name for user in self.env['res.users'].sudo().browse(loop))
            raise ValidationError(self.env._("This delegation would go round in a circle: %s. Choose another delegate "
                                             "or another time.", names))

    def _get_ledger_payload(self):
        return {'from': self.user_id.id, 'to': self.delegate_id.id, 'begin': self.date_from, 'end': self.date_to,
                'models': self.sudo().model_ids.mapped('model') if self.scope == 'models' else '*',
                'reason': self.reason or ''}

    # ------------------------------------------------------------------
    # Revoking
    # ------------------------------------------------------------------

    def _get_revoke_refusals(self):
        manager = self.env.user.has_group('company_approval.group_manager')
        refusals = {}
        for row in self:
            if row.status in ('ended', 'revoked'):
                refusals[row.id] = self.env._("it has ended already")
            elif row.user_id != self.env.user and not manager:
                refusals[row.id] = self.env._("only %s himself or an approval manager revokes it", row.user_id.name)
            else:
                refusals[row.id] = False
        return refusals

    def action_revoke(self):
        """End the delegation now. Returns True."""
        self.check_access('read')
        refused = [(row, reason) for row in self if (reason := self._get_revoke_refusals()[row.id])]
        if refused:
            raise UserError('\n'.join(f"{row.display_name}: {reason}." for row, reason in refused))
        as_engine(self.sudo()).write({'revoked_on': fields.Datetime.now(), 'revoked_by_id': self.env.uid})
        for row in self:
            self.env['company.ledger.entry']._append('approval.delegation_end', row, row._get_ledger_payload())
        self._apply()
        return True

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _get_register(self):
        """Every delegation that is not over: (giver, receiver, begin, end, names of the models or None)."""
        rows_sudo = self.sudo().search([('revoked_on', '=', False), ('date_to', '>', fields.Datetime.now())])
        return tuple((row.user_id.id, row.delegate_id.id, row.date_from, row.date_to,
                      None if row.scope == 'all' else frozenset(row.model_ids.mapped('model')))
                     for row in rows_sudo)

    @api.model
    def _get_edges(self, model_name):
        """(giver, receiver) of the delegations that hold now, for documents of this model (None: of any)."""
        now = fields.Datetime.now()
        return [(giver, receiver) for giver, receiver, begin, end, names in self._get_register()
                if begin <= now < end and (names is None or model_name is None or model_name in names)]

    @api.model
    def _get_givers(self, user, model_name=None):
        """{user id: path of ids} of those whose place `user` may take now."""
        edges = self._get_edges(model_name)
        return delegation.stands_for(user.id, lambda users: [edge for edge in edges if edge[1] in users])

    @api.model
    def _get_delegates(self, users, model_name=None):
        """Those who may take the place of one of `users` now, directly or through others."""
        return self.env['res.users'].sudo().browse(delegation.receivers(users.ids, self._get_edges(model_name)))

    # ------------------------------------------------------------------
    # Beginning and ending
    # ------------------------------------------------------------------

    def _apply(self):
        """Make the delegate a reader while the delegation runs, and no longer afterwards."""
        Approval = self.env['company.approval']
        for row in self.sudo():
            if row.status == 'active' and row.applied == 'open':
                Approval._add_delegates(row)
                as_engine(row).write({'applied': 'started'})
            elif row.status in ('ended', 'revoked') and row.applied != 'ended':
                Approval._remove_delegates(row)
                as_engine(row).write({'applied': 'ended'})

    @api.model
    def _cron_apply(self):
        """Begin and end delegations whose time has come."""
        rows = self.sudo().search([('applied', '!=', 'ended')]).filtered(
            lambda row: row.applied == 'open' and row.status != 'upcoming' or row.status in ('ended', 'revoked'))
        self.env['ir.cron']._commit_progress(remaining=len(rows))
        for row in rows:
            row._apply()
            if not self.env['ir.cron']._commit_progress(1):
                break
