import base64
import io

import pypdf

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..engine.layout_paper import Annex, Signature
from ..engine.layout_sample import SENTENCE, get_sample
from .layout_common import MM, RED, LayoutCase, is_dark, is_red, make_address, make_png


@tagged("post_install", "-at_install")
class TestLayoutOther(LayoutCase):
    """Black head (R6 §5.6.2), letter, minutes, annexes, and the layouts that a company changes."""

    def test_black_head(self):
        """D5: black head: margins 30/20/20/20 mm, title 小二 黑体, number 四号 and body 小三 宋体, 25 pt, no red."""
        pages = self.make("black", body=f"<p>{SENTENCE}</p>" * 25)
        page = pages[0]
        title, number = page.find("关于做好公文管理工作的通知"), page.find("〔2026〕")
        self.assertEqual((title.size, number.size), (18, 14))
        self.assertMm(title.middle, 105)
        self.assertMm(title.base - (0.88 * 18 + 3.5) * MM, 30, 1)
        body = [line for line in page.lines if line.size == 15]
        self.assertMm(min(line.left for line in body), 20)
        full = [line for line in body if len(line.text) == 32]
        self.assertGreater(len(full), 4)
        for line in full:
            self.assertMm(line.right, 190)
        second = pages[1].lines[:-1]
        self.assertEqual(len(second), 28)
        for above, below in zip(second, second[1:]):
            self.assertMm(below.base - above.base, 25 * MM, 0.02)
        self.assertLess(second[-1].base, 277)
        self.assertFalse([line for page in pages for line in page.lines if line.colour == RED])
        if self.has_fonts:
            self.assertIn("FandolHei", title.font)
            self.assertIn("FandolSong", full[0].font)

    def test_letter(self):
        """D5: letter: mark without 文件 30 mm below the edge, double red rules 170 mm, no number on the first page."""
        page = self.make("letter", paragraphs=2)[0]
        top, _bottom, _left, _right = page.ink(is_red, (0, 0, 210, 47))
        self.assertMm(top, 30)
        self.assertNotIn("文件", page.find("广州某某有限公司").text)
        self.assertNotIn("— 1 —", page.text)
        upper = page.ink(is_red, (10, 40, 200, 80))
        lower = page.ink(is_red, (10, 250, 200, 290))
        self.assertMm(lower[1], 277)
        for rule in (upper, lower):
            self.assertMm(rule[3], 190)
        self.assertMm(lower[2], 20)
        self.assertMm(page.find("〔2026〕").right, 184)

    def test_minutes(self):
        """D5: minutes carry their own mark, a date and no signature; the draft's watermark stands on every page."""
        pages = self.make("minutes", paragraphs=12, watermark="草稿")
        self.assertIn("会议纪要", pages[0].find("广州某某有限公司会议纪要").text)
        self.assertIn("2026年3月9日", "".join(page.text for page in pages))
        for page in pages:
            self.assertIn("草", page.text)

    def test_bound_annexes(self):
        """D5: annexes in PDF and pictures are bound in, their pages counted on; the foot is on the last page."""
        writer = pypdf.PdfWriter()
        for width, height in ((595, 842), (842, 595)):
            page = writer.add_blank_page(width, height)
            page.merge_page(self._make_marked_page(width, height))
        stream = io.BytesIO()
        writer.write(stream)
        frames = [{"key": "1-0", "height": 600}, {"key": "1-1", "height": 400}]
        paper = get_sample("red", 3, annexes=[
            Annex("预算表", sizes=frames), Annex("附图", pictures=[make_address(make_png(60, 60, (0, 120, 0)))])])
        files = {"1-0": (stream.getvalue(), 0), "1-1": (stream.getvalue(), 1)}
        pages = self.open(self.templates._get_for("red", self.company_a)._render_pdf(paper, files))
        labels = [index for index, page in enumerate(pages) if "附件1" in page.text or "附件2" in page.text]
        self.assertEqual(len(labels), 2)
        first = pages[labels[0]]
        label = first.find("附件1")
        self.assertMm(label.left, 28)
        self.assertMm(label.base - (0.88 * 16 + 6) * MM, 37, 1)
        for index, page in enumerate(pages, 1):
            self.assertIn(f"— {index} —", page.text)
            self.assertEqual("主题词" in page.text, index == len(pages))
        left, right = first.ink(is_dark, (0, 50, 210, 262))[2:]
        self.assertGreater(left, 27.5)
        self.assertLess(right, 184.5)
        self.assertTrue(pages[labels[0] + 1].ink(is_dark, (20, 40, 200, 250)))

    def _make_marked_page(self, width, height):
        """A page filled with black, to see where it is laid."""
        from reportlab.pdfgen.canvas import Canvas
        stream = io.BytesIO()
        canvas = Canvas(stream, pagesize=(width, height))
        canvas.rect(0, 0, width, height, fill=1)
        canvas.save()
        return pypdf.PdfReader(stream).pages[0]

    def test_own_layout(self):
        """D5: an administrator of documents changes the company's version, tries it out and goes back."""
        shared = self.templates._get_for("red", self.company_a).with_user(self.manager_user)
        self.assertFalse(shared.company_id)
        with self.assertRaises(AccessError):
            shared.write({"arch": "<html/>"})
        with self.assertRaises(AccessError):
            shared.with_user(self.drafter).action_edit()
        own = self.templates.browse(shared.action_edit()["res_id"]).with_user(self.manager_user)
        self.assertEqual(own.company_id, self.company_a)
        self.assertTrue(own.is_changed)
        own.arch = own.arch.replace('<t t-call="company_docs.layout_sign"/>',
                                    '<p class="text">本公司专用</p><t t-call="company_docs.layout_sign"/>')
        pages = self.make(paragraphs=1)
        self.assertIn("本公司专用", "".join(page.text for page in pages))
        self.assertEqual(self.templates._get_for("red", self.company_b), shared)
        own.action_restore()
        self.assertNotIn("本公司专用", "".join(page.text for page in self.make(paragraphs=1)))
        with self.assertRaises(AccessError):
            own.with_user(self.drafter).action_restore()
        self.assertEqual(shared.action_preview()["type"], "ir.actions.act_url")

    def test_own_layout_reads_no_records(self):
        """D5: a layout sees plain values: no environment, no request, no records, whoever prints it."""
        shared = self.templates._get_for("red", self.company_a).with_user(self.manager_user)
        own = self.templates.browse(shared.action_edit()["res_id"]).with_user(self.manager_user)
        for arch in ("<html><t t-out='env.user.name'/></html>", "<html><t t-out='request.env'/></html>",
                     "<html><t t-out='res_company.name'/></html>", "<html><t t-out='body.__class__'/></html>",
                     "<html><t t-out='user_id.login'/></html>", "<html", "<html><t t-call='no.such'/></html>"):
            with self.assertRaises(ValidationError, msg=arch), self.cr.savepoint():
                own.arch = arch
                own.flush_recordset()

    @mute_logger("weasyprint")
    def test_pictures_from_elsewhere(self):
        """D5: no address outside the database is loaded; a picture one may not read is left out."""
        secret = self.env["ir.attachment"].create({
            "name": "x.png", "raw": make_png(20, 20), "res_model": "res.users", "res_id": self.chairman.id})
        for source in ("http://127.0.0.1:1/x.png", "file:///etc/passwd", f"/web/image/{secret.id}/x.png"):
            template = self.templates._get_for("red", self.company_a).with_user(self.drafter)
            paper = get_sample("red", 0, body=f'<p>图</p><img src="{source}"/>')
            pages = self.open(template._render_pdf(paper))
            self.assertFalse([page for page in pages if page.page.images], source)

    def test_markup_is_escaped(self):
        """D5: what people typed is text: no markup of a title, name or body reaches the page."""
        pages = self.make(
            title="<b>关于</b>放假的通知", main_text="<script>1</script>", paragraphs=0,
            body="<p>甲&lt;i&gt;乙</p><script>alert(1)</script>", signatures=[Signature("<u>公司</u>")])
        text = "".join(page.text for page in pages).replace("\n", "")
        for part in ("<b>关于</b>放假的通知", "<script>1</script>", "甲<i>乙", "<u>公司</u>"):
            self.assertIn(part, text)
        self.assertNotIn("alert", text)

    def test_sample_pdf(self):
        """D5: every shipped layout prints its sample."""
        for template in self.templates.search([("company_id", "=", False)]):
            content = template.with_user(self.drafter)._render_sample()
            self.assertTrue(content.startswith(b"%PDF"), template.name)
            self.assertTrue(base64.b64encode(content))
