"""Wording of the printed elements: dates, numbers, recipients, marks (R6 §5.6.1.1)."""
import re

from . import layout_values as values

SECRECY = {"secret": "秘密", "confidential": "机密", "top_secret": "绝密"}
URGENCY = {"urgent": "加急", "extra_urgent": "特急"}
TRAILING = " \t\r\n\u3000\xa0,，;；:：。.．、"
FILE_SUFFIX = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|txt|png|jpe?g|zip|rar|wps|et|ofd|odt|ods)$", re.IGNORECASE)


def format_date(date):
    """Date in Arabic figures, year in full, no leading zeros (§5.6.1.1.12).

    >>> import datetime
    >>> format_date(datetime.date(2016, 3, 1)), format_date(None)
    ('2016年3月1日', '')
    """
    if isinstance(date, str):       # the open place of a date that isn't known yet
        return date
    return f"{date.year}年{date.month}月{date.day}日" if date else ""


def format_copy_number(number):
    """Serial number of one copy, six figures (§5.6.1.1.1).

    >>> format_copy_number(7), format_copy_number(0), format_copy_number("000012")
    ('000007', '', '000012')
    """
    return f"{int(number):06d}" if number and int(number) > 0 else ""


def format_secrecy(secrecy, years=0):
    """Class and term; documents below “secret” carry none (§5.6.1.1.2).

    >>> format_secrecy("confidential", 5), format_secrecy("secret"), format_secrecy("internal", 5)
    ('机密★5年', '秘密', '')
    """
    label = SECRECY.get(secrecy, "")
    return f"{label}★{years}年" if label and years else label


def format_urgency(urgency):
    """
    >>> format_urgency("extra_urgent"), format_urgency("urgent"), format_urgency("normal")
    ('特急', '加急', '')
    """
    return URGENCY.get(urgency, "")


def get_head_lines(copy_number, secrecy, urgency):
    """Marks at the upper left, line by line: class on the second line also without a copy number (§5.6.1.1.1–3).

    >>> get_head_lines("000001", "机密★5年", "特急")
    ['000001', '机密★5年', '特急']
    >>> get_head_lines("", "机密", ""), get_head_lines("", "", "特急"), get_head_lines("000001", "", "特急")
    (['', '机密'], ['特急'], ['000001', '特急'])
    >>> get_head_lines("", "", "")
    []
    """
    lines = [copy_number] if copy_number or secrecy else []
    return lines + [text for text in (secrecy, urgency) if text]


def format_main(text):
    """Recipients above the body, a full-width colon after the last (§5.6.1.1.9).

    >>> format_main("各部门、各子公司:"), format_main("番禺区国资局"), format_main("  ")
    ('各部门、各子公司：', '番禺区国资局：', '')
    """
    text = (text or "").strip(TRAILING)
    return f"{text}：" if text else ""


def format_record_units(text):
    """Recipients in the 版记: full-width commas between them, a full stop at the end (§5.6.1.1.17, 18).

    >>> format_record_units("市国资委、区财政局; 各部门："), format_record_units("")
    ('市国资委，区财政局，各部门。', '')
    >>> format_record_units("公司（含广州、佛山分部）、工会")
    '公司（含广州、佛山分部），工会。'
    """
    text = (text or "").strip(TRAILING)
    parts, depth, part = [], 0, ""
    for char in text:
        depth += (char in "(（《") - (char in ")）》")
        if depth <= 0 and char in ",，、;；\n":
            parts.append(part)
            part = ""
        else:
            part += char
    names = [name.strip(TRAILING) for name in [*parts, part]]
    return "，".join(name for name in names if name) + "。" if any(names) else ""


def split_keywords(text):
    """At most five subject words (§5.6.1.1.16).

    >>> split_keywords("财务 制度、通知，印章；管理 多余")
    ['财务', '制度', '通知', '印章', '管理']
    >>> split_keywords(False)
    []
    """
    return [word for word in re.split(r"[\s\u3000,，、;；]+", text or "") if word][:5]


def format_annexes(names):
    """Lines of the annexes' note: numbers only when there are several, nothing after a name (§5.6.1.1.11).

    >>> format_annexes(["预算表.xlsx。"])
    [('附件：', '', '预算表')]
    >>> format_annexes(["1. 预算表", "人员名单；"])
    [('附件：', '1.', '预算表'), ('', '2.', '人员名单')]
    >>> format_annexes([])
    []
    """
    clean = [_clean_annex(name) for name in names]
    if len(clean) < 2:
        return [("附件：", "", name) for name in clean]
    return [("" if index else "附件：", f"{index + 1}.", name) for index, name in enumerate(clean)]


def _clean_annex(name):
    name = FILE_SUFFIX.sub("", (name or "").strip(TRAILING)).strip(TRAILING)
    return re.sub(r"^(?:附件)?\s*\d{1,2}\s*[.．、:：]\s*(?=\D)", "", name)


def format_note(text):
    """Note under the date, in full-width brackets (§5.6.1.1.14).

    >>> format_note("此件发至各部门"), format_note("(此件公开发布)"), format_note("（联系人：张工）")
    ('（此件发至各部门）', '（此件公开发布）', '（联系人：张工）')
    """
    text = (text or "").strip()
    if len(text) > 1 and text[0] in "(（" and text[-1] in ")）":
        text = text[1:-1].strip()
    return f"（{text}）" if text else ""


def get_width(text):
    """Width in full characters: what is not Chinese counts half.

    >>> get_width("关于2016年"), get_width("〔2016〕")
    (5.0, 4.0)
    """
    return sum(0.5 if ord(char) < 0x2E80 and char not in "“”‘’—…★" else 1 for char in text)


def split_marks(marks, joint=False):
    """Names of the marks and the word that stands once beside them all (§5.6.1.1.4; GB/T 9704 for joint issue).

    >>> split_marks(["广州某某有限公司文件"])
    (['广州某某有限公司文件'], '')
    >>> split_marks(["广州某某有限公司文件", "番禺基金会文件"], joint=True)
    (['广州某某有限公司', '番禺基金会'], '文件')
    """
    marks = [mark.strip() for mark in marks if mark and mark.strip()]
    if not joint or len(marks) < 2:
        return marks, ""
    suffix = "文件" if any(mark.endswith("文件") for mark in marks) else ""
    return [mark.removesuffix("文件") for mark in marks], suffix


def get_mark_size(names, suffix="", free=None, width=values.RED.width):
    """Height in mm of a mark's characters: as large as the width and the free height of the first page allow.

    >>> get_mark_size(["公司文件"]), round(get_mark_size(["广州某某有限公司文件"]), 1)
    (22, 15.0)
    >>> get_mark_size(["一"] * 9, free=90)
    10.0
    """
    longest = max((get_width(name) for name in names), default=1) + (get_width(suffix) + 0.6 if suffix else 0)
    size = min(values.MARK_HEIGHT, width * 0.96 / longest)
    if free and names:
        size = min(size, free / len(names))
    return max(size, values.MARK_LEAST if longest * values.MARK_LEAST <= width else width / longest)


def get_signers_rows(names, per_row=2):
    """Signers of an upward document, two in a row, the last row beside the number (§5.6.1.1.6; GB/T 9704 §7.2.6).

    >>> get_signers_rows(["张三", "李四", "王五"])
    [['张三', '李四'], ['王五']]
    """
    return [names[start:start + per_row] for start in range(0, len(names), per_row)]
