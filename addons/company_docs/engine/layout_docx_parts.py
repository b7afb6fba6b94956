"""Small pieces of WordprocessingML that python-docx has no method for.

>>> from docx import Document
>>> paragraph = Document().add_paragraph()
>>> run = add_run(paragraph, "公文", "fang", 16)
>>> run._element.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt
('仿宋_GB2312', 16.0)
"""
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from . import layout_values as values

EMU_MM = 36000
SPACING = -5        # twentieths of a point between the characters: 28 of 16 pt in 156 mm, also in LibreOffice


def set_font(element, role, size=None, bold=None):
    """Give a run or style the font of a role in every script."""
    name = values.WORD_FONTS[role]
    fonts = element.element.get_or_add_rPr().get_or_add_rFonts() if hasattr(element, "element") \
        else element._element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(attribute), name)
    if size:
        element.font.size = Pt(size)
    if bold is not None:
        element.font.bold = bold


def add_run(paragraph, text, role, size=None, marks=(), red=False):
    """A run of text in the font of a role with the editor's marks."""
    run = paragraph.add_run(text)
    set_font(run, role, size)
    run.font.bold = "bold" in marks or None
    run.font.italic = "italic" in marks or None
    run.font.underline = "underline" in marks or None
    run.font.superscript = "sup" in marks or None
    run.font.subscript = "sub" in marks or None
    if red:
        run.font.color.rgb = RGBColor.from_string(values.RED_COLOUR.lstrip("#").upper())
    return run


def set_format(paragraph, pitch, **options):
    """Exact line pitch and no space around; options are those of python-docx's paragraph_format."""
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    form.space_before = form.space_after = Pt(0)
    form.widow_control = False
    for name, value in options.items():
        setattr(form, name, value)
    return paragraph


def set_border(paragraph, side, millimetres, colour="000000", space=0):
    """A rule above or below a paragraph; Word counts its width in eighths of a point."""
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")
    rule = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", round(values.to_pt(millimetres) * 8)), ("space", round(space)),
                        ("color", colour)):
        rule.set(qn(f"w:{name}"), str(value))
    borders.append(rule)


def drop_grid(section):
    """No grid of lines: exact pitches count from the top margin, in Word and LibreOffice alike."""
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)


def join_scripts(style):
    """No automatic space between Chinese and figures or Latin letters: Word breaks the lines as the PDF does."""
    properties = style.element.get_or_add_pPr()
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        element = OxmlElement(name)
        element.set(qn("w:val"), "0")
        properties.append(element)


def set_spacing(style, twentieths):
    """Space between the characters of a style."""
    properties = style.element.get_or_add_rPr()
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(twentieths))
    properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u",
                                     "w:lang")


def add_page_number(paragraph):
    """— 1 — in 4号 宋体."""
    add_run(paragraph, "— ", "song", values.SMALL_SIZE)
    for kind, text in (("begin", None), (None, " PAGE "), ("end", None)):
        run = add_run(paragraph, "", "song", values.SMALL_SIZE)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
            element.set(qn("xml:space"), "preserve")
        run._r.append(element)
    add_run(paragraph, " —", "song", values.SMALL_SIZE)


TEXT_BOX = """<w:r {namespaces} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
  xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
  xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
  xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
 <mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
  <wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0"
   layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
   <wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>
   <wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>
   <wp:extent cx="{width}" cy="{height}"/><wp:wrapTopAndBottom/><wp:docPr id="1" name="Record"/><wp:cNvGraphicFramePr/>
   <a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
    <wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
    <a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
    <wps:txbx><w:txbxContent/></wps:txbx><wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/>
   </wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"""


def add_text_box(paragraph, width, height, items):
    """A box at the foot of the page's text area that holds these paragraphs and tables; sizes in mm."""
    run = parse_xml(TEXT_BOX.format(
        namespaces=nsdecls("w"), width=round(width * EMU_MM), height=round(height * EMU_MM)))
    content = next(run.iter(qn("w:txbxContent")))
    for item in items:
        content.append(item._element)
    paragraph._p.append(run)


def fill_record_line(cell, sheet, points, left, first, runs):
    """A line of the 版记: one character free at each side, the rules as wide as the text area (GB/T 9704)."""
    cell.width, right = Mm(sheet.width), Pt(values.SMALL_SIZE if left else 0)
    paragraph = set_format(cell.paragraphs[0], sheet.pitch, left_indent=Pt(left), first_line_indent=Pt(first),
                           right_indent=right)
    paragraph.paragraph_format.tab_stops.add_tab_stop(cell.width - right, WD_TAB_ALIGNMENT.RIGHT)
    for text, role in runs:
        add_run(paragraph, text, role, points)


def set_row_rules(table, thick, thin):
    """Rules over, between and under the rows as wide as the table, none at its sides; widths in mm."""
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side, width in (("top", thick), ("bottom", thick), ("insideH", thin)):
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", round(values.to_pt(width) * 8)), ("space", 0),
                            ("color", "000000")):
            rule.set(qn(f"w:{name}"), str(value))
        borders.append(rule)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(borders)
    properties.append(margins)
