"""Small arithmetic of the text of outgoing documents."""
import re


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
