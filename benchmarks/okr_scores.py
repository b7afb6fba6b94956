"""Scores of a company's people in batches, their ranking, and the heat map of departments."""

import datetime
import hashlib
import random

from . import measure, sample
from .purchase_report import _copy
from .result import Result

SIZES = (1_000, 10_000)
BATCH = 1_000
DEPARTMENTS = (20, 200)
OBJECTIVES, KEY_RESULTS, STEP = 4, 3, 100
GROWTH = 1.2
TABLES = ("company_okr_plan", "company_okr_objective", "company_okr_key_result", "company_okr_appraisal",
          "company_okr_appraisal_line", "company_okr_appraisal_value")
READ = (
    "SELECT id, objective_id, kind, start_value, target_value, current_value, weight FROM company_okr_key_result "
    "WHERE plan_id = ANY(%s)",
    "SELECT id, appraisal_id, objective_id, overarching_id, weight, self_score, module_head_score, "
    "department_head_score, ruled_score FROM company_okr_appraisal_line WHERE appraisal_id = ANY(%s)",
    "SELECT id, appraisal_id, weight, module_head_score, department_head_score, ruled_score "
    "FROM company_okr_appraisal_value WHERE appraisal_id = ANY(%s)",
)


def run(ground, rounds=3):
    return measure_all(ground.database("ours_okr", ("company_okr",)), rounds)


def measure_all(database, rounds):
    with measure.environment(database) as env:
        cycle, base = _one_person(env)
    result = Result(
        "OKR scores",
        f"{OBJECTIVES} objectives of {KEY_RESULTS} key results and the criteria of the values per employee: "
        "completions, progress of objectives and plans, scores by the assessors' shares, OKR, values, appraisal and "
        f"yearly final scores, all computed again and stored, in batches of {BATCH:,}. Beside it plain SQL that reads "
        "the same rows.",
        ("employees", "seconds", "ms per employee", "queries per batch", "reading ms per employee", "ratio"))
    found, filled = [], 0
    for size in SIZES:
        with measure.environment(database) as env:
            _fill(env, base, filled, size)
        filled = size
        found.append(_measure(result, database, cycle, size, rounds))
    growth = found[-1][0] / found[0][0]
    result.target(f"×10 employees: at most {GROWTH}× per employee", f"{growth:.2f}×", growth <= GROWTH)
    result.target("same number of queries in every batch", ", ".join(sorted({str(row[1]) for row in found})),
                  len({row[1] for row in found}) == 1 and len(found[0][1]) == 1)
    _measure_ranking(result, database, cycle)
    _measure_heat_map(result, database, cycle)
    return result


