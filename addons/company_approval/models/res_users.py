from odoo import fields, models


class ResUsers(models.Model):
    _inherit = 'res.users'

    approval_email = fields.Selection([('none', "No e-mail"), ('immediate', "At once")], "Approvals by E-mail",
                                      default='immediate', required=True,
                                      help="Requests, reminders and results of approvals; the to-do list shows them "
                                           "in any case.")

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + ['approval_email']

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + ['approval_email']

    def _wants_approval_mail(self):
        self.ensure_one()
        user_sudo = self.sudo()
        return bool(user_sudo.approval_email == 'immediate' and user_sudo.active and user_sudo.email)
