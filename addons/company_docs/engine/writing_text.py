"""What a text gives away about how it was written: requests, matters, forwarding word by word (R6 §5.7.3).

All of it is heuristic and meant for Chinese official style; what it finds is shown to the drafter, who decides.
"""
import html
import re

QUOTED = re.compile(r"《[^《》]*》|“[^“”]*”|〈[^〈〉]*〉")
BLOCK_TAGS = re.compile(r"</?(?:p|div|br|li|ul|ol|table|tr|h[1-6])\b[^>]*>", re.IGNORECASE)
TAGS = re.compile(r"<[^>]+>")
HEADING = re.compile(r"^[一二三四五六七八九十]+、")
# phrases by which Chinese official style asks a superior for something
ASKING = re.compile(
    r"(?:请|恳请|敬请|申请|请求|盼|望)(?:上级|集团|贵\w|领导|董事会|公司|予以|给予|尽快|研究|审议|一并){0,3}"
    r"(?:批示|批准|批复|审批|核准|核定|核拨|同意|准予|拨付|拨给|审定|指示|裁定|解决|划拨|增加|追加|支持)"
    r"|(?:妥否|当否|可否|是否妥当|是否可行)[，,。？?]?请?"
    r"|请(?:予)?(?:指示|示下|批示|批准|批复)")
# verbs with which a matter begins in a title
ACTS = (
    "购置|采购|购买|更换|租赁|租用|处置|报废|核销|转让|出售|调整|变更|修订|制定|成立|设立|组建|撤销|合并|更名|增加|追加|增设|"
    "拨付|划拨|减免|延期|解决|申请|批准|给予|招聘|聘任|任免|任命|选派|建设|新建|改建|扩建|装修|维修|开展|召开|举办|组织|签订|"
    "投资|增资|贷款|担保|表彰|奖励|委托")
MATTER = re.compile(rf"(?:和|及|与|暨|、|并|以及)(?=(?:{ACTS}))")
FURTHER = re.compile(
    r"(?:另外?|此外|同时|一并|顺便)[，,]?[^。；\n]{0,30}?(?:申请|恳请|请求|请(?:予|给予)?(?:批准|同意|解决|拨付|支持))")
OPINION = re.compile(
    r"我(?:公司|单位|司|部|们|集团|局|院|中心)?(?:认为|意见|的?意见是|建议|拟|同意|不同意|倾向)"
    r"|经(?:\w{0,8})(?:研究|审核|审查|讨论|核实|论证)[，,]?"
    r"|(?:拟|建议)(?:同意|不同意|批准|予以|原则同意)|(?:倾向性|初步|审核|处理)意见")
SHINGLE = 8


def plain_text(markup):
    """Text of HTML with one line per block.

    >>> plain_text("<p>一、为了&amp;什么</p><p>二、<b>因</b>此</p>")
    '一、为了&什么\\n二、因此'
    >>> plain_text(False)
    ''
    """
    text = TAGS.sub("", BLOCK_TAGS.sub("\n", markup or ""))
    lines = (line.strip("\u3000\u00a0 \t\r") for line in html.unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)


def find_asking(text):
    """First phrase that asks for a decision, outside of quoted titles; "" when there is none.

    >>> find_asking("现将上半年工作报告如下。妥否，请批示。")
    '妥否，请'
    >>> find_asking("特此报告，并请集团予以拨付专项资金。")
    '请集团予以拨付'
    >>> find_asking("现将《关于请批准购车的请示》办理情况报告如下。特此报告，请审阅。")
    ''
    """
    found = ASKING.search(QUOTED.sub("", text or ""))
    return found.group() if found else ""


def find_matters(title, text):
    """Signs that a request has more than one matter: a list of phrases, empty when none is found.

    >>> find_matters("关于购置检测设备和调整人员编制的请示", "请批准。")
    ['购置检测设备', '调整人员编制']
    >>> find_matters("关于购置车辆及办公设备的请示", "一、基本情况\\n二、购置方案\\n妥否，请批示。")
    []
    >>> find_matters("关于购车的请示", "请批准购车。此外，恳请同意增加编制二名。")
    ['此外，恳请']
    >>> find_matters("关于有关事项的请示", "一、申请购置车辆\\n二、申请增加编制\\n妥否，请批示。")
    ['一、申请购置车辆', '二、申请增加编制']
    """
    core = re.sub(r"^.*?关于|的?[^的]{2,4}$", "", title or "") if "关于" in (title or "") else ""
    parts = [part for part in MATTER.split(core) if part]
    if len(parts) > 1:
        return parts
    asking = [line[:20] for line in (text or "").split("\n")
              if HEADING.match(line) and re.match(r"(?:请求|申请|恳请|关于申请|拟请)", HEADING.sub("", line))]
    if len(asking) > 1:
        return asking
    found = FURTHER.search(QUOTED.sub("", text or ""))
    return [found.group()] if found else []


def has_opinion(text):
    """Whether the text says what the unit itself thinks of the matter.

    >>> has_opinion("经研究，我公司建议同意该方案。"), has_opinion("现将来文转报，请批示。")
    (True, False)
    """
    return bool(OPINION.search(QUOTED.sub("", text or "")))


def get_copied_share(text, source):
    """Share of the text that stands word by word in the source, 0.0 to 1.0.

    >>> get_copied_share("因业务发展需要申请购置检测车辆两台", "我部因业务发展需要申请购置检测车辆两台，请批准")
    1.0
    >>> get_copied_share("经研究我公司认为应当先行租赁一年后再定", "我部因业务发展需要申请购置检测车辆两台")
    0.0
    >>> get_copied_share("短文", "短文"), get_copied_share("", "x")
    (0.0, 0.0)
    """
    text, source = (re.sub(r"[\W_]+", "", value or "")[:20000] for value in (text, source))
    shingles = [text[i:i + SHINGLE] for i in range(len(text) - SHINGLE + 1)]
    if not shingles or not source:
        return 0.0
    known = {source[i:i + SHINGLE] for i in range(len(source) - SHINGLE + 1)}
    return sum(shingle in known for shingle in shingles) / len(shingles)


def find_names(names, text):
    """Keys of the names that stand in the text; a name inside of a longer one that stands there doesn't count.

    >>> sorted(find_names({1: "财务部", 2: "工程部", 3: "工程"}, "由财务部会同工程部办理"))
    [1, 2]
    """
    found, rest = set(), text or ""
    for key, name in sorted(names.items(), key=lambda item: -len(item[1] or "")):
        if name and len(name) > 1 and name in rest:
            found.add(key)
            rest = rest.replace(name, "\u241f")
    return found
