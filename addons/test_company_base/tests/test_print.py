import base64
import io
from unittest.mock import patch

import pdfplumber

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.company_base.tests.common import CompanyCase
from odoo.addons.company_base.tools import pdf as pdf_tools

REPORT = 'test_company_base.action_report_test_document'


@tagged('post_install', '-at_install')
class TestPrint(CompanyCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.documents = cls.env['company.test.document'].create([
            {'name': f'SG-{number}', 'company_id': cls.company_a.id, 'line_ids': [
                Command.create({'name': f'不锈钢管 {i}'}) for i in range(number)]} for number in (2, 40)])
        cls.Report = cls.env['ir.actions.report'].with_company(cls.company_a)

    def texts(self, content):
        with pdfplumber.open(io.BytesIO(content)) as document:
            return [page.extract_text() for page in document.pages]

    def test_form_language(self):
        """S4: forms are Chinese for everybody, another language only where Chinese is not installed."""
        report = self.Report.with_context(lang='en_US')
        self.assertEqual(report._get_form_lang(), 'zh_CN')
        with patch.object(type(self.env['res.lang']), '_get_data', lambda *args, **kwargs: None):
            self.assertEqual(report._get_form_lang(), 'en_US')

    def test_form(self):
        """S4: a form prints in Chinese on A4 with letterhead, number, page numbers and signature boxes."""
        content, kind = self.Report._render_qweb_pdf(REPORT, self.documents[0].ids)
        self.assertEqual(kind, 'pdf')
        [text] = self.texts(content)
        for part in ('Test Company A', 'SG-2', '材料申购单', '不锈钢管', '同意', '李建国', '2026-03-02 15:40',
                     '第 1 页'):
            self.assertIn(part.replace(' ', ''), text.replace(' ', '').replace('\u3000', ''))
        with pdfplumber.open(io.BytesIO(content)) as document:
            self.assertAlmostEqual(float(document.pages[0].width), 595.28, delta=0.5)
            self.assertAlmostEqual(float(document.pages[0].height), 841.89, delta=0.5)
            page = document.pages[0]
            edges = [float(shape['x1']) for shape in page.rects + page.lines + page.curves]
            self.assertAlmostEqual(max(edges), 595.28 - 18 / 25.4 * 72, delta=1.5, msg="tables end at the margin")

    def test_many_records(self):
        """S4: several records print into one file, each with pages of its own, each kept as its attachment."""
        content, _kind = self.Report._render_qweb_pdf(REPORT, self.documents.ids)
        texts = [text.replace(' ', '').replace('\u3000', '') for text in self.texts(content)]
        self.assertGreaterEqual(len(texts), 3)
        self.assertIn('第1页共1页', texts[0])
        self.assertIn(f'第1页共{len(texts) - 1}页', texts[1])
        self.assertIn('规格型号', texts[2], "the head of the table repeats")
        names = self.env['ir.attachment'].search([('res_model', '=', 'company.test.document')]).mapped('name')
        self.assertEqual(set(names), {'SG-2.pdf', 'SG-40.pdf'})

    def test_html_and_standard_reports(self):
        """S4: the HTML view of a form works; reports of the other engine go their own way."""
        html, kind = self.Report._render_qweb_html(REPORT, self.documents.ids)
        self.assertEqual(kind, 'html')
        self.assertIn('材料申购单'.encode(), html)
        report = self.env.ref(REPORT)
        report.pdf_engine = 'wkhtmltopdf'
        with patch.object(pdf_tools, 'render_pdf', side_effect=AssertionError):
            self.assertEqual(self.Report._render_qweb_pdf(REPORT, self.documents[0].ids)[1], 'html')
        self.assertEqual(report.report_action(self.documents, config=False)['type'], 'ir.actions.report')

    def test_no_network_no_files(self):
        """S4 S7: a printed document loads its database's attachments and static files, nothing else."""
        env = self.env(user=self.employee.user_id)
        for url in ('file:///etc/passwd', 'http://localhost:8069/web/login', 'https://example.com/x.png',
                    'http://169.254.169.254/', 'ftp://localhost/x', 'odoo://host/web/content/1', '/etc/passwd',
                    '/company_base/static/../__manifest__.py', '/company_base/static/%2e%2e/__manifest__.py',
                    '/company_base/security/ir.model.access.csv', '../../etc/passwd'):
            fetcher = pdf_tools._make_fetcher(env)
            full = url if '://' in url else 'odoo://' + '/' + url.lstrip('/')
            with self.subTest(url=url), self.assertRaises(ValueError):
                fetcher.fetch(full)
        secret = self.env['ir.attachment'].create({'name': 'x', 'raw': b'secret', 'res_model': 'res.company',
                                                   'res_id': self.company_b.id})
        with self.assertRaises(ValueError):
            pdf_tools.read_local(env, f'/web/content/{secret.id}')
        own = self.env['ir.attachment'].create({'name': 'x', 'raw': b'fine', 'public': True})
        self.assertEqual(pdf_tools.read_local(env, f'/web/content/{own.id}')[0], b'fine')
        icon = pdf_tools.read_local(env, '/company_base/static/description/icon.png')[0]
        uri = 'data:image/png;base64,' + base64.b64encode(icon).decode()
        self.assertTrue(pdf_tools.render_pdf(env, f'<img src="{uri}"/>').startswith(b'%PDF'))
        with self.assertLogs('weasyprint', 'ERROR'):
            pdf_tools.render_pdf(env, '<img src="file:///etc/hostname"/>')

    def test_engine_missing(self):
        """S4: without WeasyPrint the message says what to install."""
        with patch.dict('sys.modules', {'weasyprint': None}), self.assertRaises(UserError) as catcher:
            self.Report._render_qweb_pdf(REPORT, self.documents[0].ids)
        self.assertIn('libpango', str(catcher.exception))
