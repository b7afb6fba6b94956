from psycopg2.errors import LockNotAvailable

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .company_approval_mixin_submit import clean_context

RUN_FIELDS = (
    'name', 'res_model', 'res_id', 'company_id', 'currency_id', 'amount', 'round', 'state', 'requester_id',
    'submitted_by_id', 'previous_id', 'return_mode', 'allow_self_approval', 'digest', 'deadline', 'revision',
    'finished_on', 'mail_kind')


class CompanyApproval(models.Model):
    """Who may do what now. The views (`can_…`) and the actions read the same refusals."""
    _inherit = 'company.approval'

    # ------------------------------------------------------------------
    # Refusals: {id: reason or False}
    # ------------------------------------------------------------------

    def _get_seat_refusals(self):
        """For everything that an approver does: it has to be his turn."""
        refusals = {}
        for approval in self:
            approval_sudo = approval.sudo()
            if approval_sudo.state != 'pending':
                refusals[approval.id] = approval._get_state_reason()
            elif not approval._get_my_seats():
                refusals[approval.id] = approval._get_no_seat_reason()
            else:
                refusals[approval.id] = False
        return refusals

    _get_approve_refusals = _get_reject_refusals = _get_return_refusals = _get_seat_refusals
    _get_transfer_refusals = _get_add_signer_refusals = _get_ask_refusals = _get_seat_refusals

    def _get_answer_refusals(self):
        return {approval.id: not approval._get_my_questions() and self.env._("no question to you is open")
                for approval in self}

    def _get_copy_refusals(self):
        user = self.env.user
        refusals = {}
        for approval in self:
            approval_sudo = approval.sudo()
            involved = approval_sudo._get_owners() | approval_sudo.assignment_ids.filtered(
                lambda a: a.state != 'waiting').user_id | approval_sudo.decision_ids.user_id
            refusals[approval.id] = user not in involved and not approval._get_my_seats() and self.env._(
                "only the requester and its approvers copy it to others")
        return refusals

    def _get_urge_refusals(self):
        refusals = {}
        for approval in self:
            approval_sudo = approval.sudo()
            if approval_sudo.state != 'pending':
                refusals[approval.id] = approval._get_state_reason()
            elif self.env.user not in approval_sudo._get_owners():
                refusals[approval.id] = self.env._("only the requester urges its approvers")
            else:
                refusals[approval.id] = approval._get_urge_wait()
        return refusals

    def _get_withdraw_refusals(self):
        refusals = {}
        for approval in self:
            approval_sudo = approval.sudo()
            if approval_sudo.state != 'pending':
                refusals[approval.id] = approval._get_state_reason()
            elif self.env.user not in approval_sudo._get_owners():
                refusals[approval.id] = self.env._("only the requester withdraws it")
            elif decided := approval_sudo.decision_ids.filtered(lambda d: d.kind in ('approve', 'reject', 'return')):
                refusals[approval.id] = self.env._(
                    "%s has decided already. Ask an approver to return it", decided[0]._get_signature_name())
            else:
                refusals[approval.id] = False
        return refusals

    def _get_restart_refusals(self):
        """A new round after the document was changed past its lock: requester or approval manager."""
        manager = self.env.user.has_group('company_approval.group_manager')
        refusals = {}
        for approval in self:
            approval_sudo = approval.sudo()
            if approval_sudo.state != 'pending':
                refusals[approval.id] = approval._get_state_reason()
            elif not manager and self.env.user not in approval_sudo._get_owners():
                refusals[approval.id] = self.env._("only the requester or an approval manager restarts it")
            else:
                refusals[approval.id] = not approval_sudo._get_digest_changes() and self.env._(
                    "the document is as it was submitted, there is no need to restart")
        return refusals

    # ------------------------------------------------------------------
    # Reasons
    # ------------------------------------------------------------------

    def _get_state_reason(self):
        """Why nothing more can be done, with the decision that ended it."""
        self.ensure_one()
        approval_sudo = self.sudo()
        label = dict(self._fields['state']._description_selection(self.env))[approval_sudo.state]
        last = approval_sudo.decision_ids.filtered(lambda d: d.kind in ('approve', 'reject', 'return', 'withdraw'))[-1:]
        if not last:
            return self.env._("the approval is already “%s”", label)
        return self.env._("the approval is already “%(state)s”: %(who)s, %(when)s", state=label,
                          who=last._get_signature_name(), when=self._format_time(last.decided_on))

    def _get_no_seat_reason(self):
        self.ensure_one()
        approval_sudo = self.sudo()
        mine = approval_sudo.decision_ids.filtered(lambda d: d.user_id == self.env.user and d.kind == 'approve')[-1:]
        current = approval_sudo.assignment_ids.filtered(lambda a: a.state == 'pending').user_id
        waiting = ", ".join(current.mapped('name')) or self.env._("nobody")
        skipped = approval_sudo.assignment_ids.filtered(lambda a: a.user_id == self.env.user and a.state == 'skipped')
        if self.env.user in approval_sudo._get_owners() and not approval_sudo.allow_self_approval:
            return self.env._("nobody approves his own request (it waits for: %s)", waiting)
        if mine:
            return self.env._("you have approved it already on %(when)s (it waits for: %(who)s)",
                              when=self._format_time(mine.decided_on), who=waiting)
        if decided := skipped.step_id.assignment_ids.filtered('decision_id').decision_id[-1:]:
            return self.env._("%(who)s has decided for your step on %(when)s (it waits for: %(waiting)s)",
                              who=decided._get_signature_name(), when=self._format_time(decided.decided_on),
                              waiting=waiting)
        return self.env._("it is not your turn, it waits for: %s", waiting)

    def _format_time(self, moment):
        return moment and self.env['ir.qweb.field.datetime'].value_to_html(moment, {}) or ''

    def _get_owners(self):
        """Requester and the one who submitted for him: neither decides."""
        return self.requester_id | self.submitted_by_id

    # ------------------------------------------------------------------
    # Whose turn
    # ------------------------------------------------------------------

    def _get_my_seats(self):
        """Open assignments (superuser mode) that the current user may decide: his own, else those he stands in for."""
        self.ensure_one()
        approval_sudo = self.sudo()
        if approval_sudo.state != 'pending':
            return approval_sudo.assignment_ids.browse()
        user = self.env.user
        if user in approval_sudo._get_owners() and not approval_sudo.allow_self_approval:
            return approval_sudo.assignment_ids.browse()
        pending = approval_sudo.assignment_ids.filtered(lambda seat: seat.state == 'pending')
        own = pending.filtered(lambda seat: seat.user_id == user)
        if own or not pending:
            return own
        givers = self.env['company.approval.delegation']._get_givers(user, approval_sudo.res_model)
        barred = approval_sudo._get_owners().ids if not approval_sudo.allow_self_approval else ()
        return pending.filtered(lambda seat: seat.user_id.id in givers and seat.user_id.id not in barred)[:1]

    def _get_my_questions(self):
        """Open questions (superuser mode) put to the current user."""
        self.ensure_one()
        questions = self.sudo().decision_ids.filtered(
            lambda d: d.kind == 'ask' and self.env.user in d.target_user_ids)
        return questions.filtered(lambda d: self.env.user not in d.answer_ids.user_id)

    # ------------------------------------------------------------------
    # Entering an action
    # ------------------------------------------------------------------

    def _enter(self, verb):
        """Check right and state with the rows locked; the caller's context counts for nothing from here on."""
        approvals = clean_context(self)
        if not approvals:
            raise UserError(self.env._("Choose an approval first."))
        approvals._lock()
        approvals._load_rows()
        if verb in ('approve', 'reject'):
            approvals._check_own_request()
        approvals._raise_refusals(getattr(approvals, f'_get_{verb}_refusals')())
        return approvals

    def _check_own_request(self):
        """Trying to decide on one's own request leaves a finding; the refusal follows in any mode."""
        for approval in self.sudo():
            if approval.state == 'pending' and not approval.allow_self_approval \
                    and self.env.user in approval._get_owners():
                self.env['company.control']._enforce(
                    'APR-SELF', approval._get_document(), approval.sudo(False)._get_no_seat_reason())

    def _load_rows(self):
        """Read steps and assignments in one query each, whatever the number of approvals."""
        for name in ('step_ids', 'assignment_ids'):
            field = self._fields[name]
            rows_model = self.env[field.comodel_name].sudo()
            stored = [f.name for f in rows_model._fields.values() if f.store and f.column_type]
            rows = rows_model.search_fetch([('approval_id', 'in', self.ids)], stored)
            by_approval = rows.grouped('approval_id')
            for approval in self.sudo():
                field._update_cache(approval, by_approval.get(approval, rows_model)._ids)
        approvals = self.sudo()
        approvals.env['res.users']._load_people((approvals.requester_id | approvals.assignment_ids.user_id)._ids)

    def _raise_refusals(self, refusals):
        if refused := [(approval, refusals[approval.id]) for approval in self if refusals.get(approval.id)]:
            raise UserError('\n'.join(self.env._("%(record)s: %(reason)s.", record=approval.sudo().display_name,
                                                 reason=reason) for approval, reason in refused))

    def _lock(self):
        """Lock and read the runs that the access rules show, in one query; what they hide is refused.

        One at a time: who comes second waits a moment and then sees what the first one did.
        """
        query = self._search([('id', 'in', self.ids)])
        columns = [self._field_to_sql(self._table, name, query) for name in ('id', *RUN_FIELDS)]
        rows = self.env.execute_query(SQL(
            "%s FOR NO KEY UPDATE OF %s SKIP LOCKED", query.select(*columns), SQL.identifier(self._table)))
        if rows:
            ids, *values = zip(*rows, strict=True)
            for name, column in zip(RUN_FIELDS, values, strict=True):
                self._fields[name]._insert_cache(self.browse(ids), column)
        if len(rows) < len(set(self._ids)):
            self.check_access('read')
            self._wait_for_lock()

    def _wait_for_lock(self):
        """The wait ends with the other's commit (a serialization failure: the request is retried on the new
        situation), with his rollback (we go on), or with a message."""
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute("SET LOCAL lock_timeout = '3s'")
                self.env.cr.execute("SELECT id FROM company_approval WHERE id IN %s FOR NO KEY UPDATE",
                                    [tuple(self.ids)])
        except LockNotAvailable as error:
            raise UserError(self.env._(
                "%s is being decided by someone else right now. Nothing of yours was saved: look at it again in a "
                "moment.", ", ".join(self.sudo().mapped('display_name')))) from error

    @api.model
    def _get_administrators(self, company):
        """Approval managers of a company, else the system administrators."""
        for xmlid in ('company_approval.group_manager', 'base.group_system'):
            group = self.env.ref(xmlid).sudo()
            users = group.all_user_ids.filtered(lambda u: u.active and not u.share and company in u.company_ids)
            if users:
                return users
        return self.env.ref('base.user_admin').sudo()
