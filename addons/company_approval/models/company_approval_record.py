from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.company_base.tools.engine import as_engine, take_mark


class CompanyApprovalRecord(models.AbstractModel):
    """Rows that only the approval engine makes or changes: no right and no superuser mode opens them."""
    _name = 'company.approval.record'
    _description = 'Row of the Approval Engine'

    def _as_engine(self):
        """The same rows for the engine: the next create or write is trusted, the ones behind it are not."""
        return as_engine(self.sudo())

    @api.model_create_multi
    def create(self, vals_list):
        trusted, self = take_mark(self)
        if not trusted:
            self._refuse_change()
        clean = {key: value for key, value in self.env.context.items() if not key.startswith('default_')}
        return super(CompanyApprovalRecord, self.with_context(clean)).create(vals_list)

    def write(self, vals):
        trusted, self = take_mark(self)
        if not trusted:
            self._refuse_change()
        return super(CompanyApprovalRecord, self).write(vals)

    def unlink(self):
        raise AccessError(self.env._("The history of an approval is kept for ever: “%s” rows cannot be deleted.",
                                     self._description))

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=''):
        self._refuse_change()

    def _refuse_change(self):
        raise AccessError(self.env._(
            "“%(model)s” rows are written by the approval engine only: use the buttons of the approval.",
            model=self._description))
