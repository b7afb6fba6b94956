"""Titles of answers, and the documents that belong to one matter (R6 §5.1.10, §5.9.2.2)."""
import re


def get_reply_title(title, kind, kinds):
    """Title of a document of ``kind`` that answers the one with ``title``; ``kinds`` are the names of all kinds.

    >>> names = ["请示", "批复", "函", "通知"]
    >>> get_reply_title("华筑检测关于购置检测设备的请示", "批复", names)
    '关于购置检测设备的批复'
    >>> get_reply_title("商请协助核查数据的函", "函", names)
    '关于《商请协助核查数据的函》的复函'
    >>> get_reply_title("关于安全检查的通知", "报告", names)
    '关于安全检查的报告'
    """
    names = "|".join(map(re.escape, sorted(filter(None, kinds), key=len, reverse=True)))
    match = re.search(rf"关于(.+)的({names})$", title or "")
    if match and kind != match.group(2):
        return f"关于{match.group(1)}的{kind}"
    return f"关于《{title}》的{'复函' if kind == '函' else kind}"


def get_matter(start, get_links):
    """All nodes that are connected with ``start``, itself included, in breadth.

    :param get_links: function of a set of nodes that returns the pairs which touch them

    >>> pairs = {("a", "b"), ("b", "c"), ("x", "y")}
    >>> sorted(get_matter("a", lambda nodes: {pair for pair in pairs if nodes & set(pair)}))
    ['a', 'b', 'c']
    """
    known, edge = {start}, {start}
    while edge:
        found = {node for pair in get_links(edge) for node in pair} - known
        known |= found
        edge = found
    return known