def _measure(result, database, cycle, size, rounds):
    ids = _ids(database, cycle)
    batches = [ids[start:start + BATCH] for start in range(0, len(ids), BATCH)]
    assert len(ids) == size, len(ids)
    scored, read = [], []
    for _round in range(rounds):
        _forget(database)
        scored.append([_score(database, batch) for batch in batches])
        read.append([_read(database, batch) for batch in batches])
    seconds = sorted(sum(call.seconds for call in calls) for calls in scored)[rounds // 2]
    reading = sorted(sum(call.seconds for call in calls) for calls in read)[rounds // 2]
    queries = sorted({call.queries for calls in scored for call in calls})
    result.row(f"{size:,}", f"{seconds:.2f}", f"{1000 * seconds / size:.2f}", "/".join(map(str, queries)),
               f"{1000 * reading / size:.3f}", f"{seconds / reading:.1f}×")
    return seconds / size, tuple(queries)


def _score(database, ids):
    """One batch in its own transaction: everything that is computed is computed again."""
    with measure.environment(database) as env:
        appraisals = env["company.okr.appraisal"].browse(ids)
        key_results = env["company.okr.key.result"].search([("plan_id", "in", appraisals.plan_id.ids)])

        def compute():
            env.add_to_compute(key_results._fields["completion"], key_results)
            env.flush_all()
            for model, records in (("company.okr.objective", key_results.objective_id),
                                   ("company.okr.plan", key_results.plan_id)):
                env.add_to_compute(env[model]._fields["progress"], records)
            env.flush_all()
            appraisals._write_scores()
            env.flush_all()
        return measure.stopwatch(compute)


def _forget(database):
    """No figure is right before a round, so that every batch has everything to store."""
    with measure.environment(database) as env:
        for table, name in (("key_result", "completion"), ("objective", "progress"), ("plan", "progress"),
                            ("appraisal", "final_score"), ("appraisal_line", "score"), ("appraisal_value", "score")):
            env.cr.execute(f"UPDATE company_okr_{table} SET {name} = -1")
    measure.analyze(database, *TABLES)


def _read(database, ids):
    with measure.environment(database) as env:
        plans = env["company.okr.appraisal"].browse(ids).plan_id.ids

        def read():
            for query, keys in zip(READ, (plans, ids, ids), strict=True):
                env.cr.execute(query, [keys])
                env.cr.fetchall()
        return measure.stopwatch(read)


def _ids(database, cycle):
    with measure.environment(database) as env:
        return env["company.okr.appraisal"].search(
            [("cycle_id", "=", cycle), ("level", "=", "position")], order="id").ids


def _measure_ranking(result, database, cycle):
    """Score, rank and grade everybody twice, the second time with the people in another order."""
    from odoo.addons.company_okr.engine import grading

    digests, ids = [], _ids(database, cycle)
    for seed in (1, 2):
        random.Random(seed).shuffle(ids)
        for start in range(0, len(ids), BATCH):
            _score(database, ids[start:start + BATCH])
        with measure.environment(database) as env:
            quotas = [(grade.name, grade.quota) for grade in env["company.okr.grade"].search([])]
            scores = {row.id: row.final_score for row in env["company.okr.appraisal"].browse(ids)}
        assert len(set(scores.values())) > len(ids) / 20, "scores differ"
        ranks, grades = grading.rank(scores), grading.grade(scores, quotas)
        text = "\n".join(f"{key} {scores[key]} {ranks[key]} {grades[key]}" for key in sorted(scores))
        digests.append(hashlib.sha256(text.encode()).hexdigest())
    result.target("scores, ranks and grades are the same when computed again in another order",
                  " = ".join(digest[:8] for digest in digests), digests[0] == digests[1])


def _measure_heat_map(result, database, cycle):
    """The pivot of progress by department and cycle, as the web client asks for it."""
    queries, times = [], []
    for count in DEPARTMENTS:
        with measure.environment(database) as env:
            _spread(env, count)
            user = env["res.users"].search([("login", "=", "bench_okr_reader")]).id or sample.make_user(
                env, "bench_okr_reader")
        measure.analyze(database, "company_okr_plan")
        calls = [measure.timed(
            database, user, "company.okr.plan", "formatted_read_group", [("cycle_id", "=", cycle)],
            ["department_id", "cycle_id"], ["progress:avg", "__count"]) for _round in range(8)][3:]
        assert len(calls[0].result) == count, len(calls[0].result)
        queries.append(measure.queries(calls))
        times.append(measure.milliseconds(calls))
    result.notes.append(
        f"Heat map of {SIZES[-1]:,} plans by department and cycle (`formatted_read_group`, an employee's rights): "
        + ", ".join(f"{time:.1f} ms for {count} departments" for time, count in zip(times, DEPARTMENTS, strict=True))
        + ".")
    result.target("heat map: same number of queries for 20 and 200 departments",
                  "/".join(f"{number:.0f}" for number in queries), len(set(queries)) == 1)


# -- data --------------------------------------------------------------------------------------------------------


def _one_person(env):
    """A year with one scored person and the head's appraisal; ids of the cycle and of the person's records."""
    heads = [sample.make_user(env, f"bench_okr_{name}") for name in ("head", "module")]
    department = env["hr.department"].create({"name": "Bench OKR"})
    module = env["hr.department"].create({"name": "Bench team", "parent_id": department.id, "is_okr_module": True})
    employees = [env["hr.employee"].create({"name": name, "user_id": user, "department_id": unit.id})
                 for name, user, unit in zip(("Head", "Module head"), heads, (department, module), strict=True)]
    department.manager_id, module.manager_id = employees
    person = env["hr.employee"].create({"name": "Bench person", "department_id": module.id})
    year = env["company.okr.cycle"]._as_engine().create({
        "name": "Bench year", "date_start": datetime.date(2031, 1, 1), "date_end": datetime.date(2031, 12, 31),
        "state": "scoring"})
    plans = [_plan(env, year, *owner) for owner in (
        (employees[0], "department", department), (person, "position", module))]
    appraisals = env["company.okr.appraisal"]
    for plan in plans:
        appraisals |= appraisals._make(year, plan)
    for number, row in enumerate([*appraisals.line_ids, *appraisals.value_ids]):
        row._as_engine().write({
            "self_score": 80, "module_head_score": 70 + number, "department_head_score": 75 + number, "has_self": True,
            "has_module_head": True, "has_department_head": True})
    appraisals[0]._as_engine().write({"state": "confirmed"})      # only a confirmed score of the department counts
    appraisals._update_scores()
    env.flush_all()
    mine = appraisals[-1]
    assert mine.has_final_score and mine.final_score
    return year.id, {"employee": person.id, "plan": plans[-1].id, "appraisal": mine.id}


def _plan(env, year, employee, level, unit):
    plan = env["company.okr.plan"].create({
        "cycle_id": year.id, "level": level, "employee_id": employee.id, "department_id": unit.id,
        "objective_ids": [(0, 0, {"name": f"Objective {number}", "weight": 100 / OBJECTIVES, "key_result_ids": [
            (0, 0, {"name": f"Key result {part}", "kind": "percentage", "start_value": 0, "target_value": 100,
                    "weight": (40, 40, 20)[part]}) for part in range(KEY_RESULTS)]}) for number in range(OBJECTIVES)]})
    plan._as_engine().write({"state": "published"})
    return plan


def _fill(env, base, since, until):
    """Copies of the person with other values and scores; every id is the original's plus a hundred per copy."""
    moved = f"+ (n + {max(since, 1) - 1}) * {STEP}"
    count, plan, own = until - max(since, 1), f"plan_id = {base['plan']}", f"appraisal_id = {base['appraisal']}"

    def made(*names, **changed):
        return {**{name: f'base."{name}" {moved}' for name in ("id", *names)}, **changed}

    def score(width):
        return f"60 + (base.id * 37 + (n + {since}) * 101) %% {width} / 100.0"
    for table, condition, changed in (
        ("hr_employee", f"id = {base['employee']}", made(user_id="NULL", barcode="NULL")),
        ("company_okr_plan", f"id = {base['plan']}", made("employee_id", name=f"'B' || base.id {moved}")),
        ("company_okr_objective", plan, made("plan_id", "employee_id")),
        ("company_okr_key_result", plan, made(
            "objective_id", "plan_id", current_value=f"(base.id * 7 + n * 13 + {since}) %% 101",
            last_checkin_on="now() AT TIME ZONE 'UTC'")),
        ("company_okr_appraisal", f"id = {base['appraisal']}", made("employee_id", "plan_id")),
        ("company_okr_appraisal_line", own, made(
            "appraisal_id", "objective_id", module_head_score=score(4001), department_head_score=score(3989))),
        ("company_okr_appraisal_value", own, made(
            "appraisal_id", module_head_score=score(3967), department_head_score=score(3947))),
    ):
        _copy(env.cr, table, condition, count, changed)
        env.cr.execute(f"SELECT setval('{table}_id_seq', (SELECT MAX(id) FROM {table}))")


def _spread(env, count):
    """Put the plans into so many departments."""
    company = env.company.id
    known = env["hr.department"].search([("name", "=like", "Bench unit %")])
    known |= env["hr.department"].create([
        {"name": f"Bench unit {number}", "company_id": company} for number in range(len(known), count)])
    env.cr.execute(
        "UPDATE company_okr_plan SET department_id = "
        "(%s::int[])[CASE level WHEN 'position' THEN id / %s %% %s ELSE 0 END + 1]",
        [known.ids[:count], STEP, count])
    env.invalidate_all()
