import base64

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class PortalComplaint(CustomerPortal):
    """Suppliers file complaints on their own inquiries and orders, and read the answers (P24)."""

    @http.route("/my/complaints", type="http", auth="user", website=True)
    def portal_my_complaints(self, **kwargs):
        """The complaints of the signed-in user."""
        complaints = request.env["company.purchase.complaint"].search([], limit=200)
        return request.render("company_procurement.portal_my_complaints", {
            "complaints": complaints, "page_name": "complaints"})

    @http.route("/my/complaints/<int:complaint_id>", type="http", auth="user", website=True)
    def portal_my_complaint(self, complaint_id, **kwargs):
        """One complaint with its answer; who doesn't see it goes back to the list."""
        complaint = request.env["company.purchase.complaint"].browse(complaint_id).exists()
        try:
            if not complaint:
                return request.redirect("/my/complaints")
            complaint.check_access("read")
        except (AccessError, MissingError):
            return request.redirect("/my/complaints")
        return request.render("company_procurement.portal_my_complaint", {
            "complaint": complaint, "page_name": "complaints"})

    @http.route("/my/complaints/new", type="http", auth="user", website=True, methods=["GET", "POST"])
    def portal_new_complaint(self, **post):
        """The form; a complaint that can't be filed shows what is missing and keeps what was written."""
        error = ""
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    complaint_id = self._file_complaint(post)
                return request.redirect(f"/my/complaints/{complaint_id}")
            except (UserError, AccessError) as exception:
                error = str(exception)
        orders = request.env["purchase.order"].search([], limit=100)
        return request.render("company_procurement.portal_new_complaint", {
            "orders": orders, "error": error, "values": post, "page_name": "complaints"})

    def _file_complaint(self, post):
        file, order = post.get("file"), post.get("order_id") or ""
        content = file.read() if hasattr(file, "read") else b""
        files = [{"name": file.filename, "content": base64.b64encode(content).decode()}] if content else []
        return request.env["company.purchase.complaint"].action_file(
            post.get("subject"), post.get("description"), "purchase.order" if order.isdigit() else False,
            int(order) if order.isdigit() else False, bool(post.get("anonymous")), files)
