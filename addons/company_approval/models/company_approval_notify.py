from datetime import timedelta

from odoo import api, fields, models, tools

from .inbox import inbox_of

MAIL_BATCH = 50
RESULTS = ('approved', 'rejected', 'returned')


class CompanyApproval(models.Model):
    """To-dos, readers and mails of an approval. Mails wait in an outbox and are rendered by a cron job."""
    _inherit = 'company.approval'

    def _get_todo_values(self):
        return {'requester_id': self.requester_id.id, 'company_id': self.company_id.id,
                'amount': self.amount, 'currency_id': self.currency_id.id}

    def _ask(self, step, seats):
        """Put the task into the inbox of these approvers, and of those who stand in for them now."""
        self.ensure_one()
        if not seats:
            return
        users = seats.user_id.filtered('active')
        inbox_of(self.env).open(
            'approval', self._get_document().sudo(), users,
            self.env._("%(document)s · %(step)s", step=step.name, document=self.name),
            deadline=step.deadline, **self._get_todo_values())
        if delegates := self.env['company.approval.delegation']._get_delegates(users, self.res_model):
            self._add_participants(delegates)
        self._queue_mails(seats, 'request')

    def _close_todos(self, users=None, everybody=False):
        """Close the request to-dos of users who have nothing open here any more."""
        self.ensure_one()
        if not everybody:
            waiting = self.assignment_ids.filtered(lambda seat: seat.state == 'pending').user_id
            users = users - waiting
            if not users:
                return
        document_sudo = self._get_document().sudo()
        inbox_of(self.env).close('approval', document_sudo, None if everybody else users)

    def _add_participants(self, users):
        """They may read the approval (and the document, where its rules look at approval_user_ids)."""
        self.ensure_one()
        new = users - self.participant_ids
        if new:
            self._as_engine().write({'participant_ids': [(4, user.id) for user in new]})

    def _notify_people(self, users, subject, text):
        """A message in the inbox (or mail, as each user prefers); sent by the mail queue."""
        document_sudo = self._get_document().sudo()
        if users and hasattr(document_sudo, 'message_notify'):
            inbox_of(self.env).notify(document_sudo, users, subject, text)

    # ------------------------------------------------------------------
    # Reminding
    # ------------------------------------------------------------------

    def _get_urge_wait(self):
        """Reason why it cannot be urged again yet, or False."""
        self.ensure_one()
        approval = self.sudo()
        minutes = self.env['company.control']._get_value('APR-URGE', approval.company_id)
        again = approval.urged_on and approval.urged_on + timedelta(minutes=minutes)
        if not again or again <= fields.Datetime.now():
            return False
        return self.env._("it was urged at %(time)s; the next time is possible from %(again)s",
                          time=self._format_time(approval.urged_on), again=self._format_time(again))

    def _remind(self, seats):
        for approval in seats.approval_id:
            mine = seats.filtered(lambda seat, a=approval: seat.approval_id == a)
            approval._queue_mails(mine, 'reminder')
            self.env['company.todo']._notify_users(mine.user_id)

    # ------------------------------------------------------------------
    # Mail outbox
    # ------------------------------------------------------------------

    def _queue_mails(self, seats, kind):
        """Mark the mails of those who want them."""
        seats = seats.filtered(lambda seat: seat.user_id._wants_approval_mail())
        if seats:
            seats._as_engine().write({'mail_kind': kind})
            inbox_of(self.env).mail()

    def _get_document_url(self):
        """Link that opens the document (login required)."""
        self.ensure_one()
        return f'{self.get_base_url()}/odoo/{self.res_model}/{self.res_id}'

    @api.model
    def _cron_mails(self):
        """Render and queue the waiting mails in batches; each batch is committed with its marks taken off."""
        self._send_outbox(self.env['company.approval.assignment'], {
            'request': 'company_approval.mail_template_request', 'reminder': 'company_approval.mail_template_reminder'})
        self._send_outbox(self, {'result': 'company_approval.mail_template_result'})

    @api.model
    def _send_outbox(self, model, templates):
        cron = self.env['ir.cron']
        rows = model.sudo().search([('mail_kind', '!=', False)], order='id')
        cron._commit_progress(remaining=len(rows))
        for batch in tools.split_every(MAIL_BATCH, rows.ids, model.sudo().browse):
            locked = batch.try_lock_for_update(allow_referencing=True)
            for kind, xmlid in templates.items():
                due = locked.filtered(lambda row, k=kind: row.mail_kind == k and row._is_mail_due())
                template = self.env.ref(xmlid, raise_if_not_found=False)
                if due and template:
                    template.sudo().send_mail_batch(due.ids, force_send=False)
            locked._as_engine().write({'mail_kind': False})
            if not cron._commit_progress(len(batch)):
                break

    def _is_mail_due(self):
        return self.state in RESULTS and self.requester_id._wants_approval_mail()

    # ------------------------------------------------------------------
    # Readers through delegation
    # ------------------------------------------------------------------

    @api.model
    def _add_delegates(self, delegation):
        """The delegate becomes a reader of what waits for the giver now."""
        domain = [('state', '=', 'pending'), ('current_user_ids', 'in', delegation.user_id.ids)]
        if delegation.scope == 'models':
            domain.append(('res_model', 'in', delegation.model_ids.mapped('model')))
        for approval in self.sudo().search(domain):
            approval._add_participants(delegation.delegate_id)

    @api.model
    def _remove_delegates(self, delegation):
        """Where the delegate took no part himself he stops being a reader."""
        user = delegation.delegate_id
        approvals = self.sudo().search([('participant_ids', 'in', user.ids), ('assignment_ids', 'any', [
            ('user_id', '=', delegation.user_id.id)])])
        for approval in approvals:
            involved = approval._get_owners() | approval.assignment_ids.user_id | approval.copy_user_ids \
                | approval.decision_ids.user_id | approval.decision_ids.target_user_ids \
                | approval.previous_id.participant_ids
            if user not in involved:
                approval._as_engine().write({'participant_ids': [(3, user.id)]})
