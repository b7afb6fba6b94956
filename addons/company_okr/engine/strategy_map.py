"""Places of the goals on the printed strategy map: bands one below the other, arrows upwards (R14 §2)."""
import unicodedata

WIDTH, LABEL, GAP = 720, 84, 14
LINE, FONT, BEND = 15, 12, 20


def wrap(text, width):
    """Lines of at most ``width`` half-width characters; a Chinese character counts two.

    >>> wrap("新签合同额12亿元", 12)
    ['新签合同额12', '亿元']
    >>> wrap("", 12)
    ['']
    """
    lines, used = [""], 0
    for char in text:
        size = 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if used + size > width:
            lines.append("")
            used = 0
        lines[-1] += char
        used += size
    return lines


def layout(rows):
    """Boxes, arrows and bands of a map.

    :param rows: [{"label", "goals": [{"key", "name", "chosen", "supports": [keys]}]}], the upper band first
    :return: {"width", "height", "bands": [{"label", "y", "height"}], "boxes": [{"x", "y", "width", "height",
        "chosen", "lines": [{"x", "y", "text"}]}], "arrows": [path]}

    >>> goals = [{"key": "1", "name": "利润", "chosen": True, "supports": []}]
    >>> below = [{"key": "2", "name": "满意", "chosen": False, "supports": ["1"]}]
    >>> drawn = layout([{"label": "财务", "goals": goals}, {"label": "客户", "goals": below}])
    >>> len(drawn["boxes"]), drawn["arrows"], drawn["height"]
    (2, ['M402,93 C402,73 402,69 402,49'], 142)
    """
    bands, boxes, top = [], {}, 0
    for row in rows:
        placed = _place(row["goals"])
        height = max((box["height"] for box in placed.values()), default=LINE) + 3 * GAP + 2
        for box in placed.values():
            _settle(box, top + (height - box["height"]) / 2)
        bands.append({"label": row["label"], "y": top, "height": height})
        boxes.update(placed)
        top += height
    arrows = [
        _arrow(boxes[goal["key"]], boxes[above])
        for row in rows for goal in row["goals"] for above in goal["supports"] if above in boxes]
    return {"width": WIDTH, "height": top, "bands": bands, "boxes": list(boxes.values()), "arrows": arrows}


def _place(goals):
    share = (WIDTH - LABEL) / (len(goals) or 1)
    width = min(150, share - GAP)
    placed = {}
    for place, goal in enumerate(goals):
        name = f"★ {goal['name']}" if goal["chosen"] else goal["name"]
        text = wrap(name, max(2, int((width - 12) / FONT * 2)))
        placed[goal["key"]] = {
            "x": LABEL + share * place + (share - width) / 2, "width": width, "height": LINE * len(text) + 12,
            "chosen": goal["chosen"], "text": text}
    return placed


def _settle(box, y):
    box["y"] = y
    box["lines"] = [
        {"x": box["x"] + box["width"] / 2, "y": y + 6 + LINE * place + FONT, "text": text}
        for place, text in enumerate(box.pop("text"))]


def _arrow(lower, upper):
    start = (lower["x"] + lower["width"] / 2, lower["y"])
    end = (upper["x"] + upper["width"] / 2, upper["y"] + upper["height"])
    return "M{:.0f},{:.0f} C{:.0f},{:.0f} {:.0f},{:.0f} {:.0f},{:.0f}".format(
        *start, start[0], start[1] - BEND, end[0], end[1] + BEND, *end)
