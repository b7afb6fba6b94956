"""The organisation tree: who stands above whom, units skipped between them (R6 §5.3, §5.7.2).

A tree is ``{unit: (direct superior or None, second superior or None)}``; units are any hashable keys. A unit under
dual leadership has both. The functions end also on a broken tree with a circle.
"""
from collections import deque

UP, PARALLEL, DOWN = "up", "parallel", "down"


def _get_superiors(unit, tree):
    return [superior for superior in tree.get(unit, ()) if superior is not None]


def get_path_up(unit, superior, tree):
    """The shortest chain of units from ``unit`` to ``superior``, both included; [] when it isn't above.

    >>> tree = {"plant": ("company", None), "company": ("group", "bureau"), "bureau": ("group", None)}
    >>> get_path_up("plant", "group", tree)
    ['plant', 'company', 'group']
    >>> get_path_up("plant", "bureau", tree)
    ['plant', 'company', 'bureau']
    >>> get_path_up("group", "plant", tree)
    []
    """
    came_from, queue = {unit: None}, deque([unit])
    while queue:
        current = queue.popleft()
        if current == superior and current != unit:
            path = []
            while current is not None:
                path.append(current)
                current = came_from[current]
            return path[::-1]
        for above in _get_superiors(current, tree):
            if above not in came_from:
                came_from[above] = current
                queue.append(above)
    return []


def get_relation(sender, receiver, tree):
    """Direction of a document from ``sender`` to ``receiver`` and the units it skips, from the sender on.

    :return: (``up`` / ``parallel`` / ``down``, [skipped units]); only going up or down skips somebody

    >>> tree = {"plant": ("company", None), "company": ("group", None), "sister": ("group", None)}
    >>> get_relation("company", "group", tree)
    ('up', [])
    >>> get_relation("plant", "group", tree)
    ('up', ['company'])
    >>> get_relation("group", "plant", tree)
    ('down', ['company'])
    >>> get_relation("company", "sister", tree)
    ('parallel', [])
    >>> get_relation("company", "stranger", tree)
    ('parallel', [])
    >>> get_relation("a", "b", {"a": ("b", None), "b": ("a", None)})
    ('up', [])
    """
    path = get_path_up(sender, receiver, tree)
    if path:
        return UP, path[1:-1]
    path = get_path_up(receiver, sender, tree)
    return (DOWN, path[1:-1][::-1]) if path else (PARALLEL, [])


def get_direction(relations):
    """Direction of a document from the relations of its main recipients: up wins over down, down over parallel.

    One letter that goes up has to keep the rules for going up, whoever else gets it.

    >>> get_direction(["parallel", "up"]), get_direction(["down", "parallel"]), get_direction([])
    ('up', 'down', False)
    """
    return next((direction for direction in (UP, DOWN, PARALLEL) if direction in relations), False)


def find_circle(unit, tree):
    """The chain of units that leads from ``unit`` up to itself; [] where there is none.

    >>> find_circle("a", {"a": ("b", None), "b": ("c", "d"), "d": ("a", None)})
    ['a', 'b', 'd', 'a']
    >>> find_circle("a", {"a": ("a", None)})
    ['a', 'a']
    >>> find_circle("a", {"a": ("b", "c"), "b": ("c", None)})
    []
    """
    for superior in _get_superiors(unit, tree):
        if superior == unit:
            return [unit, unit]
        path = get_path_up(superior, unit, tree)
        if path:
            return [unit, *path]
    return []
