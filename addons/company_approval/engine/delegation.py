"""Who stands in for whom. An edge is (giver, receiver)."""


def find_loop(edges, giver, receiver):
    """The path by which `receiver` already gives on to `giver`, or an empty list.

    >>> find_loop([(2, 3), (3, 1)], 1, 2)
    [1, 2, 3, 1]
    >>> find_loop([(2, 3)], 1, 2), find_loop([], 1, 1)
    ([], [1, 1])
    >>> find_loop([(2, 3), (3, 2)], 1, 2)
    []
    """
    if giver == receiver:
        return [giver, receiver]
    stack, seen = [[giver, receiver]], set()
    while stack:
        path = stack.pop()
        for source, target in edges:
            if source != path[-1] or (source, target) in seen:
                continue
            if target == giver:
                return path + [target]
            seen.add((source, target))
            stack.append(path + [target])
    return []


def stands_for(user, edges_of):
    """{giver: path giver → … → user} for everyone whose place `user` may take.

    `edges_of(users)` gives the (giver, receiver) pairs that end at these users.

    >>> edges = [(1, 2), (2, 3), (3, 1)]
    >>> stands_for(3, lambda users: [e for e in edges if e[1] in users])
    {2: [2, 3], 1: [1, 2, 3]}
    """
    paths, front = {user: [user]}, [user]
    while front:
        found = []
        for giver, receiver in edges_of(front):
            if giver not in paths:
                paths[giver] = [giver] + paths[receiver]
                found.append(giver)
        front = found
    del paths[user]
    return paths


def receivers(givers, edges):
    """Everyone who stands in for one of `givers`, directly or through others, nearest first.

    >>> receivers([1], [(1, 2), (2, 3), (3, 1), (7, 8)])
    [2, 3]
    >>> receivers([1], [])
    []
    """
    found, front = [], list(givers)
    while front:
        front = list(dict.fromkeys(
            receiver for giver, receiver in edges
            if giver in front and receiver not in found and receiver not in givers))
        found += front
    return found
