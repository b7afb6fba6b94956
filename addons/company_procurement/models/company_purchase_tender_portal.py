from odoo import api, fields, models
from odoo.exceptions import AccessError

from .company_purchase_tender import DEAD
from .company_purchase_tender_bid import OPEN_TO_BIDDERS


class CompanyPurchaseTenderBid(models.Model):
    """What a bidder sees: plain values, nothing of other bidders before the result is told."""

    _inherit = "company.purchase.tender.bid"

    @api.model
    def get_my_tenders(self):
        """Bidder: tenders in which the own company may bid. Returns a list of {id, name, subject, stage, …}."""
        partner_sudo = self._get_bidder()
        if not partner_sudo:
            return []
        tenders_sudo = self.env["company.purchase.tender"].sudo().search([
            ("state", "in", OPEN_TO_BIDDERS), "|", ("bidder_ids.partner_id", "child_of", partner_sudo.id),
            ("mode", "=", "open")])
        return [tender._get_bidder_summary(partner_sudo) for tender in tenders_sudo if tender._is_open_to(partner_sudo)]

    @api.model
    def get_my_tender(self, tender_id):
        """Bidder: everything about one tender: lines, documents, questions, the own bid, the result."""
        tender_sudo, partner_sudo = self._get_bidding(tender_id)
        return {**tender_sudo._get_bidder_summary(partner_sudo), **tender_sudo._get_bidder_details(partner_sudo)}

    @api.model
    def _get_document(self, tender_id, attachment_id):
        """A tender document for its bidder; nothing that is not attached to this very tender."""
        tender_sudo, _partner = self._get_bidding(tender_id)
        document_sudo = tender_sudo._get_public_documents().filtered(lambda document: document.id == attachment_id)
        if not document_sudo:
            raise AccessError(self.env._("There is no such document."))
        return document_sudo

    @api.model
    def _get_notice(self, tender_id):
        """The result notice of the caller's company as PDF."""
        tender_sudo, partner_sudo = self._get_bidding(tender_id)
        bid_sudo = tender_sudo._get_told_bids().filtered(
            lambda bid: bid.partner_id.commercial_partner_id == partner_sudo)[:1]
        if tender_sudo.state != "notified" or not bid_sudo:
            raise AccessError(self.env._("There is no result for your company yet."))
        return tender_sudo._render_notice(bid_sudo)


class CompanyPurchaseTender(models.Model):
    _inherit = "company.purchase.tender"

    def _get_public_documents(self):
        return self.document_ids.filtered(
            lambda document: document.res_model == self._name and document.res_id == self.id
            and document.type == "binary")

    def _takes_bids(self):
        return self.state == "published" and fields.Datetime.now() < self.bid_deadline

    def _get_stage(self):
        """(code, label) of how far a tender is, as bidders are told."""
        if self._takes_bids():
            return "open", self.env._("Bids are taken")
        if self.state in DEAD:
            return "ended", self.env._("Ended without award")
        if self.state == "notified":
            return "result", self.env._("Result")
        return "evaluation", self.env._("Closed, in evaluation")

    def _get_bidder_summary(self, partner_sudo):
        stage, label = self._get_stage()
        bid = self.bid_ids.filtered(lambda row: row.state not in ("replaced", "withdrawn")
                                    and row.partner_id.commercial_partner_id == partner_sudo)[:1]
        return {
            "id": self.id, "name": self.name, "subject": self.subject, "company": self.company_id.name,
            "mode": self.mode, "stage": stage, "stage_label": label, "has_bid": bool(bid),
            "deadline": self._format_time(self.bid_deadline),
            "bid_deadline": fields.Datetime.to_string(self.bid_deadline),
        }

    def _get_bidder_details(self, partner_sudo):
        own = self.bid_ids.filtered(lambda row: row.partner_id.commercial_partner_id == partner_sudo)
        return {
            "note": self.note or "", "bid_bond": self.bid_bond or "", "opening_place": self.opening_place or "",
            "validity_days": self.bid_validity_days,
            "lines": [{
                "id": line.id, "item": line.description, "specification": line.specification or "",
                "model": line.model_number or "", "quantity": line.quantity, "uom": line.uom_id.name,
                "needed_date": fields.Date.to_string(line.needed_date) or "",
            } for line in self.line_ids],
            "criteria": [{"name": row.name, "weight": row.weight, "guide": row.guide or ""}
                         for row in self.criterion_ids],
            "documents": [{"id": row.id, "name": row.name} for row in self._get_public_documents()],
            "questions": [{"question": row.question, "answer": row.answer or "",
                           "mine": row.partner_id == partner_sudo}
                          for row in self.question_ids if row.answer or row.partner_id == partner_sudo],
            "bids": [{"receipt": row.receipt_number or "", "digest": row.digest or "", "state": row.state,
                      "state_label": dict(row._fields["state"]._description_selection(self.env))[row.state]
                      if row.state in ("submitted", "replaced", "withdrawn", "late") or self.state == "notified"
                      else dict(row._fields["state"]._description_selection(self.env))["submitted"],
                      "kind": row.kind, "received_on": self._format_time(row.received_on)}
                     for row in own.sorted("id", reverse=True)],
            "taxes": [{"id": tax.id, "name": tax.name} for tax in self._get_bid_taxes()],
            "result": self._get_bidder_result(own),
        }

    def _get_bidder_result(self, own):
        """Winner and own place, once the results are sent."""
        if self.state != "notified":
            return False
        bid = own.filtered(lambda row: row.state in ("opened", "invalid"))[:1]
        return {
            "winner": self.winner_id.name, "won": bool(bid) and bid == self.winner_bid_id, "took_part": bool(bid),
            "rank": bid.rank, "score": bid.total_score, "invalid_reason": bid.invalid_reason or "",
            "bidders": len(self._get_told_bids()),
        }

    @api.model
    def _get_notices(self):
        """Open notices for everybody: plain values of published tenders of the open way."""
        tenders_sudo = self.sudo().search([("mode", "=", "open"), ("state", "=", "published")])
        return [{
            "id": tender.id, "name": tender.name, "subject": tender.subject, "company": tender.company_id.name,
            "deadline": tender._format_time(tender.bid_deadline), "note": tender.note or "",
            "bid_bond": tender.bid_bond or "",
            "lines": [f"{line.display_name} {line.quantity:g} {line.uom_id.name}" for line in tender.line_ids],
        } for tender in tenders_sudo if tender._takes_bids()]
