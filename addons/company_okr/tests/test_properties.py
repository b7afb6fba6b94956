from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..engine import combination, completion, grading, rounding, scoring

CENT = Decimal("0.01")
SCORE = st.decimals(0, 100, places=2)
FIGURE = st.decimals(-10_000, 10_000, places=2)
FRACTION = st.decimals(0, 1, places=6)
examples = settings(
    max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))


@st.composite
def weights(draw, least=1, most=6):
    """Percentages with two decimals that make 100."""
    cuts = sorted(draw(st.lists(st.integers(0, 10_000), min_size=least - 1, max_size=most - 1)))
    return [Decimal(end - start) / 100 for start, end in zip([0, *cuts], [*cuts, 10_000], strict=True)]


@st.composite
def plans(draw):
    """Rows of okr_score: overarching objectives, each alone or with up to four of stages."""
    rows = []
    for top, weight in enumerate(draw(weights())):
        rows.append((("top", top), None, weight, draw(SCORE)))
        rows += [((top, stage), ("top", top), 0, draw(SCORE)) for stage in range(draw(st.integers(0, 4)))]
    return rows


@st.composite
def ratios(draw):
    first, second, third = (Decimal(draw(st.integers(0, 10_000))) / 100 for _pair in range(3))
    return scoring.Ratios(first, 100 - first, second, 100 - second, third, 100 - third)


quotas = weights(2, 5).map(lambda shares: [(f"G{index}", share) for index, share in enumerate(shares)])
people = st.dictionaries(st.integers(1, 200), st.integers(0, 30).map(Decimal), max_size=40)


def by_fractions(rows):
    """The formula of R2 §5.4.3 in rational numbers, independent of the engine."""
    total = Fraction(0)
    for key, over, weight, score in rows:
        if over is None:
            under = [Fraction(one[3]) for one in rows if one[1] == key] or [Fraction(score)]
            total += Fraction(weight) * sum(under) / len(under)
    return total / 100


def half_up(fraction):
    return Decimal(int(fraction * 100 + Fraction(1, 2))) / 100


