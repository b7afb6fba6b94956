"""A project purchase from outside: budget, request, case, contract, order, acceptance; the refusals on the way."""
import datetime

import first_purchase
import purchase_to_filing as after
import pytest
import special_purchases as steps
from rpc_client import Refused
from test_budget_race import BUDGET, approved_budget, figures, new_project, project_request

REQUEST, CASE, CONTRACT = "company.purchase.request", "company.purchase.sourcing", "company.purchase.contract"
PRICES = (11800.0, 11500.0, 12100.0)


def findings(client_of, code):
    return client_of("audit").call("company.control.finding", "search_count", [("control_id.code", "=", code)])


def open_case(client_of, request):
    buyer = client_of("wang.buy")
    [state] = client_of("liu.buy").call(REQUEST, "read", [request], ["buyer_id"])
    if not state["buyer_id"] or state["buyer_id"][0] != buyer.uid:
        client_of("liu.buy").call(REQUEST, "action_assign", [request], buyer.uid)
    return buyer.call(REQUEST, "action_start_sourcing", [request])


def awarded_case(client_of, case, prices=PRICES, partners=None):
    """Three sealed quotes, price check, award to the lowest, approval."""
    buyer = client_of("wang.buy")
    partners = partners or first_purchase.suppliers(buyer)
    lines = first_purchase.record_quotes(buyer, case, partners, prices)
    buyer.call(CASE, "action_close_inquiry", [case])
    first_purchase.check_prices(client_of("chen.price"), case, lines, min(prices))
    first_purchase.award(buyer, case, lines, partners[prices.index(min(prices))])
    buyer.call(CASE, "action_submit", [case])
    first_purchase.decide_all(client_of, CASE, case)


def signed_contract(client_of, contract, **terms):
    """Terms, approval with the legal opinion, signature."""
    buyer = client_of("wang.buy")
    buyer.call(CONTRACT, "write", [contract], {"payment_terms": "验收合格后 30 日内付清", **terms})
    buyer.call(CONTRACT, "action_submit", [contract])
    deciders = first_purchase.decide_all(client_of, CONTRACT, contract, "同意,条款合规")
    scan = first_purchase.sealed_scan(buyer, False, f"contract-{contract}")
    buyer.call(CONTRACT, "action_sign", [contract], scan)
    return deciders


def test_project_purchase(client_of):
    """P3 P14 P16 P23: budget → request → award → contract → order, with seven refusals and what they leave."""
    engineer, buyer, audit = client_of("zhang.eng"), client_of("wang.buy"), client_of("audit")
    project = new_project(client_of("admin"), f"跨江大桥 {datetime.datetime.now():%H%M%S%f}")
    before = {code: findings(client_of, code) for code in ("PUR-BUDGET", "PUR-PROJECT", "PUR-CONTRACT")}

    request = project_request(engineer, project, 9900.0, "钢支座")
    with pytest.raises(Refused, match="PUR-BUDGET"):                    # no approved budget yet
        engineer.call(REQUEST, "action_submit", [request])
    budget = approved_budget(client_of, project, 20000.0)
    with pytest.raises(Refused):                                        # an approved budget is not edited
        engineer.call(BUDGET, "write", [budget], {"note": "more"})
    with pytest.raises(Refused, match="PUR-PROJECT"):                   # without its project
        engineer.call(REQUEST, "action_submit", [project_request(engineer, False, 100.0)])
    with pytest.raises(Refused, match="PUR-BUDGET"):                    # above the budget: three supports at 9,900
        big = project_request(engineer, project, 9900.0)
        line = engineer.call("company.purchase.request.line", "search", [("request_id", "=", big)])
        engineer.call("company.purchase.request.line", "write", line, {"quantity": 3})
        engineer.call(REQUEST, "action_submit", [big])
    assert engineer.call(REQUEST, "action_submit", [request]) is True
    assert figures(engineer, budget)["amount_reserved"] == 9900.0
    first_purchase.decide_all(client_of, REQUEST, request)

    case = open_case(client_of, request)
    with pytest.raises(Refused):                                        # nothing is awarded yet
        buyer.call(CASE, "action_create_contracts", [case])
    awarded_case(client_of, case)
    assert figures(engineer, budget)["amount_reserved"] >= min(PRICES)
    with pytest.raises(Refused, match="PUR-CONTRACT"):                  # make the contract first
        buyer.call(CASE, "action_create_orders", [case])
    [contract] = buyer.call(CASE, "action_create_contracts", [case])
    with pytest.raises(Refused):                                        # unapproved contracts are not signed
        buyer.call(CONTRACT, "action_sign", [contract], first_purchase.sealed_scan(buyer, False, "early"))
    with pytest.raises(Refused):                                        # nobody writes the state
        client_of("admin").call(CONTRACT, "write", [contract], {"state": "active"})
    deciders = signed_contract(client_of, contract)
    assert "he.legal" in deciders and "zhou.fin" in deciders

    orders = buyer.call(CASE, "action_create_orders", [case])
    [order] = buyer.call("purchase.order", "read", orders, ["state", "contract_id", "amount_total"])
    assert (order["state"], order["contract_id"][0]) == ("purchase", contract)
    state = figures(engineer, budget)
    assert (state["amount_reserved"], state["amount_used"]) == (0.0, pytest.approx(order["amount_total"], abs=0.02))
    line = buyer.call("purchase.order.line", "search", [("order_id", "=", order["id"])], limit=1)
    with pytest.raises(Refused):                                        # a bound price is not raised
        buyer.call("purchase.order.line", "write", line, {"price_unit": 99999.0})
    [acceptance] = steps.accept(client_of, order["id"], "wang.buy", "zhang.eng", "sun.wh")
    assert steps.read(buyer, "company.purchase.acceptance", acceptance, "state")["state"] == "accepted"
    after.attach_papers(buyer, order["id"])
    after.pay(client_of, after.bill(client_of("admin"), order["id"], f"2444200002{order['id']:010d}"))
    filing = after.file(client_of, case, "zhang.eng")
    assert steps.read(audit, after.FILING, filing, "state")["state"] == "filed"
    for code, count in before.items():
        assert findings(client_of, code) > count, code
    rows = audit.call("company.purchase.budget.reservation", "search_read", [("budget_id", "=", budget)], ["state"])
    assert {row["state"] for row in rows} == {"moved", "used"}
