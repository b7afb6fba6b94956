import logging

from odoo import api, fields, models

from ..tools.watermark import is_pdf, watermark

_logger = logging.getLogger(__name__)


class CompanyDocumentSecrecy(models.AbstractModel):
    """Watermark of prints and downloads: who got this paper, and when."""

    _inherit = "company.document.secrecy"

    @api.model
    def _get_watermark_text(self):
        """Name and login of the current user and the time in his time zone."""
        moment = fields.Datetime.context_timestamp(
            self.with_context(tz=self.env.user.tz or "Asia/Shanghai"), fields.Datetime.now())
        return f"{self.env.user.name} {self.env.user.login}\n{moment:%Y-%m-%d %H:%M}"

    @api.model
    def _mark_pdf(self, records, content):
        """The PDF ``content`` with the reader's watermark, where the documents behind ``records`` ask for it."""
        if self.env.su and self.env.user._is_superuser() or not is_pdf(content):
            return content
        if not any(documents._needs_watermark() for documents in self._get_documents(records).values()):
            return content
        try:
            return watermark(content, self._get_watermark_text())
        except ValueError as error:
            _logger.warning("No watermark on a file of %s: %s", records, error)
            return content
