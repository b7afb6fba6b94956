"""Arithmetic of the centralised monthly purchase (R4 §三.2.1): which month, which items are equal, who gets what."""

import calendar
import datetime
import unicodedata


def period(approved, cutoff_day):
    """First day of the month whose plan an approval joins; ``approved``: datetime in the company's time zone.

    Approvals of the cut-off day count until 24:00; a shorter month ends its own day. Later ones join the next month.

    >>> at = datetime.datetime
    >>> str(period(at(2026, 11, 25, 23, 59, 59, 999999), 25)), str(period(at(2026, 11, 26), 25))
    ('2026-11-01', '2026-12-01')
    >>> str(period(at(2026, 12, 31, 8), 25)), str(period(at(2026, 2, 28, 23, 59), 31)), str(period(at(2026, 5, 9), 0))
    ('2027-01-01', '2026-02-01', '2026-05-01')
    """
    day = cutoff_day or 31
    first = approved.date().replace(day=1)
    return first if approved.day <= day else following(first)


def following(first):
    """First day of the month after.

    >>> str(following(datetime.date(2026, 12, 1)))
    '2027-01-01'
    """
    return (first + datetime.timedelta(days=32)).replace(day=1)


def cutoff(first, cutoff_day):
    """First instant (local, naive) that joins the next month's plan: 24:00 of the cut-off day.

    >>> str(cutoff(datetime.date(2026, 11, 1), 25)), str(cutoff(datetime.date(2026, 2, 1), 31))
    ('2026-11-26 00:00:00', '2026-03-01 00:00:00')
    """
    day = min(cutoff_day or 31, calendar.monthrange(first.year, first.month)[1])
    return datetime.datetime.combine(first.replace(day=day), datetime.time.min) + datetime.timedelta(days=1)


def normal(text):
    """Text for comparing descriptions: width, case, spaces and the usual signs of multiplication don't matter.

    >>> normal('Ａ４ 复印纸 ７０ｇ') == normal('a4复印纸70G'), normal('30×40') == normal('30 X 40'), normal(None)
    (True, True, '')
    """
    text = unicodedata.normalize("NFKC", text or "").casefold()
    return "".join(text.replace("×", "x").replace("*", "x").split())


def item_key(product, description, specification, model, unit):
    """What makes two lines one item: the product with its specification and model, or the same words; and the unit.

    >>> item_key(7, 'Paper', 'A4', '', 1) == item_key(7, 'Copy paper', 'A4', None, 1)
    True
    >>> item_key(0, 'Paper', 'A4', '', 1) == item_key(0, 'paper ', 'a4', None, 2)
    False
    """
    return (product or normal(description), normal(specification), normal(model), unit)


def share(wanted, total, step=1.0):
    """Share a total over the wanted quantities in proportion, in whole steps, nobody above his wish while it is less.

    Largest remainders first; ties by order. What is above the sum of all wishes goes to all in proportion.

    >>> share([10, 5, 5], 20), share([10, 5, 5], 10), share([3, 3, 3], 5), share([1, 1], 0)
    ([10.0, 5.0, 5.0], [5.0, 3.0, 2.0], [2.0, 2.0, 1.0], [0.0, 0.0])
    >>> share([2, 1], 4.5, 0.5), share([], 3)
    ([3.0, 1.5], [])
    """
    whole = sum(wanted)
    if not whole:
        return [0.0 for _wish in wanted]
    units = round(total / step)
    exact = [wish / whole * units for wish in wanted]
    given = [int(part + 1e-9) for part in exact]
    order = sorted(range(len(wanted)), key=lambda index: (given[index] - exact[index], index))
    for index in order[:max(0, units - sum(given))]:
        given[index] += 1
    return [round(part * step, 6) for part in given]
