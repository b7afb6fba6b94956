import base64
import io

from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError

from .layout_common import MM, LayoutCase, make_address, make_png
from .outgoing_common import OutgoingCase, OutgoingRpcCase

MM_EMU = 36000


class TestLayoutDocument(OutgoingCase, LayoutCase):
    """Printing outgoing documents with the rights of the caller."""

    def read(self, document, user=None, **arguments):
        content = document.with_user(user or self.drafter).render_pdf(**arguments)
        return "".join(page.text for page in self.open(base64.b64decode(content))).replace("\n", "")

    def test_draft(self):
        """D5: a draft prints with 草稿 over it and an open place for number and date."""
        document = self._new_draft(keywords="放假 通知", note="联系人\uff1a张工", annex_ids=[
            Command.create({"name": "值班表.xlsx"}), Command.create({"name": "放假安排"})])
        text = self.read(document)
        for part in ("测试〔", "关于二〇二六年国庆节", "Finance\uff1a", "国庆节放假七天。", "附件\uff1a1.值班表",
                     "2.放假安排", "主题词\uff1a放假\u3000通知", "\uff08联系人\uff1a张工\uff09", "草"):
            self.assertIn(part, text)
        self.assertNotIn("xlsx", text)

    def test_rights(self):
        """D5 D8: who may not read the document gets no print of it, by no door."""
        document = self._new_draft()
        for method in ("render_pdf", "render_docx", "action_print_layout", "action_download_docx"):
            with self.assertRaises(AccessError):
                getattr(document.with_user(self.outsider), method)()
        for number in (-1, 10 ** 6, "1", True):
            with self.assertRaises(UserError):
                document.render_pdf(number)

    def test_issued(self):
        """D5: number, date without zeros and printing date appear as soon as they are given, the 草稿 goes."""
        document = self._number()
        text = self.read(document)
        self.assertIn(document.name, text)
        day = document.signed_on
        self.assertIn(f"{day.year}年{day.month}月{day.day}日", text)
        self.assertIn("印发", text)
        self.assertNotIn("草稿", text.replace(" ", ""))

    def test_upward(self):
        """D5: an upward document names its signer beside the number."""
        superior = self.env["res.partner"].create({"name": "番禺区国资局", "is_document_unit": True})
        self.company_a.partner_id.document_superior_id = superior
        document = self._new_draft(main_department_ids=False, main_unit_ids=[Command.set(superior.ids)])
        self.assertEqual(document.direction, "up")
        text = self.read(document)
        self.assertIn("签发人\uff1a" + self.gm_employee.name.replace(" ", ""), text.replace(" ", ""))

    def test_copy_number(self):
        """D5 D8: a numbered copy of a classified document bears its six figures, class and term."""
        self._set_control("DOC-CLEARANCE", mode="off")
        document = self._new_draft(copy_count=20)
        document.sudo()._as_engine().write({"secrecy": "secret", "secrecy_years": 5})
        paper, _files = document._get_paper(copy_number=12)
        self.assertEqual(paper.head_lines, ["000012", "秘密★5年"])

    def test_kept(self):
        """D5 E8: the proof that was approved is kept; the sealed document is printed from the kept file."""
        document = self._number()
        document.action_proofread(True)
        proof = document.sudo().proof_file_id
        self.assertTrue(proof.raw.startswith(b"%PDF"))
        self.assertEqual((proof.res_model, proof.res_id), (document._name, document.id))
        self.assertEqual(document._make_proof_file(), proof)
        document.sudo()._set_state("sealed")
        self.assertIsNone(document._get_kept_content())
        content, mimetype, _ending = document.sudo()._render_sealed()
        self.assertEqual(mimetype, "application/pdf")
        kept = self.env["ir.attachment"].sudo().create({
            "name": "x.pdf", "raw": content, "res_model": document._name, "res_id": document.id})
        from ..engine.seal_use import file_digest
        document.sudo()._as_engine().write({"sealed_file_id": kept.id, "sealed_digest": file_digest(content)})
        self.assertEqual(document._get_kept_content(), content)
        self.assertTrue(self.read(document))
        document.sudo()._as_engine().write({"sealed_digest": file_digest(b"other")})
        with self.assertRaises(UserError):
            document.render_pdf()
        with self.assertRaises(AccessError):
            document.write({"proof_file_id": kept.id})

    def test_title_breaks(self):
        """D5: line breaks set by hand are kept; another text than the title is refused; frozen with the text."""
        document = self._new_draft(title_breaks="关于二〇二六年\n国庆节放假的通知")
        self.assertEqual(document._get_paper()[0].title_lines, ["关于二〇二六年", "国庆节放假的通知"])
        with self.assertRaises(ValidationError):
            document.title_breaks = "关于加班的通知"
            document.flush_recordset()
        document = self._submit()
        with self.assertRaises(UserError):
            document.write({"title_breaks": "关于二〇二六年国庆节\n放假的通知"})

    def test_template_of_kind(self):
        """D5: the layout of the kind is taken; letters and minutes have marks of their own."""
        document = self._new_draft()
        for layout, mark in (("letter", "Test Company A"), ("minutes", "Test Company A会议纪要")):
            self.notice.sudo().template_id = self.env["company.document.template"].search(
                [("layout", "=", layout), ("company_id", "=", False)])
            paper = document._get_paper()[0]
            self.assertEqual((paper.head, paper.marks), (layout, [mark]))
            self.assertTrue(self.read(document))
        self.assertFalse(paper.signatures)

    def test_annex_files(self):
        """D5: picture and PDF annexes are bound in; others go along as files."""
        png = make_png(50, 50)
        pdf = self.templates._get_for("black", self.company_a)._render_sample()
        document = self._new_draft(annex_ids=[
            Command.create({"name": "照片", "file": base64.b64encode(png)}),
            Command.create({"name": "办法", "file": base64.b64encode(pdf)}),
            Command.create({"name": "表", "file": base64.b64encode(b"PK something")})])
        text = self.read(document)
        self.assertIn("附件1", text)
        self.assertIn("附件2", text)
        self.assertIn("关于做好公文管理工作的通知", text)
        self.assertIn("3.表", text)

    def test_file_names(self):
        """D5 D8: file names say number and title; of classified papers nothing of the content."""
        self._set_control("DOC-CLEARANCE", mode="off")
        document = self._new_draft(title="关于A/B:合作的通知")
        self.assertIn("关于A B 合作的通知.pdf", document._get_layout_name("pdf"))
        document.sudo()._as_engine().write({"secrecy": "secret"})
        self.assertNotIn("合作", document._get_layout_name("pdf"))

    # -- Word --------------------------------------------------------------------------------------------------------

    def test_docx(self):
        """D5: the Word file: page, grid, fonts for Chinese, odd and even footers, red rule, foot, table and picture."""
        table = "<table><tr><th>序号</th><th>名称</th></tr><tr><td colspan='2'>印章</td></tr></table>"
        document = self._new_draft(keywords="放假 通知", body=(
            f"<h2>安排</h2><p>放假<b>七</b>天。</p>{table}<img src='{make_address(make_png(40, 20))}' width='40'>"))
        word = Document(io.BytesIO(base64.b64decode(document.render_docx())))
        section = word.sections[0]
        self.assertEqual([round(side.mm) for side in (
            section.page_width, section.page_height, section.top_margin, section.left_margin, section.right_margin,
            section.bottom_margin)], [210, 297, 37, 28, 26, 35])
        xml = word.element.xml
        self.assertNotIn("docGrid", xml)        # exact pitches from the top margin, the same in every program
        self.assertTrue(word.settings.odd_and_even_pages_header_footer)
        for footer in (section.footer, section.even_page_footer):
            self.assertIn("PAGE", footer._element.xml)
        self.assertIn('w:eastAsia="仿宋_GB2312"', word.styles["Normal"].element.xml)
        self.assertIn('w:eastAsia="黑体"', xml)
        self.assertIn('w:sz="16" w:space="7" w:color="e60000"', xml)
        self.assertIn("txbxContent", xml)
        self.assertIn("放假\u3000通知", xml)
        self.assertEqual(len(word.tables), 1)
        self.assertEqual(word.tables[0].cell(1, 0).text, "印章")
        self.assertEqual(len(word.inline_shapes), 1)
        text = "\n".join(paragraph.text for paragraph in word.paragraphs)
        for part in ("关于二〇二六年国庆节", "一、安排", "放假七天。", "Test Company A文件"):
            self.assertIn(part, text)
        body = next(paragraph for paragraph in word.paragraphs if "放假七天" in paragraph.text)
        self.assertEqual(body.paragraph_format.line_spacing.pt, 28)
        self.assertTrue(any(run.bold and run.text == "七" for run in body.runs))

    def test_docx_in_millimetres(self):
        """D5 R6 §5.6.1: the Word file on paper: 版心 156 × 225 mm of 28 characters by 22 lines, the mark 35 mm below
        its top, two lines to the number, the red rule 4 mm under it, the 版记 as wide as the text; no seal,
        which only the PDF has; a picture among the annexes follows."""
        document = self._number(keywords="放假 通知", annex_ids=[Command.create(
            {"name": "值班表", "file": base64.b64encode(make_png(40, 20)), "file_name": "a.png"})])
        word = Document(io.BytesIO(base64.b64decode(document.render_docx())))
        section, normal, form = word.sections[0], word.styles["Normal"], Paragraph.paragraph_format.fget
        width = (section.page_width - section.left_margin - section.right_margin) / MM_EMU
        height = (section.page_height - section.top_margin - section.bottom_margin) / MM_EMU
        self.assertAlmostEqual(width, 156, 0)
        self.assertAlmostEqual(height, 225, 0)
        [spacing] = normal.element.rPr.xpath("w:spacing/@w:val")
        self.assertEqual(normal.font.size.pt, 16)
        self.assertEqual(int(width / 25.4 * 72 / (16 + int(spacing) / 20)), 28)
        self.assertEqual(int(height / 25.4 * 72 / 28), 22)
        lines = list(word.paragraphs)
        mark = next(i for i, line in enumerate(lines) if line.runs and line.runs[0].font.color.rgb)
        top = sum(form(line).line_spacing.mm for line in lines[:mark])
        self.assertAlmostEqual(top, 35, 0)
        self.assertGreater(lines[mark].runs[0].font.size.pt, 26)
        number = next(i for i, line in enumerate(lines) if document.name in line.text)
        self.assertEqual([line.text for line in lines[mark + 1:number]], ["", ""])
        [rule] = lines[number]._p.xpath(".//w:pBdr/w:bottom")
        self.assertAlmostEqual(int(rule.get(qn("w:sz"))) / 8 / 72 * 25.4, 0.7, 1)
        title = next(line for line in lines if "国庆节" in line.text and line.runs[0].font.size)
        self.assertEqual(title.runs[0].font.size.pt, 22)
        body = next(line for line in lines if "放假七天" in line.text)
        self.assertEqual((form(body).line_spacing.pt, round(form(body).first_line_indent.pt)), (28, 32))
        [record] = word.element.body.iter(qn("w:txbxContent"))
        cell = next(record.iter(qn("w:tcW"))).get(qn("w:w"))
        self.assertAlmostEqual(int(cell) / 20 / 72 * 25.4, 156, 0)
        rules = {rule.tag: rule for borders in record.iter(qn("w:tblBorders")) for rule in borders}
        self.assertEqual(set(rules), {qn("w:top"), qn("w:bottom"), qn("w:insideH")})
        self.assertGreater(int(rules[qn("w:top")].get(qn("w:sz"))), int(rules[qn("w:insideH")].get(qn("w:sz"))))
        self.assertAlmostEqual((section.bottom_margin - section.footer_distance) / MM_EMU, 12, 0)
        self.assertIn("值班表", "".join(line.text for line in lines))
        self.assertEqual(len(word.inline_shapes), 1)       # the picture of the annex, no seal
        arch = self.env["company.document.outgoing"].with_user(self.drafter).get_view(view_type="form")["arch"]
        self.assertIn("no seal and no PDF annexes", arch)

    def test_docx_of_each_layout(self):
        """D5: black head, letter and minutes open as Word files too."""
        document = self._new_draft(head_type="black")
        word = Document(io.BytesIO(base64.b64decode(document.render_docx())))
        self.assertEqual(round(word.sections[0].top_margin.mm), 30)
        self.assertNotIn("e60000", word.element.xml)


