"""Bringing quotes to one footing: one unit of measure, one currency, tax and freight included."""


def landed(quantity, total, rate=1.0, freight_share=0.0):
    """Price of one reference unit: tax included total in quote currency, per currency rate, with its freight.

    ``rate`` is quote currency per company currency (as on the order); freight is in quote currency.

    >>> landed(100, 1130.0)
    11.3
    >>> landed(100, 1130.0, freight_share=70)
    12.0
    >>> landed(1000, 240.0, rate=0.15)
    1.6
    >>> landed(0, 100) is None, landed(5, 0) is None
    (True, True)
    """
    if not quantity or not total:
        return None
    return round((total + freight_share) / (rate or 1.0) / quantity, 6)


def share_freight(freight, totals):
    """Spread the freight of a quote over its lines by value.

    >>> share_freight(90, {1: 200.0, 2: 100.0, 3: 0.0})
    {1: 60.0, 2: 30.0, 3: 0.0}
    >>> share_freight(90, {1: 0.0})
    {1: 0.0}
    """
    whole = sum(totals.values())
    return {key: (freight or 0.0) * total / whole if whole else 0.0 for key, total in totals.items()}


def change(price, reference):
    """Change of a price against a reference in percent (None without one).

    >>> change(110, 100), change(95.5, 100), change(10, 0), change(None, 5)
    (10.0, -4.5, None, None)
    """
    if not price or not reference:
        return None
    return round((price - reference) / reference * 100, 2)


def lowest(prices, digits=6):
    """Keys of the lowest price (several on a tie); prices of None don't take part.

    >>> lowest({'A': 12.0, 'B': 11.5, 'C': None, 'D': 11.5})
    ['B', 'D']
    >>> lowest({'A': None})
    []
    """
    known = {key: round(price, digits) for key, price in prices.items() if price is not None}
    if not known:
        return []
    best = min(known.values())
    return sorted(key for key, price in known.items() if price == best)


def without_none(value):
    """The same data with False for None, as XML-RPC carries it.

    >>> without_none({'a': None, 'b': [1, None, {'c': (2, None)}]})
    {'a': False, 'b': [1, False, {'c': [2, False]}]}
    """
    if isinstance(value, dict):
        return {key: without_none(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_none(item) for item in value]
    return False if value is None else value
