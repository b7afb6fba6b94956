"""Who may keep which seal (R11 §一.2, §一.3): pairs that never lie in one hand, and the function that keeps each.

>>> sorted(get_conflicts("finance"))
['legal_rep']
>>> get_keeper_role("accounting")
'accountant'
"""

SEPARATED = (("finance", "legal_rep"),)
KEEPER_ROLES = {
    "official": "general_office", "contract": "general_office", "finance": "cashier", "legal_rep": "accountant",
    "accounting": "accountant"}
PAIR_TYPES = frozenset({"finance", "legal_rep"})    # leave the office with two people only


def get_conflicts(seal_type):
    """Types that may not be with the person who holds ``seal_type``.

    >>> get_conflicts("legal_rep") == {"finance"}, get_conflicts("official") == set()
    (True, True)
    """
    return {other for pair in SEPARATED if seal_type in pair for other in pair if other != seal_type}


def get_keeper_role(seal_type):
    """Role whose people keep this type; None where the regulation names nobody.

    >>> get_keeper_role("official"), get_keeper_role("other")
    ('general_office', None)
    """
    return KEEPER_ROLES.get(seal_type)


def split_between(items, taken_by_first):
    """Share items between leader and second person so that no separated pair is with one of them.

    :param items: [(key, seal type or None)]
    :param taken_by_first: types that the leader holds already
    :return: ([keys for the leader], [keys for the second person])

    >>> split_between([(1, "official"), (2, "finance"), (3, "legal_rep"), (4, None)], set())
    ([1, 2, 4], [3])
    >>> split_between([(2, "finance")], {"legal_rep"})
    ([], [2])
    """
    first, second, held = [], [], set(taken_by_first)
    for key, seal_type in items:
        if get_conflicts(seal_type) & held:
            second.append(key)
        else:
            first.append(key)
            held.add(seal_type)
    return first, second
