from werkzeug.exceptions import NotFound

from odoo.exceptions import AccessError, MissingError
from odoo.http import Controller, content_disposition, request, route

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class LayoutController(Controller):
    """The printed document for the browser, with the rights of the user who asks."""

    @route("/company_docs/outgoing/<int:document_id>/layout.pdf", type="http", auth="user", readonly=False)
    def outgoing_pdf(self, document_id, download=None, **_arguments):
        document = self._get_record("company.document.outgoing", document_id)
        content = document._make_pdf(log="download" if download else "open")
        return self._respond(content, "application/pdf", document._get_layout_name("pdf"), download)

    @route("/company_docs/outgoing/<int:document_id>/layout.docx", type="http", auth="user", readonly=False)
    def outgoing_docx(self, document_id, **_arguments):
        document = self._get_record("company.document.outgoing", document_id)
        return self._respond(document._make_docx(), DOCX, document._get_layout_name("docx"), True)

    @route("/company_docs/template/<int:template_id>/sample.pdf", type="http", auth="user")
    def template_sample(self, template_id, **_arguments):
        template = self._get_record("company.document.template", template_id)
        return self._respond(template._render_sample(), "application/pdf", "sample.pdf", None)

    def _get_record(self, model, record_id):
        record = request.env[model].browse(record_id)
        try:
            record.check_access("read")
            found = record.exists()
        except (AccessError, MissingError) as error:
            raise NotFound() from error
        if not found:
            raise NotFound()
        return record

    def _respond(self, content, mimetype, name, download):
        headers = [
            ("Content-Type", mimetype), ("Content-Length", str(len(content))), ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Disposition", content_disposition(name, "attachment" if download else "inline"))]
        return request.make_response(content, headers)
