import base64
import json
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.company_base.tools.engine import as_engine

from ..engine import sealing
from .company_purchase_sourcing_quote import SCAN_TYPES


class CompanyPurchaseTender(models.Model):
    """Opening: the first opener hands his halves over, the second one's passphrase opens the bids."""

    _inherit = "company.purchase.tender"

    def action_open(self, passphrase):
        """Opener: give the own passphrase; the second of two different openers opens all bids.

        State closed, after the deadline. Returns {"opened": False, "waiting_for": names} after the first one and
        {"opened": True, "valid": n, "invalid": n} after the second one. The passphrase is not kept.
        """
        tender_sudo = self._start_step("open")
        tender_sudo._check_opening()
        opener_sudo = tender_sudo.opener_ids.filtered(lambda opener: opener.user_id == self.env.user)
        if tender_sudo.first_opener_id == self.env.user:
            tender_sudo._refuse_openers(self.env._(
                "%(person)s has given the passphrase already; another opener has to give the second one.",
                person=self.env.user.name), f"twice={self.env.uid}")
            raise UserError(self.env._("%s: two persons open the bids.", tender_sudo.name))
        try:
            if not tender_sudo.first_opener_id:
                return tender_sudo._open_first(opener_sudo, passphrase)
            return tender_sudo._open_second(opener_sudo, passphrase)
        except sealing.WrongPassphrase:
            raise UserError(self.env._(
                "%(tender)s: the passphrase is wrong. If it is lost and no two other openers have theirs, the bids "
                "can't be opened by anybody: declare the tender failed and tender again.",
                tender=tender_sudo.name)) from None

    def _check_opening(self):
        """Not before the deadline, and with enough bidders (PUR-BIDDERS) or an allowed exception."""
        if not self.bid_deadline or fields.Datetime.now() < self.bid_deadline:
            self._refuse_time(self.env._("the bids stay sealed until %(deadline)s.",
                                         deadline=self._format_time(self.bid_deadline)), "early opening")
        wanted = int(self.env["company.control"]._get_value("PUR-BIDDERS", self.company_id))
        count = len(self._get_sealed_bids().partner_id.commercial_partner_id)
        if not count:
            raise UserError(self.env._("%s: no bid came in. Declare the tender failed and tender again.", self.name))
        if count < wanted:
            self.env["company.control"]._enforce("PUR-BIDDERS", self, self.env._(
                "%(count)s bids came in, %(wanted)s are needed. Declare the tender failed and tender again, or have an "
                "exception allowed.", count=count, wanted=wanted), fact=f"bids={count}")
            self._as_engine().write({"few_bidders_allowed": True})

    def _get_openers(self):
        return {opener.id: opener.key for opener in self.opener_ids}

    def _open_first(self, opener, passphrase):
        handed = sealing.hand_over(self.key_shares, opener.id, self._get_openers(), passphrase, self._get_seal_label())
        now = fields.Datetime.now()
        opener._as_engine().write({"opened_on": now})
        self._as_engine().write({
            "handed_shares": handed, "first_opener_id": self.env.uid, "first_opened_on": now})
        self._refresh_todos()
        others = self.opener_ids - opener
        self._message_log(body=self.env._("%s gave the first passphrase.", self.env.user.name))
        return {"opened": False, "waiting_for": ", ".join(others.user_id.mapped("name"))}

    def _open_second(self, opener, passphrase):
        first = self.opener_ids.filtered(lambda other: other.user_id == self.first_opener_id)
        private = sealing.combine(self.key_shares, self.handed_shares, first.id, opener.id, self._get_openers(),
                                  passphrase, self._get_seal_label())
        now = fields.Datetime.now()
        opener._as_engine().write({"opened_on": now})
        self._as_engine().write({"second_opener_id": self.env.uid, "opened_on": now})
        self._set_state("opened")
        for bid in self._get_sealed_bids().filtered(lambda bid: bid.kind == "portal"):
            bid._open_with(private)
        bids = self.bid_ids.filtered(lambda bid: bid.state in ("opened", "invalid"))
        self.env["company.ledger.entry"]._append("purchase.tender_opened", self, {
            "tender": self.name, "openers": [self.first_opener_id.id, self.second_opener_id.id],
            "bids": [{**bid._get_payload(), "amount": bid.amount_total, "state": bid.state,
                      "reason": bid.invalid_reason or ""} for bid in self.bid_ids]})
        self._refresh_todos()
        return {"opened": True, "valid": len(bids.filtered(lambda bid: bid.state == "opened")),
                "invalid": len(bids.filtered(lambda bid: bid.state == "invalid"))}

    def _get_opening_boxes(self):
        """Signature boxes of the opening record: both openers with their times."""
        return [{
            "label": self.env._("Opener"), "name": user.name, "decision": self.env._("Opened"), "opinion": "",
            "time": self._format_time(moment),
        } for user, moment in ((self.sudo().first_opener_id, self.first_opened_on),
                               (self.sudo().second_opener_id, self.opened_on)) if user]

    # ------------------------------------------------------------------
    # Paper envelopes, formal review
    # ------------------------------------------------------------------

    def action_enter_envelope(self, bid_id, lines, files, terms=None):
        """Opener: enter what a paper envelope says, read out at the opening. Returns True.

        State opened. ``lines``, ``files`` and ``terms`` as in ``action_submit_bid``; the first file is the scan.
        """
        tender_sudo = self._start_step("enter_envelope")
        bid_sudo = tender_sudo._get_own_bid(bid_id, "submitted")
        content = {"lines": tender_sudo._check_bid_lines(lines), **tender_sudo._check_bid_terms(terms or {})}
        bid_sudo._take_content(content, tender_sudo._check_bid_files(files))
        tender_sudo._log_bid(bid_sudo)
        return True

    def action_reject_bid(self, bid_id, reason):
        """Opener: a bid fails the formal review. Returns True. States opened and scoring; ``reason``: text."""
        tender_sudo = self._start_step("reject_bid")
        bid_sudo = tender_sudo._get_own_bid(bid_id, "submitted", "opened")
        bid_sudo._make_invalid(self._check_text(reason, self.env._("Say why the bid is invalid.")))
        tender_sudo._log_bid(bid_sudo)
        return True

    def _log_bid(self, bid):
        self.env["company.ledger.entry"]._append("purchase.tender_bid", self, {
            "tender": self.name, **bid._get_payload(), "amount": bid.amount_total, "state": bid.state,
            "reason": bid.invalid_reason or ""})
        self._refresh_todos()


