"""Justified Chinese lines for WeasyPrint, which widens blanks only and so leaves a line of Chinese ragged.

Measured against the pinned version of WeasyPrint (config/requirements-addons.txt); a test of company_docs fails when
the library's insides change.
"""
CJK_START = 0x2E80      # first character of the Chinese and Japanese blocks; punctuation above U+3000 included


def install():
    """Replace WeasyPrint's ``justify_line``; safe to call again."""
    from weasyprint.layout import inline
    if getattr(inline.justify_line, "spreads_characters", False):
        return
    standard = inline.justify_line

    def justify_line(context, line, extra_width):
        boxes = list(_get_text_boxes(line))
        text = "".join(box.text for box in boxes)
        chinese = sum(ord(char) >= CJK_START for char in text)
        gaps = len(text.rstrip()) - 1
        # a line of words is widened at its blanks; figures and addresses without any blank are spread as well
        if gaps < 1 or chinese * 3 < len(text) and inline.count_expandable_spaces(line):
            standard(context, line, extra_width)
        else:
            _spread(context, line, extra_width / gaps, 0)

    justify_line.spreads_characters = True
    inline.justify_line = justify_line


def _get_text_boxes(box):
    from weasyprint.formatting_structure import boxes
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _get_text_boxes(child)


def _spread(context, box, spacing, advance):
    """Widen every character of the text boxes by ``spacing``; give how far the next box moves to the right."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.text.line_break import create_layout
    if isinstance(box, boxes.TextBox):
        box.position_x += advance
        style = box.style.copy()
        present = style["letter_spacing"]
        style["letter_spacing"] = (0 if present == "normal" else present) + spacing
        layout = create_layout(box.text, style, context, max_width=None, justification_spacing=0)
        layout.deactivate()
        box.style, box.pango_layout = style, layout      # drawing sets the text again with the style of the box
        gained = spacing * len(box.text)
        box.width += gained
        return advance + gained
    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.position_x += advance
        before = advance
        for child in box.children:
            if child.is_in_normal_flow():
                advance = _spread(context, child, spacing, advance)
        box.width += advance - before
    else:
        box.translate(advance, 0)
    return advance
