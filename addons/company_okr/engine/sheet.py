"""Rows of an OKR import sheet: one row a key result, the objective's cells repeated or left empty below the first."""
from datetime import date, datetime
from math import isfinite

HEAD = ("level", "unit", "person", "objective", "objective_weight")
COLUMNS = (*HEAD, "key_result", "kind", "start", "target", "unit_of", "weight", "due")
LEVELS = {"公司": "company", "部门": "department", "模块": "module", "岗位": "position"}
KINDS = {"数值": "number", "百分比": "percentage", "里程碑": "milestone", "是否": "boolean"}


def number(value):
    """
    >>> number("60%"), number(3), number(" 4.5 "), number(""), number("many")
    (60.0, 3.0, 4.5, None, None)
    >>> number("nan"), number("-inf")
    (None, None)
    """
    try:
        figure = float(str(value).strip().rstrip("%"))
    except ValueError:
        return None
    return figure if isfinite(figure) else None


def day(value):
    """
    >>> day("2026-12-31"), day(datetime(2026, 1, 2, 3)), day("soon")
    (datetime.date(2026, 12, 31), datetime.date(2026, 1, 2), None)
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip().replace("/", "-"))
    except ValueError:
        return None


def parse(rows):
    """(plans, errors) of the rows below the heading.

    plans: [{"level", "unit", "person", "objectives": [{"name", "weight", "key_results": […]}], "row"}];
    errors: [(row number in the sheet, column, what is wrong)], columns by their names here.

    >>> plans, errors = parse([
    ...     ["岗位", "设计组", "徐工", "质量", 100, "返工率", "百分比", 10, 2, "%", 100, "2026-12-31"]])
    >>> errors, plans[0]["objectives"][0]["key_results"][0]["falling"]
    ([], True)
    >>> for error in parse([["团队", "", "", "", "", "", "", "x", 2, "", "", ""]])[1]: print(error)
    (2, 'level', 'unknown')
    (2, 'objective', 'missing')
    (2, 'key_result', 'missing')
    (2, 'start', 'number')
    (2, 'due', 'date')
    """
    plans, errors, head = {}, [], {}
    for index, cells in enumerate(rows, 2):
        row = dict(zip(COLUMNS, [*cells, *[None] * len(COLUMNS)], strict=False))
        if not any(value not in (None, "") for value in row.values()):
            continue
        if row["level"] or not head:
            head = {name: row[name] for name in HEAD}
        elif row["objective"]:
            head = {**head, "objective": row["objective"], "objective_weight": row["objective_weight"]}
        level = LEVELS.get(str(head["level"]).strip(), head["level"])
        if level not in LEVELS.values():
            errors.append((index, "level", "unknown"))
        errors += [(index, name, "missing") for name, part in (("objective", head), ("key_result", row))
                   if not part[name]]
        key = (level, head["unit"], head["person"])
        plan = plans.setdefault(key, {
            "level": level, "unit": head["unit"], "person": head["person"], "objectives": [], "row": index})
        objective = next((one for one in plan["objectives"] if one["name"] == head["objective"]), None)
        if objective is None:
            objective = {"name": head["objective"], "weight": number(head["objective_weight"]) or 0, "key_results": []}
            plan["objectives"].append(objective)
        objective["key_results"].append(_key_result(row, index, errors))
    return list(plans.values()), errors


def _key_result(row, index, errors):
    """
    >>> row = {**dict.fromkeys(COLUMNS), "start": 5, "due": "2026-12-31"}
    >>> [_key_result({**row, "target": target}, 2, [])["falling"] for target in (4, 5, 6)]
    [True, False, False]
    """
    kind = KINDS.get(str(row["kind"] or "数值").strip(), row["kind"])
    start, target, due = number(row["start"] or 0), number(row["target"] or 1), day(row["due"])
    if kind not in KINDS.values():
        errors.append((index, "kind", "unknown"))
    for name, value in (("start", start), ("target", target)):
        if value is None:
            errors.append((index, name, "number"))
    if due is None:
        errors.append((index, "due", "date"))
    return {"name": row["key_result"], "kind": kind, "start_value": start, "target_value": target,
            "falling": None not in (start, target) and target < start, "unit": row["unit_of"] or "",
            "weight": 100.0 if row["weight"] in (None, "") else number(row["weight"]) or 0, "due_date": due}
