from markupsafe import Markup

from odoo import models

from .company_document_mixin import CLASSIFIED


class CompanyDocumentMixin(models.AbstractModel):
    """Messages about classified documents reach their readers only, and leave the system without content."""

    _inherit = "company.document.mixin"

    def _is_classified(self):
        return bool(self) and any(document.secrecy_level >= CLASSIFIED for document in self.sudo())

    def _get_informed_partners(self, partner_ids):
        """Of these partners those whose user is a cleared reader of this document."""
        self.ensure_one()
        document_sudo = self.sudo()
        users = document_sudo.reader_ids.filtered(lambda user: user.partner_id.id in set(partner_ids))
        return (users - document_sudo._get_uncleared(users)).partner_id

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        if not self._is_classified():
            return recipients
        informed = set(self._get_informed_partners([data["id"] for data in recipients if data["id"]]).ids)
        return [data for data in recipients if data["id"] in informed]

    def _notify_thread_by_email(self, message, recipients_data, **kwargs):
        """An e-mail about a classified document says that there is news, and where; it carries no text and no file."""
        if not self._is_classified():
            return super()._notify_thread_by_email(message, recipients_data, **kwargs)
        partner_ids = [data["id"] for data in recipients_data if data["notif"] == "email" and data["id"]]
        if partner_ids:
            name = self._get_masked_name()
            self.env["mail.mail"].sudo().create({
                "subject": name, "recipient_ids": partner_ids, "auto_delete": True,
                "author_id": message.sudo().author_id.id, "email_from": message.sudo().email_from,
                "body_html": Markup("<p>{}</p><p><a href='{}'>{}</a></p>").format(
                    self.env._("There is news on a classified document. Log in to read it."),
                    f"{self.get_base_url()}/odoo/{self._name}/{self.id}", name)})
        return True

    def _notify_thread_by_web_push(self, message, recipients_data, msg_vals=False, **kwargs):
        if not self._is_classified():     # pushes pass through the server of the browser's maker
            super()._notify_thread_by_web_push(message, recipients_data, msg_vals=msg_vals, **kwargs)

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        if not partner_ids or not self._is_classified():
            return super()._message_subscribe(partner_ids, subtype_ids, customer_ids=customer_ids)
        for document in self:
            informed = document._get_informed_partners(partner_ids) if document._is_classified() else None
            super(CompanyDocumentMixin, document)._message_subscribe(
                partner_ids if informed is None else informed.ids, subtype_ids, customer_ids=customer_ids)
        return True