class TestLayoutSealed(OutgoingCase, LayoutCase):

    def test_seal_on_the_date(self):
        """D5 E8: what was sealed is kept with the print of the seal on the date; later prints are this file."""
        seal = self.env["company.seal"].create({
            "name": "Official Seal", "seal_type": "official", "entity_name": self.company_a.name,
            "holder_id": self.office_employee.id, "company_id": self.company_a.id})
        self.env["company.seal.impression"].sudo().create({
            "seal_id": seal.id, "image": base64.b64encode(make_png(60, 60, (230, 0, 0)))})
        self.issuer.seal_id = seal
        self.issuer.signature = self.company_a.name
        document = self._number()
        document.action_proofread(True)
        proof = self.open(document.sudo().proof_file_id.raw)
        self.assertFalse([page for page in proof if page.page.images])
        document.with_user(self.office).action_seal()
        self.assertEqual(document.state, "sealed")
        content = base64.b64decode(document.render_pdf())
        self.assertEqual(content, document.sudo().sealed_file_id.raw)
        page = next(page for page in self.open(content) if page.page.images)
        [image] = page.page.images
        day = page.find(f"{document.signed_on.year}年{document.signed_on.month}月")
        self.assertMm((image["x0"] + image["x1"]) / 2 * MM, day.middle)
        self.assertMm((image["top"] + image["bottom"]) / 2 * MM, day.base - 0.38 * 16 * MM)


