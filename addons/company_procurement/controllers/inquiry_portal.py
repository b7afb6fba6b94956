import base64

from odoo import fields, http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import content_disposition, request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

LINE_FIELDS = ("price_unit", "quantity", "tax_id", "date_planned", "remark")


class InquiryPortal(CustomerPortal):
    """Inquiries of suppliers on the portal. Every door hands over to the public methods of ``purchase.order``."""

    # ------------------------------------------------------------------
    # Standard portal
    # ------------------------------------------------------------------

    def _document_check_access(self, model_name, document_id, access_token=None):
        """Quotes of cases have no page of the standard portal: no token opens, accepts or re-dates them."""
        document_sudo = super()._document_check_access(model_name, document_id, access_token=access_token)
        if model_name == "purchase.order" and document_sudo.is_quote:
            raise AccessError(request.env._("This inquiry does not exist, or was sent to another supplier."))
        return document_sudo

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "inquiry_count" in counters:
            domain = self._get_inquiry_domain() + self._get_inquiry_filters()["open"]["domain"]
            values["inquiry_count"] = request.env["purchase.order"].sudo().search_count(domain)
        return values

    # ------------------------------------------------------------------
    # List
    # ------------------------------------------------------------------

    def _get_inquiry_domain(self):
        user = request.env.user
        partner = user.partner_id.sudo().commercial_partner_id if user._is_portal() else user.browse().partner_id
        return [("is_quote", "=", True), ("quote_status", "!=", False), ("partner_id", "child_of", partner.ids)]

    def _get_inquiry_filters(self):
        now = fields.Datetime.now()
        running = [
            "&", ("quote_status", "in", ("invited", "received", "sealed")),
            "|", "&", ("sourcing_id.state", "=", "compared"), ("quote_revision_deadline", ">", now),
            "&", ("sourcing_id.state", "=", "inquiry"),
            "|", ("sourcing_id.inquiry_deadline", "=", False), ("sourcing_id.inquiry_deadline", ">", now)]
        answered = [("quote_status", "in", ("received", "sealed", "declined"))]
        won = [("quote_result", "in", ("awarded", "partly"))]
        labels = {"open": request.env._("To Answer"), "answered": request.env._("Answered"),
                  "won": request.env._("Won"), "all": request.env._("All")}
        domains = {"open": running, "answered": answered, "won": won, "all": []}
        return {key: {"label": labels[key], "domain": domain} for key, domain in domains.items()}

    @http.route(["/my/inquiries", "/my/inquiries/page/<int:page>"], type="http", auth="user", website=True)
    def portal_my_inquiries(self, page=1, filterby="all", sortby="date", search=None, search_in="all", **kw):
        filters = self._get_inquiry_filters()
        sortings = {
            "date": {"label": request.env._("Newest"), "order": "create_date desc, id desc"},
            "deadline": {"label": request.env._("Closing Time"), "order": "date_order desc, id desc"},
            "name": {"label": request.env._("Number"), "order": "name desc, id desc"},
        }
        filterby = filterby if filterby in filters else "all"
        sortby = sortby if sortby in sortings else "date"
        domain = self._get_inquiry_domain() + filters[filterby]["domain"]
        if search:
            domain += ["|", ("name", "ilike", search), ("order_line.name", "ilike", search)]
        quotes_sudo = request.env["purchase.order"].sudo()
        total = quotes_sudo.search_count(domain)
        pager = portal_pager(url="/my/inquiries", total=total, page=page, step=self._items_per_page,
                             url_args={"filterby": filterby, "sortby": sortby, "search": search or ""})
        quotes_sudo = quotes_sudo.search(
            domain, order=sortings[sortby]["order"], limit=self._items_per_page, offset=pager["offset"])
        return request.render("company_procurement.portal_my_inquiries", {
            **self._prepare_portal_layout_values(),
            "quotes": quotes_sudo, "page_name": "inquiry", "pager": pager, "default_url": "/my/inquiries",
            "searchbar_filters": filters, "filterby": filterby, "searchbar_sortings": sortings, "sortby": sortby,
            "searchbar_inputs": {"all": {"input": "all", "label": request.env._("Number or Item")}},
            "search_in": "all", "search": search,
        })

    # ------------------------------------------------------------------
    # One inquiry
    # ------------------------------------------------------------------

    def _get_quote(self, quote_id):
        """The quote and what its supplier may see of it; AccessError for all others, with the same text."""
        quote = request.env["purchase.order"].browse(quote_id)
        return quote, quote.get_portal_inquiry()

    @http.route("/my/inquiries/<int:quote_id>", type="http", auth="user", website=True)
    def portal_my_inquiry(self, quote_id, done=None, **kw):
        try:
            quote, data = self._get_quote(quote_id)
        except (AccessError, MissingError):
            return request.redirect("/my/inquiries")
        quote_sudo = quote.sudo()
        if not quote_sudo.quote_seen_on:
            quote_sudo._as_engine().write({"quote_seen_on": fields.Datetime.now()})
        return self._render_inquiry(data, done=done)

    def _render_inquiry(self, data, done=None, error=None):
        return request.render("company_procurement.portal_my_inquiry", {
            **self._prepare_portal_layout_values(),
            "inquiry": data, "page_name": "inquiry", "done": done, "error": error,
            "to_time": fields.Datetime.to_datetime,
            "figure": lambda value: f"{value:.10g}" if isinstance(value, float) and value else value or "",
            "today": fields.Date.to_string(fields.Date.context_today(request.env.user)),
        })

    def _take(self, quote_id, method, *args, done=None, data_of=None):
        """Call a public method of the quote; a refusal comes back on the page, with what was typed."""
        try:
            quote, data = self._get_quote(quote_id)
        except (AccessError, MissingError):
            return request.redirect("/my/inquiries")
        try:
            with request.env.cr.savepoint():
                getattr(quote, method)(*args)
        except UserError as refusal:
            request.env.invalidate_all()
            return self._render_inquiry({**data, **(data_of or {})}, error=str(refusal))
        return request.redirect(f"/my/inquiries/{quote_id}?done={done}")

    @http.route("/my/inquiries/<int:quote_id>/answer", type="http", auth="user", website=True, methods=["POST"])
    def portal_answer(self, quote_id, step="save", **post):
        values, typed = self._read_form(post)
        if step == "submit":
            values["scan"] = self._read_upload(quote_id)
            return self._take(quote_id, "action_portal_submit_quote", values, done="submit", data_of=typed)
        response = self._take(quote_id, "action_portal_save_draft", values, done="save", data_of=typed)
        if step == "print" and response.status_code == 303:
            return request.redirect(f"/my/inquiries/{quote_id}/form")
        return response

    @http.route("/my/inquiries/<int:quote_id>/decline", type="http", auth="user", website=True, methods=["POST"])
    def portal_decline(self, quote_id, reason="", **post):
        return self._take(quote_id, "action_portal_decline", reason, done="decline")

    @http.route("/my/inquiries/<int:quote_id>/ask", type="http", auth="user", website=True, methods=["POST"])
    def portal_ask(self, quote_id, text="", **post):
        return self._take(quote_id, "action_portal_ask", text, done="ask")

    @http.route("/my/inquiries/<int:quote_id>/extend", type="http", auth="user", website=True, methods=["POST"])
    def portal_extend(self, quote_id, valid_until="", **post):
        return self._take(quote_id, "action_portal_extend_validity", valid_until, done="extend")

    def _read_form(self, post):
        """(values for the model, the same for showing again) from the fields of the page."""
        lines = {}
        for key, value in post.items():
            name, _sep, line_id = key.rpartition("-")
            if name in LINE_FIELDS and line_id.isdigit():
                lines.setdefault(line_id, {})[name] = value
        for line in lines.values():
            for name in ("price_unit", "quantity"):
                line[name] = self._read_float(line.get(name))
            line["tax_id"] = int(line["tax_id"]) if str(line.get("tax_id") or "").isdigit() else 0
        head = {name: post.get(name) or "" for name in ("valid_until", "payment_terms", "remark")}
        head["freight_amount"] = self._read_float(post.get("freight_amount"))
        values = {**head, "lines": [{**line, "sourcing_line_id": int(key)} for key, line in lines.items()]}
        return values, {"answer": {**head, "lines": lines}, "has_draft": False}

    @staticmethod
    def _read_float(text):
        """A number as people type it; other text goes on as it is and is refused by the model."""
        text = (text or "").strip().replace(",", "").replace("，", "")
        try:
            return float(text) if text else 0.0
        except ValueError:
            return text

    def _read_upload(self, quote_id):
        upload = request.httprequest.files.get("scan")
        if not upload or not upload.filename:
            return None
        limit = (request.env["purchase.order"].sudo().browse(quote_id).company_id.purchase_scan_max_mb or 10) * 1024**2
        return {"name": upload.filename, "data": base64.b64encode(upload.stream.read(limit + 1)).decode()}

    # ------------------------------------------------------------------
    # Files
    # ------------------------------------------------------------------

    @http.route("/my/inquiries/<int:quote_id>/form", type="http", auth="user", website=True)
    def portal_form(self, quote_id, **kw):
        """The inquiry form with the figures typed so far, to sign and seal."""
        try:
            quote, data = self._get_quote(quote_id)
        except (AccessError, MissingError):
            return request.redirect("/my/inquiries")
        taxes = {tax["id"]: tax["name"] for tax in data["taxes"]}
        lines = {key: {**line, "tax": taxes.get(line.get("tax_id"), "")}
                 for key, line in data["answer"]["lines"].items()}
        pdf, _kind = request.env["ir.actions.report"].sudo()._render_qweb_pdf(
            "company_procurement.purchase_inquiry_report", quote.ids,
            data={"answer": {**data["answer"], "lines": lines}})
        return request.make_response(pdf, [
            ("Content-Type", "application/pdf"), ("Content-Length", len(pdf)),
            ("Content-Disposition", content_disposition(f"{data['name']}.pdf", "inline"))])

    @http.route("/my/inquiries/<int:quote_id>/document/<int:attachment_id>", type="http", auth="user", website=True)
    def portal_document(self, quote_id, attachment_id, **kw):
        return self._send_file(
            quote_id, lambda quote: quote.sourcing_id.inquiry_document_ids.filtered(
                lambda file: file.id == attachment_id))

    @http.route("/my/inquiries/<int:quote_id>/scan/<int:number>", type="http", auth="user", website=True)
    def portal_scan(self, quote_id, number, **kw):
        return self._send_file(
            quote_id, lambda quote: quote.quote_round_ids.filtered(lambda row: row.number == number).scan_id)

    def _send_file(self, quote_id, get_file):
        try:
            quote, _data = self._get_quote(quote_id)
        except (AccessError, MissingError):
            return request.redirect("/my/inquiries")
        file_sudo = get_file(quote.sudo())
        if not file_sudo:
            return request.not_found()
        return request.env["ir.binary"]._get_stream_from(file_sudo).get_response(as_attachment=True)
