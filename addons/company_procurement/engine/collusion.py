"""Signs that quotes were made by one hand (围标、串标).

``prices``: ``{supplier: {line: unit price}}``, on one footing of currency and unit. A sign is a tuple
(suppliers, code, figure): the figure is the ratio, the step or the margin in percent, None where there is none. Every
sign is a question to the suppliers, not a proof: dealers of one maker share a price list, and honest prices are often
round. So one common line, round steps of two suppliers and short remarks tell nothing.
"""
import re
import unicodedata
from itertools import combinations

TOLERANCE = 0.0005
HALF_CENT = 0.0051
SMALL = 5.0         # below it rounding to cents hides any ratio
USUAL_CENTS = frozenset({0, 50, 80, 88, 90, 95, 98, 99, 60, 66, 68, 20, 30, 40, 70, 10, 5})
# what everybody writes
_STOCK = """
    以上价格 价格 报价 本报价 含税 含运费 含运输费 含税含运费 含增值税 专用发票 普通发票 增值税 发票
    不含税 不含运费 现货 货到付款 款到发货 送货上门 送货到工地 包送货 交货期 有效期 付款方式 月结 按合同
    质保一年 无 含 税 运费 运 到 为 的 开 天 日 内 个 月 年 元
    PRICE INCLUDING INCLUDES TAX FREIGHT VAT INVOICE INSTOCK STOCK DELIVERED NONE QUOTE VALID DAYS AND WITH ALL
"""
STOCK_PHRASES = tuple(_STOCK.split())


def is_round(price):
    """A price as people like to write it.

    >>> [is_round(price) for price in (10, 120.5, 9.9, 12.37, 1888)]
    [True, True, True, False, True]
    """
    return abs(price * 10 - round(price * 10)) < 1e-6


def _near(expected, actual, tolerance):
    return abs(expected - actual) <= tolerance * abs(expected) + HALF_CENT


def _pattern(first, second, tolerance=TOLERANCE):
    """The pattern two price columns form over their common lines: (code, figure) or None.

    >>> _pattern([10, 20, 30], [10, 20, 30]), _pattern([10, 20, 30], [10.5, 21, 31.5])
    (('identical', None), ('proportional', 1.05))
    >>> _pattern([10, 20, 30], [11, 21, 31]), _pattern([10, 20, 30], [10.2, 19, 33])
    (('constant_step', 1), None)
    >>> _pattern([10.37, 22.81, 9.43], [10.68, 23.49, 9.71])                        # × 1.03, rounded to cents
    ('proportional', 1.03)
    >>> _pattern([0.3, 0.5, 0.2], [0.31, 0.52, 0.21]) is None                       # cents hide every ratio
    True
    >>> _pattern([10.37, 20.37, 35.37], [12.37, 21.37, 38.37])
    ('same_cents', 37)
    >>> _pattern([10.5, 20.5, 35.5], [12.5, 21.5, 38.5]) is None                    # halves are usual
    True
    """
    pairs = list(zip(first, second, strict=True))
    if all(_near(a, b, tolerance) and abs(a - b) < max(2 * HALF_CENT, tolerance * a) for a, b in pairs):
        return ("identical", None) if all(abs(a - b) <= tolerance * max(a, b) for a, b in pairs) else None
    if len(pairs) < 3:
        return None
    dear = max(pairs)
    ratio = dear[1] / dear[0]
    if sum(a >= SMALL for a, _b in pairs) > 2 and all(_near(a * ratio, b, tolerance) for a, b in pairs):
        return "proportional", round(ratio, 3)
    steps = [b - a for a, b in pairs]
    if max(steps) - min(steps) <= max(tolerance * min(*first, *second), 2e-6):
        return "constant_step", round(steps[0], 4)
    cents = {round(price * 100) % 100 for pair in pairs for price in pair}
    if len(cents) == 1 and not cents & USUAL_CENTS:
        return "same_cents", cents.pop()
    return None


