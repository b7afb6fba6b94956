"""The text of a document that is signed, and what differs between two of them."""


def normal(value):
    """A value in the one shape it always has: floats without the dust of arithmetic.

    >>> normal(0.1 + 0.2), normal(-0.0), normal(3), normal(True), normal(None)
    (0.3, 0.0, 3, True, False)
    """
    if value is None:
        return False
    if isinstance(value, float):
        return round(value, 6) + 0.0
    return value


def split_paths(paths):
    """Plain names, and names per one2many.

    >>> split_paths(['name', 'line_ids.qty', 'line_ids.price', 'name'])
    (['name'], {'line_ids': ['qty', 'price']})
    """
    plain, nested = [], {}
    for path in dict.fromkeys(paths):
        head, _dot, tail = path.partition('.')
        if tail:
            nested.setdefault(head, []).append(tail)
        else:
            plain.append(head)
    return plain, nested


def changed_names(old, new):
    """Top level names whose value differs.

    >>> changed_names({'name': 'a', 'line_ids': [{'id': 1}]}, {'name': 'b', 'line_ids': [{'id': 1}], 'x': False})
    ['name', 'x']
    """
    return sorted(name for name in {*old, *new} if old.get(name, ...) != new.get(name, ...))
