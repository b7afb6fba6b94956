import base64
import json
import secrets

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import sealed_answer


class CompanyPurchaseSourcing(models.Model):
    """Sealed categories: answers are encrypted from submission until the inquiry is closed (P7).

    The order lines of a sealed quote carry no price, its scan is no attachment: there is nothing to read. Closing
    opens all answers at once, after the closing time or when every supplier asked has answered or declined.
    """

    _inherit = "company.purchase.sourcing"

    is_sealed = fields.Boolean(
        "Sealed Quotes", readonly=True, copy=False,
        help="Set with the first invitation from the category: a later change of the category opens nothing.")
    sealed_count = fields.Integer("Sealed Answers", compute="_compute_sealed_count")

    def _compute_sealed_count(self):
        counts = dict(self.env["purchase.order"].sudo()._read_group(
            [("sourcing_id", "in", self.ids), ("quote_status", "=", "sealed")], ["sourcing_id"], ["__count"]))
        for case in self:
            case.sealed_count = counts.get(case._origin, 0)

    def _takes_sealed(self, quote=None):
        """Whether an answer that comes now is sealed: in the inquiry, and on a quote whose better price is awaited."""
        self.ensure_one()
        awaited = self.state == "compared" and quote and quote.quote_revision_deadline
        return self.is_sealed and (self.state == "inquiry" or bool(awaited))

    def _set_closing_time(self):
        super()._set_closing_time()
        if self.state == "draft":
            mode = self.env["company.control"]._get_mode("PUR-SEALED", self.company_id)
            self._as_engine().write({"is_sealed": self.category_id.sealed_until_close and mode != "off"})

    # ------------------------------------------------------------------
    # Receiving
    # ------------------------------------------------------------------

    def _seal_answer(self, quote, answer, scan):
        """Keep an answer encrypted; returns {round, digest}, the supplier's receipt."""
        if scan:
            scan = {**scan, "raw": base64.b64encode(scan["raw"]).decode()}
        # the random number keeps the digest from telling a guessed price
        text = json.dumps({"answer": answer, "scan": scan, "random": secrets.token_hex(16)}, ensure_ascii=False)
        row_sudo = self.env["company.purchase.sealed.answer"].sudo()._keep(quote, text)
        self._mark_sealed(quote, row_sudo.digest, {"quote_sealed_count": row_sudo.number})
        return {"round": row_sudo.number, "digest": row_sudo.digest}

    def _mark_sealed(self, quote, digest, values):
        if self.state == "inquiry":     # a better price leaves the open answer as it is until its own closing
            values = {
                "quote_status": "sealed",
                "quote_supplier_state": quote.partner_id._get_supplier_state(self.company_id),
                "quote_identity": quote.partner_id._get_supplier_identities()[quote.partner_id.id],
                **values,
            }
        quote._as_engine().write({
            "quote_sealed_on": fields.Datetime.now(), "quote_sealed_digest": digest, **values})
        self.env["company.ledger.entry"]._append("purchase.sealed_received", self, {
            "case": self.name, "quote": quote.name, "supplier": quote.partner_id.id, "digest": digest,
            "round": quote.quote_sealed_count})

    def _check_sealed_record(self, quote):
        """PUR-SEALED: in a sealed category nobody types in prices before the closing, better ones neither."""
        if self._takes_sealed(quote):
            self.env["company.control"]._enforce("PUR-SEALED", self, self.env._(
                "quotes stay sealed until the inquiry is closed. Record the unopened envelope of %(supplier)s, or let "
                "it answer on the portal.", supplier=quote.partner_id.name), fact=f"partner={quote.partner_id.id}")

    def action_record_envelope(self, partner_id, attachment_id):
        """Record the receipt of an unopened envelope in a sealed category. Returns the id of the quote.

        Buyer of the case; before the closing time of the inquiry or of the better prices. ``partner_id``: supplier;
        ``attachment_id``: picture of the closed envelope, whose SHA-256 is kept. Its content is recorded with
        ``action_record_quote`` after closing and is no late quote then.
        """
        case_sudo = self._start_step("record_envelope")
        partner = self.env["res.partner"].browse(partner_id).exists()
        quote_sudo = case_sudo._get_live_quotes().filtered(lambda quote: partner and quote.partner_id == partner)[:1]
        if not case_sudo._takes_sealed(quote_sudo):
            raise UserError(self.env._(
                "%(case)s: nothing is sealed now; record the quote itself.", case=case_sudo.name))
        deadline = quote_sudo._get_portal_deadline() if quote_sudo else case_sudo.inquiry_deadline
        if deadline and deadline <= fields.Datetime.now():
            raise UserError(self.env._(
                "%(case)s: the closing time is over; a late quote is recorded with its reason after closing.",
                case=case_sudo.name))
        wanted = ("invited", "sealed") if case_sudo.state == "inquiry" else ("received",)
        if quote_sudo.quote_status not in wanted or quote_sudo._has_unopened_answer():
            raise UserError(self.env._(
                "%(case)s: name a supplier that was asked and has not answered on the portal.", case=case_sudo.name))
        values = case_sudo._prepare_scan(self._get_readable_attachment(attachment_id))
        picture_sudo = self.env["ir.attachment"].sudo().browse(values["quote_scan_id"])
        case_sudo._mark_sealed(
            quote_sudo, sealed_answer.digest(picture_sudo.raw), {"quote_envelope_id": picture_sudo.id})
        case_sudo._note(self.env._("Unopened envelope of %s received.", partner.name))
        return quote_sudo.id

    # ------------------------------------------------------------------
    # Opening
    # ------------------------------------------------------------------

    def _do_close_inquiry(self):
        """Sealed answers open with the closing, never before."""
        sealed = self._get_live_quotes().filtered(lambda quote: quote.quote_status == "sealed")
        if sealed:
            self._check_opening(sealed)
            self._open_sealed_answers(sealed)
        result = super()._do_close_inquiry()
        self._mark_revision_over()
        return result

    def _check_opening(self, sealed):
        """Refuse to open before the closing time while a supplier may still answer."""
        waiting = self._get_live_quotes().filtered(lambda quote: quote.quote_status == "invited")
        if waiting and not (self.inquiry_deadline and self.inquiry_deadline <= fields.Datetime.now()):
            raise UserError(self.env._(
                "%(case)s: %(count)s sealed answers open at the closing time %(time)s, or when %(suppliers)s has "
                "answered or declined as well.", case=self.name, count=len(sealed),
                time=self.inquiry_deadline and fields.Datetime.context_timestamp(self, self.inquiry_deadline).strftime(
                    "%Y-%m-%d %H:%M") or "-", suppliers=", ".join(waiting.partner_id.mapped("name"))))

    def _open_sealed_answers(self, quotes):
        rows_sudo = self.env["company.purchase.sealed.answer"].sudo().search([("quote_id", "in", quotes.ids)])
        opened = []
        for quote in quotes:
            for row_sudo in rows_sudo.filtered(lambda row, quote=quote: row.quote_id == quote
                                               and row.number > quote.quote_sealed_opened):
                self._open_sealed_answer(quote, row_sudo)
                opened.append({"quote": quote.name, "supplier": quote.partner_id.id, "round": row_sudo.number,
                               "digest": row_sudo.digest, "received_on": fields.Datetime.to_string(
                                   row_sudo.received_on), "matches": True})
            if quote.quote_envelope_id and quote.quote_status == "sealed":
                opened.append({"quote": quote.name, "supplier": quote.partner_id.id, "envelope": True,
                               "digest": quote.quote_sealed_digest})
        self.env["company.ledger.entry"]._append(
            "purchase.sealed_opened", self, {"case": self.name, "answers": opened})
        self._note(self.env._("%s sealed answers opened.", len(opened)))

    def _open_sealed_answer(self, quote, row):
        content = json.loads(row._open_content())
        scan = content["scan"] and self._keep_scan(
            content["scan"]["name"], base64.b64decode(content["scan"]["raw"]), content["scan"]["mimetype"])
        supplier_side = self.with_user(row.submitted_by_id).sudo()
        stamp = {"quote_received_on": row.received_on, "quote_sealed_opened": row.number}
        if self.state == "inquiry":
            stamp.update(quote_supplier_state=quote.quote_supplier_state, quote_identity=quote.quote_identity)
        supplier_side._take_answer(
            quote.with_user(row.submitted_by_id).sudo(), content["answer"], scan, False, **stamp)

    def _mark_revision_over(self):
        self._get_live_quotes().filtered("quote_revision_deadline")._as_engine().write(
            {"quote_revision_deadline": False})

    def _note(self, text):
        """A note in the case's chatter by the system: a supplier never becomes its author or follower."""
        self.message_post(body=text, author_id=self.env.ref("base.partner_root").id, subtype_xmlid="mail.mt_note",
                          message_type="notification")
