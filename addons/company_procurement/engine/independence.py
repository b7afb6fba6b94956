"""Which suppliers belong together?

A supplier is described by a dict of identity marks: ``{'commercial': 7, 'vat': '91…', 'bank': ['6222…'], …}``.
A mark is a value or a list of values; empty values say nothing. Two suppliers that share one value of one
*strong* mark are related, and relation is transitive (A–B by phone, B–C by account: A, B and C are one group): their
quotes count once. A shared *weak* mark proves nothing by itself; it is pointed out (see ``hints``).
"""
import re
import unicodedata
from collections import defaultdict
from itertools import combinations

from . import chinese_address

STRONG = ("commercial", "vat", "bank", "phone", "email", "email_domain", "website", "address",
          "legal_representative", "file")
WEAK = ("building", "person", "pdf_author", "pdf_made", "pdf_id")
MARKS = STRONG + WEAK
# mailboxes and shops that anybody can open, and the domains that RFC 2606 keeps for examples: they tell nothing
_PUBLIC = """
    qq.com vip.qq.com foxmail.com 163.com vip.163.com 126.com vip.126.com yeah.net 188.com sina.com sina.cn
    vip.sina.com sina.com.cn sohu.com tom.com 21cn.com 139.com 189.cn wo.cn 263.net aliyun.com alibaba.com 1688.com
    taobao.com tmall.com jd.com hc360.com made-in-china.com china.cn gys.cn b2b.cn
    gmail.com googlemail.com outlook.com hotmail.com live.com live.cn msn.com yahoo.com yahoo.cn yahoo.com.cn
    icloud.com me.com mail.com proton.me protonmail.com example.com example.net example.org
"""
PUBLIC_DOMAINS = frozenset(_PUBLIC.split())
_SECOND_LEVEL = frozenset({"com", "net", "org", "gov", "edu", "ac", "co"})
_SIGNS = re.compile(r"[\W_]+", re.UNICODE)
_SEVERAL = re.compile(r"[/;,、;,|]")
_TITLES = re.compile(r"(先生|女士|小姐|总经理|经理|主任|工程师|老师|总|工)$")
_OFFICES = ("销售部", "业务部", "业务员", "销售员", "前台", "客服", "财务", "联系人", "办公室",
            "SALES", "INFO", "CONTACT")
# what a fresh computer writes into every file
_FRESH = """
    ADMINISTRATOR ADMIN USER OWNER MICROSOFT MICROSOFTOFFICEUSER OFFICE WINDOWSUSER WINDOWS用户 LENOVO DELL HP PC ASUS
    微软用户 用户 用户名 USERNAME UNKNOWN WPS WPSOFFICE HUAWEI APPLE ROOT GUEST ANONYMOUS SCANNER CANON EPSON
"""
_NO_AUTHOR = frozenset(_FRESH.split())


def domain(text):
    """The registered domain of a host, web or mail address.

    >>> domain('sales@mail.steel.com.cn'), domain('https://www.Steel.com.cn/about'), domain('steel.cn:8080')
    ('steel.com.cn', 'steel.com.cn', 'steel.cn')
    >>> domain('not a host') is None, domain('10.0.0.1') is None
    (True, True)
    """
    host = re.sub(r"^[a-z]+://", "", text.strip().lower()).rpartition("@")[2]
    host = re.split(r"[/?#:]", host)[0].strip(".")
    parts = host.split(".")
    if len(parts) < 2 or not re.fullmatch(r"[\w-]+(\.[\w-]+)*\.[^\W\d]{2,}", host):
        return None
    short = parts[-2] in _SECOND_LEVEL and len(parts[-1]) == 2 and len(parts) > 2
    return ".".join(parts[-3:] if short else parts[-2:])


def _phone(text):
    """Digits without country, leading zero and extension.

    >>> _phone('+86 (0)21-6666 8888'), _phone('021-66668888 转 801'), _phone('110')
    ('2166668888', '2166668888', None)
    """
    text = re.sub(r"(转|ext\.?|分机|-x).*$", "", text, flags=re.IGNORECASE)
    digits = re.sub(r"\D", "", text)
    digits = re.sub(r"^(00)?86(?=\d{9,})", "", digits).lstrip("0")
    return digits if len(digits) >= 7 else None


