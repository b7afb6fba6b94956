from odoo import api, fields, models
from odoo.fields import Domain

from .company_document_mixin import CLASSIFIED


class CompanySealUse(models.Model):
    """Confidentiality at the seal: classified papers are seen by cleared people only, keepers too (R11 §一.7)."""

    _inherit = "company.seal.use"

    is_cleared = fields.Boolean(compute="_compute_is_cleared", search="_search_is_cleared")

    @api.depends("secrecy_level", "company_id")
    @api.depends_context("uid")
    def _compute_is_cleared(self):
        for use in self:
            use.is_cleared = use.secrecy_level < CLASSIFIED or \
                self.env.user._get_clearance(use.company_id) >= use.secrecy_level

    def _search_is_cleared(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("secrecy_level", "<", CLASSIFIED) | self.env["res.users"]._get_clearance_domain()
        return domain if True in value else ~domain

    def _freeze_application(self):
        for use in self:
            use._enforce_cleared()
        return super()._freeze_application()

    def _enforce_cleared(self):
        """DOC-CLEARANCE: whoever puts the seal on a classified paper sees it, so the clearance comes first."""
        use = self.sudo()
        if use.secrecy_level < CLASSIFIED:
            return
        people = use.line_ids.seal_id.holder_user_id | use.requester_id | use.confirmer_id
        uncleared = people.filtered(lambda user: user._get_clearance(use.company_id) < use.secrecy_level)
        if uncleared:
            self.env["company.control"]._enforce("DOC-CLEARANCE", self, self.env._(
                "%(users)s: no clearance for a paper of this class. Let the secrecy officer give it, or hand the seal "
                "to somebody who has it", users=", ".join(uncleared.mapped("name"))),
                fact=",".join(map(str, sorted(uncleared.ids))))
