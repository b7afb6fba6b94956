"""Who approves a step: chains of managers, substitutes for the requester. Plain values (ids), no database."""


def walk_up(start, parent_of):
    """The managers above `start`, nearest first; a loop in the organisation ends the walk.

    >>> boss = {1: 2, 2: 3, 3: None}
    >>> list(walk_up(1, boss.get)), list(walk_up(3, boss.get))
    ([2, 3], [])
    >>> list(walk_up(1, {1: 2, 2: 1}.get))
    [2]
    >>> list(walk_up(3, {3: 3}.get))
    []
    """
    seen = {start}
    current = parent_of(start)
    while current and current not in seen:
        seen.add(current)
        yield current
        current = parent_of(current)


def collapse_chain(managers, barred, levels=0):
    """One level per different person: the requester himself is passed over, repeated persons count once.

    >>> collapse_chain([5, 5, 6, 5, 7], barred={6})
    [5, 7]
    >>> collapse_chain([5, 6, 7, 8], barred={5}, levels=2)
    [6, 7]
    >>> collapse_chain([], barred=set())
    []
    """
    result = []
    for manager in managers:
        if manager and manager not in barred and manager not in result:
            result.append(manager)
            if levels and len(result) == levels:
                break
    return result


def needed_count(mode, required):
    """How many different persons a step needs at least.

    >>> [needed_count(mode, 3) for mode in ('any', 'all', 'sequential', 'n_of')]
    [1, 1, 1, 3]
    """
    return max(1, required or 1) if mode == 'n_of' else 1


def fill_up(candidates, barred, needed, substitutes):
    """Take the requester out of the candidates; where too few remain, those above him take his place.

    Returns (persons, the substitutes among them); fewer than `needed` persons means: nobody left to ask.

    >>> fill_up([1, 2], {1}, 1, iter([9]))
    ([2], [])
    >>> fill_up([1], {1}, 1, iter([1, 8, 9]))
    ([8], [8])
    >>> fill_up([1, 2, 3], {1}, 3, iter([2, 9]))
    ([2, 3, 9], [9])
    >>> fill_up([1], {1}, 1, iter([]))
    ([], [])
    """
    persons = [c for c in dict.fromkeys(candidates) if c not in barred]
    added = []
    for person in substitutes if len(persons) < needed else ():
        if person not in barred and person not in persons:
            persons.append(person)
            added.append(person)
            if len(persons) >= needed:
                break
    return persons, added