def ladder(columns, tolerance=TOLERANCE):
    """Do three or more suppliers stand evenly spaced, in the same order on every line? (code, figure) or None.

    ``columns``: the prices of each supplier over the common lines. The figure is the step in percent of the lowest.

    >>> ladder([[100, 20], [105, 21], [110, 22]]), ladder([[100, 20], [110, 22], [121, 24.2]])
    (('arithmetic', 5.0), ('geometric', 10.0))
    >>> ladder([[100, 20], [105, 22], [110, 24]])                                   # evenly on each line, steps differ
    ('arithmetic', None)
    >>> ladder([[100, 20], [105, 21], [111, 22]]) is None, ladder([[100, 22], [105, 21], [110, 20]]) is None
    (True, True)
    >>> ladder([[100], [105], [110]]) is None, ladder([[100.13], [105.21], [110.29]])
    (True, ('arithmetic', 5.07))
    >>> ladder([[100], [105], [110], [115]])                                        # four of them are no accident
    ('arithmetic', 5.0)
    """
    lines = [sorted(line) for line in zip(*columns, strict=True)]
    order = sorted(range(len(columns)), key=lambda index: columns[index][0])
    if len(columns) < 3 or any([columns[index][place] for index in order] != line for place, line in enumerate(lines)):
        return None
    if any(line[0] >= line[-1] for line in lines):
        return None
    if len(lines) < 2 and len(columns) < 4 and all(is_round(price) for price in lines[0]):
        return None
    firsts = [(line[1] - line[0]) / line[0] * 100 for line in lines]
    figure = round(firsts[0], 2) if max(firsts) - min(firsts) < 0.1 else None
    if all(_near(line[0] + (line[1] - line[0]) * place, price, tolerance / 10)
           for line in lines for place, price in enumerate(line)):
        return "arithmetic", figure
    if all(_near(line[0] * (line[1] / line[0]) ** place, price, tolerance / 10)
           for line in lines for place, price in enumerate(line)):
        return "geometric", figure
    return None


def _ladders(prices, tolerance):
    """The largest sets of suppliers that stand on one ladder."""
    found, covered = [], []
    names = sorted(prices)
    for size in range(min(len(names), 6), 2, -1):
        for chosen in combinations(names, size):
            if any(set(chosen) <= set(other) for other in covered):
                continue
            common = sorted(set.intersection(*({line for line, price in prices[name].items() if price}
                                               for name in chosen)))
            result = common and ladder([[prices[name][line] for line in common] for name in chosen], tolerance)
            if result:
                covered.append(chosen)
                found.append((chosen, *result))
    return found


def plain_text(text):
    """A remark without what everybody writes: signs, digits, stock phrases.

    >>> plain_text('以上价格含税含运费,现货。'), plain_text('交货地点为贵司工地西门卸获')
    ('', '交货地点贵司工地西门卸获')
    """
    if not text:
        return ""
    text = re.sub(r"[\W\d_]+", "", unicodedata.normalize("NFKC", text or "")).upper()
    for phrase in sorted(STOCK_PHRASES, key=len, reverse=True):
        text = text.replace(phrase, "")
    return text


def same_texts(texts):
    """Suppliers whose remarks say the same in the same words, with the same slips of the pen.

    ``texts``: ``{supplier: [remark]}``.

    >>> same_texts({'A': ['交货地点为贵司工地西门卸获'], 'B': ['交货地点为贵司工地西门卸获!'], 'C': ['含税含运费']})
    [(('A', 'B'), 'same_text', None)]
    >>> same_texts({'A': ['以上价格含税含运费'], 'B': ['以上价格含税含运费']}), same_texts({'A': [False], 'B': ['']})
    ([], [])
    """
    own = {name: {plain for plain in map(plain_text, set(remarks)) if len(plain) >= 8}
           for name, remarks in texts.items()}
    return [((first, second), "same_text", None) for first, second in combinations(sorted(own), 2)
            if own[first] & own[second]]


