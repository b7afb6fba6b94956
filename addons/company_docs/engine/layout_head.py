"""Where the elements of a red head stand, in points below the 版心's upper edge (R6 §5.6.1.1.4–8).

>>> head = place_head(["广州某某有限公司文件"], "", 15, [])
>>> gap = head["rule"] - head["number"] - EM_BOTTOM * 16
>>> round(head["marks"][0]["top"] * 25.4 / 72, 2), round(gap * 25.4 / 72, 2)
(35.0, 4.0)
>>> upward = place_head(["公司文件"], "", 22, [["张三", "李四"], ["王五"]])
>>> upward["signers"][1] == upward["number"], round(upward["signers"][1] - upward["signers"][0])
(True, 28)
"""
from . import layout_text as text
from . import layout_values as measures

EM_TOP, EM_BOTTOM = 0.88, 0.12      # a Chinese character's frame above and below the baseline
INK_TOP = 0.85                      # ink of the mark's highest character above the baseline
JOINT_PITCH = 1.15                  # one mark below the other, in characters
SUFFIX_GAP = 0.6
DOUBLE_RULE = 1.95                  # mm: 1 mm, a gap, 0.35 mm


def place_head(marks, suffix, size, signer_rows, pitch=28, width=156):
    """Baselines and edges; ``size`` of the marks in mm, everything else in points.

    :param signer_rows: rows of names of an upward document; the number stands beside the last
    """
    em = measures.to_pt(size)
    top = measures.to_pt(measures.MARK_TOP)
    names = [{"top": top + index * em * JOINT_PITCH, "text": name} for index, name in enumerate(marks)]
    bottom = top + em * (1 + JOINT_PITCH * (len(names) - 1)) if names else top
    first = bottom + 2 * pitch + (pitch - 16) / 2 + EM_TOP * 16       # baseline of the line under two empty ones
    signers = [first + index * pitch for index in range(len(signer_rows))]
    number = signers[-1] if signers else first
    rule = number + EM_BOTTOM * 16 + measures.to_pt(measures.RULE_GAP)
    return {
        "size": em, "ink_top": INK_TOP * em, "marks": names, "number": number, "signers": signers, "rule": rule,
        "height": rule + measures.to_pt(measures.RULE_WIDTH), **_place_names(marks, suffix, em, width, top, bottom)}


def _place_names(marks, suffix, em, width, top, bottom):
    """Left edge of the names and place of the word that stands once beside several of them."""
    longest = max((text.get_width(name) for name in marks), default=0)
    total = longest + (text.get_width(suffix) + SUFFIX_GAP if suffix else 0)
    left = (measures.to_pt(width) - total * em) / 2
    middle = (top + bottom) / 2
    return {"left": left, "suffix_left": left + (longest + SUFFIX_GAP) * em,
            "suffix_baseline": middle + (EM_TOP - EM_BOTTOM) / 2 * em}


def place_letter(marks, size, sheet):
    """A letter's mark and rules in points below the 版心's upper edge (GB/T 9704 §10.1).

    The mark stands 30 mm below the page's edge, the double rule 4 mm below it, another 20 mm above the page's foot.

    >>> letter = place_letter(["广州某某有限公司"], 15, measures.RED)
    >>> [round(letter[key] * 25.4 / 72 + measures.RED.top, 1) for key in ("upper_rule", "lower_rule")]
    [49.0, 275.1]
    """
    em = measures.to_pt(size)
    top = measures.to_pt(measures.LETTER_MARK_TOP - sheet.top)
    names = [{"top": top + index * em * JOINT_PITCH, "text": name, "size": em, "ink_top": INK_TOP * em,
              "left": (measures.to_pt(sheet.width) - text.get_width(name) * em) / 2}
             for index, name in enumerate(marks)]
    rule = top + em * (1 + JOINT_PITCH * (len(names) - 1)) + measures.to_pt(measures.RULE_GAP)
    first = rule + measures.to_pt(DOUBLE_RULE) + 6
    return {"marks": names, "upper_rule": rule, "first_line": first, "head_height": first + sheet.pitch,
            "lower_rule": measures.to_pt(measures.PAGE_HEIGHT - 20 - sheet.top - DOUBLE_RULE)}
