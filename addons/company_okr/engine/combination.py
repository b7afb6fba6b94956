"""How the key results of an objective make its completion (R14 §4)."""
from decimal import Decimal

from .rounding import exact, shown

HUNDRED = Decimal(100)


def combine(parts, mode):
    """Completion of an objective out of [(weight in percent, completion)] of its key results.

    ``sum``: the key results are independent, each adds its weight. ``product``: each depends on the others, one that
    fails fails the objective; weights do not count.

    >>> combine([(50, "0.8"), (30, 1), (20, "0.5")], "sum")
    Decimal('0.8')
    >>> combine([(100, "0.9"), (100, "0.5"), (100, 1)], "product")
    Decimal('0.45')
    >>> combine([(100, 1), (100, 0)], "product")
    Decimal('0')
    >>> combine([], "sum")
    Decimal('0')
    """
    if not parts:
        return Decimal(0)
    if mode == "product":
        result = Decimal(1)
        for _weight, part in parts:
            result *= exact(part)
        return result
    return sum((exact(weight) * exact(part) for weight, part in parts), Decimal(0)) / HUNDRED


def explain(parts, mode):
    """The same as a line a reader can check with a pocket calculator.

    >>> explain([(50, "0.8"), (30, 1), (20, "0.5")], "sum")
    '50% × 80.00% + 30% × 100.00% + 20% × 50.00% = 80.00%'
    >>> explain([(100, "0.9"), (100, "0.5")], "product")
    '90.00% × 50.00% = 45.00%'
    """
    def percent(value):
        return f"{shown(exact(value) * HUNDRED)}%"
    if mode == "product":
        terms = " × ".join(percent(part) for _weight, part in parts)
    else:
        terms = " + ".join(f"{exact(weight).normalize():f}% × {percent(part)}" for weight, part in parts)
    return f"{terms} = {percent(combine(parts, mode))}"
