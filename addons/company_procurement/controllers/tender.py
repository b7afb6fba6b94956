import base64

from odoo.exceptions import AccessError, UserError
from odoo.http import content_disposition, request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

TERMS = ("technical_note", "service_note", "remark")


class TenderPortal(CustomerPortal):
    """Pages of the bidders; every page and every post goes through the doors of company.purchase.tender.bid."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "tender_count" in counters:
            values["tender_count"] = len(self._get_tender_bids().get_my_tenders())
        return values

    def _get_tender_bids(self):
        return request.env["company.purchase.tender.bid"]

    @route("/my/tenders", type="http", auth="user", website=True)
    def portal_my_tenders(self, **kwargs):
        return request.render("company_procurement.portal_my_tenders", {
            **self._prepare_portal_layout_values(), "page_name": "tender",
            "tenders": self._get_tender_bids().get_my_tenders()})

    @route("/my/tenders/<int:tender_id>", type="http", auth="user", website=True)
    def portal_my_tender(self, tender_id, done=None, **kwargs):
        return self._render_tender(tender_id, done=done)

    def _render_tender(self, tender_id, problem="", entered=None, done=None):
        try:
            tender = self._get_tender_bids().get_my_tender(tender_id)
        except AccessError:
            return request.redirect("/my/tenders")
        return request.render("company_procurement.portal_my_tender", {
            **self._prepare_portal_layout_values(), "page_name": "tender", "tender": tender, "problem": problem,
            "entered": entered or {}, "done": done})

    @route("/my/tenders/<int:tender_id>/bid", type="http", auth="user", website=True, methods=["POST"])
    def portal_tender_bid(self, tender_id, **post):
        return self._take_tender_step(tender_id, lambda: self._submit_tender_bid(tender_id, post), "bid", post)

    @route("/my/tenders/<int:tender_id>/withdraw", type="http", auth="user", website=True, methods=["POST"])
    def portal_tender_withdraw(self, tender_id, **post):
        bids = self._get_tender_bids()
        return self._take_tender_step(tender_id, lambda: bids.action_withdraw_bid(tender_id), "withdrawn", post)

    @route("/my/tenders/<int:tender_id>/ask", type="http", auth="user", website=True, methods=["POST"])
    def portal_tender_ask(self, tender_id, question="", **post):
        questions = request.env["company.purchase.tender.question"]
        return self._take_tender_step(tender_id, lambda: questions.action_ask(tender_id, question), "asked", post)

    def _take_tender_step(self, tender_id, step, done, post):
        """Take a step; a refusal comes back on the page with everything that was entered."""
        try:
            with request.env.cr.savepoint():
                step()
        except UserError as error:
            entered = {key: value for key, value in post.items() if isinstance(value, str)}
            return self._render_tender(tender_id, problem=str(error), entered=entered)
        return request.redirect(f"/my/tenders/{tender_id}?done={done}")

    def _submit_tender_bid(self, tender_id, post):
        tender = self._get_tender_bids().get_my_tender(tender_id)
        lines = [{
            "sourcing_line_id": line["id"],
            "price_unit": self._read_tender_number(post.get(f"price_{line['id']}")),
            "lead_days": int(self._read_tender_number(post.get(f"days_{line['id']}"))),
        } for line in tender["lines"]]
        uploads = [request.httprequest.files.get("scan"), *request.httprequest.files.getlist("files")]
        files = [{"name": upload.filename, "data": base64.b64encode(upload.read()).decode()}
                 for upload in uploads if upload and upload.filename]
        if not uploads[0] or not uploads[0].filename:
            files = []
        terms = {name: post.get(name) or "" for name in TERMS}
        terms["freight_amount"] = self._read_tender_number(post.get("freight_amount"))
        if post.get("tax_id"):
            terms["tax_ids"] = [int(self._read_tender_number(post["tax_id"]))]
        return self._get_tender_bids().action_submit_bid(tender_id, lines, files, terms)

    @staticmethod
    def _read_tender_number(text):
        try:
            return float((text or "0").replace(",", "").strip() or 0)
        except ValueError:
            raise UserError(request.env._("“%s” is no number.", text)) from None

    @route("/my/tenders/<int:tender_id>/document/<int:attachment_id>", type="http", auth="user")
    def portal_tender_document(self, tender_id, attachment_id, **kwargs):
        try:
            document_sudo = self._get_tender_bids()._get_document(tender_id, attachment_id)
        except AccessError:
            return request.redirect("/my/tenders")
        return request.make_response(document_sudo.raw or b"", [
            ("Content-Type", "application/octet-stream"), ("X-Content-Type-Options", "nosniff"),
            ("Content-Disposition", content_disposition(document_sudo.name))])

    @route("/my/tenders/<int:tender_id>/notice", type="http", auth="user")
    def portal_tender_notice(self, tender_id, **kwargs):
        try:
            pdf = self._get_tender_bids()._get_notice(tender_id)
        except AccessError:
            return request.redirect("/my/tenders")
        return request.make_response(pdf, [("Content-Type", "application/pdf"),
                                           ("Content-Disposition", content_disposition(f"{tender_id}.pdf"))])

    @route("/tenders", type="http", auth="public", website=True, sitemap=True)
    def tender_notices(self, **kwargs):
        return request.render("company_procurement.tender_notices", {
            "notices": request.env["company.purchase.tender"]._get_notices()})
