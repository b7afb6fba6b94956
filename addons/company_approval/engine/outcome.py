"""What the answers in one step add up to."""

APPROVED = frozenset({'approved', 'carried'})
OUT = frozenset({'transferred', 'escalated', 'replaced', 'skipped', 'cancelled'})  # somebody else took the place


def step_outcome(mode, required, states):
    """'approved', 'rejected' or 'pending' for the states of a step's assignments.

    One rejection ends any/all/sequential steps; in n-of-m it is a vote, and ends the step when n can't be reached.

    >>> step_outcome('any', 0, ['approved', 'pending'])
    'approved'
    >>> step_outcome('all', 0, ['approved', 'pending'])
    'pending'
    >>> step_outcome('all', 0, ['approved', 'approved', 'transferred'])
    'approved'
    >>> step_outcome('n_of', 2, ['approved', 'rejected', 'pending'])
    'pending'
    >>> step_outcome('n_of', 2, ['approved', 'rejected', 'rejected'])
    'rejected'
    >>> step_outcome('n_of', 2, ['approved', 'approved', 'pending'])
    'approved'
    >>> step_outcome('sequential', 0, ['approved', 'waiting'])
    'pending'
    >>> step_outcome('all', 0, ['rejected', 'approved'])
    'rejected'
    >>> step_outcome('any', 0, []), step_outcome('all', 0, ['transferred'])  # nobody left: never passes by itself
    ('pending', 'pending')
    """
    votes = [state for state in states if state not in OUT]
    yes = sum(state in APPROVED for state in votes)
    no = votes.count('rejected')
    needed = {'any': 1, 'n_of': max(1, required or 1)}.get(mode, max(1, len(votes)))
    if yes >= needed and not (no and mode != 'n_of'):
        return 'approved'
    if no and (mode != 'n_of' or len(votes) - no < needed):
        return 'rejected'
    return 'pending'


def to_activate(mode, states):
    """Positions of the assignments that may act now, of those still waiting.

    >>> to_activate('all', ['waiting', 'waiting'])
    [0, 1]
    >>> to_activate('sequential', ['approved', 'waiting', 'waiting'])
    [1]
    >>> to_activate('sequential', ['pending', 'waiting'])
    []
    """
    waiting = [index for index, state in enumerate(states) if state == 'waiting']
    if mode == 'sequential':
        return [] if 'pending' in states else waiting[:1]
    return waiting
