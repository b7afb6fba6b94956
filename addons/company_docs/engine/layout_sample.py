"""Sample documents: for the preview of a layout, for tests and benchmarks.

>>> sample = get_sample("red", paragraphs=3)
>>> sample.head, len(sample.blocks), sample.record.printing_unit
('red', 3, '广州某某有限公司综合部')
>>> get_sample("letter").marks
['广州某某有限公司']
"""
import datetime

from .layout_paper import Paper, Record, Signature

SENTENCE = ("为进一步规范公司公文处理工作,提高行政公文处理的效率和质量,各部门应当严格按照本制度的规定"
            "做好文件的起草、审核、签发、登记、用印和归档工作,确保公文格式统一、内容准确、运转及时。"
            ).replace(",", "\uff0c")
HEADINGS = ("总体要求", "工作任务", "保障措施", "时间安排")


def get_sample(head="red", paragraphs=6, **values):
    """A document of so many paragraphs, every fourth under a heading; ``values`` replace those of the sample."""
    parts = []
    for index in range(paragraphs):
        if paragraphs > 4 and index % 4 == 0:
            parts.append(f"<h2>{HEADINGS[index // 4 % len(HEADINGS)]}</h2>")
        parts.append(f"<p>{SENTENCE}</p>")
    mark = {"letter": "广州某某有限公司", "minutes": "广州某某有限公司会议纪要"}.get(head, "广州某某有限公司文件")
    given = {
        "head": head, "marks": [mark], "number": "穗某司〔2026〕8号",
        "title": "广州某某有限公司关于做好公文管理工作的通知",
        "main_text": "各部门、各子公司", "body": "".join(parts), "annex_names": ["公文管理办法", "发文稿纸"],
        "signatures": [Signature("广州某某有限公司")] if head != "minutes" else [],
        "date": datetime.date(2026, 3, 9), "note": "此件发至各部门",
        "record": Record("公文 管理 通知", "各部门、各子公司", "公司董事会、监事会", "广州某某有限公司综合部",
                         datetime.date(2026, 3, 10)),
    }
    return Paper(**{**given, **values})
