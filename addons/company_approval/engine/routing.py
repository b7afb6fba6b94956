"""Does a route fit a document? Plain comparison, no database.

>>> matches(9999.99, 'general', [3, 7], low=0, high=10000)
True
>>> matches(10000, 'general', [3, 7], low=0, high=10000)
False
>>> matches(10000, 'general', [3, 7], low=10000, high=0)
True
"""


def parse_codes(text):
    """Codes of a comma separated list, ASCII or Chinese commas.

    >>> sorted(parse_codes(' annual, monthly，,general '))
    ['annual', 'general', 'monthly']
    >>> parse_codes(False)
    frozenset()
    """
    return frozenset(code.strip() for code in (text or '').replace('，', ',').split(',') if code.strip())


def in_band(amount, low, high, rounding=0.01):
    """`low` belongs to the band, `high` to the next one; `high` 0 means no limit.

    An amount that differs from a limit by less than half a cent is on the limit.

    >>> in_band(0, 0, 0), in_band(1000, 1000, 2000), in_band(2000, 1000, 2000), in_band(5e9, 1000, 0)
    (True, True, False, True)
    >>> in_band(999.999, 1000, 0), in_band(999.99, 1000, 0), in_band(9999.9999, 0, 10000)
    (True, False, False)
    """
    slack = rounding / 2
    return amount > (low or 0) - slack and (not high or amount <= high - slack)


def matches(amount, category, department_path, low=0, high=0, codes='', departments=(), rounding=0.01):
    """Whether a route's filters fit; an empty filter fits everything.

    `department_path`: ids of the document's department and all above it.

    >>> matches(5, 'annual', [1, 4], codes='annual,monthly', departments=[4])
    True
    >>> matches(5, 'annual', [1, 4], codes='monthly')
    False
    >>> matches(5, '', [1, 4], codes='monthly')
    False
    >>> matches(5, 'annual', [1, 4], departments=[1]), matches(5, 'annual', [], departments=[1])
    (True, False)
    """
    wanted = parse_codes(codes)
    return (
        in_band(amount, low, high, rounding)
        and (not wanted or category in wanted)
        and (not departments or not set(departments).isdisjoint(department_path))
    )
