"""Scores by the regulation's formulas (R2 §5.4, §5.5). Nothing here is rounded."""
from dataclasses import dataclass
from decimal import Decimal

from .rounding import exact

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Ratios:
    """Shares in percent; the defaults are the regulation's."""
    module_head: Decimal = Decimal(60)      # position: module head 6, department head 4 (R2 §5.4.2)
    department_head: Decimal = Decimal(40)
    okr: Decimal = Decimal(70)              # OKR 7, values 3 (R2 §5.5.1)
    values: Decimal = Decimal(30)
    personal: Decimal = Decimal(80)         # yearly: personal 80 %, department 20 % (R2 §5.5.3)
    department: Decimal = Decimal(20)


REGULATION = Ratios()


def assessed(level, module_head=None, department_head=None, ratios=REGULATION):
    """Score of one objective, or of the values, by its assessors.

    Positions are scored by module head and department head 6:4; modules, and people whose department head is their
    module head, by the department head alone (R2 §5.4.2, §5.5.2). None as long as a score is missing.

    >>> assessed("position", 90, 80)
    Decimal('86')
    >>> assessed("module", department_head=85)
    Decimal('85')
    >>> assessed("position", 90) is None
    True
    """
    if level != "position":
        return None if department_head is None else exact(department_head)
    if module_head is None or department_head is None:
        return None
    return (exact(module_head) * exact(ratios.module_head)
            + exact(department_head) * exact(ratios.department_head)) / HUNDRED


def weighted(parts):
    """OKR score of a cycle out of [(weight in percent, score)] of its objectives.

    >>> weighted([(60, 86), (40, 91)])
    Decimal('88')
    """
    return sum((exact(weight) * exact(score) for weight, score in parts), Decimal(0)) / HUNDRED


def yearly_okr(modules):
    """Yearly OKR score: the average of each overarching objective's Os × its weight, summed up (R2 §5.4.3).

    ``modules`` is [(weight in percent, [scores of its objectives])].

    >>> yearly_okr([(50, [80, 90]), (50, [70, 80, 90])])
    Decimal('82.5')
    """
    return sum((exact(weight) * sum(map(exact, scores), Decimal(0)) / len(scores)
                for weight, scores in modules if scores), Decimal(0)) / HUNDRED


def final(okr, values, ratios=REGULATION):
    """OKR 70 % and values 30 % (R2 §5.5.1).

    >>> final(88, 95)
    Decimal('90.1')
    """
    return (exact(okr) * exact(ratios.okr) + exact(values) * exact(ratios.values)) / HUNDRED


def annual(personal, department, ratios=REGULATION):
    """Yearly result of a person: own 80 %, department's 20 % (R2 §5.5.3).

    >>> annual('90.1', 85)
    Decimal('89.08')
    """
    return (exact(personal) * exact(ratios.personal) + exact(department) * exact(ratios.department)) / HUNDRED
