from odoo import api, fields, models

DISCIPLINE_ROLES = ("internal_audit", "hr_performance", "general_manager", "chairman")


class CompanyPurchaseConfidentialMixin(models.AbstractModel):
    """A document with a thread that tells nobody who can't read it.

    Followers, mentions and mails go to people with the read right only: whoever adds another one adds nobody.
    """

    _name = "company.purchase.confidential.mixin"
    _description = "Confidential Document"
    _inherit = ["mail.thread"]

    def _get_readers(self, partners):
        """Those partners among these whose user may read every record of ``self``."""
        readers = partners.browse()
        for partner in partners:
            users = partner.sudo().user_ids.filtered("active")
            if users and all(self.with_user(user).has_access("read") for user in users):
                readers |= partner
        return readers

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        readers = self._get_readers(self.env["res.partner"].browse(partner_ids or [])).ids
        return super()._message_subscribe(readers, subtype_ids, [])

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Only people who may read the record get its messages."""
        found = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        allowed = set(self._get_readers(self.env["res.partner"].browse([row["id"] for row in found if row["id"]])).ids)
        return [row for row in found if row["id"] in allowed]

    def _message_post_after_hook(self, message, msg_vals):
        """Nobody is named as addressee of a message he must not read."""
        message_sudo = message.sudo()
        outsiders = message_sudo.partner_ids - self._get_readers(message_sudo.partner_ids)
        if outsiders:
            message_sudo.partner_ids -= outsiders
        return super()._message_post_after_hook(message, msg_vals)


class ResCompany(models.Model):
    _inherit = "res.company"

    role_holder_ids = fields.One2many("company.role.holder", "company_id", "Holders of Company Roles")

    def _get_discipline_users(self, *codes):
        """Users who hold one of these roles in the company."""
        self.ensure_one()
        roles = self.env["company.role"].sudo()
        users = self.env["res.users"].sudo()
        for code in codes or DISCIPLINE_ROLES:
            users |= roles._get_users(code, self)
        return users


class CompanyRoleHolder(models.Model):
    """Whoever holds one of the roles of discipline sees its menu; what he reads there is decided by the role itself."""

    _inherit = "company.role.holder"

    def _join_discipline(self):
        users = self.sudo().filtered(lambda holder: holder.role_id.code in DISCIPLINE_ROLES).employee_id.user_id
        group = self.env.ref("company_procurement.group_discipline", raise_if_not_found=False)
        if group and users - group.sudo().user_ids:
            group.sudo().write({"user_ids": [fields.Command.link(user.id) for user in users]})

    @api.model
    def _init_discipline(self):
        """The holders of today, when this part is installed."""
        self.sudo().search([])._join_discipline()

    @api.model_create_multi
    def create(self, vals_list):
        holders = super().create(vals_list)
        holders._join_discipline()
        return holders

    def write(self, vals):
        result = super().write(vals)
        self._join_discipline()
        return result
