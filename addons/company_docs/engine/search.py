"""Text search that works for Chinese without dictionaries: pairs of characters, and words of Latin letters.

A text is kept as its set of tokens; a query is cut in the same way, so an index on the tokens finds candidates, and
the text itself decides about phrases.
"""
import re
import unicodedata
from html import escape

HAN = "㐀-䶿一-鿿豈-﫿"
RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
MAX_TOKENS = 20000
MAX_WORD = 40
BEFORE, LENGTH = 24, 90


def normalize(text):
    """Text as it is compared: width and case don't count, blanks are one blank.

    >>> normalize("ＡＢＣ　安全\\n 生产")
    'abc 安全 生产'
    """
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text or "")).strip().lower()


def tokens(text):
    """Tokens of a text: words of letters and figures, single Chinese characters and pairs of them.

    >>> sorted(tokens("安全生产 GB9704"))
    ['gb9704', '产', '全', '全生', '安', '安全', '生', '生产']
    """
    found = set()
    for run in RUN.findall(normalize(text)):
        if len(found) > MAX_TOKENS:
            break
        if re.match(f"[{HAN}]", run):
            found.update(run)
            found.update(run[place:place + 2] for place in range(len(run) - 1))
        else:
            found.add(run[:MAX_WORD])
    return found


def query_tokens(query):
    """Tokens that a text has to have; single characters only where the query has no more. Empty: nothing to search.

    >>> sorted(query_tokens("安全生产")), query_tokens("全"), query_tokens("〔2026〕")
    (['全生', '安全', '生产'], {'全'}, {'2026'})
    """
    found = set()
    for run in RUN.findall(normalize(query)):
        if re.match(f"[{HAN}]", run):
            found.update({run} if len(run) == 1 else (run[place:place + 2] for place in range(len(run) - 1)))
        else:
            found.add(run[:MAX_WORD])
    return found


def terms(query):
    """Parts of a query that have each to occur; parts in quotation marks stay together.

    >>> terms('安全  生产'), terms('"fire drill" 消防'), terms("")
    (['安全', '生产'], ['fire drill', '消防'], [])
    """
    parts = re.findall(r'["“]([^"”]+)["”]|(\S+)', normalize(query))
    return [quoted.strip() or word for quoted, word in parts if quoted.strip() or word.strip('"“”')]


def snippet(text, wanted):
    """A piece of the text around the first hit, as HTML with the hits marked; empty when nothing was hit.

    >>> snippet("第一条 为加强安全生产<管理>,防止事故", ["安全"])
    '第一条 为加强<mark>安全</mark>生产&lt;管理&gt;,防止事故'
    >>> snippet("无关", ["安全"])
    ''
    """
    flat = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text or "")).strip()
    pattern = re.compile("|".join(re.escape(term) for term in sorted(wanted, key=len, reverse=True)) or r"(?!)", re.I)
    first = pattern.search(flat)
    if not first:
        return ""
    start = max(0, first.start() - BEFORE)
    piece, result, place = flat[start:start + LENGTH], [], 0
    for hit in pattern.finditer(piece):
        result += [escape(piece[place:hit.start()]), "<mark>", escape(hit.group()), "</mark>"]
        place = hit.end()
    result.append(escape(piece[place:]))
    return ("…" if start else "") + "".join(result) + ("…" if start + LENGTH < len(flat) else "")
