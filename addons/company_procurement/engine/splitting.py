"""Anti-splitting 拆单: purchases that belong together and reach a limit only in sum (R4 §三.2.2).

A purchase is a dict: ``key`` (anything hashable), ``date`` (datetime.date in the company's time zone), ``amount``
(company currency), ``scope`` (hashable: purchases of different scopes never belong together, e.g. the department) and
``marks``: {kind: iterable of hashable values}, e.g. ``{'item': ['steel'], 'supplier': [7]}``. Two purchases of a scope
belong together when they share a value of one kind.

>>> from datetime import date
>>> def buy(key, day, amount, item='steel', supplier=1, scope='A'):
...     return dict(key=key, date=date(2026, 3, day), amount=amount, scope=scope,
...                 marks={'item': [item], 'supplier': [supplier]})
>>> kinds = ('item', 'supplier')
>>> [found] = find([buy(1, 2, 600), buy(2, 9, 500)], 1000, 30, kinds)
>>> found['kind'], found['value'], found['keys'], found['total'], str(found['start']), str(found['end'])
('item', 'steel', [1, 2], 1100, '2026-03-02', '2026-03-09')

Different goods of one supplier belong together, other departments and other windows don't:

>>> [(f['kind'], f['keys']) for f in find([buy(1, 2, 600), buy(2, 9, 500, item='paint')], 1000, 30, kinds)]
[('supplier', [1, 2])]
>>> find([buy(1, 2, 600), buy(2, 9, 500, scope='B')], 1000, 30, kinds)
[]
>>> find([buy(1, 2, 600), buy(2, 9, 500, 'paint', 2)], 1000, 30, kinds)
[]
>>> find([buy(1, 2, 600), buy(2, 12, 500)], 1000, 10, kinds)
[]
>>> len(find([buy(1, 2, 600), buy(2, 11, 500)], 1000, 10, kinds))
1

A purchase that reaches the limit by itself is no splitting; nor is a sum below the limit:

>>> find([buy(1, 2, 1000), buy(2, 9, 500)], 1000, 30, kinds)
[]
>>> find([buy(1, 2, 499), buy(2, 9, 500)], 1000, 30, kinds)
[]

The window rolls; the biggest cluster of each stretch is told, and only those with a purchase in focus:

>>> many = [buy(number, day, 400) for number, day in ((1, 1), (2, 5), (3, 9), (4, 25))]
>>> [f['keys'] for f in find(many, 1000, 10, ('item',))]
[[1, 2, 3]]
>>> find(many, 1000, 10, ('item',), focus={4})
[]
"""

from collections import defaultdict


def find(purchases, limit, window_days, kinds, focus=None):
    """Clusters of at least two purchases, each below the limit, that reach it within the window.

    Each cluster is a dict ``{kind, value, keys (by date), total, start, end}``; of clusters with the same purchases one
    stays (the first kind of ``kinds`` names it). ``focus``: keys; only clusters that hold one of them.
    """
    clusters, seen = [], set()
    groups = _group(purchases, limit, kinds)
    for (index, _scope, value), members in sorted(groups.items(), key=lambda item: (item[0][0], str(item[0][1:]))):
        for window in windows(members, window_days):
            keys = [purchase["key"] for purchase in window]
            total = sum(cents(purchase["amount"]) for purchase in window)
            if len(keys) < 2 or total < cents(limit) or frozenset(keys) in seen:
                continue
            if focus is not None and not focus.intersection(keys):
                continue
            seen.add(frozenset(keys))
            clusters.append({"kind": kinds[index], "value": value, "keys": keys, "total": _plain(total),
                             "start": window[0]["date"], "end": window[-1]["date"]})
    return clusters


def _group(purchases, limit, kinds):
    """{(index of the kind, scope, value): purchases below the limit, by date}"""
    groups = defaultdict(list)
    for purchase in sorted(purchases, key=lambda purchase: (purchase["date"], str(purchase["key"]))):
        if cents(purchase["amount"]) < cents(limit):
            for index, kind in enumerate(kinds):
                for value in set(purchase["marks"].get(kind) or ()):
                    groups[index, purchase["scope"], value].append(purchase)
    return groups


def windows(members, days):
    """Maximal runs of purchases (sorted by date) that lie within so many days, the first day counted.

    >>> from datetime import date
    >>> rows = [dict(key=n, date=date(2026, 1, n)) for n in (1, 4, 8, 20)]
    >>> [[row['key'] for row in run] for run in windows(rows, 7)]
    [[1, 4], [4, 8], [20]]
    >>> [[row['key'] for row in run] for run in windows(rows, 30)]
    [[1, 4, 8, 20]]
    """
    last_end = 0
    end = 0
    for start, first in enumerate(members):
        while end < len(members) and (members[end]["date"] - first["date"]).days < days:
            end += 1
        if end > last_end:
            yield members[start:end]
            last_end = end


def cents(amount):
    """Amounts are compared in cents, so that sums of floats don't miss a limit.

    >>> cents(0.1 + 0.2) == cents(0.3), cents(999.995)
    (True, 100000)
    """
    return int(round(amount * 100 + 1e-6))


def _plain(total):
    return total // 100 if total % 100 == 0 else total / 100
