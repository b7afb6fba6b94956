"""Does an order still say what was awarded?"""


def beyond(actual, agreed, percent, digits=6):
    """True when a figure differs from the agreed one by more than the tolerance, up or down.

    >>> beyond(100, 100, 0), beyond(100.01, 100, 0), beyond(99, 100, 0)
    (False, True, True)
    >>> beyond(103, 100, 3), beyond(103.1, 100, 3), beyond(0, 0, 0), beyond(1, 0, 5)
    (False, True, False, True)
    """
    return round(abs(actual - agreed) - abs(agreed) * percent / 100.0, digits) > 0


def mismatches(lines, percent):
    """Compare order lines with their awards.

    Each line: ``{key, award (or None), product, agreed_product, price, agreed_price, quantity, agreed_quantity,
    terms_kept}``. Result: list of (key, code).

    >>> line = dict(key=1, award=5, product=3, agreed_product=3, price=10, agreed_price=10, quantity=4,
    ...             agreed_quantity=4, terms_kept=True)
    >>> mismatches([line], 0)
    []
    >>> mismatches([{**line, 'price': 11, 'quantity': 5}, {**line, 'key': 2, 'award': None}], 0)
    [(1, 'price'), (1, 'quantity'), (2, 'not_awarded')]
    >>> mismatches([{**line, 'agreed_product': 9}, {**line, 'terms_kept': False}], 0)
    [(1, 'product'), (1, 'terms')]
    """
    found = []
    for line in lines:
        key = line["key"]
        if not line["award"]:
            found.append((key, "not_awarded"))
            continue
        if line["product"] != line["agreed_product"]:
            found.append((key, "product"))
        if beyond(line["price"], line["agreed_price"], percent):
            found.append((key, "price"))
        if beyond(line["quantity"], line["agreed_quantity"], percent):
            found.append((key, "quantity"))
        if not line["terms_kept"]:
            found.append((key, "terms"))
    return found
