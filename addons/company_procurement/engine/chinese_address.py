"""Chinese addresses in a comparable form: one spelling for width, numerals, administrative names, house and room."""
import re
import unicodedata

PROVINCES = (
    "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽",
    "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西",
    "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门",
)
MUNICIPALITIES = ("北京", "天津", "上海", "重庆", "香港", "澳门")
# places where hundreds of companies that have nothing to do with each other are registered
SHARED_OFFICES = ("集群注册", "集群登记", "商务秘书", "托管", "一址多照", "住所申报")
_DIGITS = {char: value for value, chars in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
           for char in chars}
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百]+(?=[号栋幢座楼层室房单弄期#])")
_PROVINCE = re.compile(
    rf"^(?:中国|中华人民共和国)?(?P<name>{'|'.join(PROVINCES)})"
    r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|特别行政区|自治区)?")
_UNIT = re.compile(r"^(?P<name>[\u4e00-\u9fff]{2,7}?)(?:自治州|地区|新区|市|区|县|旗)")


def number(text):
    """The value of a Chinese numeral below a thousand.

    >>> number('三'), number('十二'), number('二十'), number('一百零八'), number('二〇三'), number('两')
    (3, 12, 20, 108, 203, 2)
    """
    if not set(text) & {"十", "百"}:
        return int("".join(str(_DIGITS[char]) for char in text))
    total, digit = 0, None
    for char in text:
        if char in "十百":
            total += (1 if digit is None else digit or 1) * (10 if char == "十" else 100)
            digit = None
        else:
            digit = _DIGITS[char]
    return total + (digit or 0)


def unify(text):
    """One width, one case, Arabic house numbers, one word for house, floor and room; nothing in brackets.

    >>> unify('科技路１２号 Ａ座 三楼 ３０１房（自主申报）'), unify('科技路12#2号楼2单元')
    ('科技路12号A栋3层301室', '科技路12号2栋2单元')
    >>> unify('张江路1弄5幢3-201'), unify('Road 1, Shenzhen')
    ('张江路1弄5栋3-201', 'ROAD1SHENZHEN')
    """
    text = unicodedata.normalize("NFKC", text).upper()
    text = re.sub(r"\([^)]*\)|【[^】]*】", "", text)
    text = re.sub(r"[—–―－_]", "-", text)
    text = re.sub(r"(?<!\d)-|-(?!\d)|[^\w-]", "", text.replace("#", "号"))
    text = _NUMERAL.sub(lambda match: str(number(match.group())), text)
    text = re.sub(r"(?<=\d)号楼|(?<=[\dA-Z])(?:幢|座)", "栋", text)
    text = re.sub(r"(?<=\d)楼", "层", text)
    return re.sub(r"(?<=\d)(?:房间|房号|号房|号室|房)$", "室", text)


def split(text):
    """(administrative units without their generic words, the rest).

    >>> split('广东省深圳市南山区科技路1号'), split('广东深圳南山区科技路1号')
    ((['深圳', '南山'], '科技路1号'), (['深圳南山'], '科技路1号'))
    >>> split('上海市上海市浦东新区张江路1号'), split('上海浦东新区张江路1号'), split('张江路1号')
    ((['上海', '浦东'], '张江路1号'), (['上海', '浦东'], '张江路1号'), ([], '张江路1号'))
    """
    units = []
    match = _PROVINCE.match(text)
    if match:
        text = text[match.end():]
        if match["name"] in MUNICIPALITIES:
            units.append(match["name"])
            text = re.sub(rf"^{match['name']}市?", "", text)
    for _level in range(3):
        match = _UNIT.match(text)
        if not match or re.search(r"[路街道巷园村镇乡]", match["name"]):
            break
        if match["name"] not in units:
            units.append(match["name"])
        text = text[match.end():]
    return units, text


def canonical(text):
    """The whole address in its comparable form, or None where it is too short to tell anything.

    >>> canonical('广东省深圳市南山区科技路一号二栋３０１室') == canonical('深圳市 南山区 科技路1号2号楼301房')
    True
    >>> canonical('广东深圳南山区科技路1号') == canonical('广东省深圳市南山区科技路1号')
    True
    >>> canonical('上海市浦东新区张江路 1 号'), canonical('上海'), canonical('上海市浦东新区')
    ('上海浦东张江路1号', None, None)
    >>> canonical('广州市中山路1号') == canonical('深圳市中山路1号')
    False
    """
    units, rest = split(unify(text))
    whole = "".join(units) + rest
    return whole if len(whole) >= 5 and rest else None


def has_number(text):
    """Does a comparable address lead to a door, or only to a street or park?

    >>> has_number('深圳南山科技路1号'), has_number('深圳南山科技园')
    (True, False)
    """
    return bool(re.search(r"\d", text))


def building(text):
    """The building of a comparable address: without unit, floor and room; None where it names no building.

    >>> building('深圳南山科技路1号2栋301室'), building('深圳南山科技路1号3层B12'), building('深圳南山科技路1号')
    ('深圳南山科技路1号2栋', '深圳南山科技路1号', '深圳南山科技路1号')
    >>> building('深圳南山科技园') is None
    True
    """
    match = re.match(r".*\d+(?:号|弄|-\d+号)(?:.*?[\dA-Z]+栋)?", text) or re.match(r".*[\dA-Z]栋", text)
    return match.group() if match else None


def is_shared_office(text):
    """An address under which many unrelated companies are registered says little.

    >>> is_shared_office('深圳市前海路1号(集群注册)'), is_shared_office('深圳市科技路1号')
    (True, False)
    """
    return any(word in (text or "") for word in SHARED_OFFICES)
