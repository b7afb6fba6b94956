"""The order of steps. A step is (id, order, lane, level, state); steps of one order run side by side in lanes, the
levels of a lane one after another."""
from itertools import groupby

DONE = frozenset({'approved', 'skipped', 'carried'})


def next_steps(steps):
    """Ids of the steps that begin now; empty while the current order still runs.

    >>> next_steps([(1, 10, 0, 0, 'waiting'), (2, 10, 1, 0, 'waiting'), (3, 20, 0, 0, 'waiting')])
    [1, 2]
    >>> next_steps([(1, 10, 0, 0, 'approved'), (2, 10, 1, 0, 'pending'), (3, 20, 0, 0, 'waiting')])
    []
    >>> next_steps([(1, 10, 0, 0, 'approved'), (2, 10, 0, 1, 'waiting'), (3, 10, 1, 0, 'pending')])
    [2]
    >>> next_steps([(1, 10, 0, 0, 'skipped'), (3, 20, 0, 0, 'waiting')])
    [3]
    """
    for _order, group in groupby(sorted(steps, key=lambda s: s[1:4]), key=lambda s: s[1]):
        group = list(group)
        if all(step[4] in DONE for step in group):
            continue
        starting = []
        for _lane, lane in groupby(group, key=lambda s: s[2]):
            first = next((step for step in lane if step[4] not in DONE), None)
            if first and first[4] == 'waiting':
                starting.append(first[0])
        return starting
    return []


def is_complete(steps):
    """
    >>> is_complete([(1, 10, 0, 0, 'approved'), (2, 20, 0, 0, 'skipped')])
    True
    >>> is_complete([(1, 10, 0, 0, 'approved'), (2, 20, 0, 0, 'waiting')]), is_complete([])
    (False, False)
    """
    return bool(steps) and all(step[4] in DONE for step in steps)


def to_reopen(steps, target, sender, mode):
    """Steps that run again when `sender` returns the document to the earlier step `target`.

    'replay': all from the target up to those in progress; 'direct': the target and the steps in progress,
    so that it comes straight back.

    >>> steps = [(1, 10, 0, 0, 'approved'), (2, 20, 0, 0, 'approved'), (3, 30, 0, 0, 'approved'),
    ...          (4, 40, 0, 0, 'returned'), (5, 40, 1, 0, 'approved'), (6, 50, 0, 0, 'waiting')]
    >>> to_reopen(steps, 2, 4, 'replay')
    [2, 3, 4, 5]
    >>> to_reopen(steps, 2, 4, 'direct')
    [2, 4]
    """
    by_id = {step[0]: step for step in steps}
    start = by_id[target]
    result = []
    for step in sorted(steps, key=lambda s: s[1:4]):
        if step[4] in ('waiting', 'skipped') or step[1] < start[1]:
            continue
        beside = step[1] == start[1] and (step[2] != start[2] or step[3] < start[3])
        between = mode == 'replay' and not beside
        if step[0] in (target, sender) or step[4] == 'pending' or between:
            result.append(step[0])
    return result


def earlier(steps, current):
    """Ids of the approved steps before `current`: where it may be returned to.

    >>> earlier([(1, 10, 0, 0, 'approved'), (2, 10, 1, 0, 'approved'), (3, 20, 0, 0, 'approved'),
    ...          (4, 20, 0, 1, 'pending'), (5, 20, 1, 0, 'approved'), (6, 5, 0, 0, 'skipped')], 4)
    [1, 2, 3]
    """
    here = next(step for step in steps if step[0] == current)
    return [step[0] for step in sorted(steps, key=lambda s: s[1:4]) if step[4] in ('approved', 'carried') and (
        step[1] < here[1] or (step[1] == here[1] and step[2] == here[2] and step[3] < here[3]))]
