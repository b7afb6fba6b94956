from odoo import models


class IrActionsReport(models.Model):
    """Prints of documents, and of what hangs on them: rights first, then log and watermark."""

    _inherit = "ir.actions.report"

    def _get_printed(self, report_ref, res_ids):
        """Records that this report prints, checked for the right to read them."""
        report_sudo = self._get_report(report_ref)
        guard = self.env["company.document.secrecy"]
        ids = [res_ids] if isinstance(res_ids, int) else list(res_ids or ())
        if not ids or report_sudo.model not in guard._get_restricted_models():
            return None
        records = self.env[report_sudo.model].browse(ids)
        records.check_access("read")
        return records

    def _note_printed(self, report_ref, records):
        if records and not self.env.user._is_superuser():
            self.env["company.document.secrecy"]._note_access(
                records, "print", self._get_report(report_ref).name or "")

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        records = self._get_printed(report_ref, res_ids)
        content, report_type = super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        if records:
            self._note_printed(report_ref, records)
            if report_type == "pdf":
                content = self.env["company.document.secrecy"]._mark_pdf(records, content)
        return content, report_type

    def _render_qweb_html(self, report_ref, docids, data=None):
        records = self._get_printed(report_ref, docids)
        result = super()._render_qweb_html(report_ref, docids, data=data)
        if records and (data or {}).get("report_type") != "pdf":
            self._note_printed(report_ref, records)
        return result

    def _render_qweb_text(self, report_ref, docids, data=None):
        records = self._get_printed(report_ref, docids)
        result = super()._render_qweb_text(report_ref, docids, data=data)
        self._note_printed(report_ref, records)
        return result
