"""Which line of a budget do goods take from, how much, and is it enough?"""

EPSILON = 0.05      # money below this is rounding between award and order


def choose_line(goods, lines):
    """The id of the budget line that goods take from, the most exact one; None when the budget doesn't name them.

    Goods: ``{product, categories (its category first, then the parents), text}``; line: ``{id, product, category,
    text, general}``.

    >>> lines = [dict(id=1, product=7, category=0, text='', general=False),
    ...          dict(id=2, product=0, category=4, text='', general=False),
    ...          dict(id=3, product=0, category=0, text='Bolts', general=False),
    ...          dict(id=4, product=0, category=0, text='Other', general=True)]
    >>> choose_line(dict(product=7, categories=[4], text='x'), lines)
    1
    >>> choose_line(dict(product=8, categories=[9, 4], text='x'), lines)
    2
    >>> choose_line(dict(product=0, categories=[], text='bolts M24'), lines)
    3
    >>> choose_line(dict(product=0, categories=[], text='Sand'), lines)
    4
    >>> choose_line(dict(product=0, categories=[], text='Sand'), lines[:3]) is None
    True
    """
    for line in lines:
        if line["product"] and line["product"] == goods["product"]:
            return line["id"]
    for category in goods["categories"]:
        for line in lines:
            if not line["product"] and line["category"] == category:
                return line["id"]
    text = (goods["text"] or "").strip().casefold()
    named = [line for line in lines if not line["product"] and not line["category"] and not line["general"]]
    for exact in (True, False):
        for line in named:
            wanted = (line["text"] or "").strip().casefold()
            if wanted and (wanted == text if exact else wanted in text):
                return line["id"]
    return next((line["id"] for line in lines if line["general"]), None)


def split(amount, weights, digits=2):
    """Share an amount in proportion to the weights; the last one takes what rounding leaves.

    >>> split(100, [1, 1, 1])
    [33.33, 33.33, 33.34]
    >>> split(10, [0, 0]), split(5, [])
    ([5.0, 5.0], [])
    """
    if not weights:
        return []
    total = sum(weights)
    weights = weights if total else [1] * len(weights)
    total = total or len(weights)
    shares = [round(amount * weight / total, digits) for weight in weights[:-1]]
    return [*shares, round(amount - sum(shares), digits)]


def overdrawn(needs, left):
    """{line: missing money} of budget lines on which new needs exceed what is left.

    Needs: list of (line, amount, freed); freed is what the same goods hold already. A line that takes nothing new
    is not overdrawn, even where it was given away before.

    >>> overdrawn([('a', 60, 0), ('a', 50, 0), ('b', 10, 0)], {'a': 100, 'b': 10})
    {'a': 10}
    >>> overdrawn([('a', 60, 60)], {'a': -5}), overdrawn([('a', 60.01, 60)], {'a': 0})
    ({}, {})
    >>> overdrawn([(None, 5, 0)], {})
    {None: 5}
    """
    wanted = {}
    for line, amount, freed in needs:
        wanted[line] = wanted.get(line, 0) + amount - freed
    return {line: round(delta - max(left.get(line, 0), 0), 2) for line, delta in wanted.items()
            if delta > EPSILON and delta - left.get(line, 0) > EPSILON}


def moved(basis, ordered, asked, open_amount):
    """How much of a reservation an order takes over: its share of the quantity, never more than is open.

    >>> moved(1000, 60, 100, 1000), moved(1000, 60, 100, 400), moved(1000, 5, 0, 70)
    (600.0, 400, 70)
    """
    share = ordered / asked if asked else 1.0
    return min(round(basis * share, 2), open_amount)
