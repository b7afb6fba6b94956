from odoo import models

from ..engine import independence


class ResUsers(models.Model):
    _inherit = "res.users"

    def _get_tender_marks(self):
        """{(mark, value)}: what tells that this person is a bidder's own: phone, account, address, e-mail, name."""
        self.ensure_one()
        employees_sudo = self.sudo().with_context(active_test=False).employee_ids
        partner_sudo = self.sudo().partner_id
        identity = {
            "phone": [partner_sudo.phone, *employees_sudo.mapped("work_phone"), *employees_sudo.mapped("mobile_phone"),
                      *employees_sudo.mapped("private_phone")],
            "bank": [account.acc_number for account in employees_sudo.bank_account_ids | partner_sudo.bank_ids],
            "address": ["".join(filter(None, (person.private_city, person.private_street, person.private_street2)))
                        for person in employees_sudo],
            "legal_representative": [self.name, *employees_sudo.mapped("name")],
        }
        mails = [self.login, partner_sudo.email, *employees_sudo.mapped("work_email"),
                 *employees_sudo.mapped("private_email")]
        return independence.marks_of(identity) | {("email", mail.strip().lower()) for mail in mails if mail}


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_mail_marks(self):
        """{('email', address)} of a supplier and its contacts."""
        members_sudo = self.sudo() | self.sudo().commercial_partner_id | self.sudo().commercial_partner_id.child_ids
        return {("email", member.email.strip().lower()) for member in members_sudo if member.email}