@tagged("standard", "at_install")
class TestOkrProperties(BaseCase):
    """What holds for any figures, not only for those of the examples."""

    @examples
    @given(st.sampled_from(("number", "percentage")), FIGURE, FIGURE, FIGURE, FIGURE)
    def test_completion(self, kind, start, target, one, other):
        """O3: a completion lies between 0 and 1, is 0 at the start and 1 at the target, and never falls on the way."""
        falling, values = target < start, sorted((one, other), reverse=target < start)
        low, high = (completion.completion(kind, start, target, value, falling) for value in values)
        self.assertTrue(0 <= low <= high <= 1)
        self.assertEqual(completion.completion(kind, start, target, target, falling), 1)
        if start != target:
            self.assertEqual(completion.completion(kind, start, target, start, falling), 0)

    @examples
    @given(weights(1, 4).flatmap(lambda shares: st.tuples(st.just(shares), st.lists(
        FRACTION, min_size=len(shares), max_size=len(shares)))), FRACTION, st.randoms())
    def test_combination(self, drawn, better, random):
        """O7: sums and products lie between 0 and 1, know no order, and grow with each key result."""
        parts = list(zip(*drawn, strict=True))
        total, product = (combination.combine(parts, mode) for mode in ("sum", "product"))
        self.assertTrue(0 <= total <= 1 and 0 <= product <= min(drawn[1]))
        shuffled = random.sample(parts, len(parts))
        self.assertEqual(combination.combine(shuffled, "sum"), total)
        self.assertEqual(combination.combine(shuffled, "product"), product)
        grown = [(parts[0][0], max(parts[0][1], better)), *parts[1:]]
        self.assertGreaterEqual(combination.combine(grown, "sum"), total)
        self.assertGreaterEqual(combination.combine(grown, "product"), product)
        self.assertEqual(combination.combine([(weight, better) for weight in drawn[0]], "sum"), better)

    @examples
    @given(SCORE, SCORE, SCORE, ratios())
    def test_assessors(self, first, second, more, shares):
        """O8: a score lies between those of the assessors, grows with both; a module's is the department head's."""
        score = scoring.assessed("position", first, second, shares)
        self.assertTrue(min(first, second) <= score <= max(first, second))
        self.assertGreaterEqual(scoring.assessed("position", max(first, more), second, shares), score)
        self.assertGreaterEqual(scoring.assessed("position", first, max(second, more), shares), score)
        self.assertEqual(scoring.assessed("module", first, second, shares), second)

    @examples
    @given(plans(), SCORE, st.integers(0, 29), st.randoms())
    def test_okr_score(self, rows, more, place, random):
        """O8: the OKR score lies between the scores that count, knows no order, never falls when one of them grows,
        and is the same to the last digit as in rational numbers.
        """
        score = scoring.okr_score(rows)
        overs = {row[1] for row in rows}
        counted = [row for row in rows if row[0] not in overs]
        self.assertTrue(min(row[3] for row in counted) <= rounding.shown(score) <= max(row[3] for row in counted))
        self.assertEqual(rounding.shown(score), half_up(by_fractions(rows)))
        self.assertEqual(rounding.shown(scoring.okr_score(random.sample(rows, len(rows)))), rounding.shown(score))
        key, over, weight, old = rows[place % len(rows)]
        grown = [row if row[0] != key else (key, over, weight, max(old, more)) for row in rows]
        self.assertGreaterEqual(rounding.shown(scoring.okr_score(grown)), rounding.shown(score))
        self.assertEqual(rounding.shown(scoring.okr_score([(*row[:3], more) for row in rows])), more)

    def test_half_in_thirds(self):
        """O8: a half that divisions by three leave a hair below is still a half."""
        stages = (("60.24", "60.30", "61.00"), ("60.75", "60.53", "60.20"), ("60.14", "60.57", "60.21"))
        rows = [(top, None, weight, 0) for top, weight in enumerate((25, 25, 50))]
        rows += [((top, stage), top, 0, Decimal(score))
                 for top, scores in enumerate(stages) for stage, score in enumerate(scores)]
        self.assertEqual(by_fractions(rows), Fraction("60.405"))
        self.assertEqual(rounding.shown(scoring.okr_score(rows)), Decimal("60.41"))

    @examples
    @given(plans(), st.integers(0, 29))
    def test_missing_score(self, rows, place):
        """O8: there is no OKR score as long as one that counts is missing, and one that does not count is not asked."""
        key, over, weight, _score = rows[place % len(rows)]
        without = [row if row[0] != key else (key, over, weight, None) for row in rows]
        if key in {row[1] for row in rows}:
            self.assertEqual(scoring.okr_score(without), scoring.okr_score(rows))
        else:
            self.assertIsNone(scoring.okr_score(without))

    @examples
    @given(st.lists(st.tuples(st.integers(1, 100), SCORE), min_size=1, max_size=8), st.integers(1, 9), st.randoms())
    def test_values(self, parts, factor, random):
        """O9: the values score lies between its criteria, knows no order, and only the proportion of weights counts."""
        score = rounding.shown(scoring.weighted(parts))
        self.assertTrue(min(one[1] for one in parts) <= score <= max(one[1] for one in parts))
        self.assertEqual(rounding.shown(scoring.weighted(random.sample(parts, len(parts)))), score)
        self.assertEqual(
            rounding.shown(scoring.weighted([(weight * factor, value) for weight, value in parts])), score)

    @examples
    @given(plans(), st.lists(st.tuples(st.integers(1, 100), SCORE), min_size=1, max_size=5), SCORE, ratios())
    def test_whole_chain(self, rows, values, department, shares):
        """O8 O9: the final score of a year is what rational numbers give, half up, and lies between 0 and 100."""
        final = rounding.shown(scoring.annual(scoring.final(
            scoring.okr_score(rows), scoring.weighted(values), shares), department, shares))
        value = sum(Fraction(weight) * Fraction(score) for weight, score in values) / sum(one[0] for one in values)
        personal = (by_fractions(rows) * Fraction(shares.okr) + value * Fraction(shares.values)) / 100
        total = (personal * Fraction(shares.personal) + Fraction(department) * Fraction(shares.department)) / 100
        self.assertEqual(final, half_up(total))
        self.assertTrue(0 <= final <= 100)

    @examples
    @given(st.decimals(0, 1000, places=6))
    def test_rounding(self, figure):
        """O8: half up, off by half a cent at most, and a rounded figure stays."""
        result = rounding.shown(figure)
        self.assertLessEqual(abs(result - figure), Decimal("0.005"))
        self.assertEqual(result, figure.quantize(CENT, ROUND_HALF_UP))
        self.assertEqual(rounding.shown(result), result)

    @examples
    @given(st.integers(0, 10_000), quotas)
    def test_places(self, count, shares):
        """O10: places make the number of people, and no grade is off its share by a whole place."""
        seats = grading.places(count, shares)
        self.assertEqual(sum(seats.values()), count)
        for name, share in shares:
            self.assertLess(abs(seats[name] - share * count / 100), 1)

    @examples
    @given(people, st.randoms())
    def test_ranks(self, scores, random):
        """O10: a rank is one more than the people above; equal scores share it; the order of people plays no part."""
        ranks = grading.rank(scores)
        self.assertEqual(ranks, {
            key: 1 + sum(other > score for other in scores.values()) for key, score in scores.items()})
        self.assertEqual(grading.rank(dict(random.sample(list(scores.items()), len(scores)))), ranks)

    @examples
    @given(people, quotas, st.randoms())
    def test_grades(self, scores, shares, random):
        """O10: ties are never cut, nobody is graded below a lower score, a share is passed only by its last rank."""
        grades, order = grading.grade(scores, shares), [name for name, _share in shares]
        self.assertEqual(grading.grade(dict(random.sample(list(scores.items()), len(scores))), shares), grades)
        level = {key: order.index(name) for key, name in grades.items()}
        for one, score in scores.items():
            for other, lower in scores.items():
                self.assertTrue(level[one] == level[other] if score == lower else
                                score < lower or level[one] <= level[other])
        seats, total = grading.places(len(scores), shares), 0
        for index, name in enumerate(order):
            total += seats[name]
            above = [scores[key] for key in scores if level[key] <= index]
            self.assertGreaterEqual(len(above), total)
            self.assertLessEqual(len([score for score in above if score > min(above)]), max(total - 1, 0))

    @examples
    @given(st.dictionaries(st.integers(1, 50), st.integers(1, 20), max_size=20), st.integers(1, 12))
    def test_pools(self, sizes, least):
        """O10: every department is in one pool, and a pool is large enough unless there are too few people at all."""
        pools = grading.pool(sizes, least)
        self.assertEqual(sorted(name for names in pools for name in names), sorted(sizes))
        for names in pools:
            self.assertTrue(sum(sizes[name] for name in names) >= least or len(pools) == 1)
