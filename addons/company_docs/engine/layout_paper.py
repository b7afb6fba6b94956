"""A document's printed elements (R6 §5.6.1.2), as the templates and the Word file read them.

>>> import datetime
>>> paper = Paper(head="red", marks=["广州某某有限公司文件"], number="广基〔2026〕1号", title="关于放假的通知",
...               main_text="各部门", body="<p>现通知如下。</p>", signatures=[Signature("广州某某有限公司")],
...               date=datetime.date(2026, 3, 1), record=Record(cc_text="工会", printing_unit="综合部",
...                                                             print_date=datetime.date(2026, 3, 2)))
>>> values = paper.to_values()
>>> values["main"], values["date"], values["record"]["printed_on"], values["record"]["cc"]
('各部门：', '2026年3月1日', '2026年3月2日印发', '工会。')
>>> round(values["mark_size"], 1), values["sign_rows"][0]["right"]
(15.0, 48.0)
"""
import datetime
from dataclasses import dataclass, field

from . import layout_text as text
from . import layout_values as measures
from .layout_blocks import parse_body
from .layout_head import place_head, place_letter
from .layout_html import render_blocks
from .layout_title import split_title

DATE_INDENT = 4         # characters right of the date of a sealed document (GB/T 9704 §7.3.5.1)


@dataclass
class Signature:
    """Unit that signs; ``seal`` is an image address (data: …) once the document is sealed."""

    name: str
    seal: str = ""


@dataclass
class Annex:
    """Annex bound with the document: ``pages`` are addresses of pictures, or sizes (mm) of pages laid in later."""

    name: str
    pictures: list = field(default_factory=list)
    sizes: list = field(default_factory=list)


@dataclass
class Record:
    """The 版记 at the foot of the last page (§5.6.1.1.15–19)."""

    keywords: str = ""
    main_text: str = ""
    cc_text: str = ""
    printing_unit: str = ""
    print_date: datetime.date | None = None

    def to_values(self):
        keywords = text.split_keywords(self.keywords)
        printed = text.format_date(self.print_date)
        values = {
            "keywords": "\u3000".join(keywords), "main": text.format_record_units(self.main_text),
            "cc": text.format_record_units(self.cc_text), "printing_unit": (self.printing_unit or "").strip(),
            "printed_on": f"{printed}印发" if printed else "",
        }
        return values if any(values.values()) else {}


@dataclass
class Paper:
    """Everything that is printed, as plain values."""

    head: str = "red"               # red, black, letter, minutes
    marks: list = field(default_factory=list)
    number: str = ""
    title: str = ""
    main_text: str = ""
    body: str = ""
    annex_names: list = field(default_factory=list)
    signatures: list = field(default_factory=list)
    date: datetime.date | None = None
    note: str = ""
    record: Record = field(default_factory=Record)
    upward: bool = False
    signers: list = field(default_factory=list)
    copy_number: int | str = 0
    secrecy: str = "public"
    secrecy_years: int = 0
    urgency: str = "normal"
    annexes: list = field(default_factory=list)
    watermark: str = ""
    record_on_even_page: bool = False
    no_text: bool = False           # 此页无正文: the signature stands on a page without text

    @property
    def sheet(self):
        return measures.SHEETS[self.head]

    @property
    def head_lines(self):
        return text.get_head_lines(
            text.format_copy_number(self.copy_number), text.format_secrecy(self.secrecy, self.secrecy_years),
            text.format_urgency(self.urgency))

    @property
    def title_lines(self):
        size = measures.TITLE_SIZE if self.head != "black" else 18
        return split_title(self.title, int(measures.to_pt(self.sheet.width) / size * 2) / 2)

    @property
    def blocks(self):
        return parse_body(self.body)

    def to_values(self):
        """Plain values for the templates: text, numbers, lists and dictionaries only."""
        marks, suffix = text.split_marks(self.marks, joint=len(self.marks) > 1)
        signer_rows = text.get_signers_rows(self.signers) if self.upward else []
        mark_size = text.get_mark_size(marks, suffix, self._get_free_height(signer_rows))
        return {
            "head": self.head, "marks": marks, "mark_suffix": suffix, "mark_size": mark_size,
            "place": place_head(marks, suffix, mark_size, signer_rows, self.sheet.pitch),
            "letter": place_letter(marks, mark_size, self.sheet),
            "signer_widths": [max(text.get_width(row[slot]) for row in signer_rows if slot < len(row))
                              for slot in range(len(signer_rows[0]) if signer_rows else 0)],
            "annex_indent": 0 if len(self.annex_names) < 2 else 1 if len(self.annex_names) < 10 else 1.5,
            "mark_spread": [self._get_spread(mark, marks) for mark in marks],
            "number": self.number, "upward": bool(signer_rows), "signer_rows": signer_rows,
            "head_lines": self.head_lines, "title_lines": self.title_lines, "main": text.format_main(self.main_text),
            "body": render_blocks(self.blocks, self.sheet.width),
            "annex_lines": text.format_annexes(self.annex_names), "date": text.format_date(self.date),
            "sign_rows": self._get_sign_rows(), "note": text.format_note(self.note), "no_text": self.no_text,
            "record": self.record.to_values(), "record_on_even_page": self.record_on_even_page,
            "annexes": [{"label": f"附件{index if len(self.annexes) > 1 else ''}", "name": annex.name,
                         "pictures": annex.pictures, "sizes": annex.sizes}
                        for index, annex in enumerate(self.annexes, 1)],
            "watermark": self.watermark, "sheet": self.sheet.to_dict(),
            "fonts": {role: measures.font_stack(role) for role in measures.FONTS}, "red": measures.RED_COLOUR,
            "measures": {name.lower(): value for name, value in vars(measures).items()
                         if name.isupper() and isinstance(value, (int, float))},
        }

    def _get_spread(self, mark, marks):
        """Points between the characters of a shorter name, so that the names of a joint document are equally long."""
        longest = max(text.get_width(name) for name in marks)
        gaps = len(mark) - 1
        return (longest - text.get_width(mark)) / gaps if gaps > 0 else 0

    def _get_free_height(self, signer_rows):
        """Height in mm that the marks may take so that the first page shows text (§5.6.1.1.10)."""
        if self.head == "black":
            return None
        lines = 2 + max(len(signer_rows), 1) + 2 + len(self.title_lines) + 1 + 1 + 1
        used = measures.to_mm(lines * self.sheet.pitch) + measures.MARK_TOP + measures.RULE_GAP + measures.RULE_WIDTH
        return self.sheet.height - used

    def _get_sign_rows(self):
        """Rows of up to three signatures; right: indent in points that puts the date four characters in."""
        rows = []
        names = self.signatures
        size = self.sheet.size
        date_width = text.get_width(text.format_date(self.date)) * size
        longest = max([text.get_width(item.name) * size for item in names], default=0)
        per_row = max(min(measures.SEAL_PER_ROW, int(measures.to_pt(self.sheet.width) / (longest + size))), 1)
        for start in range(0, len(names), per_row):
            part = names[start:start + per_row]
            rows.append({"cells": [{"name": item.name, "seal": item.seal} for item in part], "joint": len(names) > 1,
                         "last": start + per_row >= len(names)})
        for row in rows:
            row["right"] = max(DATE_INDENT * size - max(longest - date_width, 0) / 2, 0)
        return rows
