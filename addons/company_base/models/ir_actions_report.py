import gc
import io

from odoo import api, fields, models

from ..tools.pdf import render_pdf


class IrActionsReport(models.Model):
    _inherit = 'ir.actions.report'

    pdf_engine = fields.Selection(
        [('wkhtmltopdf', 'wkhtmltopdf'), ('weasyprint', 'WeasyPrint')], 'PDF Engine', required=True,
        default='wkhtmltopdf',
        help="Program that turns the report into a PDF. The company's forms need WeasyPrint: exact millimetres, "
             "running headers and Chinese line breaking.")

    print_together = fields.Boolean(
        'All Records in One Document',
        help="Print the selected records as one document, such as a register, instead of one document each "
             "(WeasyPrint only).")

    @api.model
    def _get_form_lang(self):
        """Language of the forms: the regulations' own, Chinese; another one only where Chinese is not installed."""
        return 'zh_CN' if self.env['res.lang']._get_data(code='zh_CN') else self.env.lang or 'en_US'

    def _get_readable_fields(self):
        return super()._get_readable_fields() | {'pdf_engine'}

    def report_action(self, docids, data=None, config=True):
        if self.pdf_engine == 'weasyprint':
            config = False      # the forms have their own letterhead, no layout has to be chosen first
        action = super().report_action(docids, data=data, config=config)
        if action.get('type') == 'ir.actions.report':
            action['pdf_engine'] = self.pdf_engine
        return action

    def _pre_render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Standard Odoo renders HTML only while tests run, as wkhtmltopdf would call back; WeasyPrint doesn't."""
        if self._get_report(report_ref).pdf_engine != 'weasyprint':
            return super()._pre_render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        return self._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids), 'pdf'

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report_sudo = self._get_report(report_ref)
        if report_sudo.pdf_engine != 'weasyprint':
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        data = dict(data or {}, report_type='pdf')
        if not res_ids or report_sudo.print_together:
            return {False: {'stream': self._render_form(report_ref, res_ids, data), 'attachment': None}}
        streams = {}
        for record in self.env[report_sudo.model].browse(dict.fromkeys(res_ids)):
            attachment = stream = None
            if report_sudo.attachment and not self.env.context.get('report_pdf_no_attachment'):
                attachment = report_sudo.retrieve_attachment(record)
                if attachment and report_sudo.attachment_use:
                    stream = io.BytesIO(attachment.raw)
            streams[record.id] = {
                'stream': stream or self._render_form(report_ref, record.ids, data), 'attachment': attachment}
        return streams

    def _render_form(self, report_ref, res_ids, data):
        """One document as PDF; every document counts its own pages."""
        content = self.with_context(debug=False)._render_qweb_html(report_ref, res_ids, data=dict(data))[0]
        try:
            return io.BytesIO(render_pdf(self.env, content))
        finally:
            gc.collect()        # WeasyPrint's box trees are cyclic and large
