from odoo import models
from odoo.exceptions import UserError


class CompanyApprovalMixin(models.AbstractModel):
    _inherit = "company.approval.mixin"

    def _check_plan(self, route, plan):
        """Nobody without clearance is asked about a classified document (DOC-CLEARANCE)."""
        super()._check_plan(route, plan)
        guard = self.env["company.document.secrecy"]
        if hasattr(self, "_check_reviewers"):
            self._check_reviewers(plan)
        elif self._name in guard._get_restricted_models():
            for documents in guard._get_classified(self):
                documents.with_env(self.env)._check_reviewers(plan)


class CompanyApproval(models.Model):
    """Who takes part in the approval of a document becomes its reader; without clearance nobody takes part."""

    _inherit = "company.approval"

    def _get_secret_document(self):
        """The official document under approval, or the one that what is under approval hangs on (sudo), or None."""
        self.ensure_one()
        guard = self.env["company.document.secrecy"]
        if self.res_model not in guard._get_restricted_models():
            return None
        found = list(guard._get_documents(self._get_document().sudo()).values())
        return found[0][:1] if found and found[0] else None

    def _add_participants(self, users):
        document = self._get_secret_document()
        if document is not None:
            users -= document._get_uncleared(users)
            document.with_env(self.env)._add_readers(users)
        return super()._add_participants(users)

    def _ask(self, step, seats):
        document = self._get_secret_document()
        if document is not None:
            seats -= seats.filtered(lambda seat: document._get_uncleared(seat.user_id))
        return super()._ask(step, seats)

    def _check_person(self, user_id, deciding=True):
        user = super()._check_person(user_id, deciding=deciding)
        document = self._get_secret_document()
        if document is not None and document._get_uncleared(user):
            raise UserError(self.env._(
                "%(document)s: %(user)s has no clearance for it; choose somebody else (DOC-CLEARANCE).",
                document=self.sudo().name, user=user.sudo().name))
        return user

    def _is_mail_due(self):
        """The mail of the result quotes the opinion; of a classified document the to-do list tells."""
        document = self._get_secret_document()
        return super()._is_mail_due() and not (document is not None and document._is_classified())
