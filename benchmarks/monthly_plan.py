"""Merging the centralised requests of a month into its plan: 500 and 5,000 lines."""

import datetime

from . import measure, sample
from .result import Result

SIZES = (500, 5000)
LINES = 50              # of one request
GROWTH = 1.2


def run(ground, rounds=3):
    database = ground.database("ours_plan", ("company_procurement",))
    figures = {}
    result = Result(
        "Merging the monthly plan",
        f"Requests of {LINES} lines each, one item in ten asked for by every request; merging makes the items of the "
        "plan with who gets how much. The same transaction merges all of it, in batches of 1,000 lines. Median of "
        f"{rounds} plans of each size.", ("lines", "items", "seconds", "ms per line", "queries"))
    for index, size in enumerate(SIZES):
        calls = [_merge(database, size, index * rounds + number) for number in range(rounds)]
        seconds = sorted(call.seconds for call in calls)[rounds // 2]
        figures[size] = seconds / size
        result.row(f"{size:,}", f"{calls[0].result:,}", f"{seconds:.2f}", f"{1000 * seconds / size:.2f}",
                   f"{calls[0].queries:,}")
    growth = figures[SIZES[1]] / figures[SIZES[0]]
    result.target(f"×10 lines: at most {GROWTH}× per line", f"{growth:.2f}×", growth <= GROWTH)
    return result


def _merge(database, size, number):
    """Make a plan with so many request lines, then merge it; the clean-up is a rollback."""
    with measure.environment(database) as env:
        plan = _plan(env, size, number)
        plan_id = plan.id
    with measure.environment(database) as env:
        plan = env["company.purchase.plan"].browse(plan_id)
        plan.read(["name"])

        def merge():
            plan._merge()
            env.flush_all()
            return len(plan.line_ids)
        return measure.stopwatch(merge)


def _plan(env, size, number):
    """A plan of its own month; its requests are put there as the approval would."""
    company = env.company
    department = env["hr.department"].search([("name", "=", "Bench plan")]) or env["hr.department"].create(
        {"name": "Bench plan", "can_request_purchases": True})
    user = env["res.users"].search([("login", "=", "bench_planner")]).id or sample.make_user(env, "bench_planner")
    category = env.ref("company_procurement.category_monthly")
    month = datetime.date(2030 + number, 1, 1)
    plan = env["company.purchase.plan"]._get_or_create(month, category, company)
    unit = env.ref("uom.product_uom_unit")
    requests = env["company.purchase.request"]._as_engine().create([{
        "category_id": category.id, "department_id": department.id, "requester_id": user, "state": "approved",
        "plan_id": plan.id, "reason": "Bench",
    } for _request in range(size // LINES)])
    env["company.purchase.request.line"]._as_engine().create([{
        "request_id": request.id, "description": _item(order, line), "quantity": 1 + line % 7, "uom_id": unit.id,
        "needed_date": month, "estimated_price": 1.5 + line,
    } for order, request in enumerate(requests) for line in range(LINES)])
    return plan


def _item(request, line):
    return f"Shared item {line}" if line % 10 == 0 else f"Item {request}-{line}"