def _person(text):
    """A full name without its title; surnames and offices are nobody.

    >>> _person('王建国 经理'), _person('王经理'), _person('销售部')
    ('王建国', None, None)
    """
    text = _TITLES.sub("", _SIGNS.sub("", text).upper())
    return None if len(text) < 2 or text in _OFFICES or text.isdigit() else text


def normalise(mark, value, public=()):
    """Bring a mark to a comparable form; None where the value tells nothing.

    ``public``: mail and shop domains that the company adds to the known ones.

    >>> normalise('address', ' 上海市 浦东新区张江路 1 号'), normalise('vat', '91310000ma1fl0x-1a')
    ('上海浦东张江路1号', '91310000MA1FL0X1A')
    >>> normalise('phone', '110') is None, normalise('address', '上海') is None, normalise('vat', False) is None
    (True, True, True)
    >>> normalise('email', 'Wang@Steel.CN'), normalise('email_domain', 'wang@steel.cn')
    ('wang@steel.cn', 'steel.cn')
    >>> normalise('email_domain', 'wang@qq.com') is None, normalise('email_domain', 'w@park.cn', ['park.cn']) is None
    (True, True)
    >>> normalise('website', 'http://shop12.1688.com') is None, normalise('website', 'www.steel.cn')
    (True, 'steel.cn')
    >>> normalise('pdf_author', '微软用户') is None, normalise('pdf_author', 'zhang.san')
    (True, 'ZHANGSAN')
    >>> normalise('bank', '6222 0000-1234'), normalise('commercial', 12), normalise('legal_representative', '王 芳')
    ('622200001234', '12', '王芳')
    >>> normalise('email', 'no address') is None
    True
    """
    if value in (None, False, ""):
        return None
    text = unicodedata.normalize("NFKC", str(value))
    if mark == "phone":
        return _phone(text)
    if mark == "email":
        return text.strip().lower() if domain(text) and "@" in text else None
    if mark in ("email_domain", "website"):
        found = domain(text)
        return None if found in PUBLIC_DOMAINS or found in public else found
    if mark in ("address", "building"):
        return _place(mark, text)
    if mark == "person":
        return _person(text)
    text = _SIGNS.sub("", text).upper()
    return None if mark == "pdf_author" and text in _NO_AUTHOR else text or None


def _place(mark, text):
    """A door is a strong mark; a building, a street without number and a shared office are weak ones.

    >>> _place('address', '深圳市南山区科技园'), _place('building', '深圳市南山区科技园')
    (None, '深圳南山科技园')
    >>> _place('address', '前海路101号(集群注册)'), _place('building', '前海路101号(集群注册)')
    (None, '前海路101号')
    """
    whole = chinese_address.canonical(text)
    if not whole:
        return None
    door = chinese_address.has_number(whole) and not chinese_address.is_shared_office(text)
    if mark == "address":
        return whole if door else None
    return (chinese_address.building(whole) or whole) if len(whole) >= 6 else None


def _values(identity, mark):
    """The single values of a mark; one field often holds several numbers or addresses."""
    values = identity.get(mark)
    for value in values if isinstance(values, (list, tuple, set)) else [values]:
        if isinstance(value, str) and mark in ("phone", "email"):
            yield from _SEVERAL.split(value)
        else:
            yield value


def marks_of(identity, kinds=STRONG, public=()):
    """The set of comparable (mark, value) pairs of one supplier.

    Marks that follow from others: the domain of each e-mail, the building of each address, and a person is one
    whether he is named as legal representative or as contact.

    >>> sorted(marks_of({'vat': 'x1', 'bank': ['62 22', None], 'colour': 'red'}))
    [('bank', '6222'), ('vat', 'X1')]
    >>> sorted(marks_of({'email': 'a@steel.cn; b@qq.com', 'phone': '13800000001/021-55556666'}))
    ... # doctest: +NORMALIZE_WHITESPACE
    [('email', 'a@steel.cn'), ('email', 'b@qq.com'), ('email_domain', 'steel.cn'), ('phone', '13800000001'),
     ('phone', '2155556666')]
    >>> sorted(marks_of({'legal_representative': '王芳', 'contact': ['李雷'], 'address': '苏州市春申路9号301室'}, WEAK))
    [('building', '苏州春申路9号'), ('person', '李雷'), ('person', '王芳')]
    """
    identity = {**identity, "email_domain": list(_values(identity, "email")), "building": identity.get("address"),
                "person": [*_values(identity, "legal_representative"), *_values(identity, "contact")]}
    found = set()
    for mark in kinds:
        for value in _values(identity, mark):
            value = normalise(mark, value, public)
            if value is not None:
                found.add((mark, value))
    return found


