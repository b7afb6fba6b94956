from odoo import models
from odoo.exceptions import UserError


class CompanyCustodyMixin(models.AbstractModel):
    _inherit = "company.custody.mixin"

    def _check_custody(self, holder, reason):
        """Whoever holds a seal or certificate works here and can sign for it."""
        super()._check_custody(holder, reason)
        holder = holder.sudo()
        if not holder.active or not holder.user_id.active:
            raise UserError(self.env._(
                "%(holder)s can't hold a seal or certificate: he needs an active employee record with a user, so "
                "that he signs and uses it himself (R11 §一.7).", holder=holder.name))
