"""The Boston matrix: quadrants by growth and market share (R14 §1)."""
from .rounding import exact


def quadrant(growth, share, growth_line, share_line):
    """star, cow, question or dog; on the line counts as above it.

    >>> quadrant(20, "1.2", 10, 1), quadrant(3, 2, 10, 1), quadrant(15, "0.4", 10, 1), quadrant(1, "0.2", 10, 1)
    ('star', 'cow', 'question', 'dog')
    """
    fast, strong = exact(growth) >= exact(growth_line), exact(share) >= exact(share_line)
    return {(True, True): "star", (False, True): "cow", (True, False): "question", (False, False): "dog"}[fast, strong]
