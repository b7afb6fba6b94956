"""An annual purchase from outside: demand, filing, case, unit-price contract, call-offs, market check, statement."""
import datetime

import first_purchase
import purchase_to_filing as after
import pytest
import special_purchases as steps
from rpc_client import Refused
from test_category_project import CASE, CONTRACT, REQUEST, findings, open_case, signed_contract

DEMAND, NEGOTIATION = "company.purchase.annual.demand", "company.purchase.negotiation"


def filed_demand(client_of):
    """年度需求预算: prepared with tax included, approved level by level, filed at finance."""
    engineer = client_of("zhang.eng")
    demand = engineer.call(DEMAND, "create", [{
        "year": datetime.date.today().year, "reason": "全年耗材", "line_ids": [
            (0, 0, {"description": "焊接耗材套件", "quantity": 1000, "price_unit": 12.0})]}])[0]
    with pytest.raises(Refused):                                        # not approved yet
        client_of("zhou.fin").call(DEMAND, "action_file_budget", [demand])
    engineer.call(DEMAND, "action_submit", [demand])
    first_purchase.decide_all(client_of, DEMAND, demand)
    with pytest.raises(Refused):                                        # finance files, not the author
        engineer.call(DEMAND, "action_file_budget", [demand])
    with pytest.raises(Refused):                                        # nor is it bought before it is filed
        engineer.call(DEMAND, "action_create_request", [demand])
    client_of("zhou.fin").call(DEMAND, "action_file_budget", [demand])
    return demand


def quoted_award(client_of, case):
    """Three preferred suppliers quote; where the company has fewer, the head of the rule allows the qualified ones."""
    buyer = client_of("wang.buy")
    partners = first_purchase.suppliers(buyer)
    states = buyer.call("res.partner", "read", partners, ["supplier_state"])
    if any(state["supplier_state"] != "preferred" for state in states):
        with pytest.raises(Refused, match="PUR-SUPPLIER"):              # annual purchases ask preferred suppliers
            buyer.call(CASE, "action_invite", [case], partners)
        allow_suppliers(client_of, case)
    prices = (9.8, 9.5, 10.2)
    lines = first_purchase.record_quotes(buyer, case, partners, prices)
    buyer.call(CASE, "action_close_inquiry", [case])
    first_purchase.check_prices(client_of("chen.price"), case, lines, min(prices))
    first_purchase.award(buyer, case, lines, partners[prices.index(min(prices))])
    buyer.call(CASE, "action_submit", [case])
    first_purchase.decide_all(client_of, CASE, case)


def allow_suppliers(client_of, case):
    """The owner of the rule, the head of purchasing, overrides the findings of this case."""
    head = client_of("liu.buy")
    found = head.call("company.control.finding", "search", [
        ("control_id.code", "=", "PUR-SUPPLIER"), ("res_model", "=", CASE), ("res_id", "=", case),
        ("outcome", "=", "blocked")])
    for finding in found:
        head.call("company.control.finding", "action_override", [finding], "年度名录不足三家,经批准向合格供应商询价")


