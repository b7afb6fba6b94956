"""Byte-for-byte reproducible texts and their digests.

>>> canonical_json({'b': 1.10, 'a': [True, None, '钢管']})
'{"a":[true,null,"钢管"],"b":1.1}'
>>> canonical_json({'b': 2, 'a': 1}) == canonical_json(dict([('a', 1), ('b', 2)]))
True
>>> sha256_hex('') [:16]
'e3b0c44298fc1c14'
"""
import hashlib
import json
from datetime import date, datetime, time
from decimal import Decimal


def _plain(value):
    """The JSON shape of a value that JSON does not know.

    >>> _plain(datetime(2026, 1, 2, 3, 4, 5, 6)), _plain(date(2026, 1, 2))
    ('2026-01-02T03:04:05.000006', '2026-01-02')
    """
    if isinstance(value, datetime):
        return value.isoformat(timespec='microseconds')
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if hasattr(value, '_name') and hasattr(value, 'ids'):
        return [value._name, value.ids]
    raise TypeError(f"{type(value).__name__} has no canonical JSON form")


def canonical_json(value):
    """JSON with sorted keys, no blanks, ISO dates and floats by ``repr``: equal values give equal bytes."""
    return json.dumps(value, default=_plain, sort_keys=True, ensure_ascii=False, separators=(',', ':'), allow_nan=False)


def sha256_hex(text):
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
