from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from .company_purchase_tender import DEAD


class CompanyPurchaseTender(models.Model):
    """A running tender: notices, deadline, paper envelopes, closing, failing and starting again."""

    _inherit = "company.purchase.tender"

    # ------------------------------------------------------------------
    # Notices
    # ------------------------------------------------------------------

    def _format_time(self, moment):
        """In the time of the company, for notices and refusals."""
        zone = self.company_id.resource_calendar_id.tz or self.env.user.tz or "Asia/Shanghai"
        return format_datetime(self.env, moment, tz=zone, dt_format="yyyy-MM-dd HH:mm") if moment else "-"

    def _get_bidder_url(self):
        return f"{self.get_base_url()}/my/tenders/{self.id}"

    def _tell_bidders(self, subject, body, partners=None):
        """One message for each bidder, so that nobody learns the others' names."""
        for partner in self.bidder_ids.partner_id if partners is None else partners:
            self.sudo().message_notify(
                partner_ids=partner.ids, subject=subject, body=body, email_layout_xmlid="mail.mail_notification_light")
        now = fields.Datetime.now()
        self.bidder_ids.filtered(lambda bidder: not bidder.invited_on)._as_engine().write({"invited_on": now})
        self._message_log(body=f"{subject}: {body}")

    # ------------------------------------------------------------------
    # Deadline
    # ------------------------------------------------------------------

    def action_extend(self, bid_deadline, reason):
        """Move the deadline of the bids forward; every bidder is told. Returns True.

        Buyer of the tender; state published, before the deadline. ``bid_deadline``: datetime (UTC) later than the
        one in force; ``reason``: text.
        """
        tender_sudo = self._start_step("extend")
        reason = self._check_text(reason, self.env._("Say why the deadline moves."))
        target = fields.Datetime.to_datetime(bid_deadline)
        if tender_sudo.bid_deadline <= fields.Datetime.now():
            tender_sudo._refuse_time(self.env._("the deadline has passed and is not moved any more."), "passed")
        if not target or target <= tender_sudo.bid_deadline:
            tender_sudo._refuse_time(self.env._(
                "a deadline only moves forward; bids are taken until %(deadline)s at least.",
                deadline=tender_sudo._format_time(tender_sudo.bid_deadline)), "backward")
        tender_sudo._approval_engine().write({"bid_deadline": target})
        self.env["company.ledger.entry"]._append("purchase.tender_extended", tender_sudo, {
            "tender": tender_sudo.name, "deadline": target, "reason": reason})
        tender_sudo._tell_bidders(
            tender_sudo.env._("Deadline of tender %s", tender_sudo.display_name),
            self.env._("Bids are taken until %(deadline)s. %(reason)s", reason=reason,
                       deadline=tender_sudo._format_time(target)))
        return True

    def _refuse_time(self, reason, fact):
        self.env["company.control"]._enforce("PUR-BIDTIME", self, reason, fact=fact)
        raise UserError(self.env._("%(record)s: %(reason)s", record=self.name, reason=reason))

    # ------------------------------------------------------------------
    # Paper envelopes
    # ------------------------------------------------------------------

    def action_register_envelope(self, partner_id, receipt_number, sealed):
        """Register a paper envelope that was handed in. Returns the id of the bid.

        Buyer of the tender; state published. ``partner_id``: the bidder; ``receipt_number``: of the receipt given;
        ``sealed``: whether the envelope is sealed and undamaged. An envelope after the deadline, or one that is not
        sealed, is registered as refused and handed back.
        """
        tender_sudo = self._start_step("envelope")
        number = self._check_text(receipt_number, self.env._("Give the number of the receipt."))
        partner_sudo = tender_sudo.bidder_ids.partner_id.filtered(lambda partner: partner.id == partner_id)
        if not partner_sudo:
            raise UserError(self.env._("%s: only an invited supplier hands in an envelope.", tender_sudo.name))
        bids_sudo = self.env["company.purchase.tender.bid"].sudo()
        late = fields.Datetime.now() >= tender_sudo.bid_deadline
        if bids_sudo._get_live_bid(tender_sudo, partner_sudo) and not late:
            raise UserError(self.env._("%(tender)s: %(bidder)s has handed in a bid already.", tender=tender_sudo.name,
                                       bidder=partner_sudo.name))
        bid_sudo = bids_sudo._as_engine().create({
            "tender_id": tender_sudo.id, "partner_id": partner_sudo.id, "kind": "paper", "receipt_number": number,
            "received_on": fields.Datetime.now(), "received_by_id": self.env.uid, "envelope_sealed": bool(sealed),
            "state": "submitted" if sealed and not late else "late",
            "invalid_reason": False if sealed and not late else
            self.env._("handed in after the deadline") if late else self.env._("the envelope was not sealed"),
            "state_changed_on": fields.Datetime.now(), "state_changed_by_id": self.env.uid})
        bid_sudo._as_engine().write({"digest": bid_sudo._get_digest()})
        return bid_sudo.id

    def action_return_envelope(self, bid_id, reason):
        """Hand a paper envelope back unopened at the bidder's wish. Returns True.

        Buyer of the tender; state published, before the deadline. ``reason``: text.
        """
        tender_sudo = self._start_step("envelope")
        bid_sudo = tender_sudo._get_own_bid(bid_id, "submitted")
        reason = self._check_text(reason, self.env._("Say why the envelope is handed back."))
        if bid_sudo.kind != "paper":
            raise UserError(self.env._("%s: an online bid is withdrawn by its bidder.", tender_sudo.name))
        if fields.Datetime.now() >= tender_sudo.bid_deadline:
            tender_sudo._refuse_time(self.env._("the deadline has passed; no bid is taken back any more."), "take back")
        bid_sudo._as_engine().write({"invalid_reason": reason})
        bid_sudo._set_state("withdrawn")
        return True

    # ------------------------------------------------------------------
    # Closing, failing, cancelling, tendering again
    # ------------------------------------------------------------------

    def action_close(self):
        """Close a tender whose deadline has passed; the scheduler does it too. Returns the number of bids."""
        tender_sudo = self._start_step("close")
        return tender_sudo._do_close()

    def _do_close(self):
        if fields.Datetime.now() < self.bid_deadline:
            self._refuse_time(self.env._(
                "bids are taken until %(deadline)s; it is not closed before.",
                deadline=self._format_time(self.bid_deadline)), "early close")
        self._as_engine().write({"closed_on": fields.Datetime.now()})
        self._set_state("closed")
        self.env["company.ledger.entry"]._append("purchase.tender_closed", self, {
            "tender": self.name, "bids": [bid._get_payload() for bid in self._get_sealed_bids()]})
        return len(self._get_sealed_bids())

    def _get_sealed_bids(self):
        return self.bid_ids.filtered(lambda bid: bid.state == "submitted")

    @api.model
    def _cron_close(self):
        """Close what is due and end scoring whose time is over, each in its own savepoint; may run twice."""
        now = fields.Datetime.now()
        for tender in self.search([("state", "=", "published"), ("bid_deadline", "<=", now)]):
            tender._try(lambda record: record.sudo()._lock_for_decision() or record.sudo()._do_close())
        due = self.search([("state", "=", "scoring"), ("scoring_deadline", "<=", now)])
        for tender in due.filtered(lambda tender: tender._has_quorum()):
            tender._try(lambda record: record.sudo()._do_close_scoring())

    def _try(self, step):
        try:
            with self.env.cr.savepoint():
                step(self)
        except UserError as error:
            self._message_log(body=str(error))

    def action_fail(self, reason):
        """Declare a tender failed: too few bidders, a lost passphrase, no acceptable bid. Returns True.

        Head of purchasing; states published (after the deadline) to ranked. Sealed bids stay sealed for ever. The
        case waits for a new tender (``action_retender``). ``reason``: text.
        """
        tender_sudo = self._start_step("fail")
        reason = self._check_text(reason, self.env._("Say why the tender failed."))
        if tender_sudo.state == "published" and fields.Datetime.now() < tender_sudo.bid_deadline:
            raise UserError(self.env._("%s still runs. Cancel it instead.", tender_sudo.name))
        tender_sudo._do_end("failed", reason)
        return True

    def action_cancel(self, reason):
        """Cancel a tender before its bids are opened; bidders are told. Returns True. Head of purchasing."""
        tender_sudo = self._start_step("cancel")
        tender_sudo._do_end("cancelled", self._check_text(reason, self.env._("Say why the tender is cancelled.")))
        return True

    def _do_end(self, state, reason):
        told = self.state not in ("draft", "approval", "approved")
        opened = self.opened_on
        self._set_state(state)
        self._as_engine().write({"close_reason": reason})
        if opened:
            self.sourcing_id._release_tender(self, reason)
        self.env["company.ledger.entry"]._append(f"purchase.tender_{state}", self, {
            "tender": self.name, "reason": reason})
        if told:
            self._tell_bidders(
                self.env._("Tender %s has ended", self.display_name),
                self.env._("The tender is over without an award: %s", reason))
        self.sourcing_id._refresh_todos()

    def action_retender(self, bid_deadline):
        """Start a failed tender again with the same plan and a new deadline. Returns the id of the new tender.

        Buyer of the case; state failed. Its plan is approved again and its openers set new passphrases.
        """
        tender_sudo = self._start_step("retender")
        deadline = fields.Datetime.to_datetime(bid_deadline)
        if not deadline or deadline <= fields.Datetime.now():
            raise UserError(self.env._("%s: give a deadline in the future.", tender_sudo.name))
        if tender_sudo.sourcing_id.tender_ids.filtered(lambda tender: tender.state not in DEAD):
            raise UserError(self.env._("%s is tendered again already.", tender_sudo.sourcing_id.name))
        new_sudo = self._create_from_case(
            tender_sudo.sourcing_id, bid_deadline=deadline, previous_id=tender_sudo.id,
            **{name: tender_sudo[name] for name in ("subject", "mode", "scoring_days", "bid_validity_days", "bid_bond",
                                                    "note", "opening_place")})
        new_sudo._copy_plan(tender_sudo)
        new_sudo._refresh_todos()
        return new_sudo.id

    def _copy_plan(self, old):
        def rows(model, records, names):
            self.env[model].sudo()._as_engine().create([
                {"tender_id": self.id, **{name: record[name].id if record._fields[name].relational else record[name]
                                          for name in names}} for record in records])
        rows("company.purchase.tender.bidder", old.bidder_ids, ("partner_id",))
        rows("company.purchase.tender.opener", old.opener_ids, ("user_id",))
        rows("company.purchase.tender.member", old._get_members(), ("user_id", "is_expert"))
        rows("company.purchase.tender.criterion", old.criterion_ids,
             ("sequence", "name", "kind", "method", "weight", "guide"))
