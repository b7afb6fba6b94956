"""What changed between two versions of a plan, as rows a reader understands."""


def flatten(objectives):
    """{path: value} of a snapshot: [{"name", "weight", …, "key_results": [{…}]}], numbered as printed.

    >>> flatten([{"name": "Quality", "weight": 50, "key_results": [{"name": "Rework", "target": 2}]}])
    {'O1 name': 'Quality', 'O1 weight': 50, 'O1 KR1 name': 'Rework', 'O1 KR1 target': 2}
    """
    result = {}
    for number, objective in enumerate(objectives, 1):
        for key, value in objective.items():
            if key != "key_results":
                result[f"O{number} {key}"] = value
        for index, key_result in enumerate(objective.get("key_results", ()), 1):
            for key, value in key_result.items():
                result[f"O{number} KR{index} {key}"] = value
    return result


def changes(old, new):
    """[(path, old value or None, new value or None)] in the order of the new version, what is gone at the end.

    >>> changes([{"name": "Quality", "weight": 50}], [{"name": "Quality", "weight": 60}, {"name": "Speed"}])
    [('O1 weight', 50, 60), ('O2 name', None, 'Speed')]
    >>> changes([{"name": "Quality"}], [])
    [('O1 name', 'Quality', None)]
    """
    before, after = flatten(old), flatten(new)
    result = [(path, before.get(path), value) for path, value in after.items() if before.get(path) != value]
    return result + [(path, value, None) for path, value in before.items() if path not in after]
