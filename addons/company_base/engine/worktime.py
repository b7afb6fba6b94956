"""Deadlines over working intervals. An interval is a pair of comparable moments; the list is sorted.

>>> from datetime import datetime as dt
>>> week = [(dt(2026, 3, 2, 9), dt(2026, 3, 2, 12)), (dt(2026, 3, 2, 13), dt(2026, 3, 2, 18)),
...         (dt(2026, 3, 3, 9), dt(2026, 3, 3, 12)), (dt(2026, 3, 3, 13), dt(2026, 3, 3, 18))]
"""
from datetime import timedelta


def due_after_hours(intervals, start, hours):
    """Moment at which ``hours`` of work have passed since ``start``; None when the intervals end before.

    >>> from datetime import datetime as dt
    >>> day = [(dt(2026, 3, 2, 9), dt(2026, 3, 2, 12)), (dt(2026, 3, 2, 13), dt(2026, 3, 2, 18))]
    >>> due_after_hours(day, dt(2026, 3, 2, 11), 2)
    datetime.datetime(2026, 3, 2, 14, 0)
    >>> due_after_hours(day, dt(2026, 3, 2, 6), 0)
    datetime.datetime(2026, 3, 2, 9, 0)
    >>> due_after_hours(day, dt(2026, 3, 2, 17), 2) is None
    True
    """
    left = timedelta(hours=hours)
    for begin, end in intervals:
        if end <= start:
            continue
        begin = max(begin, start)
        if begin + left <= end:
            return begin + left
        left -= end - begin
    return None


def due_after_days(intervals, start, days):
    """End of work of the ``days``-th working day after the day of ``start``, which itself does not count.

    Half a day ends with the share of that day's working time.

    >>> from datetime import datetime as dt
    >>> week = [(dt(2026, 3, d, h), dt(2026, 3, d, e)) for d in (2, 3, 4) for h, e in ((9, 12), (13, 18))]
    >>> due_after_days(week, dt(2026, 3, 2, 15), 1)
    datetime.datetime(2026, 3, 3, 18, 0)
    >>> due_after_days(week, dt(2026, 2, 28, 15), 2)
    datetime.datetime(2026, 3, 3, 18, 0)
    >>> due_after_days(week, dt(2026, 3, 2, 15), 1.5)
    datetime.datetime(2026, 3, 4, 14, 0)
    >>> due_after_days(week, dt(2026, 3, 2, 15), 3) is None
    True
    """
    by_day = {}
    for begin, end in intervals:
        if begin.date() > start.date():
            by_day.setdefault(begin.date(), []).append((begin, end))
    whole, part = int(days), days - int(days)
    dates = sorted(by_day)
    if days <= 0:
        return start
    if len(dates) < whole + bool(part):
        return None
    if not part:
        return by_day[dates[whole - 1]][-1][1]
    day = by_day[dates[whole]]
    hours = sum(((end - begin) for begin, end in day), timedelta()).total_seconds() / 3600
    return due_after_hours(day, day[0][0], hours * part)


def replace_days(intervals, extra):
    """Add the working intervals of extra working days, in place of what the calendar says for these days.

    >>> from datetime import datetime as dt
    >>> replace_days([(dt(2026, 3, 2, 9), dt(2026, 3, 2, 12))], [(dt(2026, 3, 1, 9), dt(2026, 3, 1, 12))])[0][0].day
    1
    """
    days = {begin.date() for begin, _end in extra}
    return sorted([pair for pair in intervals if pair[0].date() not in days] + list(extra))
