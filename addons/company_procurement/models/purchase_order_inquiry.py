from odoo import api, fields, models

from ..engine import inquiry

MAIL_STATES = [
    ("none", "No E-mail"),
    ("waiting", "Being Sent"),
    ("sent", "Sent"),
    ("failed", "Failed"),
]


class PurchaseOrder(models.Model):
    """The inquiry behind a quote: mail, portal, sealed answer, validity, request for a better price."""

    _inherit = "purchase.order"

    quote_status = fields.Selection(selection_add=[("sealed", "Received, Sealed"), ("declined",)])
    quote_payment_terms = fields.Char("Supplier's Payment Terms", readonly=True, copy=False)
    quote_mail_message_id = fields.Many2one(
        "mail.message", "Invitation", readonly=True, copy=False, index="btree_not_null", ondelete="set null")
    quote_mail_state = fields.Selection(MAIL_STATES, "E-mail", compute="_compute_quote_mail_state")
    quote_seen_on = fields.Datetime("Opened on Portal", readonly=True, copy=False)
    quote_reminder_mark = fields.Integer("Last Reminder (Hours before)", readonly=True, copy=False)
    quote_missing_seal = fields.Boolean("Seal Missing", compute="_compute_quote_seal")
    quote_seal = fields.Selection(
        [("missing", "Seal Missing"), ("attached", "Scan Attached")], "Seal", compute="_compute_quote_seal")
    quote_sealed_on = fields.Datetime(
        "Sealed Answer Received", readonly=True, copy=False, help="Its content opens with the closing of the inquiry.")
    quote_sealed_count = fields.Integer("Sealed Answers", readonly=True, copy=False)
    quote_sealed_opened = fields.Integer("Sealed Answers Opened", readonly=True, copy=False)
    quote_sealed_digest = fields.Char(
        "Digest of the Sealed Answer", readonly=True, copy=False,
        help="SHA-256 of what was handed in; the supplier holds the same figure as receipt.")
    quote_envelope_id = fields.Many2one(
        "ir.attachment", "Picture of the Envelope", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict")
    quote_revision_deadline = fields.Datetime("Better Price until", readonly=True, copy=False)
    quote_revision_message = fields.Text("Request for a Better Price", readonly=True, copy=False)
    quote_expiry = fields.Selection(
        [("valid", "Valid"), ("soon", "Expires Soon"), ("expired", "Expired")], "Validity",
        compute="_compute_quote_expiry", search="_search_quote_expiry")

    @api.depends("quote_mail_message_id.notification_ids.notification_status")
    def _compute_quote_mail_state(self):
        for quote in self:
            states = set(quote.sudo().quote_mail_message_id.notification_ids.mapped("notification_status"))
            if not quote.sudo().quote_mail_message_id:
                quote.quote_mail_state = "none"
            elif states & {"bounce", "exception", "canceled"}:
                quote.quote_mail_state = "failed"
            else:
                quote.quote_mail_state = "waiting" if states & {"ready", "process", "pending"} else "sent"

    @api.depends("quote_status", "quote_scan_id")
    def _compute_quote_seal(self):
        for quote in self:
            received = quote.quote_status == "received"
            quote.quote_missing_seal = received and not quote.quote_scan_id
            quote.quote_seal = received and ("attached" if quote.quote_scan_id else "missing")

    @api.depends("quote_valid_until", "quote_status", "company_id.purchase_validity_reminder_days")
    def _compute_quote_expiry(self):
        today = fields.Date.context_today(self)
        for quote in self:
            known = quote.quote_status == "received" and quote.quote_valid_until
            quote.quote_expiry = known and inquiry.validity(
                quote.quote_valid_until, today, quote.company_id.purchase_validity_reminder_days)

    def _search_quote_expiry(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        last = fields.Date.add(today, days=self.env.company.purchase_validity_reminder_days)
        marks = {
            "expired": [("quote_valid_until", "<", today)],
            "soon": [("quote_valid_until", ">=", today), ("quote_valid_until", "<=", last)],
            "valid": [("quote_valid_until", ">", last)],
        }
        domain = fields.Domain.OR(marks[key] for key in value if key in marks)
        known = fields.Domain([("quote_status", "=", "received"), ("quote_valid_until", "!=", False)]) & domain
        return known | ~fields.Domain([("quote_status", "=", "received"), ("quote_valid_until", "!=", False)]) \
            if False in value else known

    # ------------------------------------------------------------------
    # Way to the portal
    # ------------------------------------------------------------------

    def _compute_access_url(self):
        super()._compute_access_url()
        for quote in self.filtered("is_quote"):
            quote.access_url = f"/my/inquiries/{quote.id}"

    def _get_inquiry_contacts(self):
        """Whom of the supplier we write to: his contacts with a portal user, else the first address he has."""
        self.ensure_one()
        supplier = self.partner_id.commercial_partner_id
        people = supplier | supplier.child_ids | self.partner_id
        with_user = people.filtered(lambda person: person.email and any(
            user.active and user.share for user in person.user_ids))
        return with_user or self.partner_id.filtered("email") or people.filtered("email")[:1]

    def _mail_supplier(self, template_xmlid, with_form=False, **values):
        """Mail each quote's supplier by a template in his language, one message for each; returns {quote: message}.

        Nobody of another supplier is among the recipients, followers don't get a copy.
        """
        template = self.env.ref(template_xmlid, raise_if_not_found=False)
        report_sudo = self.env["ir.actions.report"].sudo()
        sent = {}
        for quote in self.sudo():
            contacts = quote._get_inquiry_contacts()
            if not template or not contacts:
                continue
            lang = contacts[0].lang or quote.company_id.partner_id.lang
            rendered = template.sudo().with_context(template_preview_lang=lang, inquiry=values)._generate_template(
                quote.ids, ["subject", "body_html"])[quote.id]
            attachments = []
            if with_form:
                pdf, _kind = report_sudo._render_qweb_pdf("company_procurement.purchase_inquiry_report", quote.ids)
                attachments = [(f"{quote.name}.pdf", pdf)]
            sent[quote] = quote.with_context(lang=lang, mail_create_nosubscribe=True, mail_post_autofollow=False,
                                             mark_rfq_as_sent=with_form).message_post(
                body=rendered["body_html"], subject=rendered["subject"], partner_ids=contacts.ids,
                attachments=attachments, subtype_xmlid="mail.mt_note", message_type="notification",
                email_layout_xmlid="mail.mail_notification_light")
        return sent

    def _send_inquiry(self, changed=False):
        """Mail the inquiry with its form and the way to the portal."""
        sent = self._mail_supplier("company_procurement.mail_template_inquiry", with_form=True, changed=changed)
        for quote, message in sent.items():
            quote._as_engine().write({"quote_mail_message_id": message.id})

    def action_open_quote(self):
        """Open the quote."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id,
                "views": [(False, "form")]}

    def action_grant_portal_access(self):
        """Give the suppliers of these quotes a portal user. Returns True; see the case's method of the same name."""
        self.check_access("read")
        for case, quotes in self.filtered("is_quote").grouped("sourcing_id").items():
            case.action_grant_portal_access(
                [contact.id for quote in quotes for contact in quote.sudo()._get_inquiry_contacts()])
        return True

    def _close_after_award(self, awards):
        """Tell each supplier his own result; others' prices and names stay out of it."""
        result = super()._close_after_award(awards)
        self.filtered(lambda quote: quote.quote_status == "received" and (
            quote.quote_mail_message_id or quote.quote_seen_on))._mail_supplier(
                "company_procurement.mail_template_inquiry_result")
        return result
