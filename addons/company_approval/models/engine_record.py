from odoo import api, models
from odoo.exceptions import AccessError

ENGINE_KEY = 'company_approval_engine'
ENGINE = object()  # compared with `is`: nothing that comes in over RPC can be this object


def is_engine(env):
    """Whether the call was made by the engine itself."""
    return env.context.get(ENGINE_KEY) is ENGINE


class CompanyApprovalRecord(models.AbstractModel):
    """Rows that only the approval engine makes or changes: no right and no superuser mode opens them."""
    _name = 'company.approval.record'
    _description = 'Row of the approval engine'

    def _engine(self):
        """The same rows for the engine: the next create or write is trusted, the ones behind it are not."""
        return self.sudo().with_context(**{ENGINE_KEY: ENGINE})

    def _check_engine(self):
        if not is_engine(self.env):
            raise AccessError(self.env._(
                "%(model)s rows are written by the approval engine only. Use the actions of the approval instead.",
                model=self._description))
        return self.with_context(**{ENGINE_KEY: None})

    @api.model_create_multi
    def create(self, vals_list):
        return super(CompanyApprovalRecord, self._check_engine()).create(vals_list)

    def write(self, vals):
        return super(CompanyApprovalRecord, self._check_engine()).write(vals)

    def unlink(self):
        raise AccessError(self.env._("The history of an approval is kept for ever: %s cannot be deleted.",
                                     self._description))
