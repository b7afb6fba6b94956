from odoo import models


class CompanySealUse(models.Model):
    """Sealing a classified paper: whoever takes part is cleared for its class, the keeper included (R6 §5.4)."""

    _name = "company.seal.use"
    _inherit = ["company.seal.use", "company.document.cleared.mixin"]

    def _freeze_application(self):
        for use in self:
            use._check_clearance(use.sudo().line_ids.seal_id.holder_user_id | use.requester_id)
        return super()._freeze_application()


class CompanySealRegister(models.Model):
    """A row that was written while the document was open disappears with it when its class is raised."""

    _name = "company.seal.register"
    _inherit = ["company.seal.register", "company.document.trace.mixin"]
