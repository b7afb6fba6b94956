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
        trusted, records = take_mark(self)
        if not trusted:
            records._refuse_change()
        clean = {key: value for key, value in records.env.context.items() if not key.startswith('default_')}
        return super(CompanyApprovalRecord, records.with_context(clean)).create(vals_list)

    def write(self, vals):
        trusted, records = take_mark(self)
        if not trusted:
            records._refuse_change()
        return super(CompanyApprovalRecord, records).write(vals)

    def _write_multi(self, vals_list):
        """One UPDATE for all rows of a flush, whichever columns each of them changed."""
        names = {name for vals in vals_list for name in vals}
        for record, vals in zip(self, vals_list, strict=True):
            for name in names - vals.keys():
                try:
                    vals[name] = self._fields[name].get_column_update(record)
                except KeyError:    # not read so far: this row is written by itself
                    break
        return super()._write_multi(vals_list)

    def unlink(self):
        raise AccessError(self.env._("The history of an approval is kept for ever: “%s” rows cannot be deleted.",
                                     self._description))

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=''):
        self._refuse_change()

    def _refuse_change(self):
        raise AccessError(self.env._(
            "“%(model)s” rows are written by the approval engine only: use the buttons of the approval.",
            model=self._description))
