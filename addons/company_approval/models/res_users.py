from odoo import api, fields, models
from odoo.tools import SQL

PERSON = ('partner_id', 'login', 'active', 'share', 'company_id', 'approval_email')
PARTNER = ('name', 'email')


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

    @api.model
    def _load_people(self, user_ids):
        """Read what an approval looks at, of users and of their partners, in one query instead of two wide ones."""
        cached = self._fields['active']._get_cache(self.env)
        missing = tuple(user_id for user_id in {*user_ids, self.env.uid} if user_id and user_id not in cached)
        if not missing:
            return
        partners = self.env['res.partner']
        self.flush_model(PERSON)
        partners.flush_model(PARTNER)
        rows = self.env.execute_query(SQL(
            "SELECT u.id, %s, %s FROM res_users u JOIN res_partner p ON p.id = u.partner_id WHERE u.id IN %s",
            SQL(', ').join(SQL.identifier('u', name) for name in PERSON),
            SQL(', ').join(SQL.identifier('p', name) for name in PARTNER), missing))
        if not rows:
            return
        ids, *columns = zip(*rows, strict=True)
        for name, values in zip(PERSON, columns[:len(PERSON)], strict=True):
            self._fields[name]._insert_cache(self.browse(ids), values)
        for name, values in zip(PARTNER, columns[len(PERSON):], strict=True):
            partners._fields[name]._insert_cache(partners.browse(columns[0]), values)

    def _wants_approval_mail(self):
        self.ensure_one()
        user_sudo = self.sudo()
        return bool(user_sudo.approval_email == 'immediate' and user_sudo.active and user_sudo.email)
