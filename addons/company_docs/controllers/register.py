from odoo import http
from odoo.http import content_disposition, request

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RegisterController(http.Controller):

    @http.route("/company_docs/register/<string:book>/<int:year>.xlsx", type="http", auth="user", readonly=True)
    def download(self, book, year, issuer_id=0, cids="", **_options):
        """Workbook of one register, by the rights of the user."""
        register = request.env["company.document.register"]
        companies = [int(key) for key in cids.split("-") if key.isdigit()]
        if companies:
            register = register.with_context(allowed_company_ids=companies)
        issuer = int(issuer_id) if str(issuer_id).isdigit() else 0
        content = register._make_xlsx(book, year, issuer)
        return request.make_response(content, [
            ("Content-Type", MIMETYPE), ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(f"{book}-{year}.xlsx")), ("Cache-Control", "no-store")])
