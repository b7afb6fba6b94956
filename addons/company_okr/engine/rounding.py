"""From stored figures to exact ones and back: one rule for the whole addon."""
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
LARGEST = 10**15
NOISE = Decimal("1e-15")    # what a division by three leaves in the 28th digit ends here, and never moves a half


def exact(value):
    """The decimal figure a person typed, without the tail of binary floating point.

    >>> exact(0.1) + exact(0.2)
    Decimal('0.3')
    >>> exact(None), exact(Decimal('1.005'))
    (Decimal('0'), Decimal('1.005'))
    """
    return value if isinstance(value, Decimal) else Decimal(str(value or 0))


def is_figure(value, least=-LARGEST, most=LARGEST):
    """Whether a client sent a plain number between two bounds; infinite, huge and other values are none.

    >>> is_figure(0), is_figure(-0.0), is_figure(99.99, 0, 100), is_figure(100.001, 0, 100)
    (True, True, True, False)
    >>> [is_figure(value) for value in (float("nan"), float("inf"), 1e308, 10**400, True, "5", None, [1])]
    [False, False, False, False, False, False, False, False]
    """
    return isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value <= most


def shown(value):
    """Two decimals, half up: the only rounding, done when a figure is stored or printed.

    >>> shown(Decimal('60.40499999999999999999999999'))     # 60.405 in thirds
    Decimal('60.41')
    >>> shown(Decimal('88.005')), shown(Decimal('88.0049'))
    (Decimal('88.01'), Decimal('88.00'))
    """
    return exact(value).quantize(NOISE, ROUND_HALF_UP).quantize(CENT, ROUND_HALF_UP)
