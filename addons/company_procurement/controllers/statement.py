from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import content_disposition, request, route

from odoo.addons.portal.controllers.portal import CustomerPortal


class StatementPortal(CustomerPortal):
    """Statements of the signed-in supplier; the record rules keep everybody else's away."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "statement_count" in counters:
            values["statement_count"] = request.env["company.purchase.statement"].search_count(
                self._get_statement_domain()) if self._may_read_statements() else 0
        return values

    @staticmethod
    def _may_read_statements():
        return request.env["company.purchase.statement"].has_access("read")

    @staticmethod
    def _get_statement_domain():
        return [("partner_id", "child_of", request.env.user.commercial_partner_id.ids),
                ("state", "in", ("sent", "confirmed", "disputed"))]

    def _get_statement(self, statement_id):
        """The statement, if it is addressed to the user's company; AccessError otherwise."""
        statement = request.env["company.purchase.statement"].search(
            [("id", "=", statement_id), *self._get_statement_domain()]) if self._may_read_statements() else None
        if not statement:
            raise AccessError(request.env._("This statement is not addressed to your company."))
        return statement

    @route("/my/statement", type="http", auth="user", website=True)
    def portal_my_statements(self, **kwargs):
        statements = request.env["company.purchase.statement"]
        return request.render("company_procurement.portal_my_statements", {
            **self._prepare_portal_layout_values(), "page_name": "statement",
            "statements": self._may_read_statements() and statements.search(self._get_statement_domain())})

    @route("/my/statement/<int:statement_id>", type="http", auth="user", website=True)
    def portal_my_statement(self, statement_id, problem="", done="", **kwargs):
        try:
            statement = self._get_statement(statement_id)
        except (AccessError, MissingError):
            return request.redirect("/my/statement")
        return request.render("company_procurement.portal_my_statement", {
            **self._prepare_portal_layout_values(), "page_name": "statement", "statement": statement,
            "problem": problem, "done": done})

    @route("/my/statement/<int:statement_id>/answer", type="http", auth="user", website=True, methods=["POST"])
    def portal_statement_answer(self, statement_id, agrees="", text="", amount="", **post):
        try:
            statement = self._get_statement(statement_id)
        except (AccessError, MissingError):
            return request.redirect("/my/statement")
        try:
            with request.env.cr.savepoint():
                statement.action_answer(agrees == "yes", text, self._read_number(amount))
        except UserError as error:
            return self.portal_my_statement(statement_id, problem=str(error))
        return request.redirect(f"/my/statement/{statement_id}?done=1")

    @staticmethod
    def _read_number(text):
        try:
            return float(text.replace(",", "")) if (text or "").strip() else None
        except ValueError:
            raise UserError(request.env._("“%s” is no number.", text)) from None

    @route("/my/statement/<int:statement_id>/pdf", type="http", auth="user")
    def portal_statement_pdf(self, statement_id, **kwargs):
        try:
            statement = self._get_statement(statement_id)
        except (AccessError, MissingError):
            return request.redirect("/my/statement")
        pdf, _kind = request.env["ir.actions.report"].sudo()._render_qweb_pdf(
            "company_procurement.company_purchase_statement_report", statement.ids)
        return request.make_response(pdf, [
            ("Content-Type", "application/pdf"), ("Content-Disposition", content_disposition(f"{statement.name}.pdf"))])
