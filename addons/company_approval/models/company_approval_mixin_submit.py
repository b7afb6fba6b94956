import logging

import psycopg2

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import LockError, UserError

from .company_approval_mixin import LOCKED
from .inbox import delivers, inbox_of

_logger = logging.getLogger(__name__)

CONTEXT_KEPT = ('lang', 'tz', 'allowed_company_ids')


def clean_context(records):
    """The same records with nothing of the caller's context that could change what happens."""
    context = records.env.context
    return records.with_context({key: context[key] for key in CONTEXT_KEPT if key in context})


class CompanyApprovalMixin(models.AbstractModel):
    """Submitting and withdrawing."""
    _inherit = 'company.approval.mixin'

    # ------------------------------------------------------------------
    # Refusals
    # ------------------------------------------------------------------

    def _get_submit_refusals(self):
        """{id: reason or False}; documents extend it with what they need to be complete."""
        labels = dict(self._fields['approval_state']._description_selection(self.env))
        refusals = {}
        for document in self.sudo():
            state = document.approval_state
            if state in LOCKED or (state == 'rejected' and not self._approval_resubmit_rejected):
                refusals[document.id] = self.env._("its approval is “%s”, it cannot be submitted again", labels[state])
            elif self.env.user not in document._get_approval_requester() | document.create_uid:
                refusals[document.id] = self.env._(
                    "only the requester (%s) submits it", document._get_approval_requester().name)
            else:
                refusals[document.id] = False
        return refusals

    def _raise_approval_refusals(self, refusals):
        refused = [(document, refusals[document.id]) for document in self if refusals.get(document.id)]
        if refused:
            raise UserError('\n'.join(self.env._("%(record)s: %(reason)s.", record=document.sudo().display_name,
                                                 reason=reason) for document, reason in refused))

    def _lock_documents(self):
        try:
            self.sudo().lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(self.env._("%s is being changed by someone else right now. Please try again in a moment.",
                                       ", ".join(self.sudo().mapped('display_name')))) from error

    # ------------------------------------------------------------------
    # Public
    # ------------------------------------------------------------------

    @delivers
    def action_submit(self):
        """Send the documents into approval. Returns True."""
        documents = clean_context(self)
        documents.sudo().fetch(self._get_approval_columns())
        documents.check_access('write')
        documents._lock_documents()
        documents._raise_approval_refusals(documents._get_submit_refusals())
        for document in documents:
            document._do_submit()
        return True

    def action_withdraw(self, reason=''):
        """Take the documents back while nobody has decided. Returns True."""
        documents = clean_context(self)
        documents.check_access('read')
        documents._raise_approval_refusals({
            document.id: document.sudo().approval_state != 'pending' and self.env._("it is not in approval")
            for document in documents})
        return documents.sudo().approval_id.sudo(False).action_withdraw(reason)

    def action_urge(self):
        """Remind the approvers who are waited for. Returns True."""
        documents = clean_context(self)
        documents.check_access('read')
        documents._raise_approval_refusals({
            document.id: document.sudo().approval_state != 'pending' and self.env._("it is not in approval")
            for document in documents})
        return documents.sudo().approval_id.sudo(False).action_urge()

    # ------------------------------------------------------------------
    # Doing
    # ------------------------------------------------------------------

    def _do_submit(self, kind='submit', reason=''):
        """Freeze route, steps and digest; the first approvers are asked."""
        self.ensure_one()
        Approval = self.env['company.approval'].sudo()
        document_sudo = self.sudo()
        if not document_sudo._approval_required():
            self.env['company.ledger.entry']._append('approval.not_required', document_sudo, {})
            document_sudo._on_approval_submitted(Approval)
            document_sudo._on_approval_approved(Approval)
            return Approval
        facts = self._get_approval_facts()
        route = self.env['company.approval.route']._find_by_facts(self._name, facts, self)
        if not route:
            self._refuse_no_route(facts)
        plan = route._resolve(facts, self)
        self._check_plan(route, plan)
        return Approval._start(self, route, facts, plan, kind, reason)

    def _check_plan(self, route, plan):
        problems = [entry['problem'] for entry in plan if entry['problem']]
        if all(entry['skipped'] for entry in plan):
            problems.append(self.env._("none of its steps applies to this document"))
        if problems:
            reason = self.env._("route “%(route)s”: %(problems)s. The administrators were told; submit it again when "
                                "they have corrected the route, the organisation or the delegation",
                                route=route.name, problems="; ".join(problems))
            self._refuse_for_administrators('APR-NOAPPROVER', reason, self.env._("Approval without approver"))

    def _raise_no_route(self, facts):
        raise UserError(self.env._("%(record)s: %(reason)s", record=self.display_name,
                                   reason=self._get_no_route_reason(facts)))

    def _get_no_route_reason(self, facts):
        return self.env._(
            "no approval route is configured for %(kind)s, amount %(amount)s, category “%(category)s”, department "
            "“%(department)s”. An administrator has to add a route", kind=self.env['ir.model']._get(self._name).name,
            amount=f"{facts['amount']:,.2f}", category=facts['category'] or '-',
            department=facts['department'].sudo().name or '-')

    def _refuse_no_route(self, facts):
        self._refuse_for_administrators('APR-NOROUTE', self._get_no_route_reason(facts),
                                        self.env._("No approval route"))

    def _refuse_for_administrators(self, code, reason, title):
        """Refuse whatever the mode of the control says: without approvers nothing is ever approved by itself."""
        self._tell_administrators_apart(f"{title}: {self.display_name} – {reason}")
        self.env['company.control']._enforce(code, self, reason, fact=reason)
        raise UserError(self.env._("%(record)s: %(reason)s.", record=self.display_name, reason=reason))

    def _tell_administrators_apart(self, name):
        """A to-do for the administrators, in its own transaction: the refused one is rolled back."""
        company_id = self._approval_company().id
        try:
            with self.env.registry.cursor() as cr:
                cr.execute("SET LOCAL lock_timeout = '3s'")
                documents = api.Environment(cr, SUPERUSER_ID, {'lang': self.env.lang})[self._name]
                documents.browse(self.id)._tell_administrators(name, company_id)
        except (psycopg2.Error, psycopg2.pool.PoolError):
            _logger.exception("The administrators could not be told: %s", name)

    def _tell_administrators(self, name, company_id):
        """A to-do on the document, or on its model where the document is not saved yet."""
        record = self.sudo().exists() or self.env['ir.model'].sudo()._get(self._name)
        users = self.env['company.approval']._get_administrators(self.env['res.company'].browse(company_id))
        self.env['company.todo']._open('approval_no_route', record, users, name, company_id=company_id)

    def _end_approval(self, state, reason=''):
        """End the running round without a decision; the document is open again."""
        approval = self.sudo().approval_id
        if approval.state == 'pending':
            approval._close_run(state)
        self._approval_engine().write({'approval_state': 'withdrawn' if state == 'withdrawn' else 'none'})
        return approval

    def _cancel_approval(self, reason=''):
        """For documents that are cancelled: end a running approval, whatever was decided so far."""
        for document in self:
            if document.sudo().approval_state == 'pending':
                approval = document._end_approval('withdrawn', reason)
                approval._log('withdraw', opinion=reason)
            inbox_of(self.env).close('approval_returned', document.sudo())
        return True
