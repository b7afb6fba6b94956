"""D12: full-text search over title, text and files, within the reader's rights."""
import io
from unittest.mock import patch

import docx
import openpyxl

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.company_base.tests.common import CompanyCase
from odoo.addons.company_base.tests.rpc import RpcCase

from .common_archive import ArchiveFixture

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def make_docx(text):
    document, stream = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(stream)
    return stream.getvalue()


def make_xlsx(text):
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active["B2"] = text
    book.save(stream)
    return stream.getvalue()


class SearchFixture(ArchiveFixture):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.searches = cls.env["company.document.search"]
        cls.texts = cls.env["company.document.text"]

    def _found(self, user, query, **kwargs):
        result = self._as(user, self.searches).get_results(query, **kwargs)
        self.assertEqual(result["length"], len(result["records"]))
        return [row["title"] for row in result["records"]]


@tagged("standard", "at_install")
class TestSearch(SearchFixture, CompanyCase):

    def _attach(self, document, name, content):
        document._as_engine().write({"file_ids": [fields.Command.create({
            "name": name, "raw": content, "res_model": document._name, "res_id": document.id})]})
        self.texts._cron_read_files()

    def test_chinese(self):
        """D12: words inside Chinese titles and texts are found, whatever stands around them."""
        self._closed("关于开展消防安全大检查的通知", summary="各部门应当在三月底前自查自纠")
        self._closed("关于年度预算的报告")
        self.assertEqual(self._found(self.office, "消防安全"), ["关于开展消防安全大检查的通知"])
        self.assertEqual(self._found(self.office, "自查 消防"), ["关于开展消防安全大检查的通知"])
        self.assertEqual(self._found(self.office, "预"), ["关于年度预算的报告"])
        self.assertEqual(self._found(self.office, "安消"), [])
        self.assertEqual(self._found(self.office, "全大检 三月底"), ["关于开展消防安全大检查的通知"])

    def test_phrase(self):
        """D12: pairs of characters that stand apart are no phrase; signs of patterns are plain signs."""
        self._closed("安全 全生 生产")
        self.assertEqual(self._found(self.office, "安全生产"), [])
        self.assertEqual(self._found(self.office, "100%"), [])
        with self.assertRaises(UserError):
            self._found(self.office, "  ")

    def test_files(self):
        """D12: the text of DOCX, XLSX and plain files is found, and no longer when the file is gone."""
        for name, content in (("a.docx", make_docx("隐患排查台账")), ("b.xlsx", make_xlsx("隐患整改清单")),
                              ("c.txt", "隐患登记".encode("gb18030"))):
            document = self._closed(f"Report {name}")
            self._attach(document, name, content)
        self.assertEqual(len(self._found(self.office, "隐患")), 3)
        self.assertEqual(self._found(self.office, "整改清单"), ["Report b.xlsx"])
        rows = self._as(self.office, self.searches).get_results("排查台账")["records"]
        self.assertIn("<mark>排查台账</mark>", rows[0]["snippet"])

    def test_pdf(self):
        """D12: the text of a PDF is found."""
        import weasyprint

        document = self._closed("Scan")
        self._attach(document, "scan.pdf", weasyprint.HTML(string="<p>污水处理厂竣工验收</p>").write_pdf())
        self.assertEqual(self._found(self.office, "竣工验收"), ["Scan"])

    def test_broken_file(self):
        """D12: a broken or huge file costs nothing but its own text."""
        document = self._closed("Broken")
        self._attach(document, "x.docx", b"PK\x03\x04broken")
        with patch("odoo.addons.company_docs.engine.file_text.MAX_BYTES", 10):
            self._attach(document, "y.txt", b"abcdefghijklmnopqrstuvw")
        row = self.texts.search([("res_model", "=", document._name), ("res_id", "=", document.id)])
        self.assertFalse(row.files_pending)
        self.assertNotIn("abcdefg", row.file_text or "")

    def test_change(self):
        """D12: what is no longer said is no longer found."""
        document = self._closed("旧标题")
        document._as_engine().write({"title": "新名称"})
        self.assertEqual(self._found(self.office, "旧标"), [])
        self.assertEqual(self._found(self.office, "新名"), ["新名称"])
        document.with_context(x=1).sudo()._as_engine().unlink()
        self.assertFalse(self.texts.search([("res_id", "=", document.id), ("res_model", "=", document._name)]))

    def test_rights(self):
        """D12 D8: nobody learns of a document that he may not read: no row, no count, no group, no snippet."""
        self._closed("机密并购方案", secrecy="secret", readers=())
        self._closed("普通并购简报")
        mine = self._closed("给我的并购函", readers=(self.outsider,))
        self.assertEqual(self._found(self.office, "并购"), ["给我的并购函", "普通并购简报"])
        self.assertEqual(self._found(self.outsider, "并购"), ["给我的并购函"])
        rows = self._as(self.outsider, self.searches)
        self.assertEqual(rows.search_count([]), len(rows.search([])))
        self.assertEqual(rows.search([("content", "ilike", "并购")]).mapped("res_id"), mine.ids)
        groups = rows.formatted_read_group([("content", "ilike", "并购")], ["source"], ["__count"])
        self.assertEqual(sum(group["__count"] for group in groups), 1)
        hidden = self.searches.search([("content", "ilike", "机密并购")])
        self.assertTrue(hidden)
        for name in ("document_name", "snippet", "number"):
            with self.assertRaises(AccessError):
                self._as(self.outsider, hidden).with_context(document_search="并购").read([name])
        with self.assertRaises(AccessError):
            self._as(self.outsider, self.texts).search([])
        with self.assertRaises(AccessError):
            self._as(self.office, self.texts).search([])

    def test_other_domain(self):
        """D12: no other field of the search tells of a hidden document."""
        hidden = self._closed("机密方案", secrecy="secret")
        rows = self._as(self.outsider, self.searches)
        for domain in ([("res_id", "=", hidden.id)], [("number", "=", hidden.name)], [("secrecy", "=", "secret")],
                       [("document_name", "ilike", "机密")], ["!", ("document_name", "ilike", "公开")],
                       [("content", "not ilike", "公开")]):
            self.assertFalse(rows.search_count([*domain, ("secrecy", "=", "secret")]), domain)

    def test_words_are_no_door(self):
        """D12 D8: whatever the words and their place in the filter, only open documents are found."""
        hidden, mine = self._closed("机密方案", secrecy="secret"), self._closed("公开方案", readers=(self.outsider,))
        rows = self._as(self.outsider, self.searches)
        other = ("source", "=", "incoming")
        for domain, found in (
                ([("content", "ilike", "方案")], mine), ([("content", "ilike", "机密")], mine.browse()),
                (["|", ("content", "ilike", "机密"), ("content", "ilike", "公开")], mine),
                (["|", ("content", "ilike", "机密"), other], mine),
                (["!", ("content", "ilike", "公开")], mine.browse()),
                (["!", ("content", "ilike", "机密")], mine), ([("content", "ilike", "")], mine),
                ([("content", "ilike", "“”")], mine), ([("content", "ilike", " ")], mine),
                ([("content", "like", "机密")], mine.browse()), ([("content", "=", "机密")], mine.browse()),
                ([other, "!", "!", ("content", "ilike", "方案")], mine)):
            with self.subTest(domain=domain):
                self.assertEqual(rows.search(domain).mapped("res_id"), found.ids)
                self.assertEqual(rows.search_count(domain), len(found))
        self.assertIn(hidden.id, self.searches.search([("content", "ilike", "方案")]).mapped("res_id"))

    def test_list_of_documents(self):
        """D12: the lists of documents search the full text too."""
        document = self._closed("Letter", summary="附带污水监测数据", readers=(self.chairman,))
        for user, found in ((self.office, document), (self.chairman, document), (self.outsider, document.browse())):
            letters = self._as(user, self.env["company.document.incoming"])
            self.assertEqual(letters.search([("content", "ilike", "污水监测")]), found)
            self.assertFalse(letters.search([("content", "ilike", "污水检测")]))

    def test_snippet_escaped(self):
        """D12: a snippet never carries markup of the document."""
        self._closed("<script>alert(1)</script> 安全")
        snippet = self._as(self.office, self.searches).get_results("安全")["records"][0]["snippet"]
        self.assertNotIn("<script>", snippet)

    def test_web_client(self):
        """D12: the list of the web client marks the words of its own search."""
        self._closed("消防演练方案")
        values = self._as(self.office, self.searches).web_search_read(
            [("content", "ilike", "演练")], {"snippet": {}, "document_name": {}})
        self.assertIn("<mark>演练</mark>", values["records"][0]["snippet"])

    def test_queries(self):
        """D12: a page of results costs the same number of queries for 2 and for 20 hits."""
        counts = []
        for number in (2, 2, 18):
            for index in range(number):
                self._closed(f"消防 {number} {index}")
            rows = self._as(self.outsider, self.searches)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows.get_results("消防")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])


@tagged("standard", "post_install", "-at_install")
class TestSearchRpc(SearchFixture, RpcCase):

    def test_over_rpc(self):
        """D12 S7: search over XML-RPC with each user's rights."""
        self._closed("消防通知", readers=(self.outsider,))
        self._closed("机密消防方案", secrecy="secret")
        for user, count in ((self.outsider, 1), (self.office, 1), (self.drafter, 0)):
            result = self.rpc(user.login, "company.document.search", "get_results", "消防")
            self.assertEqual(result["length"], count)
