import psycopg2

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from .company_approval_mixin_submit import clean_context
from .inbox import delivers


class CompanyApproval(models.Model):
    """The front doors. Each one: right and state (`_enter`), what it needs, then `_do_…`."""
    _inherit = 'company.approval'

    _verbs = ('approve', 'reject', 'return', 'transfer', 'add_signer', 'ask', 'answer', 'copy', 'urge', 'withdraw')

    @delivers
    def action_approve(self, opinion=''):
        """Approve every approval of `self` as the current user: all of them or none. Returns True."""
        approvals = self._enter('approve')
        opinion = approvals._check_text(opinion)
        approvals._check_digest()
        for approval in approvals:
            approval._check_requirements(opinion, approval._get_my_seats())
        for approval in approvals:
            approval._do_approve(opinion)
        return True

    def action_approve_each(self, opinion=''):
        """Approve one after another; returns {'done': n, 'refused': [[id, name, reason], …]}."""
        approvals = clean_context(self)
        approvals.check_access('read')
        done, refused = 0, []
        for approval in approvals:
            try:
                with self.env.cr.savepoint():
                    approval.action_approve(opinion)
                done += 1
            except psycopg2.Error as error:
                if isinstance(error, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
                    raise       # the whole request is tried again on the new situation
                refused.append([approval.id, approval.sudo().name, self.env._("The database refused it.")])
            except (UserError, AccessError) as error:
                refused.append([approval.id, approval.sudo().name, str(error.args[0])])
        return {'done': done, 'refused': refused}

    @delivers
    def action_reject(self, opinion=''):
        """Reject: ends the approval (in an n-of-m step it is one vote). The reason is required. Returns True."""
        approval = self._enter_one('reject')
        opinion = approval._check_text(opinion, self.env._("say why you reject it"))
        approval._check_digest()
        approval._do_reject(opinion)
        return True

    @delivers
    def action_return(self, opinion='', to_step=False):
        """Send back to an earlier step (id out of trail.return_targets) or, without one, to the requester."""
        approval = self._enter_one('return')
        opinion = approval._check_text(opinion, self.env._("say why you return it"))
        target = approval._check_return_target(to_step)
        approval._check_digest()
        approval._do_return(opinion, target)
        return True

    @delivers
    def action_transfer(self, user_id, opinion=''):
        """Hand my assignment over to another user. Returns True."""
        approval = self._enter_one('transfer')
        opinion = approval._check_text(opinion)
        approval._do_transfer(approval._check_person(user_id), opinion)
        return True

    @delivers
    def action_add_signer(self, user_id, position='after', opinion=''):
        """Add a signer 'before' (I decide after him) or 'after' (he decides after my step). Returns True."""
        approval = self._enter_one('add_signer')
        opinion = approval._check_text(opinion)
        if position not in ('before', 'after'):
            raise UserError(self.env._("A signer is added “before” or “after” you."))
        approval._do_add_signer(approval._check_person(user_id), position, opinion)
        return True

    @delivers
    def action_ask(self, user_id, question):
        """Ask somebody; the question and the answer are kept. Returns the id of the question."""
        approval = self._enter_one('ask')
        question = approval._check_text(question, self.env._("write the question"))
        return approval._do_ask(approval._check_person(user_id, deciding=False), question).id

    @delivers
    def action_answer(self, text, question_id=False):
        """Answer the open questions put to me (or one of them). Returns True."""
        approval = self._enter_one('answer')
        text = approval._check_text(text, self.env._("write the answer"))
        questions = approval._get_my_questions()
        if question_id:
            questions = questions.filtered(lambda question: question.id == question_id)
            if not questions:
                raise UserError(self.env._("%s: this question is not open, or not put to you.", approval.name))
        approval._do_answer(questions, text)
        return True

    @delivers
    def action_copy_to(self, user_ids, opinion=''):
        """Let other users read along (抄送). Returns True."""
        approval = self._enter_one('copy')
        opinion = approval._check_text(opinion)
        if isinstance(user_ids, int):
            user_ids = [user_ids]
        users = self.env['res.users'].union(
            *(approval._check_person(user_id, deciding=False) for user_id in user_ids or ()))
        if not users:
            raise UserError(self.env._("%s: choose who gets the copy.", approval.name))
        approval._do_copy(users, opinion)
        return True

    @delivers
    def action_urge(self):
        """Remind the approvers who are waited for; limited in frequency. Returns True."""
        for approval in self._enter('urge'):
            approval._do_urge()
        return True

    @delivers
    def action_withdraw(self, reason=''):
        """Requester: take the document back while nobody has decided. Returns True."""
        approvals = self._enter('withdraw')
        reason = approvals._check_text(reason)
        for approval in approvals:
            approval._do_withdraw(reason)
        return True

    @delivers
    def action_restart(self, reason=''):
        """Begin a new round after the document was changed past its lock. Returns True."""
        approval = self._enter_one('restart')
        reason = approval._check_text(reason, self.env._("give the reason"))
        approval._do_restart(reason)
        return True

    # ------------------------------------------------------------------
    # Arguments
    # ------------------------------------------------------------------

    def _enter_one(self, verb):
        self.ensure_one()
        return self._enter(verb)

    def _check_text(self, text, demand=''):
        text = str(text or '').strip()
        if demand and not text:
            raise UserError(self.env._("%(record)s: %(demand)s.", record=", ".join(self.mapped('name')), demand=demand))
        return text

    def _check_person(self, user_id, deciding=True):
        """The user of an argument: active, of this company, and not the requester where he would decide."""
        self.ensure_one()
        approval = self.sudo()
        user = self.env['res.users'].sudo().browse(user_id if type(user_id) is int else 0).exists()
        if not user or not self.env['company.approval.route']._is_available(user, approval.company_id):
            raise UserError(self.env._("%(record)s: choose an active user of %(company)s.", record=approval.name,
                                       company=approval.company_id.name))
        if deciding and user in approval._get_owners() and not approval.allow_self_approval:
            raise UserError(self.env._("%(record)s: nobody approves his own request; %(user)s cannot decide on it.",
                                       record=approval.name, user=user.name))
        if deciding and user in approval.assignment_ids.filtered(lambda seat: seat.state == 'pending').user_id:
            raise UserError(self.env._("%(record)s: %(user)s is asked already.", record=approval.name, user=user.name))
        if not deciding and user == self.env.user:
            raise UserError(self.env._("%s: choose somebody else than yourself.", approval.name))
        return user

    def _check_return_target(self, to_step):
        """The earlier step of an argument; empty: the requester."""
        targets = self._get_return_targets()
        if not to_step:
            return targets.browse()
        target = targets.filtered(lambda step: step.id == to_step)
        if not target:
            raise UserError(self.env._("%(record)s: it can be returned to the requester or to: %(steps)s.",
                                       record=self.name, steps=", ".join(targets.mapped('name')) or '-'))
        return target
