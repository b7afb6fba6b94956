import base64
import binascii

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..engine import inquiry

ANSWERING = ("invited", "received", "sealed")
OPEN_CASE = ("inquiry", "compared", "price_checked", "awarded", "approval", "approved")


class PurchaseOrder(models.Model):
    """What a supplier does with his inquiry, on the portal or over RPC: he and nobody else."""

    _inherit = "purchase.order"

    def _get_own_quote_sudo(self):
        """The quote, for a portal user of its supplier; the same refusal for foreign, plain and missing ids."""
        quote_sudo = self.sudo().exists()
        user = self.env.user
        own = len(self) == 1 and quote_sudo.is_quote and user._is_portal() and not user._is_internal() and (
            quote_sudo.partner_id.commercial_partner_id == user.partner_id.sudo().commercial_partner_id)
        if not own:
            raise AccessError(self.env._("This inquiry does not exist, or was sent to another supplier."))
        return quote_sudo.with_company(quote_sudo.company_id)

    def _lock_for_supplier(self):
        """Share the lock of the case with other suppliers: closing and a late answer can't cross."""
        self.env.flush_all()
        self.env.execute_query(SQL(
            "SELECT id FROM company_purchase_sourcing WHERE id = %s FOR SHARE", self.sourcing_id.id))

    def _get_portal_refusal(self):
        """Why the supplier can't answer now; False when he can."""
        case, now = self.sourcing_id, fields.Datetime.now()
        if self.quote_status not in ANSWERING:
            return {
                "declined": self.env._("You declined to quote."),
                "void": self.env._("The inquiry was changed; please answer the new one."),
            }.get(self.quote_status, self.env._("This inquiry was cancelled."))
        if case.state == "compared" and self.quote_revision_deadline:
            return self.quote_revision_deadline <= now and self.env._("The time for a better price is over.")
        if case.state != "inquiry":
            return self.env._("The inquiry is closed.")
        if case.inquiry_deadline and case.inquiry_deadline <= now:
            return self.env._("The closing time is over; answers are not taken any more.")
        return False

    def _check_portal_open(self):
        if reason := self._get_portal_refusal():
            raise UserError(self.env._("%(quote)s: %(reason)s", quote=self.name, reason=reason))

    def action_portal_submit_quote(self, values):
        """Hand in an answer, or a new round of it. Returns {round, received_on, digest}.

        Portal user of the invited supplier, until the closing time (or that of a request for a better price).
        ``values``: {lines: [{sourcing_line_id, price_unit, tax_id?, quantity?, date_planned?, remark?}], valid_until,
        freight_amount?, payment_terms?, remark?, scan: {name, data: base64 of PDF, JPEG or PNG}}. Prices in the
        currency of the inquiry per unit asked for, 0 for “not offered”. In sealed categories the answer is kept
        encrypted until the inquiry is closed; ``digest`` is the receipt (P7, R1 §3.3).
        """
        quote_sudo = self._get_own_quote_sudo()
        quote_sudo._lock_for_supplier()
        quote_sudo._check_portal_open()
        case_sudo = quote_sudo.sourcing_id
        answer, scan = quote_sudo._read_portal_answer(values)
        if case_sudo._takes_sealed(quote_sudo):
            receipt = case_sudo._seal_answer(quote_sudo, answer, scan)
        else:
            case_sudo._take_answer(quote_sudo, answer, scan and case_sudo._keep_scan(**scan))
            receipt = {"round": quote_sudo.quote_round, "digest": quote_sudo.quote_scan_checksum or ""}
        quote_sudo._drop_draft()
        if case_sudo.state == "compared" and not case_sudo.is_sealed:
            quote_sudo._as_engine().write({"quote_revision_deadline": False})
        case_sudo._note(self.env._(
            "%(supplier)s answered on the portal, round %(round)s.", supplier=quote_sudo.partner_id.name,
            round=receipt["round"]))
        return {**receipt, "received_on": fields.Datetime.to_string(fields.Datetime.now())}

    def action_portal_save_draft(self, values):
        """Keep an unfinished answer for later, unreadable for the buyer. Returns True.

        Portal user of the invited supplier while he may answer. ``values`` as for ``action_portal_submit_quote``,
        without the scan and without any obligation.
        """
        quote_sudo = self._get_own_quote_sudo()
        quote_sudo._check_portal_open()
        answer, _scan = quote_sudo._read_portal_answer({**(values or {}), "scan": None}, draft=True)
        quote_sudo._keep_draft(answer)
        return True

    def action_portal_decline(self, reason):
        """Decline to quote. Returns True. Portal user of the invited supplier, before an answer; ``reason``: text."""
        quote_sudo = self._get_own_quote_sudo()
        quote_sudo._lock_for_supplier()
        quote_sudo._check_portal_open()
        if quote_sudo.quote_status != "invited":
            raise UserError(self.env._("%(quote)s was answered already.", quote=quote_sudo.name))
        case_sudo = quote_sudo.sourcing_id
        reason = case_sudo._check_text(reason, self.env._("Please say why you do not quote."))[:500]
        quote_sudo._close_quotes("declined", reason=reason)
        quote_sudo._drop_draft()
        case_sudo._note(self.env._(
            "%(supplier)s declined on the portal: %(reason)s", supplier=quote_sudo.partner_id.name, reason=reason))
        return True

    def action_portal_ask(self, text):
        """Ask the buyer a question; the answer is shown to all invited suppliers. Returns the question's id.

        Portal user of the invited supplier, until the closing time. ``text``: at most 2,000 characters.
        """
        quote_sudo = self._get_own_quote_sudo()
        quote_sudo._check_portal_open()
        text = quote_sudo.sourcing_id._check_text(text, self.env._("Please write your question."))
        return self.env["company.purchase.question"].sudo()._ask(quote_sudo, text[:2000]).id

    def action_portal_extend_validity(self, valid_until):
        """Let a handed-in quote hold longer, at unchanged prices. Returns True: a new round.

        Portal user of the supplier, after closing and before the order; ``valid_until``: a later date.
        """
        quote_sudo = self._get_own_quote_sudo()
        quote_sudo._lock_for_supplier()
        case_sudo = quote_sudo.sourcing_id
        until = quote_sudo._read_date(valid_until, self.env._("Valid until"))
        if quote_sudo.quote_status != "received" or case_sudo.state not in OPEN_CASE:
            raise UserError(self.env._("%(quote)s: the inquiry is over.", quote=quote_sudo.name))
        if not until or until <= (quote_sudo.quote_valid_until or until) or until < fields.Date.context_today(self):
            raise UserError(self.env._("%(quote)s: give a later date.", quote=quote_sudo.name))
        quote_sudo._as_engine().write({
            "quote_valid_until": until, "quote_round": quote_sudo.quote_round + 1,
            "quote_received_on": fields.Datetime.now(), "quote_recorded_by_id": self.env.uid})
        quote_sudo._keep_round()
        case_sudo._refresh_validity_todo()
        case_sudo._note(self.env._(
            "%(supplier)s extended its quote until %(date)s.", supplier=quote_sudo.partner_id.name, date=until))
        return True

    # ------------------------------------------------------------------
    # Scan
    # ------------------------------------------------------------------

    def _read_portal_scan(self, scan):
        """{name, raw, mimetype} of an uploaded scan after a look at its content; None without one."""
        if not scan:
            return None
        limit = self.company_id.purchase_scan_max_mb or 10
        name = str(scan.get("name") or "")[:200] if isinstance(scan, dict) else ""
        try:
            raw = base64.b64decode(scan.get("data") or "", validate=True) if isinstance(scan, dict) else b""
        except (binascii.Error, ValueError, TypeError):
            raw = b""
        if not raw or len(raw) > limit * 1024 * 1024:
            raise UserError(self.env._(
                "The scan is empty or larger than %(limit)s MB.", limit=limit))
        mimetype = inquiry.file_type(name, raw)
        if not mimetype:
            raise UserError(self.env._(
                "“%(name)s” is no scan. Give the signed and sealed quotation as PDF, JPG or PNG.", name=name))
        return {"name": name, "raw": raw, "mimetype": mimetype}
