from datetime import date

from pdfminer.pdftypes import resolve1

from odoo.tests import tagged

from ..engine.layout_paper import Record, Signature
from .layout_common import BLACK, MM, RED, LayoutCase, is_dark, is_red, make_address, make_png

HEADINGS = ("一、总体要求", "\uff08一\uff09指导思想", "1.目标", "二、工作任务")
PLAIN = {"annex_names": [], "note": ""}


@tagged("post_install", "-at_install")
class TestLayoutRed(LayoutCase):
    """R6 §5.6.1, measured."""

    def test_first_page(self):
        """D5: mark 35 mm below the text area's edge, number, red rule 4 mm below it, title, recipients, body."""
        page = self.make()[0]
        self.assertMm(page.page.width * MM, 210)
        self.assertMm(page.page.height * MM, 297)
        top, _bottom, left, right = page.ink(is_red, (0, 37, 210, 110))
        self.assertMm(top, 37 + 35)
        self.assertMm((left + right) / 2, 106)
        self.assertLessEqual(right - left, 156)
        mark, number = page.find("文件"), page.find("〔2026〕")
        self.assertEqual(mark.colour, RED)
        self.assertEqual(number.size, 16)
        self.assertMm(number.middle, 106)
        # two empty lines between the mark's frame and the number's line
        mark_bottom = 37 + 35 + mark.size * MM
        self.assertMm(number.base - 0.88 * 16 * MM - mark_bottom, (2 * 28 + 6) * MM)
        [rule] = [rule for rule in page.rules() if rule[4] == RED]
        self.assertMm(rule[0] - (number.base + 0.12 * 16 * MM), 4, 0.1)
        self.assertMm(rule[1] - rule[0], 0.7, 0.05)
        self.assertMm(rule[2], 28, 0.1)
        self.assertMm(rule[3], 184, 0.1)
        title = [line for line in page.lines if line.size == 22]
        self.assertEqual([line.text for line in title], ["广州某某有限公司", "关于做好公文管理工作的通知"])
        # two empty lines, then the first line of the title: its frame stands 3 pt below the line's edge
        self.assertMm(title[0].base - 0.88 * 22 * MM, rule[1] + (2 * 28 + 3) * MM)
        for line in title:
            self.assertMm(line.middle, 106)
        main = page.find("各部门、各子公司\uff1a")
        middle = title[-1].base - 0.38 * 22 * MM
        self.assertMm(main.base - 0.38 * 16 * MM - middle, 2 * 28 * MM)
        self.assertMm(main.left, 28)

    def test_grid(self):
        """D5: 28 characters in a line, 22 lines on a page, 28 pt from line to line, text area 156 mm wide."""
        pages = self.make(paragraphs=14)
        page = pages[1]
        body = page.lines[:-1]
        self.assertEqual(len(body), 22)
        for above, below in zip(body, body[1:]):
            self.assertMm(below.base - above.base, 28 * MM, 0.02)
        full = [line for line in body if len(line.text) == 28]
        self.assertGreater(len(full), 5)
        for line in full:
            self.assertMm(line.left, 28)
            self.assertMm(line.right, 184)
            self.assertEqual(line.size, 16)
        first = page.find("为进一步")
        self.assertMm(first.left, 28 + 2 * 156 / 28)
        self.assertEqual(len(first.text), 26)
        # the frame of the first line begins at the upper edge, the last ends within the text area
        self.assertMm(body[0].base - (0.88 * 16 + 6) * MM, 37, 1)
        self.assertLess(body[-1].base + 6 * MM, 262)

    def test_justified(self):
        """D5: a line of Chinese with figures and Latin ends at the edge (fails when WeasyPrint changes)."""
        body = ("<p>根据2026年3月15日总经理办公会议决定\uff0c拟拨付ABC项目经费1,234,567.89元\uff0c其中设备购置费"
                "800,000元\uff0c测试及差旅费用434,567.89元\uff0c由财务部按照GB/T 9704—2012规定执行。</p>") * 3
        page = self.make(body=body, **PLAIN)[0]
        lines = [line for line in page.lines if line.size == 16 and line.base > 180 and "。" not in line.text]
        self.assertGreater(len(lines), 4)
        for line in lines:
            self.assertMm(line.right, 184)

    def test_page_numbers(self):
        """D5: 4号 宋体 figures between dashes, 7 mm below the text area, odd right and even left, one character in."""
        pages = self.make(paragraphs=14)
        for index, page in enumerate(pages, 1):
            number = page.lines[-1]
            self.assertEqual(number.text, f"— {index} —")
            self.assertEqual(number.size, 14)
            if index % 2:
                self.assertMm(number.right, 184 - 14 * MM)
            else:
                self.assertMm(number.left, 28 + 14 * MM)
            dash = page.ink(is_dark, (number.left, 264, number.left + 4.5, 280), 600)
            self.assertMm(dash[0], 262 + 7, 0.5 if self.has_fonts else 1)

    def test_headings(self):
        """D5: 一、 黑体, (一) 楷体, 1. and (1) 仿宋; editor headings get their numbers."""
        body = ("<h1>总体要求</h1><h2>指导思想</h2><p>1.目标。其余文字。</p><p>\uff081\uff09细目</p><h1>工作任务</h1>"
                "<p>二是正文</p>")
        pages = self.make(body=body, **PLAIN)
        text = {name: self.find_page(pages, name).find(name).font for name in (*HEADINGS, "二是正文")}
        self.assertNotEqual(text["一、总体要求"], text["二是正文"])
        self.assertEqual(text["一、总体要求"], text["二、工作任务"])
        self.assertNotEqual(text["\uff08一\uff09指导思想"], text["一、总体要求"])
        self.assertEqual(text["1.目标"], text["二是正文"])
        if self.has_fonts:
            fonts = {font.split("+")[-1] for font in text.values()}
            self.assertEqual(fonts, {"FandolHei", "FandolKai", "FandolFang"})

    def test_upward(self):
        """D5: upwards the number stands left, signers right, the last one in the number's line."""
        page = self.make(upward=True, signers=["张建国", "李明", "欧阳文静"], copy_number=7, secrecy="confidential",
                         secrecy_years=5, urgency="extra_urgent", **PLAIN)[0]
        marks = [page.find(text) for text in ("000007", "机密★5年", "特急")]
        for index, line in enumerate(marks):
            self.assertMm(line.left, 28)
            self.assertMm(line.base - marks[0].base, index * 28 * MM, 0.5)
            self.assertEqual(line.size, 16)
        self.assertMm(marks[0].base - (0.88 * 16 + 6) * MM, 37, 1)
        first, last = page.find("签发人\uff1a"), page.find("〔2026〕")
        self.assertIn("张建国", first.text)
        self.assertIn("李明", first.text)
        self.assertIn("欧阳文静", last.text)
        self.assertMm(last.base - first.base, 28 * MM, 0.1)
        self.assertMm(last.left, 28 + 16 * MM)
        signer = next(char for char in last.chars if char["text"] == "欧")
        above = next(char for char in first.chars if char["text"] == "张")
        self.assertMm(signer["x0"] * MM, above["x0"] * MM, 0.1)
        if self.has_fonts:
            self.assertIn("Kai", signer["fontname"])
        one = self.make(upward=True, signers=["张建国"], **PLAIN)[0].find("签发人")
        self.assertIn("〔2026〕", one.text)
        self.assertMm(one.right, 184 - 16 * MM)

    def test_class_without_copy_number(self):
        """D5: the class stands on the second line also without a copy number; below “secret” nothing stands there."""
        page = self.make(secrecy="secret", **PLAIN)[0]
        self.assertMm(page.find("秘密").base - (0.88 * 16 + 6) * MM, 37 + 28 * MM, 1)
        self.assertNotIn("内部", self.make(secrecy="internal", **PLAIN)[0].text)

    def test_signature_and_seal(self):
        """D5: signature centred over the date, date four characters in, the seal's centre on the date."""
        seal = make_address(make_png(40, 40, (230, 0, 0)))
        pages = self.make(paragraphs=1, signatures=[Signature("广州某某有限公司", seal)], **PLAIN)
        page = self.find_page(pages, "2026年3月9日")
        day = page.find("2026年3月9日")
        name = [line for line in page.lines if line.text == "广州某某有限公司" and line.size == 16][0]
        self.assertMm(day.right, 184 - 4 * 16 * MM, 0.5 if self.has_fonts else 1)    # Noto's figures are wider
        self.assertMm(name.middle, day.middle)
        self.assertMm(day.base - name.base, 28 * MM, 0.1)
        [image] = page.page.images
        self.assertMm((image["x0"] + image["x1"]) / 2 * MM, day.middle)
        self.assertMm((image["top"] + image["bottom"]) / 2 * MM, day.base - 0.38 * 16 * MM)
        self.assertMm((image["x1"] - image["x0"]) * MM, 40, 0.1)
        # the seal begins within a line of the text above
        above = [line for line in page.lines if line.base < name.base][-1]
        self.assertLess(image["top"] * MM - above.base, 28 * MM)

    def test_date_without_zeros(self):
        """D5: Arabic figures, full year, no leading zeros, also at the foot."""
        text = "".join(page.text for page in self.make(paragraphs=1, date=date(2026, 1, 2), **PLAIN))
        self.assertIn("2026年1月2日", text)
        self.assertIn("2026年3月10日印发", text)

    def test_annexes_and_note(self):
        """D5: the annexes' names stand under each other, without marks at the end; the note in brackets, two in."""
        names = ["公文管理办法。", "发文稿纸及其填写说明与用印审批单和收文传阅签批单等各类表单样式汇编第二版.docx"]
        page = self.find_page(self.make(paragraphs=1, annex_names=names), "2.发文稿纸")
        first, second = page.find("附件\uff1a1."), page.find("2.发文稿纸")
        self.assertTrue(first.text.endswith("公文管理办法"))
        self.assertMm(first.left, 28 + 2 * 16 * MM)
        place = [char["x0"] * MM for char in first.chars if char["text"] == "公"][0]
        self.assertMm([char["x0"] * MM for char in second.chars if char["text"] == "发"][0], place, 0.1)
        following = page.lines[page.lines.index(second) + 1]
        self.assertMm(following.left, place, 0.1)
        self.assertTrue(following.text.endswith("第二版"))
        note = page.find("\uff08此件发至各部门\uff09")
        self.assertMm(note.left, 28 + 2 * 156 / 28, 1)
        self.assertMm(note.base - page.find("2026年3月9日").base, 28 * MM, 0.1)

    def test_record(self):
        """D5: the foot's rules 0.35 and 0.25 mm, as wide as the text, the last on the text area's edge."""
        pages = self.make(paragraphs=1, **PLAIN)
        page = pages[-1]
        top, bottom = page.find("主题词").base, page.find("印发").base
        edges = sorted({(rule[0], rule[1]) for rule in page.rules() if rule[4] == BLACK and rule[0] > 200})
        self.assertTrue(edges)
        self.assertMm(max(edge[1] for edge in edges), 262, 0.1)
        ink = page.ink(is_dark, (120, 200, 121, 266), 600)
        self.assertMm(ink[1], 262)
        widths = self._measure_rules(page, 120, 215, 264)
        self.assertEqual(len(widths), 5)
        for index, width in enumerate(widths):
            self.assertMm(width, 0.35 if index in (0, 4) else 0.25, 0.06)
        self.assertLess(top, bottom)
        self.assertMm(page.find("主题词").left, 28)
        self.assertEqual(page.find("主题词").size, 16)
        self.assertIn("公文\u3000管理\u3000通知", page.find("主题词").text)
        for text in ("主送\uff1a各部门\uff0c各子公司。", "抄送\uff1a公司董事会\uff0c监事会。"):
            self.assertEqual(page.find(text).size, 14)
            self.assertMm(page.find(text).left, 28 + 14 * MM)
        printed = page.find("印发")
        self.assertMm(printed.left, 28 + 14 * MM)
        self.assertMm(printed.right, 184 - 14 * MM)

    def _measure_rules(self, page, x, top, bottom, resolution=1200):
        """Thickness of the horizontal rules at ``x``, from top to bottom."""
        image = page.page.crop((x / MM, top / MM, (x + 0.5) / MM, bottom / MM)).to_image(
            resolution=resolution).original.convert("L")
        dark = [image.getpixel((image.width // 2, y)) < 128 for y in range(image.height)]
        widths, run = [], 0
        for flag in [*dark, False]:
            if flag:
                run += 1
            elif run:
                widths.append(run * 25.4 / resolution)
                run = 0
        return widths

    def test_three_and_twelve_pages(self):
        """D5: documents of three and twelve pages: 22 lines on full pages, the foot on the last only."""
        for paragraphs, count in ((8, 3), (51, 12)):
            pages = self.make(paragraphs=paragraphs)
            self.assertEqual(len(pages), count)
            for index, page in enumerate(pages):
                self.assertEqual("主题词" in page.text, index == count - 1)
                if 0 < index < count - 2:
                    self.assertIn(len(page.lines) - 1, (21, 22))
            sign = next(page for page in pages if "2026年3月9日" in page.text)
            self.assertIn("为进一步规范", "".join(page.text for page in pages[:2]))
            self.assertTrue(any(len(line.text) > 4 for line in sign.lines[:1]))

    def test_even_page(self):
        """D5: on prints on both sides the foot stands on an even page; a blank page and that page bear no number."""
        plain = {"record_on_even_page": True, **PLAIN}
        pages = self.make(paragraphs=1, **plain)
        self.assertEqual(len(pages), 2)
        self.assertIn("主题词", pages[1].text)
        self.assertIn("— 2 —", pages[1].text)
        # text that fills page two leaves no room for the foot: page three is blank, page four bears the foot
        filled = next(found for found in (self.make(paragraphs=number, **plain) for number in range(5, 9))
                      if len(found) == 4)
        self.assertEqual(filled[2].text.strip(), "")
        self.assertIn("主题词", filled[3].text)
        self.assertNotIn("—", filled[3].text)
        self.assertIn("— 2 —", filled[1].text)

    def test_no_text_mark(self):
        """D5: a signature that can't stay with text says 此页无正文; one that can, takes text along."""
        picture = f'<p>附图</p><img src="{make_address(make_png(60, 60))}" width="560"/>'
        pages = self.make(body=picture + "<p>&nbsp;</p>", paragraphs=0, **PLAIN)
        sign = next(page for page in pages if "2026年3月9日" in page.text)
        if not sign.page.images and "附图" not in sign.text:
            self.assertIn("\uff08此页无正文\uff09", sign.text)
        for paragraphs in range(2, 8):
            pages = self.make(paragraphs=paragraphs, **PLAIN)
            sign = next(page for page in pages if "2026年3月9日" in page.text)
            self.assertIn("运转及时。", sign.text, paragraphs)
            self.assertNotIn("此页无正文", sign.text)

    def test_joint(self):
        """D5: joint issue: marks above each other with one 文件, several seals in rows that don't touch."""
        seal = make_address(make_png(40, 40, (230, 0, 0)))
        names = ["广州某某有限公司", "番禺基金会", "某某咨询公司"]
        pages = self.make(paragraphs=1, marks=[f"{name}文件" for name in names],
                          signatures=[Signature(name, seal) for name in names], **PLAIN)
        head = [line for line in pages[0].lines if line.colour == RED]
        self.assertEqual(sum(line.text.count("文件") for line in head), 1)
        names_lines = [line for line in head if line.text[0] in "广番某"]
        self.assertEqual(len(names_lines), 3)
        for line in names_lines[1:]:
            self.assertMm(line.left, names_lines[0].left, 0.8)
        suffix = next(char for line in head for char in line.chars if char["text"] == "件")
        middle = (names_lines[0].base + names_lines[-1].base) / 2
        self.assertMm(297 - suffix["matrix"][5] * MM, middle, 1)
        page = next(page for page in pages if page.page.images)
        boxes = sorted((image["x0"] * MM, image["x1"] * MM, image["top"] * MM) for image in page.page.images)
        self.assertEqual(len(boxes), 3)
        for one, other in zip(boxes, boxes[1:]):
            self.assertGreater(other[0], one[1])
            self.assertMm(one[2], other[2], 0.1)
        self.assertGreaterEqual(boxes[0][0], 28)
        self.assertLessEqual(boxes[-1][1], 184)
        day = page.find("2026年3月9日")
        self.assertMm((boxes[-1][0] + boxes[-1][1]) / 2, day.middle)

    def test_tables_and_pictures(self):
        """D5: tables as wide as the text with their head on each page, pictures within the text and in the middle."""
        rows = "".join(f"<tr><td>{number}</td><td>印章</td><td>综合部</td></tr>" for number in range(60))
        head = "<tr><th>序号</th><th>名称</th><th>部门</th></tr>"
        body = (f"<p>一、清单</p><table><thead>{head}</thead><tbody>{rows}</tbody>"
                f'</table><p><img src="{make_address(make_png(80, 40))}" width="2000"/></p>')
        pages = self.make(body=body, **PLAIN)
        with_table = [page for page in pages if "综合部" in page.text]
        self.assertGreater(len(with_table), 1)
        for page in with_table[:2]:
            self.assertIn("序号", page.text)
        top, bottom, left, right = with_table[1].ink(is_dark, (20, 38, 200, 120))
        self.assertMm(left, 28)
        self.assertMm(right, 184)
        images = [(image["x0"] * MM, image["x1"] * MM) for page in pages for image in page.page.images]
        self.assertMm(images[0][0], 28)
        self.assertMm(images[0][1], 184)

    def test_long_mark_and_first_page(self):
        """D5: the first page shows text even with many marks and a long title; marks stay within the text's width."""
        marks = [f"广州某某第{number}建设工程技术咨询服务有限责任公司文件" for number in "一二三四五六"]
        page = self.make(marks=marks, title="关于进一步加强公司印章证照公文档案管理工作有关事项的补充通知",
                         **PLAIN)[0]
        self.assertIn("为进一步规范", page.text)
        _top, _bottom, left, right = page.ink(is_red, (0, 37, 210, 262))
        self.assertGreaterEqual(left, 27.9)
        self.assertLessEqual(right, 184.1)

    def test_no_record_elements(self):
        """D5: a document without anything for the foot has none."""
        self.assertNotIn("主题词", self.make(paragraphs=1, record=Record(), **PLAIN)[0].text)
        self.assertFalse([rule for rule in self.make(paragraphs=1, record=Record(), **PLAIN)[0].rules()
                          if rule[4] != RED])

    def test_fonts_embedded(self):
        """D5: every font is embedded, so that the print looks the same everywhere."""
        page = self.make()[0].page
        fonts = resolve1(page.page_obj.resources["Font"])
        self.assertGreater(len(fonts), 3 if self.has_fonts else 1)
        for reference in fonts.values():
            font = resolve1(reference)
            for descendant in resolve1(font.get("DescendantFonts")) or [font]:
                descriptor = resolve1(resolve1(descendant)["FontDescriptor"])
                self.assertTrue({"FontFile", "FontFile2", "FontFile3"} & set(descriptor), font)
