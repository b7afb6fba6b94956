"""Drawing a sample that everybody can draw again."""
import hashlib
from math import ceil


def draw(keys, percent, salt):
    """The share of keys with the smallest digests, at least one; the same keys and salt give the same sample.

    >>> draw(range(100), 3, "2026") == draw(reversed(range(100)), 3, "2026")
    True
    >>> len(draw(range(100), 3, "2026")), len(draw([7], 1, "x")), draw([], 10, "x")
    (3, 1, [])
    >>> draw(range(100), 10, "2026") == draw(range(100), 10, "2027")
    False
    """
    ordered = sorted(keys, key=lambda key: hashlib.sha256(f"{salt}/{key}".encode()).digest())
    return sorted(ordered[:ceil(len(ordered) * percent / 100)])
