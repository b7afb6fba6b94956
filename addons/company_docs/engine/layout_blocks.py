"""The rich-text editor's HTML brought to the body of an official document (R6 §5.6.1.1.10).

A body is a list of blocks: paragraphs, headings, tables, pictures. Colours, sizes and fonts of the editor are left out,
bold, italics, underlining, raised and lowered characters stay.

>>> for block in parse_body("<h2>总体要求</h2><p>  各部门要<b>认真</b>落实。</p><ol><li>甲</li><li>乙</li></ol>"):
...     print(block.kind, block.level, block.text)
heading 1 一、总体要求
text 0 各部门要认真落实。
heading 3 1.甲
heading 3 2.乙
"""
import re
from dataclasses import dataclass, field

from lxml import html

NUMERALS = "一二三四五六七八九十"
PREFIXES = (
    re.compile(rf"^[{NUMERALS}百]{{1,4}}、"),
    re.compile(rf"^[(（][{NUMERALS}百]{{1,4}}[)）]"),
    re.compile(r"^\d{1,2}[.．](?!\d)"),
    re.compile(r"^[(（]\d{1,2}[)）]"),
)
LEAD_LIMIT = 40      # a heading that runs into its paragraph ends at its first full stop, if that comes soon
MARKS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "sup": "sup", "sub": "sub"}
BLOCK_TAGS = frozenset({
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "blockquote", "pre", "section",
    "article", "figure", "figcaption", "hr", "header", "footer", "main", "dl", "dt", "dd"})
SKIPPED = frozenset({"script", "style", "head", "title", "iframe", "object", "template", "button", "svg", "video"})
BLANK = " \t\r\n\u3000\xa0\u200b\ufeff"


@dataclass
class Run:
    """Characters with the same marks (bold, italic, underline, sup, sub)."""

    text: str
    marks: frozenset = frozenset()


@dataclass
class Cell:
    blocks: list
    colspan: int = 1
    rowspan: int = 1
    head: bool = False
    align: str = ""

    @property
    def text(self):
        return "\n".join(block.text for block in self.blocks)


@dataclass
class Block:
    """kind: text, heading (level 1–4, lead: characters set in the heading's font), table (rows), picture (source)."""

    kind: str
    runs: list = field(default_factory=list)
    level: int = 0
    lead: int = 0
    align: str = ""
    rows: list = field(default_factory=list)
    head_rows: int = 0
    source: str = ""
    width: float = 0

    @property
    def text(self):
        return "".join(run.text for run in self.runs)


def parse_body(source):
    """Blocks of an HTML fragment; an empty one has none.

    >>> parse_body(""), parse_body("<p><br></p>")
    ([], [])
    >>> [block.text for block in parse_body("<p>甲<br>乙</p>文字")]
    ['甲', '乙', '文字']
    >>> parse_body('<p>见<img src="/web/image/7-a/x.png" width="200"></p>')[1].source
    '/web/image/7-a/x.png'
    >>> table = parse_body("<table><tr><th>项目</th></tr><tr><td>印章</td></tr></table>")[0]
    >>> table.head_rows, [[cell.text for cell in row] for row in table.rows]
    (1, [['项目'], ['印章']])
    """
    if not (source or "").strip():
        return []
    parser = _Parser()
    parser.walk(html.fragment_fromstring(source, create_parent="div"))
    parser.end_paragraph()
    return _number_headings(parser.blocks)


class _Parser:
    """Walks the tree once; text gathers in runs until a block begins or ends."""

    def __init__(self):
        self.blocks = []
        self.runs = []
        self.align = ""
        self.tag_level = 0
        self.lists = []         # per list: [tag, number of the item]
        self.prefix = ""

    def walk(self, element, marks=frozenset()):
        self.add_text(element.text, marks)
        for child in element:
            self._walk_child(child, marks)
            self.add_text(child.tail, marks)

    def _walk_child(self, child, marks):
        tag = child.tag
        if not isinstance(tag, str) or tag in SKIPPED:
            return
        if tag == "br":
            self.end_paragraph()
        elif tag == "img":
            self._add_picture(child)
        elif tag == "table":
            self._add_table(child)
        elif tag in BLOCK_TAGS:
            self._walk_block(child, marks)
        else:
            self.walk(child, marks | _get_marks(child))

    def _walk_block(self, child, marks):
        self.end_paragraph()
        before = self.align, self.tag_level
        self.align = _get_align(child) or self.align
        if re.fullmatch(r"h[1-6]", child.tag):
            self.tag_level = int(child.tag[1])
        if child.tag in ("ul", "ol"):
            self.lists.append([child.tag, _to_int(child.get("start"), 1) - 1])
        elif child.tag == "li" and self.lists:
            self._start_item()
        self.walk(child, marks)
        self.end_paragraph()
        if child.tag in ("ul", "ol"):
            self.lists.pop()
        self.prefix = ""
        self.align, self.tag_level = before

    def _start_item(self):
        entry = self.lists[-1]
        entry[1] += 1
        depth = sum(1 for tag, _number in self.lists if tag == "ol")
        if entry[0] == "ul":
            self.prefix = "——"
        else:
            self.prefix = f"{entry[1]}." if depth < 2 else f"（{entry[1]}）"

    def add_text(self, text, marks):
        text = re.sub(r"[ \t\r\n\xa0\u200b\ufeff]+", " ", text or "")
        if text.strip(BLANK) or (text and self.runs):
            self.runs.append(Run(text, frozenset(marks)))

    def end_paragraph(self):
        runs, self.runs = _strip_runs(self.runs), []
        if not runs:
            return
        if self.prefix:
            written = any(pattern.match(runs[0].text) for pattern in PREFIXES)
            runs = runs if written else [Run(self.prefix), *runs]
            self.prefix = ""
        self.blocks.append(Block("text", runs, level=self.tag_level, align=self.align))

    def _add_picture(self, element):
        source = (element.get("src") or "").strip()
        if source:
            self.end_paragraph()
            self.blocks.append(Block("picture", source=source, width=_get_pixels(element)))

    def _add_table(self, table):
        self.end_paragraph()
        rows, head_rows = [], 0
        for line in table.iter("tr"):
            if next(line.iterancestors("table")) is not table:
                continue
            cells = [_parse_cell(cell) for cell in line if cell.tag in ("td", "th")]
            if cells:
                in_head = line.getparent().tag == "thead" or all(cell.head for cell in cells)
                head_rows += in_head and head_rows == len(rows)
                rows.append(cells)
        if rows:
            self.blocks.append(Block("table", rows=rows, head_rows=head_rows if head_rows < len(rows) else 0))


