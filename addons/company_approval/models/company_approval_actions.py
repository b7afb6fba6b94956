from odoo import models


class CompanyApproval(models.Model):
    _inherit = 'company.approval'

    _verbs = ('approve', 'reject', 'return', 'transfer', 'add_signer', 'ask', 'answer', 'copy', 'urge', 'withdraw',
              'restart')

    def action_approve(self, opinion=''):
        """Approve every approval of `self` as the current user: all of them or none. Returns True."""
        raise NotImplementedError

    def action_approve_each(self, opinion=''):
        """Approve one after another; returns {'done': n, 'refused': [[id, name, reason], …]}."""
        raise NotImplementedError

    def action_reject(self, opinion=''):
        """Reject: ends the approval. Returns True."""
        raise NotImplementedError

    def action_return(self, opinion='', to_step=False):
        """Send back to an earlier step (id from trail.return_targets) or, without one, to the requester."""
        raise NotImplementedError

    def action_transfer(self, user_id, opinion=''):
        """Hand my assignment over to another user. Returns True."""
        raise NotImplementedError

    def action_add_signer(self, user_id, position='after', opinion=''):
        """Add a signer 'before' or 'after' my step. Returns True."""
        raise NotImplementedError

    def action_ask(self, user_id, question):
        """Ask somebody; the question and the answer are kept. Returns the id of the question."""
        raise NotImplementedError

    def action_answer(self, text, question_id=False):
        """Answer the open question(s) put to me (or one of them). Returns True."""
        raise NotImplementedError

    def action_copy_to(self, user_ids, opinion=''):
        """Let other users read along (抄送). Returns True."""
        raise NotImplementedError

    def action_urge(self):
        """Remind the approvers who are waited for; limited in frequency. Returns True."""
        raise NotImplementedError

    def action_withdraw(self, reason=''):
        """Requester: take the document back while nobody has decided. Returns True."""
        raise NotImplementedError

    def action_restart(self, reason=''):
        """Begin a new round after the document was changed behind the approval. Returns True."""
        raise NotImplementedError