def merge(*identities):
    """The union of several descriptions of one supplier (as recorded, as of today).

    >>> merge({'phone': '1'}, {'phone': ['2', '1'], 'vat': False}, None) == {'phone': ['1', '2']}
    True
    """
    merged = defaultdict(list)
    for identity in identities:
        for mark, values in (identity or {}).items():
            for value in values if isinstance(values, (list, tuple, set)) else [values]:
                if value and value not in merged[mark]:
                    merged[mark].append(value)
    return dict(merged)


def _holders(identities, kinds, public):
    """{(mark, value): keys that have it}"""
    holders = defaultdict(list)
    for key, identity in identities.items():
        for mark in marks_of(identity, kinds, public):
            holders[mark].append(key)
    return holders


def group(identities, public=()):
    """Group related suppliers: ``{key: identity}`` → list of (sorted keys, sorted shared marks).

    >>> three = {'A': {'vat': '1', 'phone': '021-5555666'}, 'B': {'vat': '2', 'phone': '86 21 5555666'},
    ...          'C': {'vat': '3'}}
    >>> group(three)
    [(['A', 'B'], ['phone']), (['C'], [])]
    >>> three['C']['bank'], three['A']['bank'] = ['777'], ['777']
    >>> group(three)
    [(['A', 'B', 'C'], ['bank', 'phone'])]
    >>> group({})
    []
    >>> group({'A': {'email': 'x@steel.cn'}, 'B': {'email': 'y@mail.steel.cn'}})
    [(['A', 'B'], ['email_domain'])]
    >>> group({'A': {'email': 'x@163.com'}, 'B': {'email': 'y@163.com'}})
    [(['A'], []), (['B'], [])]
    >>> group({'A': {'file': 'f00'}, 'B': {'file': 'f00'}})
    [(['A', 'B'], ['file'])]
    """
    parent = {key: key for key in identities}

    def root(key):
        while parent[key] != key:
            key = parent[key]
        return key

    shared = defaultdict(set)
    links = [(mark, keys) for mark, keys in _holders(identities, STRONG, public).items() if len(keys) > 1]
    for _mark, keys in links:
        for key in keys[1:]:
            parent[root(key)] = root(keys[0])
    for (mark, _value), keys in links:
        shared[root(keys[0])].add(mark)
    groups = defaultdict(list)
    for key in identities:
        groups[root(key)].append(key)
    return [(sorted(keys), sorted(shared[top])) for top, keys in groups.items()]


def hints(identities, public=()):
    """Pairs that share weak marks only: list of (key, key, sorted marks). They count apart, and are asked about.

    >>> hints({'A': {'address': '深圳市科技路1号2栋301室'}, 'B': {'address': '深圳市科技路1号2栋508室'}, 'C': {}})
    [('A', 'B', ['building'])]
    >>> hints({'A': {'legal_representative': '王芳'}, 'B': {'contact': ['王芳']}})
    [('A', 'B', ['person'])]
    >>> hints({'A': {'pdf_author': 'zhangsan'}, 'B': {'pdf_author': 'ZhangSan'}, 'C': {'pdf_author': 'admin'}})
    [('A', 'B', ['pdf_author'])]
    >>> hints({'A': {'vat': '1', 'contact': '王芳'}, 'B': {'vat': '1', 'contact': '王芳'}})
    []
    """
    related = {pair for keys, _marks in group(identities, public) for pair in combinations(keys, 2)}
    found = defaultdict(set)
    for (mark, _value), keys in _holders(identities, WEAK, public).items():
        for pair in combinations(sorted(keys), 2):
            if pair not in related:
                found[pair].add(mark)
    return [(first, second, sorted(marks)) for (first, second), marks in sorted(found.items())]