def _parse_cell(cell):
    parser = _Parser()
    parser.walk(cell)
    parser.end_paragraph()
    for block in parser.blocks:
        block.level = 0
    return Cell(parser.blocks, max(_to_int(cell.get("colspan"), 1), 1), max(_to_int(cell.get("rowspan"), 1), 1),
                cell.tag == "th", _get_align(cell))


def _get_marks(element):
    style = (element.get("style") or "").replace(" ", "").lower()
    marks = {MARKS[element.tag]} if element.tag in MARKS else set()
    if re.search(r"font-weight:(?:bold|[6-9]00)", style):
        marks.add("bold")
    if "font-style:italic" in style:
        marks.add("italic")
    if "text-decoration:underline" in style or "text-decoration-line:underline" in style:
        marks.add("underline")
    return marks


def _get_align(element):
    found = re.search(r"text-align:\s*(center|right|left)", element.get("style") or "")
    if found:
        return found.group(1)
    given = (element.get("align") or "").lower()
    classes = (element.get("class") or "").split()
    return next((side for side in ("center", "right") if given == side or f"text-{side}" in classes), "")


def _get_pixels(element):
    found = re.search(r"(?:^|;)\s*width:\s*([\d.]+)px", element.get("style") or "")
    return float(found.group(1)) if found else float(_to_int(element.get("width"), 0))


def _to_int(text, default):
    found = re.match(r"\s*(\d{1,4})", text or "")
    return int(found.group(1)) if found else default


def _strip_runs(runs):
    """Indentation and blanks at the ends are the layout's business."""
    runs = [Run(run.text, run.marks) for run in runs]
    while runs and not runs[0].text.strip(BLANK):
        runs.pop(0)
    while runs and not runs[-1].text.strip(BLANK):
        runs.pop()
    if runs:
        runs[0].text = runs[0].text.lstrip(BLANK)
        runs[-1].text = runs[-1].text.rstrip(BLANK)
    return runs


# -- headings --------------------------------------------------------------------------------------------------------

def get_heading(text):
    """Level of a written heading and how many of its characters are the heading: 一、 (一) 1. (1).

    >>> get_heading("一、总体要求"), get_heading("（二）工作安排"), get_heading("1.范围"), get_heading("（3）其他")
    ((1, 6), (2, 7), (3, 4), (4, 5))
    >>> get_heading("一、加强领导。各部门要高度重视。"), get_heading("正文"), get_heading("1.5万元")
    ((1, 7), (0, 0), (0, 0))
    """
    for level, pattern in enumerate(PREFIXES, 1):
        if pattern.match(text):
            stop = text.find("。")
            if stop < 0:
                return level, len(text) if len(text) <= LEAD_LIMIT else 0
            return level, stop + 1 if stop < LEAD_LIMIT else 0
    return 0, 0


def _number_headings(blocks):
    """Written numbers make a heading; headings of the editor without a number get the next one of their level."""
    ranks = sorted({block.level for block in blocks if block.kind == "text" and block.level})
    counters = [0] * 5
    for block in blocks:
        if block.kind != "text":
            continue
        level, lead = get_heading(block.text)
        tag_level = min(ranks.index(block.level) + 1, 4) if block.level else 0
        if not level and tag_level:
            counters[tag_level] += 1
            block.runs.insert(0, Run(get_number(tag_level, counters[tag_level])))
            level, lead = tag_level, len(block.text)
        elif level and tag_level:
            counters[level] += 1
            lead = len(block.text)
        if level and tag_level:
            counters[level + 1:] = [0] * (4 - level)
        block.level = level
        if level:
            block.kind, block.lead = "heading", lead
    return blocks


def get_number(level, number):
    """
    >>> get_number(1, 12), get_number(2, 3), get_number(3, 4), get_number(4, 5)
    ('十二、', '（三）', '4.', '（5）')
    """
    chinese = _to_chinese(number)
    return (f"{chinese}、", f"（{chinese}）", f"{number}.", f"（{number}）")[level - 1]


def _to_chinese(number):
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones - 1]
    return (NUMERALS[tens - 1] if tens > 1 else "") + "十" + (NUMERALS[ones - 1] if ones else "")
