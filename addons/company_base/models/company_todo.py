from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.engine import as_engine, take_mark


class CompanyTodo(models.Model):
    """The inbox: one row per user and task, whatever the part of the system it comes from."""

    _name = 'company.todo'
    _inherit = ['company.deadline.mixin']
    _description = 'To-do'
    _order = 'deadline, id'
    _log_access = False
    _check_company_auto = True

    name = fields.Char('Subject', required=True, readonly=True)
    user_id = fields.Many2one('res.users', 'Person', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, index=True, ondelete='cascade',
        default=lambda self: self.env.company)
    kind = fields.Char('Kind Code', required=True, readonly=True, index=True)
    kind_name = fields.Char('Kind', compute='_compute_kind_name')
    res_model = fields.Char('Model', required=True, readonly=True)
    res_id = fields.Many2oneReference('Record', model_field='res_model', required=True, readonly=True)
    requester_id = fields.Many2one('res.users', readonly=True, ondelete='set null', index='btree_not_null')
    amount = fields.Monetary(readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True)
    urgent = fields.Boolean(readonly=True)
    state = fields.Selection([('open', 'Open'), ('done', 'Done')], required=True, readonly=True, default='open')
    opened_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    closed_on = fields.Datetime(readonly=True)
    closed_by_id = fields.Many2one('res.users', readonly=True, ondelete='set null')
    activity_id = fields.Many2one('mail.activity', readonly=True, ondelete='set null', index='btree_not_null')
    is_mine = fields.Boolean(compute='_compute_is_mine', search='_search_is_mine')

    _open_unique = models.UniqueIndex("(user_id, kind, res_model, res_id) WHERE state = 'open'")
    _open_deadline_idx = models.Index("(user_id, deadline) WHERE state = 'open'")
    _record_idx = models.Index('(res_model, res_id)')

    # ------------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------------

    @api.depends_context('uid')
    @api.depends('user_id')
    def _compute_is_mine(self):
        mine = set(self._get_my_user_ids())
        for todo in self:
            todo.is_mine = todo.user_id.id in mine

    def _search_is_mine(self, operator, value):
        if operator != 'in':
            return NotImplemented
        domain = Domain('user_id', 'in', self._get_my_user_ids())
        return domain if True in value else ~domain

    @api.depends('kind')
    def _compute_kind_name(self):
        names = self._get_kind_names()
        for todo in self:
            todo.kind_name = names.get(todo.kind, todo.kind)

    @api.model
    def _get_kind_names(self):
        """{kind: translated name}; addons add theirs."""
        return {'ledger': self.env._("Ledger")}

    @api.model
    def _get_my_user_ids(self):
        """Users whose to-dos the current user sees as his own; delegations add to it."""
        return [self.env.uid]

    # ------------------------------------------------------------------
    # Written by the engine
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        trusted, self = take_mark(self)
        if not trusted:
            self._refuse_client()
        return super(CompanyTodo, self).create(vals_list)

    def write(self, vals):
        trusted, self = take_mark(self)
        if not trusted:
            self._refuse_client()
        return super(CompanyTodo, self).write(vals)

    def unlink(self):
        trusted, self = take_mark(self)
        if not trusted:
            self._refuse_client()
        return super(CompanyTodo, self).unlink()

    def _refuse_client(self):
        raise AccessError(self.env._("To-dos open and close with the work itself; do the task to close its to-do."))

    @api.model
    def _open(self, kind, record, users, name, deadline=False, **values):
        """Put a task into the inbox of users; one that waits there already is brought up to date.

        :param record: records of one model
        :param name: subject, or {record id: subject}
        :param deadline: naive UTC datetime, or {record id: datetime}
        :param values: further values of the rows (amount, currency_id, requester_id, urgent, company_id)
        :return: the rows
        """
        if not record or not users:
            return self.browse()
        todo_sudo = self.sudo()
        existing = {(todo.res_id, todo.user_id.id): todo for todo in todo_sudo.search([
            ('kind', '=', kind), ('res_model', '=', record._name), ('res_id', 'in', record.ids),
            ('user_id', 'in', users.ids), ('state', '=', 'open')])}
        vals_list, rows = [], todo_sudo.browse()
        for rec in record:
            vals = self._prepare_open_values(kind, rec, name, deadline, values)
            for user in users:
                if todo := existing.get((rec.id, user.id)):
                    as_engine(todo).write(vals)
                    rows += todo
                else:
                    vals_list.append(dict(vals, user_id=user.id))
        created = as_engine(todo_sudo).create(vals_list)
        created._schedule_activities(record)
        self._notify_users(users)
        return (rows + created).with_env(self.env)

    @api.model
    def _prepare_open_values(self, kind, record, name, deadline, values):
        company = record.sudo()['company_id'] if 'company_id' in record._fields else None
        return {
            'company_id': (company or self.env.company).id,
            'name': name.get(record.id) if isinstance(name, dict) else name,
            'kind': kind, 'res_model': record._name, 'res_id': record.id,
            'deadline': deadline.get(record.id) if isinstance(deadline, dict) else deadline,
            'requester_id': self.env.uid,
            **{key: value.id if isinstance(value, models.BaseModel) else value for key, value in values.items()},
        }

    @api.model
    def _close(self, kind, record, users=None):
        """Take a task out of the inbox of users (of all, when None)."""
        domain = [('kind', '=', kind), ('res_model', '=', record._name), ('res_id', 'in', record.ids),
                  ('state', '=', 'open')]
        if users is not None:
            domain.append(('user_id', 'in', users.ids))
        todos_sudo = self.sudo().search(domain)
        if todos_sudo:
            todos_sudo.activity_id.unlink()
            as_engine(todos_sudo).write({
                'state': 'done', 'closed_on': fields.Datetime.now(), 'closed_by_id': self.env.uid})
            self._notify_users(todos_sudo.user_id)
        return True

    def _schedule_activities(self, records):
        """Show the same tasks as Odoo activities, where the record has activities."""
        if not self or not hasattr(type(records), 'activity_schedule'):
            return
        activity_type = self.env.ref('company_base.mail_activity_todo', raise_if_not_found=False)
        model_id = self.env['ir.model']._get_id(records._name)
        activities = self.env['mail.activity'].sudo().with_context(mail_activity_quick_update=True).create([{
            'activity_type_id': activity_type.id if activity_type else False,
            'summary': todo.name,
            'automated': True,
            'date_deadline': fields.Datetime.context_timestamp(
                todo.with_context(tz=todo.user_id.tz), todo.deadline or fields.Datetime.now()).date(),
            'res_model_id': model_id,
            'res_id': todo.res_id,
            'user_id': todo.user_id.id,
        } for todo in self])
        for todo, activity in zip(self, activities, strict=True):
            as_engine(todo).write({'activity_id': activity.id})

    @api.model
    def _notify_users(self, users):
        """Tell the browsers of these users that their counter changed."""
        users.sudo()._bus_send('company_todo/updated', {})

    # ------------------------------------------------------------------
    # Public
    # ------------------------------------------------------------------

    @api.model
    def get_my_count(self):
        """Number of open and overdue to-dos of the current user: ``{'open': n, 'overdue': n}`` (one query)."""
        self.flush_model(['user_id', 'state', 'deadline', 'company_id'])
        [[opened, overdue]] = self.env.execute_query(SQL(
            """
            SELECT count(*), count(*) FILTER (WHERE deadline < %s)
              FROM company_todo WHERE state = 'open' AND user_id IN %s AND company_id IN %s
            """, fields.Datetime.now(), tuple(self._get_my_user_ids()), tuple(self.env.user._get_company_ids())))
        return {'open': opened, 'overdue': overdue}

    def action_open_record(self):
        """Open the record of a to-do."""
        self.ensure_one()
        self.check_access('read')
        record = self.env[self.res_model].browse(self.res_id) if self.res_model in self.env else None
        if record is None or not record.exists():
            raise UserError(self.env._("%(name)s: its record no longer exists.", name=self.name))
        company_ids = list(dict.fromkeys([*self.env.companies.ids, self.company_id.id]))
        return {
            'type': 'ir.actions.act_window', 'res_model': self.res_model, 'res_id': self.res_id,
            'views': [(False, 'form')], 'context': {'allowed_company_ids': company_ids},
        }
