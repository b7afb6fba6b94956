"""Two reservations race for the last yuan of a budget, over XML-RPC, in real threads."""
import datetime

import first_purchase
import pytest
from rpc_client import Refused

REQUEST, BUDGET = "company.purchase.request", "company.purchase.budget"


def new_project(admin, name):
    plan = admin.call("account.analytic.plan", "search", [], limit=1)[0]
    company = admin.call("res.company", "search", [], limit=1)[0]
    return admin.call("account.analytic.account", "create", [{"name": name, "plan_id": plan, "company_id": company}])[0]


def approved_budget(client_of, project, amount):
    """项目预算: prepared by the engineer and approved by everybody who has to (P3)."""
    engineer = client_of("zhang.eng")
    budget = engineer.call(BUDGET, "create", [{"kind": "project", "project_id": project, "line_ids": [
        (0, 0, {"name": "材料", "is_general": True, "quantity": 1, "price_unit": amount})]}])[0]
    engineer.call(BUDGET, "action_submit", [budget])
    first_purchase.decide_all(client_of, BUDGET, budget)
    return budget


def project_request(client, project, amount, goods="高强度螺栓"):
    category = client.call("company.purchase.category", "search", [("code", "=", "project_material")])[0]
    needed = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()
    return client.call(REQUEST, "create", [{
        "category_id": category, "project_id": project, "reason": "现场安装", "site": "一号工地",
        "line_ids": [(0, 0, {"description": goods, "quantity": 1, "needed_date": needed,
                             "estimated_price": amount})]}])[0]


def figures(client, budget):
    return client.call(BUDGET, "read", [budget], ["amount_reserved", "amount_used", "amount_left"])[0]


@pytest.mark.parametrize("rivals", [2, 4])
def test_the_last_yuan(client_of, in_parallel, rivals):
    """P3: of several requests for the last yuan one reserves it, the others are refused with the budget's sentence."""
    engineer = client_of("zhang.eng")
    project = new_project(client_of("admin"), f"竞争项目 {rivals} {datetime.datetime.now():%H%M%S%f}")
    budget = approved_budget(client_of, project, 1000.0)
    ids = [project_request(engineer, project, 600.0) for _rival in range(rivals)]
    clients = [type(engineer)(engineer.url, engineer.db, engineer.login, engineer.secret) for _rival in ids]
    results = in_parallel(*(
        lambda client=client, request=request: client.call(REQUEST, "action_submit", [request])
        for client, request in zip(clients, ids)))
    assert sum(result is True for result in results) == 1, results
    late = [str(result) for result in results if result is not True]
    assert all("PUR-BUDGET" in text and "Traceback" not in text for text in late), late
    state = figures(engineer, budget)
    assert (state["amount_reserved"], state["amount_left"]) == (600.0, 400.0)


def test_both_fit(client_of, in_parallel):
    """P3: two reservations at once that both fit both succeed at the first call."""
    engineer = client_of("zhang.eng")
    project = new_project(client_of("admin"), f"并行项目 {datetime.datetime.now():%H%M%S%f}")
    budget = approved_budget(client_of, project, 1200.0)
    ids = [project_request(engineer, project, 600.0) for _rival in range(2)]
    clients = [type(engineer)(engineer.url, engineer.db, engineer.login, engineer.secret) for _rival in ids]
    results = in_parallel(*(
        lambda client=client, request=request: client.call(REQUEST, "action_submit", [request])
        for client, request in zip(clients, ids)))
    assert results == [True, True], results
    assert figures(engineer, budget)["amount_left"] == 0.0
    with pytest.raises(Refused):
        engineer.call(BUDGET, "write", [budget], {"amount_reserved": 0})
