from odoo import fields, models
from odoo.exceptions import UserError


class CompanyPurchaseTender(models.Model):
    """Award and notices."""

    _inherit = "company.purchase.tender"

    def action_award(self, bid_id=False, reason=""):
        """Propose the winner as award of the case. Returns the ids of the case's award rows.

        Buyer of the tender; states ranked and awarded; the prices of the case are verified. ``bid_id``: default the
        first ranked; another valid bid needs a ``reason``. The award is then submitted and approved in the case.
        """
        tender_sudo = self._start_step("award")
        bid_sudo = tender_sudo._get_own_bid(
            bid_id or tender_sudo._get_valid_bids().filtered(lambda bid: bid.rank == 1).id, "opened")
        reason = reason.strip() if isinstance(reason, str) else ""
        if bid_sudo.rank != 1 and not reason:
            self.env["company.control"]._enforce("PUR-RANKED", tender_sudo, self.env._(
                "%(bidder)s is ranked %(rank)s. Propose the first ranked, or give the reason.",
                bidder=bid_sudo.partner_id.name, rank=bid_sudo.rank), fact=f"bid={bid_sudo.id}")
        case = tender_sudo.sourcing_id.sudo(False)
        if tender_sudo.state == "awarded":
            tender_sudo.sourcing_id._void_award()
        text = self.env._("Ranked %(rank)s in tender %(tender)s with %(score)s points. %(reason)s", rank=bid_sudo.rank,
                          tender=tender_sudo.name, score=f"{bid_sudo.total_score:g}", reason=reason).strip()
        tender_sudo._as_engine().write({"winner_bid_id": bid_sudo.id, "award_reason": reason or False})
        award_ids = case.action_award([{"quote_id": bid_sudo.quote_id.id, "reason": text}])
        tender_sudo._set_state("awarded")
        self.env["company.ledger.entry"]._append("purchase.tender_awarded", tender_sudo, {
            "tender": tender_sudo.name, **bid_sudo._get_payload(), "rank": bid_sudo.rank,
            "amount": bid_sudo.amount_total, "reason": reason})
        return award_ids

    def _void_winner(self):
        """The award of the case is void: the tender is ranked, not awarded."""
        awarded = self.sudo().filtered(lambda tender: tender.state == "awarded")
        if awarded:
            awarded._set_state("ranked")
            awarded._as_engine().write({"winner_bid_id": False, "award_reason": False})

    def action_notify(self):
        """Send the award notice to the winner and the result to every other bidder. Returns True.

        Buyer of the tender; state awarded, the award approved in the case.
        """
        tender_sudo = self._start_step("notify")
        if tender_sudo.sourcing_id.approval_state != "approved":
            raise UserError(self.env._(
                "%(tender)s: the award is not approved yet. Submit the award of %(case)s first.",
                tender=tender_sudo.name, case=tender_sudo.sourcing_id.name))
        tender_sudo._set_state("notified")
        tender_sudo._as_engine().write({"notified_on": fields.Datetime.now()})
        for bid_sudo in tender_sudo._get_told_bids():
            tender_sudo._send_notice(bid_sudo)
        now = fields.Datetime.now()
        tender_sudo.bidder_ids.filtered(
            lambda bidder: bidder.partner_id in tender_sudo._get_told_bids().partner_id
        )._as_engine().write({"result_told_on": now})
        self.env["company.ledger.entry"]._append("purchase.tender_notified", tender_sudo, {
            "tender": tender_sudo.name, "winner": tender_sudo.winner_id.id,
            "told": tender_sudo._get_told_bids().partner_id.ids})
        return True

    def _get_told_bids(self):
        return self.bid_ids.filtered(lambda bid: bid.state in ("opened", "invalid"))

    def _send_notice(self, bid):
        won = bid == self.winner_bid_id
        title = self.env._("Award notice: %s", self.display_name) if won else self.env._(
            "Result of tender %s", self.display_name)
        self.message_notify(
            partner_ids=bid.partner_id.ids, subject=title,
            body=self.env._("Your bid was chosen. The notice is attached.") if won else self.env._(
                "Your bid was not chosen. The notice is attached; thank you for taking part."),
            attachments=[(f"{self.name}.pdf", self._render_notice(bid))],
            email_layout_xmlid="mail.mail_notification_light")

    def _get_letter(self, bid):
        """Paragraphs of the notice to one bidder: award, or the result for the others."""
        facts = {
            "tender": self.name, "subject": self.subject, "winner": self.sudo().winner_id.name,
            "deadline": self._format_time(self.bid_deadline), "reason": bid.invalid_reason or "",
            "amount": self.currency_id.format(bid.amount_total), "days": bid.lead_days,
            "buyer": self.sudo().buyer_id.name}
        if bid == self.winner_bid_id:
            return [
                self.env._("In our tender %(tender)s “%(subject)s” your bid was evaluated by the committee, approved "
                           "by our company, and chosen.", **facts),
                self.env._("Bid price: %(amount)s, tax and freight included. Delivery: %(days)s days.", **facts),
                self.env._("Please contact our purchasing department (%(buyer)s) to conclude the contract by the "
                           "tender documents and your bid.", **facts)]
        letter = [
            self.env._("Thank you for taking part in our tender %(tender)s “%(subject)s”.", **facts),
            self.env._("After evaluation by the committee and approval by our company your bid was not chosen. The "
                       "award goes to %(winner)s.", **facts)]
        if bid.state == "invalid":
            letter.append(self.env._("Your bid was not valid: %(reason)s.", **facts))
        return [*letter, self.env._("We hope for your further support and cooperation.")]

    def _render_notice(self, bid):
        report = self.env["ir.actions.report"].sudo()
        pdf, _kind = report._render_qweb_pdf("company_procurement.company_purchase_tender_notice_report", bid.ids)
        return pdf
