from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.engine import as_engine, take_mark

NOTIFY = 'company.todo.notify'
MIRROR_BATCH = 500
OPEN_COLUMNS = (
    'user_id', 'kind', 'res_model', 'res_id', 'opened_on', 'name', 'company_id', 'deadline', 'requester_id', 'state',
    'mirror')


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
    mirror = fields.Selection(
        [('create', 'Activity to Create'), ('remove', 'Activity to Remove')], readonly=True,
        help="What the activity of this to-do waits for.")
    is_mine = fields.Boolean(compute='_compute_is_mine', search='_search_is_mine')

    _open_unique = models.UniqueIndex("(user_id, kind, res_model, res_id) WHERE state = 'open'")
    _open_deadline_idx = models.Index("(user_id, deadline) WHERE state = 'open'")
    _record_idx = models.Index('(res_model, res_id)')
    _mirror_idx = models.Index('(id) WHERE mirror IS NOT NULL')

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
        """Put a task into the inbox of users; one that waits there already is brought up to date (one query).

        :param record: records of one model
        :param users: users, or {record id: users}
        :param name: subject, or {record id: subject}
        :param deadline: naive UTC datetime, or {record id: datetime}
        :param values: further values of the rows (amount, currency_id, requester_id, urgent, company_id)
        :return: the rows
        """
        if not record or not users:
            return self.browse()
        columns = list(dict.fromkeys([*OPEN_COLUMNS, *values]))
        people = users if isinstance(users, dict) else dict.fromkeys(record._ids, users)
        users, rows = self.env['res.users'].union(*people.values()), []
        for rec in record.browse(dict.fromkeys(record._ids)):
            vals = self._prepare_open_values(kind, rec, name, deadline, values)
            rows += [tuple(dict(vals, user_id=user_id).get(column) or None for column in columns)
                     for user_id in dict.fromkeys(people[rec.id].ids)]
        if not rows:
            return self.browse()
        self.flush_model()
        kept = {'user_id', 'kind', 'res_model', 'res_id', 'opened_on', 'mirror'}
        result = self.env.execute_query(SQL(
            """
            INSERT INTO company_todo (%s) VALUES %s
            ON CONFLICT (user_id, kind, res_model, res_id) WHERE state = 'open' DO UPDATE SET %s
            RETURNING id
            """,
            SQL(', ').join(map(SQL.identifier, columns)),
            SQL(', ').join(SQL('%s', row) for row in rows),
            SQL(', ').join(SQL('%s = EXCLUDED.%s', SQL.identifier(column), SQL.identifier(column))
                           for column in columns if column not in kept)))
        self.invalidate_model()
        self._notify_users(users)
        return self.browse(row[0] for row in result)

    @api.model
    def _prepare_open_values(self, kind, record, name, deadline, values):
        company = values.get('company_id')
        if not company:
            company = record.sudo()['company_id'] if 'company_id' in record._fields else None
            company = company or self.env.company
        return {
            'name': name.get(record.id) if isinstance(name, dict) else name,
            'kind': kind, 'res_model': record._name, 'res_id': record.id,
            'deadline': deadline.get(record.id) if isinstance(deadline, dict) else deadline,
            'requester_id': self.env.uid, 'state': 'open', 'opened_on': fields.Datetime.now(),
            'mirror': 'create' if 'activity_ids' in record._fields else None,
            **{key: value.id if isinstance(value, models.BaseModel) else value for key, value in values.items()},
            'company_id': company.id if isinstance(company, models.BaseModel) else company,
        }

    @api.model
    def _close(self, kind, record, users=None):
        """Take a task out of the inbox of users (of all, when None; one query)."""
        if not record or (users is not None and not users):
            return True
        self.flush_model()
        result = self.env.execute_query(SQL(
            """
            UPDATE company_todo
               SET state = 'done', closed_on = %s, closed_by_id = %s,
                   mirror = CASE WHEN activity_id IS NOT NULL THEN 'remove' END
             WHERE kind = %s AND res_model = %s AND res_id IN %s AND state = 'open' %s
            RETURNING user_id
            """,
            fields.Datetime.now(), self.env.uid, kind, record._name, record._ids,
            SQL('') if users is None else SQL('AND user_id IN %s', users._ids)))
        if result:
            self.invalidate_model()
            self._notify_users(self.env['res.users'].browse({row[0] for row in result}))
        return True

    @api.model
    def _notify_users(self, users):
        """Tell the browsers of these users that their counter changed, once per transaction."""
        precommit = self.env.cr.precommit
        waiting = precommit.data.setdefault(NOTIFY, set())
        if not waiting:
            precommit.add(self._send_notifications)
        waiting.update(users.ids)

    @api.model
    def _send_notifications(self):
        user_ids = self.env.cr.precommit.data.pop(NOTIFY, None)
        if not user_ids:
            return
        users = self.env['res.users'].sudo().browse(user_ids)
        users.fetch(['partner_id'])     # mostly known already
        try:
            partners = users.partner_id
        except MissingError:
            partners = users.exists().partner_id
        for partner in partners:
            self.env['bus.bus'].sudo()._sendone(partner, 'company_todo/updated', {})

    # ------------------------------------------------------------------
    # Activities: a mirror of the inbox, brought up to date in batches outside the users' transactions
    # ------------------------------------------------------------------

    @api.model
    def _cron_mirror_activities(self):
        """Show open to-dos as Odoo activities and take those of done ones away; may run as often as one likes."""
        todos = self.sudo().search([('mirror', '!=', False)], limit=MIRROR_BATCH, order='id').try_lock_for_update()
        removed = todos.filtered(lambda todo: todo.mirror == 'remove')
        removed.activity_id.unlink()
        as_engine(removed).write({'mirror': False})
        for model_name, rows in (todos - removed).grouped('res_model').items():
            if model_name in self.env:
                rows._create_activities(self.env[model_name].sudo().browse(rows.mapped('res_id')).exists())
            as_engine(rows).write({'mirror': False})
        if len(todos) == MIRROR_BATCH:
            self.env.ref('company_base.ir_cron_todo_activities')._trigger()
        return len(todos)

    def _create_activities(self, records):
        """Create the activities of these to-dos on the records that still exist; nobody is notified a second time."""
        type_id = self.env['ir.model.data']._xmlid_to_res_id('company_base.mail_activity_todo')
        model_id = self.env['ir.model']._get_id(records._name)
        todos = self.filtered(lambda todo: todo.res_id in records._ids and todo.state == 'open')
        activities = self.env['mail.activity'].sudo().with_context(mail_activity_quick_update=True).create([{
            'activity_type_id': type_id,
            'summary': todo.name,
            'automated': True,
            'date_deadline': fields.Datetime.context_timestamp(
                todo.with_context(tz=todo.user_id.tz), todo.deadline or fields.Datetime.now()).date(),
            'res_model_id': model_id,
            'res_id': todo.res_id,
            'user_id': todo.user_id.id,
        } for todo in todos])
        for todo, activity in zip(todos, activities, strict=True):
            as_engine(todo).write({'activity_id': activity.id})

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
