"""Signs that quotes were made by one hand (first form).

``prices``: ``{supplier: {line: unit price}}``; ``scans``: ``{supplier: checksum of the quotation}``.
"""
from itertools import combinations


def _pattern(first, second, tolerance):
    """The pattern two price columns form over their common lines, or None.

    >>> _pattern([10, 20, 30], [10, 20, 30], 0.001), _pattern([10, 20, 30], [10.5, 21, 31.5], 0.001)
    ('identical', 'proportional')
    >>> _pattern([10, 20, 30], [11, 21, 31], 0.001), _pattern([10, 20, 30], [10.2, 19, 33], 0.001)
    ('constant_step', None)
    """
    if all(abs(a - b) <= tolerance * max(a, b) for a, b in zip(first, second, strict=True)):
        return "identical"
    if len(first) < 3:
        return None
    ratios = [b / a for a, b in zip(first, second, strict=True)]
    if max(ratios) - min(ratios) <= tolerance * min(ratios):
        return "proportional"
    steps = [b - a for a, b in zip(first, second, strict=True)]
    if max(steps) - min(steps) <= tolerance * min(*first, *second):
        return "constant_step"
    return None


def signs(prices, scans=None, tolerance=0.0005):
    """Suspicious pairs: list of (supplier, supplier, sign).

    One common line tells nothing, unless the price is not round and the very same to the last digit.

    >>> signs({'A': {1: 10, 2: 20}, 'B': {1: 10, 2: 20}, 'C': {1: 11, 2: 19}})
    [('A', 'B', 'identical')]
    >>> signs({'A': {1: 10}, 'B': {1: 10}}), signs({'A': {1: 10.37}, 'B': {1: 10.37}})
    ([], [('A', 'B', 'identical')])
    >>> signs({'A': {1: 10, 2: 20, 3: 7}, 'B': {1: 10.3, 2: 20.6, 3: 7.21}})
    [('A', 'B', 'proportional')]
    >>> signs({'A': {}, 'B': {}}, {'A': 'f00', 'B': 'f00'})
    [('A', 'B', 'same_file')]
    """
    found = []
    for first, second in combinations(sorted(prices), 2):
        common = sorted(line for line in prices[first] if prices[first][line] and prices[second].get(line))
        columns = [[prices[who][line] for line in common] for who in (first, second)]
        telling = len(common) > 1 or any(price != round(price) for price in columns[0])
        pattern = _pattern(*columns, tolerance) if common and telling else None
        if pattern:
            found.append((first, second, pattern))
        if scans and scans.get(first) and scans.get(first) == scans.get(second):
            found.append((first, second, "same_file"))
    return found
