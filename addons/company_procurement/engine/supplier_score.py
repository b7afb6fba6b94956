"""The score card of a supplier: four figures of real data and their weighted mean, all from 0 to 100."""

DIMENSIONS = ("on_time", "accepted", "price", "papers")


def rate(part, whole):
    """Share in percent, kept between 0 and 100; None when there is nothing to measure.

    >>> rate(9, 10), rate(0, 0), rate(12, 10), rate(-1, 4)
    (90.0, None, 100.0, 0.0)
    """
    if not whole:
        return None
    return round(min(max(part / whole, 0.0), 1.0) * 100, 2)


def accepted(received, returned):
    """Share of the received value that was kept, in percent.

    >>> accepted(1000, 50), accepted(0, 0), accepted(10, 20)
    (95.0, None, 0.0)
    """
    return rate(received - returned, received)


def price(paid, average):
    """Points for prices: what was paid against the same goods at the average price of all suppliers.

    At or below the average 100 points; every percent above takes one point.

    >>> price(1000, 1000), price(900, 1000), price(1100, 1000), price(2500, 1000), price(0, 0)
    (100.0, 100.0, 90.0, 0.0, None)
    """
    if not paid or not average:
        return None
    return round(min(max(2 - paid / average, 0.0), 1.0) * 100, 2)


def total(figures, weights):
    """Weighted mean of the figures that are known; None when none is.

    A figure that could not be measured (nothing was delivered) does not count, its weight goes to the others.

    >>> weights = dict(on_time=35, accepted=35, price=20, papers=10)
    >>> total(dict(on_time=90, accepted=100, price=80, papers=100), weights)
    92.5
    >>> total(dict(on_time=None, accepted=None, price=None, papers=100), weights)
    100.0
    >>> total(dict(on_time=None), weights) is None, total(dict(papers=50), dict(papers=0)) is None
    (True, True)
    """
    known = {name: figures[name] for name in DIMENSIONS if figures.get(name) is not None and weights.get(name)}
    weight = sum(weights[name] for name in known)
    if not weight:
        return None
    return round(sum(known[name] * weights[name] for name in known) / weight, 2)


def grade(points):
    """Grade of a score.

    >>> grade(95), grade(90), grade(80.5), grade(60), grade(59.9), grade(None)
    ('A', 'A', 'B', 'C', 'D', False)
    """
    if points is None:
        return False
    return "A" if points >= 90 else "B" if points >= 75 else "C" if points >= 60 else "D"


def period(kind, day):
    """First day and first day after the quarter or year in which a day lies.

    >>> from datetime import date
    >>> period("quarter", date(2026, 5, 17))
    (datetime.date(2026, 4, 1), datetime.date(2026, 7, 1))
    >>> period("quarter", date(2026, 12, 31)), period("year", date(2026, 5, 17))
    ((datetime.date(2026, 10, 1), datetime.date(2027, 1, 1)), (datetime.date(2026, 1, 1), datetime.date(2027, 1, 1)))
    """
    if kind == "year":
        return day.replace(month=1, day=1), day.replace(year=day.year + 1, month=1, day=1)
    month = (day.month - 1) // 3 * 3 + 1
    end = day.replace(year=day.year + 1, month=1, day=1) if month == 10 else day.replace(month=month + 3, day=1)
    return day.replace(month=month, day=1), end
