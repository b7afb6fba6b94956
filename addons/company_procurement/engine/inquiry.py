"""Times and files of an inquiry: when to remind, which scans are taken."""

from datetime import timedelta

MAGIC = {
    "application/pdf": (b"%PDF-",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
}
SUFFIXES = {"application/pdf": (".pdf",), "image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}


def hours(text):
    """The hours of a setting such as “24, 4”, the largest first; None where it is no such list.

    >>> hours('24, 4'), hours('4，24，4'), hours(''), hours('a day'), hours('0')
    ([24, 4], [24, 4], [], None, None)
    """
    parts = [part.strip() for part in (text or "").replace("，", ",").split(",") if part.strip()]
    if not all(part.isdigit() and int(part) > 0 for part in parts):
        return None
    return sorted({int(part) for part in parts}, reverse=True)


def reminder_due(deadline, now, wanted, sent):
    """The hour mark of the reminder to send now, or 0. ``sent``: the mark of the last one, 0 for none.

    >>> from datetime import datetime
    >>> end = datetime(2026, 5, 10, 12)
    >>> [reminder_due(end, end - timedelta(hours=left), [24, 4], 0) for left in (30, 24, 5, 4, 1)]
    [0, 24, 24, 4, 4]
    >>> [reminder_due(end, end - timedelta(hours=left), [24, 4], 24) for left in (20, 4)]
    [0, 4]
    >>> reminder_due(end, end, [24, 4], 0), reminder_due(end, end - timedelta(hours=1), [24, 4], 4)
    (0, 0)
    """
    if now >= deadline:
        return 0
    passed = [mark for mark in wanted if deadline - now <= timedelta(hours=mark) and (not sent or mark < sent)]
    return min(passed, default=0)


def file_type(name, data):
    """The kind of a scan by its content, which has to fit the name: PDF, JPEG or PNG; None for all else.

    >>> file_type('quote.pdf', b'%PDF-1.7 ...'), file_type('QUOTE.JPG', b'\\xff\\xd8\\xff\\xe0')
    ('application/pdf', 'image/jpeg')
    >>> file_type('quote.pdf', b'MZ'), file_type('quote.exe', b'%PDF-1.7'), file_type('a.svg', b'<svg>')
    (None, None, None)
    """
    for kind, marks in MAGIC.items():
        if data.startswith(marks) and (name or "").lower().endswith(SUFFIXES[kind]):
            return kind
    return None


def validity(valid_until, today, days):
    """How long a quote is good: expired, soon (within ``days``) or valid.

    >>> from datetime import date
    >>> [validity(date(2026, 5, day), date(2026, 5, 10), 3) for day in (9, 10, 13, 14)]
    ['expired', 'soon', 'soon', 'valid']
    """
    if valid_until < today:
        return "expired"
    return "soon" if valid_until <= today + timedelta(days=days) else "valid"
