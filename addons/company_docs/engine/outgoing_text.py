"""Small arithmetic of the text of outgoing documents."""
import re
from html.parser import HTMLParser

BLOCKS = frozenset((
    "p", "div", "br", "li", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr"))
CELLS = frozenset(("td", "th"))
SILENT = frozenset(("script", "style"))


class _Lines(HTMLParser):

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in SILENT
        if tag in BLOCKS:
            self.parts.append("\n")
        elif tag == "img":
            self.parts.append(f"[{dict(attrs).get('alt') or dict(attrs).get('src') or ''}]"[:200])

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT and self.silent > 0
        if tag in BLOCKS:
            self.parts.append("\n")
        elif tag in CELLS:
            self.parts.append(" | ")

    def handle_data(self, data):
        if not self.silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def to_lines(html):
    """Paragraphs of an HTML text as plain text, without empty ones; pictures by their name.

    >>> to_lines("<h2>一、总则</h2><p>放假<b>八</b>天。<br>特此通知。</p><p><br></p>")
    ['一、总则', '放假八天。', '特此通知。']
    >>> to_lines("<table><tr><td>甲</td><td>1</td></tr></table>a &lt;b&gt;<style>p {}</style>")
    ['甲 | 1 |', 'a <b>']
    >>> to_lines(False)
    []
    """
    parser = _Lines()
    parser.feed(html or "")
    parser.close()
    return [line for line in (line.strip(" \t\u00a0") for line in "".join(parser.parts).split("\n")) if line]


def split_keywords(text):
    """Subject words of a line that separates them by blanks or any Chinese or Latin mark.

    >>> split_keywords("人事 任免　通知")
    ['人事', '任免', '通知']
    >>> split_keywords("人事、任免;通知") == split_keywords(" 人事，任免 通知 ")
    True
    >>> split_keywords(False)
    []
    """
    return [word for word in re.split(r"[\s、，,;；/]+", text or "") if word]


def find_image_ids(html):
    """Ids of the database's own files that a text shows, in order, each once.

    >>> find_image_ids('<img src="/web/image/12?x=1"><img src="/web/content/7-abc/b.png"><img src="/web/image/12">')
    [12, 7]
    """
    return list(dict.fromkeys(int(key) for key in re.findall(r"/web/(?:image|content)/(\d+)", html or "")))


def first_free(used, start=1):
    """Numbers of a series from ``start`` on that nobody uses, lowest first; endless.

    >>> free = first_free({1, 2, 4})
    >>> [next(free) for _turn in range(3)]
    [3, 5, 6]
    >>> next(first_free({1, 2}, start=38))
    38
    """
    number = max(start, 1)
    while True:
        if number not in used:
            yield number
        number += 1


def find_gaps(used, start=1):
    """Numbers below the highest one in use that nobody uses.

    >>> find_gaps({1, 2, 5}), find_gaps(set()), find_gaps({40, 38}, start=38)
    ([3, 4], [], [39])
    """
    return [number for number in range(max(start, 1), max(used, default=0)) if number not in used]
