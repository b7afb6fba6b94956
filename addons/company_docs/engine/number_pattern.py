"""Patterns of document numbers: 番禺基金〔2016〕01号 from ``{code}〔{year}〕{number:02d}号`` (R6 §5.6.1.1.5)."""
import re
from string import Formatter

DEFAULT_PATTERN = "{code}〔{year}〕{number:02d}号"
PLACES = frozenset({"code", "group", "year", "number"})
NEEDED = frozenset({"year", "number"})
PADDING = re.compile(r"0[1-9]d")


def check_pattern(pattern):
    """Return what is wrong with a pattern as (key, detail), or None.

    Only the four names stand between braces, without attributes, conversions or other formats than padding of the
    number: a pattern is text of an administrator, not code.

    >>> check_pattern(DEFAULT_PATTERN)
    >>> check_pattern("{code}{group}〔{year}〕{number}号")
    >>> check_pattern("{code}〔{year}〕号")
    ('missing', 'number')
    >>> check_pattern("{code.__class__}{year}{number}")
    ('unknown', 'code.__class__')
    >>> check_pattern("{year}{number:>99999999}")
    ('format', 'number')
    >>> check_pattern("{year}{number")
    ('broken', '')
    """
    try:
        parts = [part[1:] for part in Formatter().parse(pattern or "") if part[1] is not None]
    except ValueError:
        return "broken", ""
    for name, spec, conversion in parts:
        if name not in PLACES:
            return "unknown", name
        if conversion or (spec and not (name == "number" and PADDING.fullmatch(spec))):
            return "format", name
    missing = sorted(NEEDED - {part[0] for part in parts})
    return ("missing", missing[0]) if missing else None


def has_group(pattern):
    """Whether the numbers of a pattern tell the groups of kinds apart.

    >>> has_group("{code}{group}〔{year}〕{number}号"), has_group(DEFAULT_PATTERN)
    (True, False)
    """
    return any(part[1] == "group" for part in Formatter().parse(pattern))


def format_number(pattern, code, year, number, group=""):
    """The number as it is printed.

    >>> format_number(DEFAULT_PATTERN, "番禺基金", 2016, 1)
    '番禺基金〔2016〕01号'
    >>> format_number("{code}{group}〔{year}〕{number}号", "华筑", 2026, 7, "函")
    '华筑函〔2026〕7号'
    """
    if problem := check_pattern(pattern):
        raise ValueError(problem)
    return pattern.format(code=code, group=group or "", year=year, number=number)
