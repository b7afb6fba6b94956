"""Measures of the printed official document, in one place for PDF, DOCX and tests (R6 §5.6, else GB/T 9704).

All figures are millimetres or points (1 pt = 25.4/72 mm). Chinese sizes: 2号 22 pt, 小二 18, 3号 16, 小三 15, 4号 14.

>>> round(to_mm(28), 2), round(to_pt(156), 1)
(9.88, 442.2)
>>> RED.width, RED.height, RED.characters, RED.lines
(156, 225, 28, 22)
>>> BLACK.width, BLACK.height, BLACK.characters, BLACK.lines
(170, 247, 32, 28)
>>> RED.letter_spacing          # 28 characters of 16 pt are 448 pt, the line has 442.2: 0.215 pt less for each
-0.215
>>> RED.to_dict()["margin"]
'37mm 26mm 35mm 28mm'
"""
from dataclasses import dataclass

PAGE_WIDTH, PAGE_HEIGHT = 210, 297
MARK_TOP = 35           # 版心 top to the issuer's mark (§5.6.1.1.4)
LETTER_MARK_TOP = 30    # page top to the mark of a letter (GB/T 9704 §10.1)
MARK_HEIGHT, MARK_LEAST = 22, 9     # mm; GB/T 9704 leaves the size to the issuer
RULE_GAP = 4            # number to the red rule (§5.6.1.1.7)
RULE_WIDTH = 0.7        # thickness of the red rule; the clause is silent
RECORD_THICK, RECORD_THIN = 0.35, 0.25      # rules of the 版记 (§5.6.1.1.15)
PAGE_NUMBER_GAP = 7     # 版心 to the dash of the page number (§5.6.1.1.20)
SEAL_WIDTH = 40         # diameter of a company's round seal
TITLE_SIZE, BODY_SIZE, SMALL_SIZE = 22, 16, 14
RED_COLOUR = "#e60000"
SEAL_PER_ROW = 3

FANG = ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FandolFang", "AR PL UMing CN",
        "Noto Serif CJK SC")
KAI = ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "FandolKai", "AR PL UKai CN", "Noto Serif CJK SC")
HEI = ("SimHei", "黑体", "STHeiti", "FandolHei", "Noto Sans CJK SC")
SONG = ("SimSun", "宋体", "STSong", "FandolSong", "Noto Serif CJK SC")
TITLE = ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "STZhongsong", "华文中宋", "Noto Serif CJK SC")
FONTS = {"fang": FANG, "kai": KAI, "hei": HEI, "song": SONG, "title": TITLE}
# names that Word knows; the file is opened on a Chinese computer
WORD_FONTS = {"fang": "仿宋_GB2312", "kai": "楷体_GB2312", "hei": "黑体", "song": "宋体", "title": "华文中宋"}


def to_pt(millimetres):
    """Points of so many millimetres."""
    return millimetres * 72 / 25.4


def to_mm(points):
    """Millimetres of so many points."""
    return points * 25.4 / 72


def font_stack(role):
    """CSS list of the fonts of a role, the customer's first.

    >>> font_stack("hei")
    '"SimHei", "黑体", "STHeiti", "FandolHei", "Noto Sans CJK SC", serif'
    """
    return ", ".join([f'"{name}"' for name in FONTS[role]] + ["serif"])


@dataclass(frozen=True)
class Sheet:
    """Page of one kind of head: margins in mm, body size and line pitch in pt, body font role."""

    top: float
    right: float
    bottom: float
    left: float
    size: float
    pitch: float
    font: str

    @property
    def width(self):
        return PAGE_WIDTH - self.left - self.right

    @property
    def height(self):
        return PAGE_HEIGHT - self.top - self.bottom

    @property
    def characters(self):
        """Characters in a line: as many as fit, one more where 2 % closer setting makes room for it."""
        return int(to_pt(self.width) / self.size * 1.02)

    @property
    def lines(self):
        """Lines on a page."""
        return int(to_pt(self.height) / self.pitch + 1e-6)

    @property
    def letter_spacing(self):
        """Points added to each character so that the line holds exactly ``characters`` (0.22 pt of play)."""
        return round((to_pt(self.width) - 0.22) / self.characters - self.size, 3)

    def to_dict(self):
        """What the templates read: mm and pt as CSS has them."""
        return {
            "margin": f"{self.top}mm {self.right}mm {self.bottom}mm {self.left}mm", "width": self.width,
            "height": self.height, "size": self.size, "pitch": self.pitch, "font": font_stack(self.font),
            "spacing": self.letter_spacing, "left": self.left, "right": self.right, "bottom": self.bottom,
            "top": self.top,
        }


RED = Sheet(37, 26, 35, 28, BODY_SIZE, 28, "fang")
# §5.6.2 contradicts itself (red-head margins beside its own 30/20/20/20, 小三 beside 四号): its own page margins and
# the size that goes with its 25 pt pitch are taken; 四号 stays for the number
BLACK = Sheet(30, 20, 20, 20, 15, 25, "song")
SHEETS = {"red": RED, "letter": RED, "minutes": RED, "black": BLACK}