def rotation(cases, least=4, spread=0.5):
    """Do the same suppliers take turns winning, the losers always at the same distance? A sign or None.

    ``cases``: oldest first, each ``{'winner': supplier, 'totals': {supplier: total}}``; ``least``: so many cases;
    ``spread``: percent points by which the distance of the second may vary. The figure is that distance in percent.

    >>> def case(winner, other, total=100, margin=3):
    ...     return {'winner': winner, 'totals': {winner: total, other: total * (1 + margin / 100)}}
    >>> rotation([case('A', 'B'), case('B', 'A', 250), case('A', 'B', 80), case('B', 'A', 990)])
    (('A', 'B'), 'rotation', 3.0)
    >>> rotation([case('A', 'B'), case('B', 'A'), case('A', 'B')]) is None              # too few to tell
    True
    >>> rotation([case('A', 'B'), case('A', 'B'), case('B', 'A'), case('A', 'B')]) is None
    True
    >>> rotation([case('A', 'B'), case('B', 'A', 9, 12), case('A', 'B'), case('B', 'A')]) is None
    True
    >>> rotation([case('A', 'B'), case('C', 'A'), case('A', 'B'), case('B', 'A')]) is None  # not the same ones
    True
    """
    if len(cases) < least or len({frozenset(case["totals"]) for case in cases}) != 1:
        return None
    winners = [case["winner"] for case in cases]
    suppliers = sorted(cases[0]["totals"])
    if len(suppliers) < 2 or len(suppliers) > len(cases) or set(winners) != set(suppliers):
        return None
    if any(one == other for one, other in zip(winners, winners[1:], strict=False)):
        return None
    margins = []
    for case in cases:
        best, second = sorted(case["totals"].values())[:2]
        if not best or best < case["totals"][case["winner"]]:
            return None
        margins.append((second / best - 1) * 100)
    if max(margins) - min(margins) > spread:
        return None
    return tuple(suppliers), "rotation", round(sum(margins) / len(margins), 2)


def signs(prices, scans=None, texts=None, tolerance=TOLERANCE):
    """All signs over the quotes of one case: sorted list of (suppliers, code, figure).

    ``scans``: ``{supplier: checksum of the quotation}``; ``texts``: ``{supplier: [remark]}``. Pairs that stand on a
    ladder together are not named once more. One common line tells nothing, unless the price is not round and the very
    same to the last digit.

    >>> signs({'A': {1: 10, 2: 20}, 'B': {1: 10, 2: 20}, 'C': {1: 11, 2: 19}})
    [(('A', 'B'), 'identical', None)]
    >>> signs({'A': {1: 10}, 'B': {1: 10}}), signs({'A': {1: 10.37}, 'B': {1: 10.37}})
    ([], [(('A', 'B'), 'identical', None)])
    >>> signs({'A': {1: 10, 2: 20, 3: 7}, 'B': {1: 10.3, 2: 20.6, 3: 7.21}})
    [(('A', 'B'), 'proportional', 1.03)]
    >>> signs({'A': {1: 100, 2: 20, 3: 7}, 'B': {1: 105, 2: 21, 3: 7.35}, 'C': {1: 110, 2: 22, 3: 7.7}})
    [(('A', 'B', 'C'), 'arithmetic', 5.0)]
    >>> signs({'A': {}, 'B': {}}, {'A': 'f00', 'B': 'f00'})
    [(('A', 'B'), 'same_file', None)]
    >>> signs({'A': {1: 100, 2: 220}, 'B': {1: 110, 2: 215}, 'C': {1: 120, 2: 230}})    # honest, round
    []
    """
    found = _ladders(prices, tolerance)
    for first, second in combinations(sorted(prices), 2):
        if not any({first, second} <= set(chosen) for chosen, _code, _figure in found if len(chosen) > 2):
            pattern = _pair(prices[first], prices[second], tolerance)
            if pattern:
                found.append(((first, second), *pattern))
        if scans and scans.get(first) and scans.get(first) == scans.get(second):
            found.append(((first, second), "same_file", None))
    return found + same_texts(texts or {})


def _pair(first, second, tolerance):
    common = sorted(line for line in first if first[line] and second.get(line))
    columns = [[prices[line] for line in common] for prices in (first, second)]
    telling = len(common) > 1 or any(price != round(price) for price in columns[0])
    return _pattern(*columns, tolerance) if common and telling else None