class CompanyPurchaseTenderBid(models.Model):
    """From ciphertext to a quote."""

    _inherit = "company.purchase.tender.bid"

    def _open_with(self, private):
        """Decrypt one bid; whatever is wrong with it makes this bid invalid and not the opening."""
        self.ensure_one()
        try:
            if self._get_digest() != self.digest:
                raise sealing.BrokenSeal
            content = json.loads(sealing.unseal(
                private, base64.b64decode(self.sealed_content), self._get_seal_label("content")))
            files = [self._open_file(private, index, row) for index, row in enumerate(self.sealed_files)]
        except (sealing.BrokenSeal, ValueError, TypeError):
            self._make_invalid(self.env._("the sealed content was changed after it was handed in"))
            return
        try:
            with self.env.cr.savepoint():
                self._take_content(content, files)
        except UserError as error:
            self.invalidate_recordset()
            self._make_invalid(str(error)[:200])

    def _open_file(self, private, index, row):
        sealed = self.env["ir.attachment"].sudo().browse(row["attachment"]).exists().raw or b""
        if sealing.digest(sealed) != row["digest"]:
            raise sealing.BrokenSeal
        head, _separator, raw = sealing.unseal(
            private, sealed, self._get_seal_label(f"file {index}")).partition(b"\n")
        return json.loads(head)["name"], raw

    def _take_content(self, content, files):
        """Keep the content in the open and record it as quote of the case."""
        attachments = self._keep_files(files)
        self._as_engine().write({
            "technical_note": content["technical_note"], "service_note": content["service_note"],
            "remark": content["remark"], "file_ids": [fields.Command.set(attachments.ids)],
            "lead_days": max(line["lead_days"] for line in content["lines"])})
        scan = attachments[:1]
        quote = self.tender_id._record_bid_quote(self, content, scan)
        self._as_engine().write({
            "quote_id": quote.id, "amount_total": self.tender_id._get_landed_total(quote)})
        self._set_state("opened")

    def _keep_files(self, files):
        return as_engine(self.env["ir.attachment"].sudo()).create([{
            "name": name, "raw": raw, "res_model": self._name, "res_id": self.id, "company_id": self.company_id.id,
        } for name, raw in files])

    def _make_invalid(self, reason):
        self._as_engine().write({"invalid_reason": reason})
        self._set_state("invalid")
        self.quote_id._close_quotes("void", reason=reason)


class CompanyPurchaseTenderQuotes(models.Model):
    """The bids as quotes, through the one way that records quotes."""

    _inherit = "company.purchase.tender"

    def _record_bid_quote(self, bid, content, scan):
        case_sudo = self.sourcing_id
        quote_sudo = case_sudo._get_live_quotes().filtered(lambda quote: quote.partner_id == bid.partner_id)[:1]
        quote_sudo = quote_sudo or case_sudo._create_quotes(bid.partner_id)
        until = fields.Date.context_today(self, self.bid_deadline + timedelta(days=self.bid_validity_days))
        values = case_sudo._prepare_answer(quote_sudo, until, content["freight_amount"], content["remark"], False)
        values.update({"quote_received_on": bid.received_on})
        if not (scan.mimetype or "").startswith(SCAN_TYPES):
            raise UserError(self.env._("the first file is no scan of the signed and sealed bid"))
        values.update(case_sudo._prepare_scan(scan))
        lines = [{**line, **({} if content["tax_ids"] is None else {"tax_ids": content["tax_ids"]})}
                 for line in content["lines"]]
        case_sudo._write_answer(quote_sudo, values, lines)
        return quote_sudo

    def _get_landed_total(self, quote):
        """Total of a quote as the comparison of the case sees it: company currency, tax and freight included."""
        cells = self.sourcing_id._get_cells()
        return self.currency_id.round(sum(
            cells[line.sourcing_line_id.id][line.id]["landed"] * line.sourcing_line_id.quantity
            for line in quote.order_line if line.sourcing_line_id))
