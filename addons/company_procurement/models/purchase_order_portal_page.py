from odoo import fields, models

from .purchase_order_portal import OPEN_CASE


class PurchaseOrder(models.Model):
    """What a supplier sees of his inquiry; nothing in it comes from another supplier but questions, without names."""

    _inherit = "purchase.order"

    def get_portal_inquiry(self):
        """An inquiry as its supplier sees it. Portal user of the supplier.

        Returns {id, name, company, buyer, deadline and now (UTC), can_answer, refusal, sealed, status, result, lines,
        taxes, answer, rounds, questions, documents, revision, receipt …}: what the page /my/inquiries/<id> shows.
        """
        quote = self._get_own_quote_sudo()
        case = quote.sourcing_id
        refusal = quote._get_portal_refusal()
        return {
            "id": quote.id,
            "name": quote.name,
            "case": case.name,
            "supplier": quote.partner_id.name,
            "company": quote.company_id.name,
            "buyer": {"name": quote.user_id.name or "", "phone": quote.user_id.partner_id.phone or "",
                      "email": quote.user_id.email or ""},
            "currency": quote.currency_id.name,
            "delivery": case.delivery_note or "",
            "note": case.note or "",
            "deadline": fields.Datetime.to_string(quote._get_portal_deadline()) or "",
            "now": fields.Datetime.to_string(fields.Datetime.now()),
            "sealed": case.is_sealed,
            "can_answer": not refusal,
            "refusal": refusal or "",
            "can_decline": not refusal and quote.quote_status == "invited",
            "can_extend": quote.quote_status == "received" and case.state in OPEN_CASE and case.state != "inquiry",
            "status": quote.quote_status,
            "status_label": dict(quote._fields["quote_status"]._description_selection(self.env)).get(
                quote.quote_status, ""),
            "decline_reason": quote.quote_close_reason or "" if quote.quote_status in ("declined", "void") else "",
            "result": quote.quote_result or "",
            "orders": [{"id": order.id, "name": order.name} for order in case.order_ids.filtered(
                lambda order: order.quote_id == quote and order.state == "purchase")],
            "scan_required": quote.company_id.purchase_portal_scan_required,
            "scan_max_mb": quote.company_id.purchase_scan_max_mb,
            "taxes": [{"id": tax.id, "name": tax.name} for tax in quote._get_portal_taxes()],
            **quote._get_portal_parts(case),
        }

    def _get_portal_deadline(self):
        """The time that counts now: of the inquiry, or of the request for a better price."""
        case = self.sourcing_id
        if case.state == "compared" and self.quote_revision_deadline:
            return self.quote_revision_deadline
        return case.inquiry_deadline

    def _get_portal_parts(self, case):
        answer, has_draft = self._get_portal_answer(case)
        return {
            "lines": [{
                "id": line.id, "name": line.description, "specification": line.specification or "",
                "model": line.model_number or "", "quantity": line.quantity, "uom": line.uom_id.name,
                "needed_date": fields.Date.to_string(line.needed_date) or "", "remark": line.remark or "",
            } for line in case.line_ids],
            "answer": answer,
            "has_draft": has_draft,
            "rounds": self._get_portal_rounds(),
            "questions": [{"text": question.text, "answer": question.answer or "",
                           "mine": question.quote_id.partner_id == self.partner_id}
                          for question in case.question_ids
                          if question.state == "answered" or question.quote_id.partner_id == self.partner_id],
            "documents": [{"id": file.id, "name": file.name, "size": file.file_size}
                          for file in case.inquiry_document_ids],
            "revision": {"message": self.quote_revision_message,
                         "deadline": fields.Datetime.to_string(self.quote_revision_deadline)}
            if self.quote_revision_deadline and case.state == "compared" else False,
            "receipt": {"digest": self.quote_sealed_digest or "", "count": self.quote_sealed_count,
                        "received_on": fields.Datetime.to_string(self.quote_sealed_on)}
            if self.quote_status == "sealed" or self._has_unopened_answer() else False,
        }

    def _get_portal_answer(self, case):
        """(figures to begin with, whether they are a saved draft): draft, last open round, or an empty form."""
        draft = self._get_draft() if self.quote_status in ("invited", "received", "sealed") else None
        if draft:
            lines = {str(line["sourcing_line_id"]): line for line in draft["lines"]}
            draft["lines"] = {key: {**line, "tax_id": (line.get("tax_ids") or [0])[0]} for key, line in lines.items()}
            return draft, True
        shown = self.quote_status == "received"
        return {
            "lines": {str(line.sourcing_line_id.id): {
                "price_unit": line.price_unit if shown else 0.0,
                "quantity": line.product_qty if shown else line.sourcing_line_id.quantity,
                "tax_id": line.tax_ids[:1].id or 0,
                "date_planned": fields.Date.to_string(line.date_planned) if shown else fields.Date.to_string(
                    line.sourcing_line_id.needed_date) or "",
                "remark": line.quote_remark or "" if shown else "",
            } for line in self.order_line if line.sourcing_line_id in case.line_ids},
            "valid_until": fields.Date.to_string(self.quote_valid_until) or "" if shown else "",
            "freight_amount": self.freight_amount if shown else 0.0,
            "payment_terms": self.quote_payment_terms or "" if shown else "",
            "remark": self.quote_remark or "" if shown else "",
        }, False

    def _get_portal_rounds(self):
        """Own history: what was handed in and is open."""
        return [{
            "number": row.number, "received_on": fields.Datetime.to_string(row.received_on),
            "amount": row.amount_total, "freight": row.freight_amount, "currency": row.currency_id.name,
            "valid_until": fields.Date.to_string(row.valid_until) or "", "scan": row.scan_id.name or "",
        } for row in self.quote_round_ids]
