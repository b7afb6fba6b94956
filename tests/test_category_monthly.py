"""集中计划采购 over XML-RPC: joining, merging, adjusting, one case; parallel approvals; what is refused on the way."""
import time

import pytest
import special_purchases as steps
from rpc_client import Refused

REQUEST, CASE, PLAN = steps.REQUEST, steps.CASE, "company.purchase.plan"
WISHES = (("zhang.eng", "li.eng"), ("cao.mkt", "wu.gm"), ("chen.price", "zhou.fin"))


def joined(client_of, login, lines):
    client = client_of(login)
    request_id = steps.new_request(client, "monthly", lines)
    client.call(REQUEST, "action_submit", [request_id])
    steps.first_purchase.decide_all(client_of, REQUEST, request_id)
    return request_id, steps.read(client, REQUEST, request_id, "plan_id")["plan_id"][0]


def refresh(client, plan_id):
    """The job that merges the plan may hold it at this instant; whoever is told so tries again."""
    for _time in range(5):
        try:
            return client.call(PLAN, "action_refresh", [plan_id])
        except Refused as refusal:
            if "其他人正在处理" not in str(refusal):
                raise
            time.sleep(1)
    raise AssertionError("the plan stays locked")


def test_from_requests_to_one_case(client_of):
    """P18: three departments, one plan, equal items merged with who gets how much."""
    plans = {joined(client_of, login, [("回形针", "29mm 盒", quantity, 3), (f"专用品 {login}", "", 1, 5)])[1]
             for (login, _head), quantity in zip(WISHES, (10, 5, 7))}
    [plan_id] = plans
    refresh(client_of("zhang.eng"), plan_id)
    office, before = client_of("feng.office"), steps.findings(client_of, "PUR-PLANQTY", plan_id)
    [item] = office.call(f"{PLAN}.line", "search_read", [("plan_id", "=", plan_id), ("description", "=", "回形针")],
                         ["quantity", "distribution", "requested_quantity"])
    assert item["quantity"] >= 22 and "工程部" in item["distribution"] and "市场部" in item["distribution"]
    for client in (client_of("zhang.eng"), client_of("liu.buy")):
        with pytest.raises(Refused):
            client.call(f"{PLAN}.line", "action_adjust", [item["id"]], 1, "少买")
    with pytest.raises(Refused):
        office.call(f"{PLAN}.line", "action_adjust", [item["id"]], 1, "")
    with pytest.raises(Refused, match="PUR-PLANQTY"):
        office.call(f"{PLAN}.line", "action_adjust", [item["id"]], item["requested_quantity"] + 100, "整箱便宜")
    assert office.call(f"{PLAN}.line", "action_adjust", [item["id"]], item["quantity"] - 2, "柜内尚有")
    with pytest.raises(Refused):
        office.call(f"{PLAN}.line", "write", [item["id"]], {"quantity": 1})
    with pytest.raises(Refused):
        office.call(PLAN, "action_close", [plan_id])
    assert steps.findings(client_of, "PUR-PLANQTY", plan_id) == before + 1


def test_not_bought_singly(client_of):
    """P18 S1: PUR-PLAN the head of purchasing can't give it to a buyer, nobody makes or moves a plan by hand."""
    request_id, plan_id = joined(client_of, "zhang.eng", [("订书钉", "24/6", 3, 2)])
    head = client_of("liu.buy")
    with pytest.raises(Refused, match="PUR-PLAN"):
        head.call(REQUEST, "action_assign", [request_id], client_of("wang.buy").uid)
    assert steps.findings(client_of, "PUR-PLAN", request_id) == 1
    for client in (head, client_of("feng.office"), client_of("admin")):
        for model, method, arguments in (
            (PLAN, "create", ([{"period": "2030-01-01"}],)), (PLAN, "write", ([plan_id], {"state": "sourcing"})),
            (PLAN, "write", ([plan_id], {"cutoff_on": steps.now(99)})),
            (REQUEST, "write", ([request_id], {"plan_id": 0})),
            (f"{PLAN}.allocation", "create", ([{"plan_id": plan_id}],)), (PLAN, "unlink", ([plan_id],)),
        ):
            with pytest.raises(Refused):
                client.call(model, method, *arguments, context={"default_state": "review"})


def test_withdrawn_request_leaves_the_plan(client_of):
    """P18 P4: the wish of a withdrawn request is gone from the plan."""
    request_id, plan_id = joined(client_of, "zhang.eng", [(f"白板笔 {steps.now()}", "红", 9, 2)])
    client = client_of("zhang.eng")
    client.call(PLAN, "action_refresh", [plan_id])
    domain = [("request_id", "=", request_id)]
    assert client.call(f"{PLAN}.allocation", "search_count", domain) == 1
    client.call(REQUEST, "action_cancel", [request_id], "不需要了")
    assert client.call(f"{PLAN}.allocation", "search_count", domain) == 0


def test_parallel_approvals(client_of, in_parallel):
    """P18: requests of several departments approved at the same instant all join the one plan of the month."""
    requests, approvals = [], []
    for login, head in WISHES:
        client = client_of(login)
        request_id = steps.new_request(client, "monthly", [("并行用品", "盒", 1, 1)])
        client.call(REQUEST, "action_submit", [request_id])
        requests.append((login, request_id))
        approval = steps.read(client_of("admin"), REQUEST, request_id, "approval_id")["approval_id"][0]
        approvals.append((client_of(head), approval))
    results = in_parallel(*(lambda client=client, approval=approval: client.call(
        "company.approval", "action_approve", [approval], "同意") for client, approval in approvals))
    assert results == [True] * len(WISHES), results
    plans = {steps.read(client_of(login), REQUEST, request_id, "plan_id")["plan_id"][0]
             for login, request_id in requests}
    assert len(plans) == 1
