"""The Boston matrix: quadrants by growth and market share (R14 §1)."""
from .rounding import exact, shown


def quadrant(growth, share, growth_line, share_line):
    """star, cow, question or dog; on the line counts as above it.

    >>> quadrant(20, "1.2", 10, 1), quadrant(3, 2, 10, 1), quadrant(15, "0.4", 10, 1), quadrant(1, "0.2", 10, 1)
    ('star', 'cow', 'question', 'dog')
    >>> quadrant(10, 1, 10, 1), quadrant(0.1 + 0.2, 1, 0.3, 1), quadrant(-6, 1, -6, 1), quadrant("9.99", "0.99", 10, 1)
    ('star', 'star', 'star', 'dog')
    """
    fast, strong = exact(growth) >= exact(growth_line), exact(share) >= exact(share_line)
    return {(True, True): "star", (False, True): "cow", (True, False): "question", (False, False): "dog"}[fast, strong]


def sales_share(revenue, revenues):
    """Percentage of the own sales, in the place of a market share that nobody knows (R14 §1); two decimals.

    >>> sales_share(50, [50, 150]), sales_share(1, [1, 1, 1]), sales_share(0, [0])
    (25.0, 33.33, 0.0)
    """
    total = sum(map(exact, revenues))
    return float(shown(exact(revenue) * 100 / total)) if total else 0.0
