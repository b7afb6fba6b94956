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
    >>> assessed("position", 90) is None, assessed("department", 90, 80)
    (True, Decimal('80'))
    """
    if level != "position":
        return None if department_head is None else exact(department_head)
    if module_head is None or department_head is None:
        return None
    return (exact(module_head) * exact(ratios.module_head)
            + exact(department_head) * exact(ratios.department_head)) / HUNDRED


def okr_score(objectives):
    """OKR score of a plan (R2 §5.4.3): every overarching objective counts with its weight × the average of the
    objectives under it; an objective that stands under none counts with its own weight and score.

    ``objectives`` is [(key, key of the overarching one or None, weight in percent, score or None)]. None as long as a
    score that counts is missing: of an objective that stands alone or under another, and of an overarching one that has
    none under it.

    >>> okr_score([(1, None, 60, 86), (2, None, 40, 91)])
    Decimal('88')
    >>> okr_score([(1, None, 50, None), (2, None, 50, None),
    ...            (3, 1, 0, 80), (4, 1, 0, 90), (5, 2, 0, 70), (6, 2, 0, 80), (7, 2, 0, 90)])
    Decimal('82.5')
    >>> okr_score([(1, None, 60, 86), (2, None, 40, None)]) is None
    True
    >>> okr_score([]) is None, okr_score([(1, None, 100, 100)])
    (True, Decimal('100'))
    """
    stages, total = {}, Decimal(0)
    for _key, over, _weight, score in objectives:
        if over is not None:
            stages.setdefault(over, []).append(score)
    tops = [(key, weight, score) for key, over, weight, score in objectives if over is None]
    if not tops:
        return None
    for key, weight, score in tops:
        scores = stages.get(key, [score])
        if any(one is None for one in scores):
            return None
        total += exact(weight) * sum(map(exact, scores), Decimal(0)) / len(scores)
    return total / HUNDRED


def weighted(parts):
    """Σ weight × score ÷ Σ weights for [(weight, score)], e.g. of values criteria; None when a score is missing.

    >>> weighted([(40, 90), (30, 80), (30, 100)])
    Decimal('90')
    >>> weighted([(40, 90), (30, None)]) is None
    True
    >>> weighted([]) is None
    True
    """
    total = sum((exact(weight) for weight, _score in parts), Decimal(0))
    if not total or any(score is None for _weight, score in parts):
        return None
    return sum((exact(weight) * exact(score) for weight, score in parts), Decimal(0)) / total


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
