"""Scores of a tender.

Rules, in this order:

1. A score is 0 to 100 for each bid and criterion; the weights of the criteria sum to 100.
2. Price (and, where wanted, delivery time) is scored by formula: the lowest of the valid bids divided by the bid,
   times 100.
3. Every other criterion: the average of the members who scored. A member who was silent until the deadline consents
   to that average; he neither raises nor lowers it.
4. The total is the sum of score × weight / 100, rounded half up to two decimals.
5. Ties: the higher total first; at the same total the lower price, then the higher technical score, then the bid
   that was received earlier.
"""
from decimal import ROUND_HALF_UP, Decimal


def ratio(lowest, value):
    """Score by formula: the lowest gets 100.

    >>> ratio(90, 90), ratio(90, 100), ratio(90, 0)
    (100.0, 90.0, 0.0)
    """
    return rounded(lowest / value * 100) if value and value > 0 else 0.0


def rounded(value):
    """Half up, two decimals.

    >>> rounded(2.675), rounded(1 / 3)
    (2.68, 0.33)
    """
    return float(Decimal(repr(value)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def formula_scores(values):
    """{bid: score} by formula over {bid: price or days}.

    >>> formula_scores({"A": 100.0, "B": 80.0, "C": 0.0})
    {'A': 80.0, 'B': 100.0, 'C': 0.0}
    """
    lowest = min((value for value in values.values() if value and value > 0), default=0.0)
    return {bid: ratio(lowest, value) for bid, value in values.items()}


def average(scores):
    """Average of the members' scores of one bid and criterion; None while nobody scored.

    >>> average([80, 90, 85]), average([])
    (85.0, None)
    """
    return rounded(sum(scores) / len(scores)) if scores else None


def is_complete(weights):
    """Weights sum to 100.

    >>> is_complete([50, 30, 20]), is_complete([33.3, 33.3, 33.4]), is_complete([50, 40]), is_complete([])
    (True, True, False, False)
    """
    return bool(weights) and abs(sum(weights) - 100) < 0.005 and all(weight > 0 for weight in weights)


def is_committee(size, minimum):
    """Odd and not below the minimum.

    >>> is_committee(3, 3), is_committee(4, 3), is_committee(1, 3), is_committee(5, 5)
    (True, False, False, True)
    """
    return size % 2 == 1 and size >= minimum


def has_quorum(scored, size):
    """More than half of the members scored.

    >>> has_quorum(2, 3), has_quorum(1, 3), has_quorum(3, 5), has_quorum(0, 3)
    (True, False, True, False)
    """
    return scored * 2 > size


def total(scores, weights):
    """Weighted total of {criterion: score}.

    >>> total({"price": 90.0, "technical": 80.0}, {"price": 60, "technical": 40})
    86.0
    """
    return rounded(sum(scores[key] * weight for key, weight in weights.items()) / 100)


def rank(bids):
    """Rank bids; each is {key, total, price, technical, received}. Returns [(rank, key)], ranks 1, 2, 3 …

    >>> bids = [
    ...     {"key": "A", "total": 90.0, "price": 120, "technical": 80, "received": "10:00"},
    ...     {"key": "B", "total": 90.0, "price": 110, "technical": 70, "received": "11:00"},
    ...     {"key": "C", "total": 95.5, "price": 130, "technical": 95, "received": "12:00"},
    ...     {"key": "D", "total": 90.0, "price": 110, "technical": 75, "received": "12:30"}]
    >>> rank(bids)
    [(1, 'C'), (2, 'D'), (3, 'B'), (4, 'A')]
    >>> rank(list(reversed(bids))) == rank(bids)
    True
    """
    ordered = sorted(bids, key=lambda bid: (
        -bid["total"], bid["price"], -bid["technical"], bid["received"], bid["key"]))
    return [(position, bid["key"]) for position, bid in enumerate(ordered, start=1)]


def evaluate(bids, criteria, scores):
    """Table of a scoring: {bid: {"scores": {criterion: score}, "total", "rank"}}.

    ``bids``: {bid: {price, days, received}}; ``criteria``: {criterion: {weight, method, kind}} with method
    price_ratio, days_ratio or members; ``scores``: {(bid, criterion): [score of each member who scored]}.

    >>> bids = {1: {"price": 100.0, "days": 10, "received": "a"}, 2: {"price": 125.0, "days": 5, "received": "b"}}
    >>> criteria = {7: {"weight": 60, "method": "price_ratio", "kind": "price"},
    ...             8: {"weight": 40, "method": "members", "kind": "technical"}}
    >>> table = evaluate(bids, criteria, {(1, 8): [60, 70], (2, 8): [90, 96]})
    >>> table[1]["total"], table[2]["total"], table[1]["rank"], table[2]["rank"]
    (86.0, 85.2, 1, 2)
    >>> table[2]["scores"]
    {7: 80.0, 8: 93.0}
    """
    by_formula = {
        "price_ratio": formula_scores({key: bid["price"] for key, bid in bids.items()}),
        "days_ratio": formula_scores({key: bid["days"] for key, bid in bids.items()}),
    }
    table = {}
    for key in bids:
        own = {}
        for criterion, rule in criteria.items():
            given = by_formula.get(rule["method"])
            own[criterion] = given[key] if given is not None else average(scores.get((key, criterion), [])) or 0.0
        table[key] = {"scores": own, "total": total(own, {name: rule["weight"] for name, rule in criteria.items()})}
    technical = [name for name, rule in criteria.items() if rule["kind"] == "technical"]
    order = rank([{
        "key": key, "total": row["total"], "price": bids[key]["price"], "received": bids[key]["received"],
        "technical": sum(row["scores"][name] for name in technical),
    } for key, row in table.items()])
    for position, key in order:
        table[key]["rank"] = position
    return table
