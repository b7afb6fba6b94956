"""List and search of purchase requests for the user with the fewest rights."""

from . import measure, sample
from .purchase_report import _copy
from .result import Result

SIZES = (1_000, 10_000)
PAGE = 80
COLUMNS = ("name", "requester_id", "department_id", "category_id", "project_id", "urgent", "state", "needed_date",
           "amount_total", "buyer_id", "deadline")
LIMIT, GROWTH = 1.5, 1.2


def run(ground, rounds=15):
    database = ground.database("ours_list", ("company_procurement",))
    with measure.environment(database) as env:
        users, request = _people(env)
    specification = {name: {"fields": {"display_name": {}}} if name.endswith("_id") else {} for name in COLUMNS}
    result = Result(
        "List of purchase requests",
        f"First page of {PAGE} rows with the total, and a search by number, for an engineer who sees his own requests "
        "and those he takes part in, out of all (a tenth is his own); beside it the same list for the superuser, whom "
        "no rule limits.",
        ("requests", "unlimited ms", "engineer ms", "search ms", "queries"))
    found, filled = [], 1
    for size in SIZES:
        with measure.environment(database) as env:
            _fill(env, request, users, size - filled)
        filled = size
        measure.analyze(database, "company_purchase_request")

        def page(uid, domain=()):
            return measure.timed(database, uid, "company.purchase.request", "web_search_read", domain=list(domain),
                                 specification=specification, limit=PAGE, count_limit=10001)
        calls = measure.interleave({
            "unlimited": lambda _number: page(1), "own": lambda _number: page(users[0]),
            "search": lambda _number: page(users[0], [("name", "ilike", "B77")]),
        }, rounds, warm_up=3)
        assert calls["own"][0].result["length"] == size // 10 or size == SIZES[0], calls["own"][0].result["length"]
        result.row(f"{size:,}", *(measure.milliseconds(calls[name]) for name in ("unlimited", "own", "search")),
                   measure.queries(calls["own"]))
        found.append((measure.milliseconds(calls["own"]), measure.queries(calls["own"]),
                      measure.ratio(calls["own"], calls["unlimited"])))
    result.target(f"at most {LIMIT}× the unlimited list", f"{found[1][2]:.2f}×", found[1][2] <= LIMIT)
    result.target(f"ten times the requests cost at most {GROWTH * 10:.0f}×", f"{found[1][0] / found[0][0]:.2f}×",
                  found[1][0] / found[0][0] <= GROWTH * 10)
    result.target("same number of queries", f"{found[0][1]:.0f}, {found[1][1]:.0f}", found[0][1] == found[1][1])
    return result


def _people(env):
    department = env["hr.department"].create({"name": "Bench", "can_request_purchases": True})
    users = []
    for number in range(10):
        user = sample.make_user(env, f"bench_engineer{number}")
        env["hr.employee"].create({"name": f"Engineer {number}", "user_id": user, "department_id": department.id})
        users.append(user)
    request = env["company.purchase.request"].with_user(users[0]).create({
        "category_id": env.ref("company_procurement.category_general").id, "reason": "Benchmark", "site": "Site",
        "line_ids": [(0, 0, {"description": "Bolt", "quantity": 1, "uom_id": env.ref("uom.product_uom_unit").id,
                             "needed_date": "2099-01-01"})]})
    return users, request.id


def _fill(env, request, users, count):
    env.flush_all()
    _copy(env.cr, "company_purchase_request", f"id = {request}", count, {
        "id": "nextval('company_purchase_request_id_seq')", "name": "'B' || n || '-' || txid_current()",
        "requester_id": f"(ARRAY{users})[n %% 10 + 1]", "employee_id": "NULL", "state": "'submitted'"})
