"""The printed document as an editable Word file: the same elements on the same grid (R6 §5.6).

>>> import io
>>> from docx import Document
>>> from .layout_sample import get_sample
>>> document = Document(io.BytesIO(make_docx(get_sample("red"))))
>>> round(document.sections[0].top_margin.mm), document.settings.odd_and_even_pages_header_footer
(37, True)
"""
import io

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from . import layout_docx_parts as parts
from . import layout_values as values
from .layout_text import get_width

ALIGNMENTS = {"center": ALIGN.CENTER, "right": ALIGN.RIGHT}
LEVEL_FONTS = {1: "hei", 2: "kai"}
PIXEL_MM = 25.4 / 96
PICTURE_ERRORS = (ValueError, KeyError, OSError, AttributeError)


def make_docx(paper, read_picture=None):
    """Bytes of the DOCX of a Paper.

    :param read_picture: function(address) → bytes or None, for pictures in the body
    """
    return _Writer(paper, read_picture or (lambda source: None)).write()


class _Writer:
    def __init__(self, paper, read_picture):
        self.paper, self.values = paper, paper.to_values()
        self.sheet, self.read_picture = paper.sheet, read_picture
        self.document = Document()
        self.font = self.sheet.font

    def write(self):
        self._set_up()
        self._add_black_head() if self.paper.head == "black" else self._add_red_head()
        self._add_main()
        self._add_blocks()
        self._add_annex_note()
        self._add_signatures()
        self._add_annexes()
        self._add_record()
        self.document.core_properties.title = "".join(self.values["title_lines"])
        result = io.BytesIO()
        self.document.save(result)
        return result.getvalue()

    # -- page and styles ---------------------------------------------------------------------------------------------

    def _set_up(self):
        section, sheet = self.document.sections[0], self.sheet
        section.page_width, section.page_height = Mm(values.PAGE_WIDTH), Mm(values.PAGE_HEIGHT)
        section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
        section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
        section.header_distance = Mm(15)
        section.footer_distance = Mm(max(sheet.bottom - values.PAGE_NUMBER_GAP - 5, 5))
        parts.drop_grid(section)
        self.document.settings.odd_and_even_pages_header_footer = True
        for footer, align, side in ((section.footer, ALIGN.RIGHT, "right_indent"),
                                    (section.even_page_footer, ALIGN.LEFT, "left_indent")):
            paragraph = parts.set_format(footer.paragraphs[0], values.SMALL_SIZE, **{side: Pt(values.SMALL_SIZE)})
            paragraph.alignment = align
            parts.add_page_number(paragraph)
        style = self.document.styles["Normal"]
        parts.set_font(style, self.font, sheet.size)
        parts.join_scripts(style)
        if sheet.letter_spacing < -0.1:
            parts.set_spacing(style, parts.SPACING)

    def _add(self, text="", role=None, size=None, align=None, **options):
        paragraph = parts.set_format(self.document.add_paragraph(), options.pop("pitch", self.sheet.pitch), **options)
        if text:
            parts.add_run(paragraph, text, role or self.font, size)
        if align is not None:
            paragraph.alignment = align
        return paragraph

    def _add_empty(self, count=1):
        for _ in range(count):
            self._add(keep_with_next=True)

    # -- head --------------------------------------------------------------------------------------------------------

    def _add_red_head(self):
        lines = self.values["head_lines"]
        for line in lines:
            self._add(line, "fang" if line.isdigit() else "hei")
        gap = values.to_pt(values.MARK_TOP) - len(lines) * self.sheet.pitch
        self._add(pitch=max(gap, 1))
        self._add_marks()
        self._add_empty(2)
        self._add_number()
        self._add_empty(2)
        self._add_title("title", values.TITLE_SIZE)

    def _add_marks(self):
        marks, suffix = self.values["marks"], self.values["mark_suffix"]
        size = round(values.to_pt(self.values["mark_size"]) * 2) / 2
        if not suffix:
            for mark in marks:
                paragraph = self._add(align=ALIGN.CENTER, pitch=size * 1.05)
                parts.add_run(paragraph, mark, "title", size, {"bold"}, red=True)
            return
        table = self.document.add_table(rows=len(marks), cols=2)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        names_width = max(map(get_width, marks)) * size + 12
        for row, mark in zip(table.rows, marks):
            row.cells[0].width, row.cells[1].width = Pt(names_width), Pt(get_width(suffix) * size + 24)
            paragraph = parts.set_format(row.cells[0].paragraphs[0], size * 1.15)
            paragraph.alignment = ALIGN.DISTRIBUTE
            parts.add_run(paragraph, mark, "title", size, {"bold"}, red=True)
        joint = table.columns[1].cells[0].merge(table.columns[1].cells[-1])
        joint.vertical_alignment = 1
        for extra in joint.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
        paragraph = parts.set_format(joint.paragraphs[0], size * 1.15)
        paragraph.alignment = ALIGN.CENTER
        parts.add_run(paragraph, suffix, "title", size, {"bold"}, red=True)

    def _add_number(self):
        """Number and signers; the red rule is the lower border of the line."""
        rows, em = self.values["signer_rows"], Pt(self.sheet.size)
        widths = self.values["signer_widths"]
        for index, row in enumerate(rows or [None]):
            last = index == len(rows or [None]) - 1
            paragraph = self._add(keep_with_next=True)
            if row is None:
                paragraph.alignment = ALIGN.CENTER
                parts.add_run(paragraph, self.values["number"], self.font)
            else:
                paragraph.paragraph_format.left_indent = em
                stop = values.to_pt(self.sheet.width) - self.sheet.size * (1 + 4 + sum(widths) + len(widths))
                paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(stop), WD_TAB_ALIGNMENT.LEFT)
                label = "签发人\uff1a" if not index else "\u3000" * 4
                parts.add_run(paragraph, (self.values["number"] if last else "") + "\t" + label, self.font)
                names = "\u3000".join(
                    name + "\u3000" * int(width - get_width(name)) for name, width in zip(row, widths))
                parts.add_run(paragraph, names, "kai")
            if last:
                parts.set_border(paragraph, "bottom", values.RULE_WIDTH, values.RED_COLOUR.lstrip("#"),
                                 values.to_pt(values.RULE_GAP) - 4)

    def _add_black_head(self):
        for line in self.values["head_lines"]:
            self._add(line, "hei")
        self._add_title("hei", 18)
        if self.values["number"]:
            self._add(self.values["number"], "song", 14, ALIGN.CENTER)

    def _add_title(self, role, size):
        paragraph = self._add(align=ALIGN.CENTER, keep_with_next=True)
        for index, line in enumerate(self.values["title_lines"]):
            run = parts.add_run(paragraph, line, role, size, {"bold"} if role == "title" else ())
            if index < len(self.values["title_lines"]) - 1:
                run.add_break()

    # -- body --------------------------------------------------------------------------------------------------------

    def _add_main(self):
        self._add_empty()
        if self.values["main"]:
            self._add(self.values["main"], keep_with_next=True)

    def _add_blocks(self):
        for block in self.paper.blocks:
            if block.kind == "table":
                self._add_table(block)
            elif block.kind == "picture":
                self._add_picture(block.source, block.width)
            else:
                self._add_text(self._add(align=ALIGNMENTS.get(block.align, ALIGN.JUSTIFY)), block)

    def _add_text(self, paragraph, block, size=None):
        if not size and block.align not in ALIGNMENTS:
            paragraph.paragraph_format.first_line_indent = Pt(2 * (self.sheet.size + self.sheet.letter_spacing))
        role, left = LEVEL_FONTS.get(block.level, self.font), block.lead
        if self.paper.head == "black" and block.level == 2:
            role = self.font
        paragraph.paragraph_format.keep_with_next = bool(block.lead and block.lead == len(block.text)) or None
        for run in block.runs:
            head, rest = run.text[:left], run.text[left:]
            left = max(left - len(run.text), 0)
            for text, font in ((head, role), (rest, self.font)):
                if text:
                    parts.add_run(paragraph, text, font, size, run.marks)

    def _add_table(self, block):
        columns = max(sum(cell.colspan for cell in row) for row in block.rows)
        table = self.document.add_table(rows=len(block.rows), cols=columns, style="Table Grid")
        taken = set()
        for y, row in enumerate(block.rows):
            x = 0
            for cell in row:
                while (y, x) in taken:
                    x += 1
                if x >= columns:
                    break
                right, bottom = min(x + cell.colspan, columns) - 1, min(y + cell.rowspan, len(block.rows)) - 1
                taken |= {(line, column) for line in range(y, bottom + 1) for column in range(x, right + 1)}
                place = table.cell(y, x)
                if (bottom, right) != (y, x):
                    place = place.merge(table.cell(bottom, right))
                self._fill_cell(place, cell)
        for row in table.rows[:block.head_rows]:
            row._tr.get_or_add_trPr().append(row._tr.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))

    def _fill_cell(self, place, cell):
        for index, block in enumerate(cell.blocks):
            paragraph = parts.set_format(place.paragraphs[0] if not index else place.add_paragraph(), 20)
            paragraph.alignment = ALIGN.CENTER if cell.head else ALIGNMENTS.get(cell.align or block.align)
            if block.kind == "picture":
                self._add_picture(block.source, block.width, paragraph)
            else:
                self._add_text(paragraph, block, 12)

    def _add_picture(self, source, pixels=0, paragraph=None):
        content = self.read_picture(source)
        if not content:
            return
        paragraph = paragraph or self.document.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        paragraph.paragraph_format.line_spacing = 1
        width = min(pixels * PIXEL_MM, self.sheet.width) if pixels else None
        try:
            picture = paragraph.add_run().add_picture(io.BytesIO(content), Mm(width) if width else None)
        except PICTURE_ERRORS:          # a format that Word files don't hold, such as SVG
            return
        if picture.width > Mm(self.sheet.width):
            picture.height = int(picture.height * Mm(self.sheet.width) / picture.width)
            picture.width = Mm(self.sheet.width)

    # -- end ---------------------------------------------------------------------------------------------------------

    def _add_annex_note(self):
        size = self.sheet.size
        if self.values["annex_lines"]:
            self._add_empty()
        for label, number, name in self.values["annex_lines"]:
            indent = (5 + self.values["annex_indent"]) * size
            hanging = (3 + self.values["annex_indent"]) * size
            self._add((label or "\u3000" * 3) + number + name, left_indent=Pt(indent),
                      first_line_indent=Pt(-hanging), keep_with_next=True)

    def _add_signatures(self):
        size = self.sheet.size
        date = self.values["date"]
        date_width = get_width(date) * size
        if self.paper.signatures:
            self._add_empty()
        for signature in self.paper.signatures:
            right = 4 * size + (date_width - get_width(signature.name) * size) / 2
            self._add(signature.name, align=ALIGN.RIGHT, right_indent=Pt(max(right, 0)), keep_with_next=True)
        if date:
            self._add(date, align=ALIGN.RIGHT, right_indent=Pt(4 * size if self.paper.signatures else 0))
        if self.values["note"]:
            self._add(self.values["note"], first_line_indent=Pt(2 * size))

    def _add_annexes(self):
        for annex in self.values["annexes"]:
            if annex["pictures"]:
                self._add(annex["label"], "hei").paragraph_format.page_break_before = True
                self._add(annex["name"], "title", values.TITLE_SIZE, ALIGN.CENTER)
                for picture in annex["pictures"]:
                    self._add_picture(picture)

    def _add_record(self):
        record = self.values["record"]
        if not record:
            return
        lines, size = [], values.SMALL_SIZE
        if record["keywords"]:
            lines.append((self.sheet.size, 0, 0, (("主题词\uff1a", "hei"), (record["keywords"], self.font))))
        for label, key in (("主送\uff1a", "main"), ("抄送\uff1a", "cc")):
            if record[key]:
                lines.append((size, size * 4, -size * 3, ((label + record[key], self.font),)))
        if record["printing_unit"] or record["printed_on"]:
            lines.append((size, size, 0, ((record["printing_unit"] + "\t" + record["printed_on"], self.font),)))
        table = self.document.add_table(rows=len(lines), cols=1)
        for row, line in zip(table.rows, lines, strict=True):
            parts.fill_record_line(row.cells[0], self.sheet, *line)
        parts.set_row_rules(table, values.RECORD_THICK, values.RECORD_THIN)
        height = values.to_mm(len(lines) * self.sheet.pitch) + 2
        parts.add_text_box(self._add(pitch=1), self.sheet.width, height, [table, self._add(pitch=1)])