def test_annual_purchase(client_of):
    """P21 P14 P16 P23: demand → award → unit-price contract → call-off → market check → statement → filing."""
    engineer, buyer = client_of("zhang.eng"), client_of("wang.buy")
    before = {code: findings(client_of, code) for code in ("PUR-CONTRACT", "PUR-CONTRACT-KIND", "PUR-MARKET")}
    demand = filed_demand(client_of)
    request = engineer.call(DEMAND, "action_create_request", [demand])
    [state] = engineer.call(REQUEST, "read", [request], ["state", "category_code"])
    assert state["category_code"] == "annual" and state["state"] in ("approved", "assigned")
    case = open_case(client_of, request)
    quoted_award(client_of, case)
    with pytest.raises(Refused, match="PUR-CONTRACT"):                  # the contract comes first
        buyer.call(CASE, "action_create_orders", [case])
    [contract] = buyer.call(CASE, "action_create_contracts", [case])
    buyer.call(CONTRACT, "write", [contract], {"payment_terms": "按季结算", "settlement": "once"})
    with pytest.raises(Refused, match="PUR-CONTRACT-KIND"):             # settled by quarter or year
        buyer.call(CONTRACT, "action_submit", [contract])
    signed_contract(client_of, contract, settlement="quarter")
    [state] = buyer.call(CONTRACT, "read", [contract], ["state", "kind", "line_ids", "requisition_id"])
    assert (state["state"], state["kind"]) == ("active", "unit_price") and state["requisition_id"]
    line = state["line_ids"][0]

    order = buyer.call(CONTRACT, "action_call_off", [contract], [{"contract_line_id": line, "quantity": 100}])
    first = order
    [made] = buyer.call("purchase.order", "read", [order], ["state", "amount_untaxed", "sourcing_id"])
    assert (made["state"], made["amount_untaxed"], made["sourcing_id"][0]) == ("purchase", 950.0, case)
    with pytest.raises(Refused, match="PUR-CONTRACT"):                  # more than the contract holds
        buyer.call(CONTRACT, "action_call_off", [contract], [{"contract_line_id": line, "quantity": 901}])
    with pytest.raises(Refused):                                        # another buyer's contract
        client_of("zhao.buy").call(CONTRACT, "action_call_off", [contract],
                                   [{"contract_line_id": line, "quantity": 1}])

    market = [{"contract_line_id": line, "market_price": 8.0, "source": "建材网"}]
    negotiation = buyer.call(CONTRACT, "action_check_market", [contract], market)
    [own] = buyer.call(NEGOTIATION, "read", [negotiation], ["line_ids"])
    with pytest.raises(Refused):                                        # a higher price is no result
        buyer.call(NEGOTIATION, "action_record_result", [negotiation],
                   [{"line_id": own["line_ids"][0], "price": 12.0}], "电话协商")
    buyer.call(NEGOTIATION, "action_record_result", [negotiation],
               [{"line_id": own["line_ids"][0], "price": 8.6}], "两轮电话协商,降价 9.5%")
    first_purchase.decide_all(client_of, NEGOTIATION, negotiation)
    order = buyer.call(CONTRACT, "action_call_off", [contract], [{"contract_line_id": line, "quantity": 10}])
    assert buyer.call("purchase.order", "read", [order], ["amount_untaxed"])[0]["amount_untaxed"] == 86.0

    [acceptance] = steps.accept(client_of, first, "wang.buy", "zhang.eng", "sun.wh")
    assert steps.read(buyer, "company.purchase.acceptance", acceptance, "state")["state"] == "accepted"
    today = datetime.date.today().isoformat()
    statement = buyer.call(CONTRACT, "action_make_settlement", [contract], today, today)
    [figures] = buyer.call("company.purchase.settlement", "read", [statement], ["amount_received", "amount_owed"])
    assert figures["amount_received"] == figures["amount_owed"] > 0
    with pytest.raises(Refused):                                        # a statement is a fact of its day
        client_of("admin").call("company.purchase.settlement", "write", [statement], {"amount_owed": 0})
    assert buyer.call(CONTRACT, "action_terminate", [contract], "年度需求取消") is True
    with pytest.raises(Refused):                                        # nothing is called off a terminated contract
        buyer.call(CONTRACT, "action_call_off", [contract], [{"contract_line_id": line, "quantity": 1}])
    steps.accept(client_of, order, "wang.buy", "zhang.eng", "sun.wh")    # what was called off before still comes
    for own in (first, order):
        after.attach_papers(buyer, own)
        after.pay(client_of, after.bill(client_of("admin"), own, f"2444200003{own:010d}"))
    filing = after.file(client_of, case, "zhang.eng")
    assert steps.read(client_of("audit"), after.FILING, filing, "state")["state"] == "filed"
    for code, count in before.items():
        assert findings(client_of, code) > count, code
