"""Order, receipt and bill against each other, line by line."""


def mismatches(lines, percent=0.0, digits=6):
    """What a bill says that order and receipt don't cover: [(key, code)].

    Each line is a dict: ``key``; ``ordered``, ``received``, ``billed``: quantities in the unit of the order (billed:
    by all bills together; ``received`` None: nothing is received for such a line, as for freight); ``accepted``:
    quantity that the acceptance signed, None when it signs no quantities; ``order_price``, ``bill_price``: untaxed
    unit prices in the currency of the order; ``same_tax``, ``same_currency``; ``on_order``: False for a line of the
    bill that stands on no order. Less or cheaper than agreed is no fault; ``percent`` is the tolerance.

    >>> line = {"key": 1, "on_order": True, "ordered": 10, "received": 10, "accepted": None, "billed": 10,
    ...         "order_price": 5.0, "bill_price": 5.0, "same_tax": True, "same_currency": True}
    >>> mismatches([line])
    []
    >>> mismatches([dict(line, billed=11)]), mismatches([dict(line, received=9)])
    ([(1, 'ordered')], [(1, 'received')])
    >>> mismatches([dict(line, accepted=8)]), mismatches([dict(line, bill_price=5.01)])
    ([(1, 'accepted')], [(1, 'price')])
    >>> mismatches([dict(line, bill_price=5.01)], percent=1), mismatches([dict(line, bill_price=4)])
    ([], [])
    >>> mismatches([dict(line, received=None, same_tax=False)]), mismatches([dict(line, same_currency=False)])
    ([(1, 'tax')], [(1, 'currency')])
    >>> mismatches([dict(line, on_order=False)])
    [(1, 'no_order')]
    """
    found = []
    for line in lines:
        code = _mismatch(line, 1 + percent / 100, 10 ** -digits)
        if code:
            found.append((line["key"], code))
    return found


def _mismatch(line, factor, grain):
    if not line["on_order"]:
        return "no_order"
    if not line["same_currency"]:
        return "currency"
    billed = line["billed"]
    if billed > line["ordered"] * factor + grain:
        return "ordered"
    if line["received"] is not None and billed > line["received"] * factor + grain:
        return "received"
    if line["accepted"] is not None and billed > line["accepted"] * factor + grain:
        return "accepted"
    if line["bill_price"] > line["order_price"] * factor + grain:
        return "price"
    return "" if line["same_tax"] else "tax"
