"""Amounts in Chinese capital figures (人民币大写), as the forms of banks and finance want them."""
from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "兆")


def capital(amount):
    """The amount in capital figures, rounded to fen.

    >>> capital(0)
    '零元整'
    >>> capital(1234.5)
    '壹仟贰佰叁拾肆元伍角整'
    >>> capital(10005.06)
    '壹万零伍元零陆分'
    >>> capital(100000000), capital(100050000)
    ('壹亿元整', '壹亿零伍万元整')
    >>> capital(2010300), capital(110)
    ('贰佰零壹万零叁佰元整', '壹佰壹拾元整')
    >>> capital(0.35), capital(0.07), capital(-20.1)
    ('叁角伍分', '柒分', '负贰拾元壹角整')
    >>> capital(1409.5), capital(6007.14), capital(1680.32), capital(16409.02)
    ('壹仟肆佰零玖元伍角整', '陆仟零柒元壹角肆分', '壹仟陆佰捌拾元叁角贰分', '壹万陆仟肆佰零玖元零贰分')
    """
    cents = int((Decimal(str(amount)).copy_abs() * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    sign = "负" if amount < 0 and cents else ""
    text = _integer(yuan) + "元" if yuan or not cents else ""
    if not jiao and not fen:
        return sign + text + "整"
    if jiao:
        text += DIGITS[jiao] + "角"
    elif yuan:
        text += "零"
    return sign + text + (DIGITS[fen] + "分" if fen else "整")


def _integer(number):
    """Whole yuan in groups of four figures.

    >>> _integer(0), _integer(20000010), _integer(305000)
    ('零', '贰仟万零壹拾', '叁拾万零伍仟')
    """
    if not number:
        return DIGITS[0]
    groups = []
    while number:
        number, group = divmod(number, 10000)
        groups.append(group)
    text, gap = "", False
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if not group:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += DIGITS[0]
        text += _group(group) + GROUPS[index]
        gap = group % 10 == 0 and index and groups[index - 1] >= 1000
    return text


def _group(number):
    """One group of four figures.

    >>> _group(1010), _group(7), _group(9000), _group(3004)
    ('壹仟零壹拾', '柒', '玖仟', '叁仟零肆')
    """
    text, gap = "", False
    for place in (3, 2, 1, 0):
        figure = number // 10 ** place % 10
        if figure:
            text += (DIGITS[0] if gap and text else "") + DIGITS[figure] + PLACES[place]
        gap = not figure
    return text
