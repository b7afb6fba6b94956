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


def median(values):
    """The middle of the known values (None without one).

    >>> median([3, 1, 2]), median([4, 1, None, 2, 3]), median([])
    (2, 2.5, None)
    """
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    half = len(known) // 2
    return known[half] if len(known) % 2 else (known[half - 1] + known[half]) / 2


def saving(reference, price, quantity=1.0):
    """What a price saves against a reference over a quantity (None without one; negative when dearer).

    >>> saving(12, 10.5, 4), saving(10, 11), saving(None, 5), saving(5, None)
    (6.0, -1.0, None, None)
    """
    if not reference or price is None:
        return None
    return round((reference - price) * quantity, 2)


def totals(lines):
    """Totals of a comparison; ``lines``: {quantity, prices: {quote: landed or None}, references: {name: price}}.

    ``best``: every line at its lowest; None for a total in which a line has no price. A quote that leaves lines out
    has a total of what it offers and the number of its missing lines; the cheapest whole quote is one without gaps.
    A reference total counts the lines that have the reference, beside the best total over the same lines.

    >>> lines = [{'quantity': 2, 'prices': {'A': 10, 'B': 11}, 'references': {'last': 12, 'budget': None}},
    ...          {'quantity': 1, 'prices': {'A': 30, 'B': None}, 'references': {'last': None, 'budget': None}}]
    >>> result = totals(lines)
    >>> result['quotes'], result['best'], result['whole']
    ({'A': {'total': 50, 'missing': 0}, 'B': {'total': 22, 'missing': 1}}, 50.0, ['A'])
    >>> result['references']
    {'last': {'total': 24, 'best': 20, 'saving': 4}, 'budget': None}
    >>> totals([])
    {'quotes': {}, 'best': None, 'whole': [], 'references': {}}
    """
    quotes, references, best = {}, {}, 0.0 if lines else None
    for line in lines:
        known = [price for price in line["prices"].values() if price is not None]
        lowest_price = min(known, default=None)
        best = None if best is None or lowest_price is None else round(best + lowest_price * line["quantity"], 2)
        for quote, price in line["prices"].items():
            entry = quotes.setdefault(quote, {"total": 0, "missing": 0})
            entry["missing"] += price is None
            entry["total"] = round(entry["total"] + (price or 0) * line["quantity"], 2)
        for name, price in line["references"].items():
            entry = references.setdefault(name, {"total": 0, "best": 0, "saving": 0, "lines": 0})
            if price and lowest_price is not None:
                entry["lines"] += 1
                entry["total"] = round(entry["total"] + price * line["quantity"], 2)
                entry["best"] = round(entry["best"] + lowest_price * line["quantity"], 2)
                entry["saving"] = round(entry["total"] - entry["best"], 2)
    return {
        "quotes": quotes,
        "best": best,
        "whole": lowest({key: value["total"] for key, value in quotes.items() if not value["missing"]}, digits=2),
        "references": {name: {key: entry[key] for key in ("total", "best", "saving")} if entry["lines"] else None
                       for name, entry in references.items()},
    }


def wrong_sums(wanted, given, same=lambda one, other: abs(one - other) < 1e-6):
    """Lines whose awarded quantities don't add up: list of (line, given, wanted).

    >>> wrong_sums({1: 10, 2: 4}, [(1, 6), (1, 4), (2, 5)]), wrong_sums({1: 10}, []), wrong_sums({1: 1}, [(1, 1)])
    ([(2, 5.0, 4)], [(1, 0.0, 10)], [])
    """
    sums = dict.fromkeys(wanted, 0.0)
    for line, quantity in given:
        sums[line] += quantity
    return [(line, sums[line], quantity) for line, quantity in wanted.items() if not same(sums[line], quantity)]


def without_none(value):
    """The same data with False for None, as XML-RPC carries it.

    >>> without_none({'a': None, 'b': [1, None, {'c': (2, None)}]})
    {'a': False, 'b': [1, False, {'c': [2, False]}]}
    """
    if value is None:
        return False
    if isinstance(value, (str, float, int)):
        return value
    if isinstance(value, dict):
        return {key: without_none(item) for key, item in value.items()}
    return [without_none(item) for item in value] if isinstance(value, (list, tuple)) else value
