"""Pages of a printed register: how tall a row is and which rows stand on which page."""
import unicodedata
from math import ceil

LINE, PADDING = 4.4, 2.4      # millimetres of one line of 9 pt, and of the padding of a row


def text_width(text):
    """Width of a text in full-width characters; Latin letters and figures count half.

    >>> text_width("通知"), text_width("2026-03"), text_width("〔2026〕1号")
    (2.0, 3.5, 5.5)
    """
    return sum(1.0 if unicodedata.east_asian_width(char) in "FWA" else 0.5 for char in text)


def row_height(cells, widths):
    """Height of a row in millimetres; ``widths`` are characters per line of each column.

    >>> row_height(["1", "关于召开年度工作会议的通知"], [4, 10])
    11.2
    >>> row_height(["1", ""], [4, 10])
    6.8
    """
    lines = 1
    for cell, width in zip(cells, widths, strict=True):
        lines = max(lines, sum(max(1, ceil(text_width(part) / width)) for part in (cell or "").split("\n")))
    return round(LINE * lines + PADDING, 2)


def paginate(rows, widths, capacity):
    """Numbers of the rows on each page: list of (first, end); a row taller than a page stands alone.

    >>> paginate([["a"], ["b"], ["c"]], [10], 14)
    [(0, 2), (2, 3)]
    >>> paginate([], [10], 14)
    [(0, 0)]
    """
    pages, start, used = [], 0, 0.0
    for index, cells in enumerate(rows):
        height = row_height(cells, widths)
        if used and used + height > capacity:
            pages.append((start, index))
            start, used = index, 0.0
        used += height
    return [*pages, (start, len(rows))]
