"""Grades by rank with quotas (R2 §5.5.4, REQUIREMENTS O10).

The rule, stated: people are ranked by exact score, the higher first. Equal scores share a rank; where a quota would
cut through people of one rank, all of them get the better grade, and the grades below give up the places. Small
departments are pooled by size.
"""

from .rounding import exact


def places(count, quotas):
    """Places per grade out of percentages that sum up to 100, by the largest remainder; earlier grades win ties.

    >>> places(10, [("S", 10), ("A", 20), ("B", 50), ("C", 15), ("D", 5)])
    {'S': 1, 'A': 2, 'B': 5, 'C': 2, 'D': 0}
    >>> places(7, [("A", 20), ("B", 70), ("C", 10)])
    {'A': 1, 'B': 5, 'C': 1}
    >>> sum(places(33, [("A", 20), ("B", 70), ("C", 10)]).values())
    33
    """
    ideal = [(grade, exact(percent) * count / 100) for grade, percent in quotas]
    result = {grade: int(share) for grade, share in ideal}
    left = count - sum(result.values())
    order = sorted(range(len(ideal)), key=lambda index: (-(ideal[index][1] % 1), index))
    for index in order[:left]:
        result[ideal[index][0]] += 1
    return result


def rank(scores):
    """{key: rank} for {key: score}; equal scores share the rank, the next one is counted on.

    >>> rank({"a": 90, "b": "90.0", "c": 80})
    {'a': 1, 'b': 1, 'c': 3}
    """
    ordered = sorted(((exact(score), key) for key, score in scores.items()), key=lambda pair: -pair[0])
    result, position, last = {}, 0, None
    for index, (score, key) in enumerate(ordered, 1):
        if score != last:
            position, last = index, score
        result[key] = position
    return {key: result[key] for key in scores}


def grade(scores, quotas):
    """{key: grade} for {key: score}.

    >>> grade({1: 99, 2: 90, 3: 90, 4: 70, 5: 60}, [("A", 40), ("B", 40), ("C", 20)])
    {1: 'A', 2: 'A', 3: 'A', 4: 'B', 5: 'C'}
    >>> grade({}, [("A", 100)])
    {}
    """
    grades, seats = [name for name, _percent in quotas], places(len(scores), quotas)
    limits, total = [], 0
    for name in grades:
        total += seats[name]
        limits.append((total, name))
    ranks = rank(scores)
    return {key: next(name for limit, name in limits if position <= limit) for key, position in ranks.items()}


def pool(sizes, least):
    """Departments that are graded together: those below ``least`` join, smallest first, until they are large enough.

    ``sizes`` is {department: people}. Returns a list of lists of departments; a remainder joins the last pool, or the
    smallest large department where there is none.

    >>> pool({"eng": 12, "rnd": 3, "law": 2, "hr": 4, "fin": 5}, 5)
    [['eng'], ['fin'], ['law', 'rnd', 'hr']]
    >>> pool({"eng": 12, "fin": 7, "law": 2}, 5)
    [['eng'], ['fin', 'law']]
    >>> pool({"eng": 12, "rnd": 3, "law": 2, "hr": 4, "fin": 5}, 6)
    [['eng'], ['law', 'rnd', 'hr', 'fin']]
    >>> pool({"a": 2, "b": 3, "c": 4, "d": 4}, 5), pool({"a": 3, "b": 3, "c": 1}, 4)
    ([['a', 'b'], ['c', 'd']], [['c', 'a', 'b']])
    """
    large = [[name] for name, size in sizes.items() if size >= least]
    small = sorted((name for name, size in sizes.items() if size < least), key=lambda name: (sizes[name], str(name)))
    pools, current, total = [], [], 0
    for name in small:
        current.append(name)
        total += sizes[name]
        if total >= least:
            pools.append(current)
            current, total = [], 0
    if current and (pools or large):
        (pools[-1] if pools else min(large, key=lambda names: (sizes[names[0]], str(names[0])))).extend(current)
    elif current:
        pools.append(current)
    return large + pools
