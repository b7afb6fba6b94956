"""The ladder of sanctions for violations of the purchase regulations (R4 §五.2).

First time: criticism by the head in charge. Again: demotion, pay cut, probation or dismissal, by severity. Gifts,
kickbacks and bribes: dismissal. Losses are compensated; a crime goes to the judicial authorities.
"""
from datetime import date

CRITICISM, PAY_CUT, PROBATION, DEMOTION, DISMISSAL = "criticism", "pay_cut", "probation", "demotion", "dismissal"
# for a repeated violation, by severity
REPEATED = {"minor": PAY_CUT, "medium": PROBATION, "serious": DEMOTION, "grave": DISMISSAL}
SANCTIONS = (CRITICISM, PAY_CUT, PROBATION, DEMOTION, DISMISSAL)


def months_before(day, months):
    """The same day so many months earlier, the month's last one where it has no such day.

    >>> months_before(date(2026, 3, 31), 1), months_before(date(2026, 1, 15), 24), months_before(date(2026, 1, 1), 0)
    (datetime.date(2026, 2, 28), datetime.date(2024, 1, 15), datetime.date(2026, 1, 1))
    """
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)


def count_earlier(day, earlier, months):
    """How many of the earlier confirmed violations lie within so many months before the day of the fact.

    >>> count_earlier(date(2026, 5, 1), [date(2026, 1, 1), date(2024, 5, 1), date(2024, 4, 30), date(2026, 6, 1)], 24)
    2
    >>> count_earlier(date(2026, 5, 1), [], 24), count_earlier(date(2026, 5, 1), [date(2026, 5, 1)], 24)
    (0, 1)
    """
    start = months_before(day, months)
    return sum(start <= other <= day for other in earlier)


def propose(nature, severity, earlier, loss=0.0):
    """What the regulation provides: {step, sanction, compensation, judicial}.

    ``nature``: breach (of the procedure or filing), bribery (gifts, kickbacks, bribes), negligence (grave failure of
    duty) or crime; ``severity``: minor, medium, serious, grave; ``earlier``: confirmed violations before this one.

    >>> propose('breach', 'minor', 0)
    {'step': 1, 'sanction': 'criticism', 'compensation': 0.0, 'judicial': False}
    >>> [propose('breach', severity, 1)['sanction'] for severity in ('minor', 'medium', 'serious', 'grave')]
    ['pay_cut', 'probation', 'demotion', 'dismissal']
    >>> propose('breach', 'minor', 3)['sanction'], propose('breach', 'minor', 3)['step']
    ('demotion', 4)
    >>> propose('bribery', 'minor', 0, 500)
    {'step': 1, 'sanction': 'dismissal', 'compensation': 500, 'judicial': False}
    >>> propose('negligence', 'grave', 0, 10)['sanction'], propose('negligence', 'medium', 0)['sanction']
    ('dismissal', 'dismissal')
    >>> propose('crime', 'minor', 0, 9)
    {'step': 1, 'sanction': 'dismissal', 'compensation': 9, 'judicial': True}
    >>> propose('breach', 'grave', 0, 100)['compensation']
    100
    """
    if nature == "breach":
        sanction = CRITICISM
        if earlier:     # each further repetition is one step harder than the last
            first = SANCTIONS.index(REPEATED[severity])
            sanction = SANCTIONS[min(first + earlier - 1, len(SANCTIONS) - 1)]
    else:
        sanction = DISMISSAL
    return {"step": earlier + 1, "sanction": sanction, "compensation": loss or 0.0, "judicial": nature == "crime"}


def is_milder(sanction, proposed):
    """A decision below what the regulation provides needs a reason.

    >>> is_milder('criticism', 'dismissal'), is_milder('dismissal', 'demotion'), is_milder('probation', 'probation')
    (True, False, False)
    """
    return SANCTIONS.index(sanction) < SANCTIONS.index(proposed)