class TestLayoutRpc(OutgoingRpcCase):
    """The remote and the browser's doors."""

    def test_doors(self):
        """D5 S7: PDF and Word file over RPC and HTTP, for readers of the document only."""
        document = self._new_draft()
        outgoing, login = "company.document.outgoing", self.drafter.login
        content = base64.b64decode(self.rpc(login, outgoing, "render_pdf", document.ids))
        self.assertTrue(content.startswith(b"%PDF"))
        content = base64.b64decode(self.rpc(login, outgoing, "render_docx", document.ids))
        self.assertTrue(content.startswith(b"PK"))
        url = f"/company_docs/outgoing/{document.id}/layout"
        self.authenticate(self.drafter.login, self.drafter.login + "-Pass1")
        answer = self.url_open(f"{url}.pdf")
        self.assertEqual((answer.status_code, answer.headers["Content-Type"]), (200, "application/pdf"))
        self.assertIn("inline", answer.headers["Content-Disposition"])
        self.assertIn("attachment", self.url_open(f"{url}.pdf?download=1").headers["Content-Disposition"])
        self.assertEqual(self.url_open(f"{url}.docx").status_code, 200)
        self.authenticate(self.outsider.login, self.outsider.login + "-Pass1")
        for suffix in ("pdf", "docx"):
            self.assertEqual(self.url_open(f"{url}.{suffix}").status_code, 404)
        self.authenticate(None, None)
        self.assertNotEqual(self.url_open(f"{url}.pdf", allow_redirects=False).status_code, 200)
