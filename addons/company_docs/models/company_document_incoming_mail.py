from odoo import Command, api, fields, models
from odoo.tools.mail import email_normalize, html2plaintext, parse_contact_from_email

SUMMARY_LENGTH = 2000


class CompanyDocumentIncoming(models.Model):
    """Intake by e-mail: a draft for the office to register, never more (R6 §5.8.1.1 电子版承送至综合部)."""

    _inherit = "company.document.incoming"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Make a draft of a mail to the company's address.

        Only the company is taken from the address' defaults; everything else comes from the mail, and nothing of it
        counts as signed, sealed or registered.
        """
        if not self.env.su:     # the gateway runs as superuser; another caller needs the right to enter papers
            self.check_access("create")
        company = self.env["res.company"].sudo().browse((custom_values or {}).get("company_id")).exists()
        company = company or self.env.company
        email_from = msg_dict.get("email_from") or ""
        unit = self._find_sender(email_from, company)
        name, address = parse_contact_from_email(email_from)
        root = self.with_user(self.env.ref("base.user_root")).with_company(company)
        document = root._as_engine().create({
            "title": (msg_dict.get("subject") or "").strip() or self.env._("Mail without subject"),
            "company_id": company.id,
            "medium": "email",
            "received_by_id": False,
            "received_on": fields.Datetime.now(),
            "source_partner_id": unit.id,
            "source_name": unit.display_name or name or address or email_from,
            "summary": html2plaintext(msg_dict.get("body") or "")[:SUMMARY_LENGTH],
        })
        document._open_step("register", document._get_office_users())
        return document.with_env(self.env)

    @api.model
    def _find_sender(self, email_from, company):
        """The unit a mail comes from: a document unit before its people, a contact's company before himself."""
        email = email_normalize(email_from)
        if not email:
            return self.env["res.partner"]
        partners = self.env["res.partner"].sudo().search([
            ("email_normalized", "=", email), ("company_id", "in", [company.id, False])])
        units = (partners | partners.commercial_partner_id).filtered("is_document_unit")
        return (units or partners.commercial_partner_id)[:1].sudo(False)

    def _message_post_after_hook(self, message, msg_vals):
        """Attachments of the mail that made a draft are its files."""
        result = super()._message_post_after_hook(message, msg_vals)
        document_sudo = self.sudo()
        if message.message_type == "email" and document_sudo.state == "draft" and not document_sudo.name:
            files = message.sudo().attachment_ids - document_sudo.file_ids
            if files:
                document_sudo._as_engine().write({"file_ids": [Command.link(file.id) for file in files]})
        return result
