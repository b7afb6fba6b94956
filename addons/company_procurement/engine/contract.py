"""Does an order stay within its contract, and does a contract price stay within the market?"""


def mismatches(lines, percent, digits=6):
    """What order lines take beyond their contract: list of (key, code).

    Each line: ``{key, agreed (or None), price, agreed_price, quantity, left, same_currency}``; cheaper and less is
    fine, the tolerance is a percentage of the agreed price.

    >>> line = dict(key=1, agreed=5, price=10, agreed_price=10, quantity=4, left=4, same_currency=True)
    >>> mismatches([line, {**line, 'price': 9, 'quantity': 1}], 0)
    []
    >>> mismatches([{**line, 'price': 10.2}, {**line, 'key': 2, 'quantity': 5}, {**line, 'key': 3, 'agreed': None}], 0)
    [(1, 'price'), (2, 'quantity'), (3, 'not_agreed')]
    >>> mismatches([{**line, 'price': 10.2}, {**line, 'same_currency': False}], 3)
    [(1, 'currency')]
    """
    found = []
    for line in lines:
        if not line["agreed"]:
            found.append((line["key"], "not_agreed"))
            continue
        if not line["same_currency"]:
            found.append((line["key"], "currency"))
        if round(line["price"] - line["agreed_price"] * (1 + percent / 100.0), digits) > 0:
            found.append((line["key"], "price"))
        if round(line["quantity"] - line["left"], digits) > 0:
            found.append((line["key"], "quantity"))
    return found


def above_market(price, market, percent):
    """By how many percent a price is above the market, where that is more than allowed; otherwise None.

    >>> above_market(111, 100, 10), above_market(110, 100, 10), above_market(5, 0, 10)
    (11.0, None, None)
    """
    if not market or market <= 0:
        return None
    excess = round(100.0 * (price - market) / market, 2)
    return excess if excess > percent else None


def periods(start, end, months):
    """Settlement periods of a contract as (first day, last day), by calendar quarter (3), month (1) or year (12).

    >>> from datetime import date
    >>> [(str(a), str(b)) for a, b in periods(date(2025, 2, 10), date(2025, 8, 31), 3)]
    [('2025-02-10', '2025-03-31'), ('2025-04-01', '2025-06-30'), ('2025-07-01', '2025-08-31')]
    >>> len(periods(date(2025, 1, 1), date(2025, 12, 31), 12))
    1
    """
    from datetime import date, timedelta
    result = []
    first = start
    while first <= end:
        month = ((first.month - 1) // months + 1) * months
        following = date(first.year + 1, 1, 1) if month == 12 else date(first.year, month + 1, 1)
        last = min(following - timedelta(days=1), end)
        result.append((first, last))
        first = last + timedelta(days=1)
    return result
