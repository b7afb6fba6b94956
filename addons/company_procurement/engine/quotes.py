"""When does a quote count? And how many do?

A quote is a dict: ``key, status, supplier_state, missing_prices (number of lines without a price),
has_scan, scan_intact, valid_until (date or None), identity (see independence)``.
Reasons are codes; the models turn them into sentences.
"""

from . import independence

QUALIFIED = ("qualified", "preferred")


def defects(quote, today):
    """Codes of everything that keeps one quote from counting.

    >>> from datetime import date
    >>> good = dict(key=1, status='received', supplier_state='qualified', missing_prices=0, has_scan=True,
    ...             scan_intact=True, valid_until=date(2026, 6, 30), identity={})
    >>> defects(good, date(2026, 6, 30))
    []
    >>> defects({**good, 'has_scan': False, 'missing_prices': 2}, date(2026, 7, 1))
    ['incomplete', 'no_scan', 'expired']
    >>> defects({**good, 'status': 'invited'}, date(2026, 1, 1)), defects({**good, 'status': 'void'}, date(2026, 1, 1))
    (['no_answer'], ['void'])
    >>> defects({**good, 'valid_until': None, 'supplier_state': 'candidate', 'scan_intact': False}, date(2026, 1, 1))
    ['unqualified', 'scan_changed', 'no_validity']
    """
    if quote["status"] != "received":
        return [{"invited": "no_answer"}.get(quote["status"], quote["status"])]
    found = []
    if quote["supplier_state"] not in QUALIFIED:
        found.append("unqualified")
    if quote["missing_prices"]:
        found.append("incomplete")
    if not quote["has_scan"]:
        found.append("no_scan")
    elif not quote["scan_intact"]:
        found.append("scan_changed")
    if not quote["valid_until"]:
        found.append("no_validity")
    elif quote["valid_until"] < today:
        found.append("expired")
    return found


def assess(quotes, today, public=()):
    """Assess all quotes of a case: defects of each and the number of independent valid ones.

    Of a group of related suppliers one quote counts; the others get the code ``related``.
    ``public``: mail domains of the company that say nothing (see independence).

    >>> from datetime import date
    >>> def quote(key, **values):
    ...     return dict(dict(key=key, status='received', supplier_state='qualified', missing_prices=0, has_scan=True,
    ...                      scan_intact=True, valid_until=date(2026, 6, 30), identity={'vat': key}), **values)
    >>> assess([quote('A'), quote('B'), quote('C')], date(2026, 6, 1))
    {'valid': 3, 'defects': {'A': [], 'B': [], 'C': []}, 'related': []}
    >>> assess([quote('A'), quote('B', identity={'vat': 'A'}), quote('C', has_scan=False)], date(2026, 6, 1))
    {'valid': 1, 'defects': {'A': [], 'B': ['related'], 'C': ['no_scan']}, 'related': [(['A', 'B'], ['vat'])]}
    >>> assess([quote(1), quote(1)], date(2026, 6, 1))['valid']
    1
    """
    found = {quote["key"]: defects(quote, today) for quote in quotes}
    sound = {quote["key"]: quote["identity"] for quote in quotes if not found[quote["key"]]}
    groups = independence.group(sound, public)
    related = [(keys, marks) for keys, marks in groups if len(keys) > 1]
    for keys, _marks in related:
        for key in keys[1:]:
            found[key] = ["related"]
    return {"valid": len(groups), "defects": found, "related": related}


def required(category_minimum, single_source):
    """How many valid quotes a case needs: the category's number, or one with an approved justification.

    >>> required(3, False), required(3, True), required(0, False), required(0, True)
    (3, 1, 0, 0)
    """
    return min(category_minimum, 1) if single_source else category_minimum
