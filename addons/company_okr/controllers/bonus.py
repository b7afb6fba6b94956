from odoo import http
from odoo.http import content_disposition, request

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MODELS = {"session": "company.okr.grading", "cycle": "company.okr.cycle"}


class BonusController(http.Controller):

    @http.route("/company_okr/bonus/<string:kind>/<int:record_id>.xlsx", type="http", auth="user")
    def download(self, kind, record_id, cids="", **_options):
        """Bonus coefficient table of a grading session or a cycle, by the rights of the user; kept in the ledger."""
        if kind not in MODELS:
            raise request.not_found()
        record = request.env[MODELS[kind]].browse(record_id)
        companies = [int(key) for key in cids.split("-") if key.isdigit()]
        if companies:
            record = record.with_context(allowed_company_ids=companies)
        name, content = record._make_bonus_file()
        return request.make_response(content, [
            ("Content-Type", MIMETYPE), ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(f"{name}.xlsx")), ("Cache-Control", "no-store")])
