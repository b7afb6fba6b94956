"""Periods and rates of the weekly, monthly and yearly purchase reports."""
from datetime import date, timedelta


def period(kind, day):
    """First and last day of the week (Monday to Sunday), month or year around a day.

    >>> period('week', date(2026, 11, 22))
    (datetime.date(2026, 11, 16), datetime.date(2026, 11, 22))
    >>> period('month', date(2026, 2, 10))
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    >>> period('month', date(2026, 12, 31))[1], period('year', date(2026, 5, 1))[0]
    (datetime.date(2026, 12, 31), datetime.date(2026, 1, 1))
    """
    if kind == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    if kind == "month":
        first = day.replace(day=1)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return date(day.year, 1, 1), date(day.year, 12, 31)


def rate(part, whole, digits=1):
    """A part in percent of the whole; None when there is no whole.

    >>> rate(1, 3), rate(0, 5), rate(2, 0)
    (33.3, 0.0, None)
    """
    return round(100.0 * part / whole, digits) if whole else None


def saving(reference, paid, digits=1):
    """Saving against a reference amount: (amount, percent); nothing without a reference.

    >>> saving(1000, 950), saving(0, 950), saving(100, 110)
    ((50, 5.0), (0, None), (-10, -10.0))
    """
    if not reference:
        return 0, None
    return round(reference - paid, 2), rate(reference - paid, reference, digits)


def bars(values, width=100.0):
    """Lengths of bars in a chart, the longest as wide as the chart; negative values get no bar.

    >>> bars([50, 100, 0, -3])
    [50.0, 100.0, 0.0, 0.0]
    >>> bars([]), bars([0])
    ([], [0.0])
    """
    top = max([*values, 0])
    return [round(width * max(value, 0) / top, 2) if top else 0.0 for value in values]
