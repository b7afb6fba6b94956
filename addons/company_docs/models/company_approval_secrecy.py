from odoo import models
from odoo.exceptions import UserError


class CompanyApprovalMixin(models.AbstractModel):
    _inherit = "company.approval.mixin"

    def _check_plan(self, route, plan):
        """Nobody without clearance is asked about a classified document (DOC-CLEARANCE)."""
        super()._check_plan(route, plan)
        if hasattr(self, "_check_clearance"):
            users = self.env["res.users"].union(*(
                approver["user"] for entry in plan if not entry["skipped"] for approver in entry["approvers"]))
            self._check_clearance(users)


class CompanyApproval(models.Model):
    """Who takes part in the approval of a document becomes its reader; without clearance nobody takes part."""

    _inherit = "company.approval"

    def _get_secret_document(self):
        """The official document under approval (sudo), or None."""
        self.ensure_one()
        if self.res_model not in self.env["company.document.secrecy"]._get_document_models():
            return None
        return self.env[self.res_model].sudo().browse(self.res_id)

    def _add_participants(self, users):
        document = self._get_secret_document()
        if document is not None:
            users -= document._get_uncleared(users)
            document.with_env(self.env)._add_readers(users)
        return super()._add_participants(users)

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
