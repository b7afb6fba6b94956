from odoo import api, fields, models, tools
from odoo.tools import SQL

from .inbox import deferred

BATCH = 100


class CompanyApproval(models.Model):
    """Reminders, escalations, and the daily search for approvals that nobody can go on with."""
    _inherit = 'company.approval'

    @api.model
    def _run_batches(self, domain, work):
        """`work(steps)` for the due steps, in batches that are locked and committed one by one."""
        cron = self.env['ir.cron']
        Step = self.env['company.approval.step'].sudo()
        ids = Step.search(domain, order='id').ids
        cron._commit_progress(remaining=len(ids))
        for batch in tools.split_every(BATCH, ids, Step.browse):
            approvals = batch.approval_id.try_lock_for_update(allow_referencing=True)
            with deferred(self.env):
                work(batch.filtered_domain(domain).filtered(lambda step, a=approvals: step.approval_id in a))
            if not cron._commit_progress(len(batch)):
                break

    @api.model
    def _cron_remind(self):
        """Remind the approvers of steps whose reminder time has come, once per visit."""
        now = fields.Datetime.now()
        self._run_batches([('state', '=', 'pending'), ('remind_on', '<=', now), ('reminded_on', '=', False)],
                          self._remind_steps)

    @api.model
    def _remind_steps(self, steps):
        self._remind(steps.assignment_ids.filtered(lambda seat: seat.state == 'pending'))
        steps._as_engine().write({'reminded_on': fields.Datetime.now()})

    @api.model
    def _cron_escalate(self):
        """Hand overdue steps to the escalation target, once per visit."""
        now = fields.Datetime.now()
        self._run_batches([('state', '=', 'pending'), ('deadline', '<', now), ('escalated_on', '=', False),
                           ('escalation_type', '!=', 'none')], self._escalate_steps)

    @api.model
    def _escalate_steps(self, steps):
        for step in steps:
            for seat in step._get_current_seats().filtered(lambda seat: seat.state == 'pending'):
                step._escalate(seat)
        steps._as_engine().write({'escalated_on': fields.Datetime.now()})

    # ------------------------------------------------------------------
    # Stuck
    # ------------------------------------------------------------------

    @api.model
    def _cron_check_stuck(self):
        """Daily: replace approvers who have left; list what stays stuck to the administrators (to-do and mail)."""
        cron = self.env['ir.cron']
        ids = self._get_stuck_ids()
        cron._commit_progress(remaining=len(ids))
        stuck = {}
        for batch in tools.split_every(BATCH, ids, self.sudo().browse):
            for approval in batch.try_lock_for_update(allow_referencing=True):
                approval._rescue()
                if reason := approval._get_stuck_reason():
                    stuck[approval] = reason
            if not cron._commit_progress(len(batch)):
                break
        self._close_unstuck(stuck)
        self._report_stuck(stuck)

    @api.model
    def _get_stuck_ids(self):
        """Running approvals without an approver who can act, and those overdue."""
        self.env.flush_all()
        rows = self.env.execute_query(SQL(
            """
            SELECT a.id FROM company_approval a
             WHERE a.state = 'pending' AND (a.deadline < %s OR EXISTS (
                       SELECT FROM company_approval_step s WHERE s.approval_id = a.id AND s.state = 'pending'
                          AND NOT EXISTS (
                              SELECT FROM company_approval_assignment t JOIN res_users u ON u.id = t.user_id
                               WHERE t.step_id = s.id AND t.state = 'pending' AND u.active))
                   OR EXISTS (SELECT FROM company_approval_assignment t JOIN res_users u ON u.id = t.user_id
                               WHERE t.approval_id = a.id AND t.state = 'pending' AND NOT u.active)
                   OR NOT EXISTS (SELECT FROM company_approval_assignment t
                                   WHERE t.approval_id = a.id AND t.state = 'pending'))
          ORDER BY a.id
            """, fields.Datetime.now()))
        return [row[0] for row in rows]

    def _rescue(self):
        """Ask the stand-in of approvers who have left since they were asked."""
        for step in self.step_ids.filtered(lambda step: step.state == 'pending'):
            seats = step._get_current_seats().filtered(lambda seat: seat.state == 'pending')
            new = seats._replace_gone() - seats
            self._ask(step, new)

    def _get_stuck_reason(self):
        """Why this approval does not go on, or False."""
        self.ensure_one()
        pending = self.assignment_ids.filtered(lambda seat: seat.state == 'pending')
        gone = pending.user_id.filtered(lambda user: not user.active)
        if not pending:
            return self.env._("nobody is asked")
        if gone:
            return self.env._("%s cannot approve any more, there is no delegate and no escalation target",
                              ", ".join(gone.mapped('name')))
        late = self.step_ids.filtered(lambda step: step.state == 'pending' and step.deadline
                                      and step.deadline < fields.Datetime.now())
        if late:
            return self.env._("overdue: %(step)s waits for %(users)s", step=", ".join(late.mapped('name')),
                              users=", ".join(pending.user_id.mapped('name')))
        return False

    @api.model
    def _close_unstuck(self, stuck):
        """To-dos of approvals that go on again are closed."""
        Todo = self.env['company.todo'].sudo()
        listed = {(approval.res_model, approval.res_id) for approval in stuck}
        for todo in Todo.search([('kind', '=', 'approval_stuck'), ('state', '=', 'open')]):
            if (todo.res_model, todo.res_id) not in listed and todo.res_model in self.env:
                Todo._close('approval_stuck', self.env[todo.res_model].sudo().browse(todo.res_id))

    @api.model
    def _report_stuck(self, stuck):
        """One to-do per approval and administrator; one mail per administrator, about what is new to him."""
        Todo = self.env['company.todo'].sudo()
        news = {}
        for approval, reason in stuck.items():
            users = self._get_administrators(approval.company_id)
            document_sudo = approval._get_document()
            told = Todo.search([('kind', '=', 'approval_stuck'), ('state', '=', 'open'),
                                ('res_model', '=', approval.res_model), ('res_id', '=', approval.res_id)]).user_id
            if missing := users - told:
                Todo._open('approval_stuck', document_sudo, missing, self.env._(
                    "Stuck: %(document)s – %(reason)s", document=approval.name, reason=reason),
                    **approval._get_todo_values())
            for user in missing:
                news.setdefault(user, []).append(
                    {'name': approval.name, 'reason': reason, 'url': approval._get_document_url()})
        template = self.env.ref('company_approval.mail_template_stuck', raise_if_not_found=False)
        for user, rows in news.items():
            if template and user._wants_approval_mail():
                template.sudo().with_context(stuck=rows).send_mail(user.id, force_send=False)


class CompanyApprovalStep(models.Model):
    _inherit = 'company.approval.step'

    def _escalate(self, seat):
        """Hand an overdue assignment to the manager of its approver, or to the role."""
        self.ensure_one()
        approval = self.approval_id
        Route = self.env['company.approval.route']
        asked = self._get_current_seats().filtered(lambda other: other.state == 'pending').user_id
        barred = self.env['res.users'] if approval.allow_self_approval else approval._get_owners()
        targets = Route._get_escalation_users(seat.user_id, self.company_id, self.escalation_type,
                                              self.escalation_role_id) - barred - asked
        target = targets.filtered(lambda user: Route._is_available(user, self.company_id))[:1]
        if not target:
            return
        approval._log('escalate', seat=seat, target_user_ids=[(6, 0, target.ids)], on_behalf_id=False)
        approval._hand_over(seat, target, 'escalated', 'escalation')
        if self.deadline_amount:
            self._as_engine().write({'deadline': self._compute_due(
                fields.Datetime.now(), self.deadline_amount, self.deadline_unit, self.company_id)})
            approval._touch()
