"""Which suppliers belong together?

A supplier is described by a dict of identity marks: ``{'commercial': 7, 'vat': '91…', 'bank': ['6222…'], …}``.
A mark is a value or a list of values; empty values say nothing. Two suppliers that share one value of one
mark are related, and relation is transitive (A–B by phone, B–C by account: A, B and C are one group).
"""
import re
from collections import defaultdict

MARKS = ("commercial", "vat", "bank", "phone", "address", "legal_representative")
_SIGNS = re.compile(r"[\W_]+", re.UNICODE)


def normalise(mark, value):
    """Bring a mark to a comparable form.

    >>> normalise('phone', '+86 (0)21-6666 8888'), normalise('phone', '021-66668888')
    ('2166668888', '2166668888')
    >>> normalise('address', ' 上海市 浦东新区张江路 1 号'), normalise('vat', '91310000ma1fl0x-1a')
    ('上海市浦东新区张江路1号', '91310000MA1FL0X1A')
    >>> normalise('phone', '110') is None, normalise('address', '上海') is None, normalise('vat', False) is None
    (True, True, True)
    >>> normalise('commercial', 12)
    '12'
    """
    if value in (None, False, ""):
        return None
    text = _SIGNS.sub("", str(value)).upper()
    if mark == "phone":
        text = re.sub(r"\D", "", text)
        text = re.sub(r"^(00)?86(?=\d{9,})", "", text).lstrip("0")
        return text if len(text) >= 7 else None
    if mark == "address":
        return text if len(text) >= 5 else None
    return text or None


def marks_of(identity):
    """The set of comparable (mark, value) pairs of one supplier.

    >>> sorted(marks_of({'vat': 'x1', 'bank': ['62 22', None], 'colour': 'red'}))
    [('bank', '6222'), ('vat', 'X1')]
    """
    found = set()
    for mark in MARKS:
        values = identity.get(mark)
        for value in values if isinstance(values, (list, tuple, set)) else [values]:
            value = normalise(mark, value)
            if value is not None:
                found.add((mark, value))
    return found


def merge(*identities):
    """The union of several descriptions of one supplier (as recorded, as of today).

    >>> merge({'phone': '1'}, {'phone': ['2', '1'], 'vat': False}, None) == {'phone': ['1', '2']}
    True
    """
    merged = defaultdict(list)
    for identity in identities:
        for mark, values in (identity or {}).items():
            for value in values if isinstance(values, (list, tuple, set)) else [values]:
                if value and value not in merged[mark]:
                    merged[mark].append(value)
    return dict(merged)


def group(identities):
    """Group related suppliers: ``{key: identity}`` → list of (sorted keys, sorted shared marks).

    >>> three = {'A': {'vat': '1', 'phone': '021-5555666'}, 'B': {'vat': '2', 'phone': '86 21 5555666'},
    ...          'C': {'vat': '3'}}
    >>> group(three)
    [(['A', 'B'], ['phone']), (['C'], [])]
    >>> three['C']['bank'], three['A']['bank'] = ['777'], ['777']
    >>> group(three)
    [(['A', 'B', 'C'], ['bank', 'phone'])]
    >>> group({})
    []
    """
    parent = {key: key for key in identities}

    def root(key):
        while parent[key] != key:
            key = parent[key]
        return key

    holders = defaultdict(list)
    for key, identity in identities.items():
        for mark in marks_of(identity):
            holders[mark].append(key)
    shared = defaultdict(set)
    links = [(mark, keys) for mark, keys in holders.items() if len(keys) > 1]
    for _mark, keys in links:
        for key in keys[1:]:
            parent[root(key)] = root(keys[0])
    for (mark, _value), keys in links:
        shared[root(keys[0])].add(mark)
    groups = defaultdict(list)
    for key in identities:
        groups[root(key)].append(key)
    return [(sorted(keys), sorted(shared[top])) for top, keys in groups.items()]
