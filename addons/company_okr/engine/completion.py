"""How much of a key result is reached (R2 §5.1.5, REQUIREMENTS O3)."""
from decimal import Decimal

from .rounding import exact

ZERO, ONE = Decimal(0), Decimal(1)


def completion(kind, start, target, current, falling=False, cap=ONE):
    """Completion of one key result as a fraction, between 0 and ``cap``.

    ``number`` and ``percentage`` run from start to target, falling ones downwards; ``milestone`` counts the steps
    reached of the steps planned (start is 0); ``boolean`` is reached or not.

    >>> completion("number", 200, 300, 250)
    Decimal('0.5')
    >>> completion("number", 10, 4, 7, falling=True)
    Decimal('0.5')
    >>> completion("percentage", 0, 60, 75), completion("percentage", 0, 60, 75, cap=2)
    (Decimal('1'), Decimal('1.25'))
    >>> completion("milestone", 0, 4, 1)
    Decimal('0.25')
    >>> completion("boolean", 0, 1, 1), completion("boolean", 0, 1, 0)
    (Decimal('1'), Decimal('0'))
    >>> completion("number", 5, 5, 5), completion("number", 5, 5, 4)      # nothing to gain: kept or lost
    (Decimal('1'), Decimal('0'))
    >>> completion("number", 10, 4, 12, falling=True)
    Decimal('0')
    """
    start, target, current, cap = exact(start), exact(target), exact(current), exact(cap)
    if kind == "boolean":
        return ONE if current else ZERO
    way = start - target if falling else target - start
    gone = start - current if falling else current - start
    if way <= 0:
        return ONE if gone >= 0 else ZERO
    return max(ZERO, min(cap, gone / way))
