"""Readable difference of two texts: paragraphs first, then single Chinese characters and Latin words inside them."""
import re
from difflib import SequenceMatcher
from html import escape

TOKEN = re.compile(r"[A-Za-z0-9_.%]+|\s+|.", re.DOTALL)
UNCHANGED_AROUND = 2
FAR = 0.25


def split_tokens(line):
    """Units that change as a whole: a Chinese character, a mark, a Latin word, a figure.

    >>> split_tokens("拨款120.5万元 to IT")
    ['拨', '款', '120.5', '万', '元', ' ', 'to', ' ', 'IT']
    """
    return TOKEN.findall(line)


def mark_line(old, new):
    """The two lines as one, with what went in ``<del>`` and what came in ``<ins>``; everything escaped.

    >>> mark_line("同意拨款10万元", "同意拨款12万元。")
    '同意拨款<del>10</del><ins>12</ins>万元<ins>。</ins>'
    >>> mark_line("<b>", "<i>")
    '&lt;<del>b</del><ins>i</ins>&gt;'
    """
    before, after, parts = split_tokens(old), split_tokens(new), []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = escape("".join(before[i1:i2])), escape("".join(after[j1:j2]))
        if tag == "equal":
            parts.append(gone)
            continue
        parts.append((f"<del>{gone}</del>" if gone else "") + (f"<ins>{come}</ins>" if come else ""))
    return "".join(parts)


def _is_near(old, new):
    return SequenceMatcher(None, split_tokens(old), split_tokens(new), autojunk=False).ratio() > FAR


def _mark_block(before, after):
    """Paragraphs of a changed place; a paragraph that has hardly anything left of the old one is shown apart."""
    rows = []
    for index in range(max(len(before), len(after))):
        old = before[index] if index < len(before) else None
        new = after[index] if index < len(after) else None
        if old is not None and new is not None and _is_near(old, new):
            rows.append(mark_line(old, new))
            continue
        if old:
            rows.append(f"<del>{escape(old)}</del>")
        if new:
            rows.append(f"<ins>{escape(new)}</ins>")
    return rows


def _shorten(rows, first, last):
    """Unchanged paragraphs, all but those next to a change left out."""
    head = 0 if first else UNCHANGED_AROUND
    tail = 0 if last else UNCHANGED_AROUND
    if len(rows) <= head + tail + 1:
        return [escape(row) for row in rows]
    return [escape(row) for row in rows[:head]] + ["…"] + [escape(row) for row in rows[len(rows) - tail:]]


def mark_text(old, new):
    """HTML paragraphs of the difference of two texts; "" when they are the same.

    >>> mark_text("甲\\n乙", "甲\\n乙")
    ''
    >>> mark_text("标题\\n第一段内容\\n第二段", "标题\\n第一段内容已改\\n第二段")
    '<p>标题</p><p>第一段内容<ins>已改</ins></p><p>第二段</p>'
    >>> mark_text("", "新")
    '<p><ins>新</ins></p>'
    >>> mark_text("\\n".join("一二三四五六"), "\\n".join("一二三四五七"))
    '<p>…</p><p>四</p><p>五</p><p><del>六</del></p><p><ins>七</ins></p>'
    """
    before, after = (old or "").splitlines(), (new or "").splitlines()
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    if all(code[0] == "equal" for code in codes):
        return ""
    rows = []
    for place, (tag, i1, i2, j1, j2) in enumerate(codes):
        if tag == "equal":
            rows += _shorten(before[i1:i2], place == 0, place == len(codes) - 1)
        else:
            rows += _mark_block(before[i1:i2], after[j1:j2])
    return "".join(f"<p>{row}</p>" for row in rows)
