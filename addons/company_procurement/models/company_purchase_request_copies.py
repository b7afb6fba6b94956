import logging

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

COPIES = ("requester", "purchasing", "site")


class CompanyPurchaseRequest(models.Model):
    """The three copies of an approved request (R1 §3.2): printed with their mark, delivered as messages."""

    _inherit = "company.purchase.request"

    def _get_copy_label(self, copy):
        return {
            "requester": self.env._("Copy 1: Requester"),
            "purchasing": self.env._("Copy 2: Purchasing"),
            "site": self.env._("Copy 3: Site"),
        }[copy]

    def _get_copy_partners(self, copy):
        self.ensure_one()
        if copy == "requester":
            return self.requester_id.partner_id
        if copy == "site":
            return self.site_contact_id
        return (self.buyer_id or self._get_dispatchers()).partner_id

    def _trigger_copies(self):
        """Have the copies rendered and delivered right after the transaction, outside of the approver's wait."""
        self._as_engine().write({"copies_sent_on": False})
        self.env.ref("company_procurement.ir_cron_deliver_copies").sudo()._trigger()

    def _deliver_copies(self):
        """Post the copies of one request, each to its reader; may run twice without sending twice."""
        self.ensure_one()
        if self.copies_sent_on or not self.approved_on:
            return
        request = self.with_context(lang=self.env["ir.actions.report"]._get_form_lang())
        for copy in COPIES:
            partners = request._get_copy_partners(copy)
            label = request._get_copy_label(copy)
            request.message_post(
                body=request.env._(
                    "Purchase request %(number)s is approved. %(copy)s", number=request.name, copy=label
                ),
                partner_ids=partners.ids,
                attachments=[(f"{request.name} {label}.pdf".replace("/", "-"), request._render_copy(copy))],
                subtype_xmlid="mail.mt_note",
            )
        self._as_engine().write({"copies_sent_on": fields.Datetime.now()})

    def _render_copy(self, copy):
        report = self.env["ir.actions.report"].sudo()
        content, _kind = report._render_qweb_pdf(
            "company_procurement.company_purchase_request_report", self.ids, data={"copies": [copy]}
        )
        return content

    @api.model
    def _cron_deliver_copies(self, limit=20):
        domain = [
            ("approved_on", "!=", False), ("copies_sent_on", "=", False),
            ("state", "not in", ("draft", "submitted", "rejected", "cancelled")),
        ]
        requests = self.search(domain, limit=limit, order="id")
        remaining = self.search_count(domain) - len(requests)
        for request in requests:
            try:
                with self.env.cr.savepoint():
                    request._deliver_copies()
            except Exception:  # one form that cannot be printed must not hold back the others
                _logger.exception("The copies of purchase request %s could not be delivered", request.name)
            self.env["ir.cron"]._commit_progress(1, remaining=remaining)

    def _get_form_boxes(self):
        """Signature boxes of the printed form: the requester, then everyone who decides; unsigned ones stay empty."""
        self.ensure_one()
        boxes = [{
            "label": self.env._("Requester"), "name": self.requester_id.name, "opinion": "",
            "decision": self.submitted_on and self.env._("Requested"),
            "time": self.company_id._format_local_time(self.submitted_on),
        }, *self._approval_signature_boxes()]
        if len(boxes) == 1:
            boxes.append({"label": self.env._("Head of the Department")})
        return [self._format_box(box) for box in boxes]

    def _format_box(self, box):
        """The box, empty before it is signed."""
        return box if box.get("decision") else {"label": box["label"]}
