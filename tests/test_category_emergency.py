"""应急采购 over XML-RPC: task, warehouse, consent, purchase, form, order, left-over, and what is refused on the way."""
import purchase_to_filing
import pytest
import special_purchases as steps
from rpc_client import Refused

REQUEST, CASE, TASK = steps.REQUEST, steps.CASE, "company.purchase.emergency"
STATEMENT = "company.purchase.emergency.statement"


@pytest.fixture
def team(client_of):
    """Requester and payer of the emergency team."""
    return client_of("zhang.eng"), client_of("gao.prod")


def draft(team, lines=(("潜水泵", "QX15", 2, 800),), **values):
    requester, lead = team
    task_id = lead.call(TASK, "create", [{
        "subject": "配电房进水", "description": "立即抽排", "received_on": steps.now(-9)}])[0]
    return steps.new_request(requester, "emergency", list(lines), emergency_id=task_id, **values)


def submitted(client_of, team, **values):
    requester, lead = team
    request_id = draft(team, **values)
    requester.call(REQUEST, "action_record_stock_check", [request_id], client_of("sun.wh").uid, steps.now(-8), "没有")
    requester.call(REQUEST, "action_record_consent", [request_id], client_of("wu.gm").uid, steps.now(-7), "phone",
                   "立即采购", lead.uid)
    requester.call(REQUEST, "action_submit", [request_id])
    return request_id


def test_from_task_to_filing(client_of, team):
    """P20 P17 P23: R4 §三.2.3 without three quotes, the superior confirms, the form follows."""
    requester, lead = team
    request_id = submitted(client_of, team)
    assert steps.read(requester, REQUEST, request_id, "backfill_deadline")["backfill_deadline"]
    assert lead.call(REQUEST, "action_record_purchase", [request_id],
                     steps.purchase(lead, request_id, 820.0, purchased_on=steps.now(-6))) is True
    assert steps.first_purchase.decide_all(client_of, REQUEST, request_id) == ["wu.gm"]
    [case_id] = steps.read(requester, REQUEST, request_id, "sourcing_ids")["sourcing_ids"]
    [order_id] = steps.to_order(client_of, lead, case_id, 820.0)
    assert steps.read(lead, "purchase.order", order_id, "amount_total")["amount_total"] == 1640
    assert steps.accept(client_of, order_id, "gao.prod", "zhang.eng", "sun.wh")
    assert steps.read(requester, REQUEST, request_id, "state")["state"] == "done"
    steps.reimburse(client_of, "gao.prod", order_id, f"0440{request_id:08d}", 1640)
    filing_id = purchase_to_filing.file(client_of, case_id, "zhang.eng", buyer="gao.prod")
    assert steps.read(client_of("audit"), "company.purchase.filing", filing_id, "state")["state"] == "filed"


def test_only_the_team(client_of, team):
    """P20 S1: PUR-EMERGENCY nobody else records a task, requests or buys."""
    outsider = client_of("cao.mkt")
    with pytest.raises(Refused):
        outsider.call(TASK, "create", [{"subject": "x", "description": "y"}])
    request_id = steps.new_request(outsider, "emergency", [("水泵", "QX", 1, 100)])
    with pytest.raises(Refused, match="PUR-EMERGENCY"):
        outsider.call(REQUEST, "action_submit", [request_id])
    with pytest.raises(Refused, match="PUR-EMERGENCY"):
        outsider.call(REQUEST, "action_record_stock_check", [request_id], client_of("sun.wh").uid, steps.now(-1), "无")
    assert steps.findings(client_of, "PUR-EMERGENCY", request_id) == 2


def test_order_of_the_steps(client_of, team):
    """P20 S1: the warehouse before the superior, a superior before the form, nobody of the team for himself."""
    requester, lead = team
    request_id = draft(team)
    superior, keeper = client_of("wu.gm").uid, client_of("sun.wh").uid
    with pytest.raises(Refused, match="PUR-STOCKCHECK"):
        requester.call(REQUEST, "action_record_consent", [request_id], superior, steps.now(-1), "phone")
    with pytest.raises(Refused, match="PUR-STOCKCHECK"):
        requester.call(REQUEST, "action_submit", [request_id])
    with pytest.raises(Refused):
        requester.call(REQUEST, "action_record_stock_check", [request_id], lead.uid, steps.now(-2), "无")
    requester.call(REQUEST, "action_record_stock_check", [request_id], keeper, steps.now(-2), "无")
    with pytest.raises(Refused, match="PUR-STOCKCHECK"):
        requester.call(REQUEST, "action_record_consent", [request_id], superior, steps.now(-3), "phone")
    with pytest.raises(Refused, match="PUR-CONSENT"):
        requester.call(REQUEST, "action_record_consent", [request_id], client_of("li.eng").uid, steps.now(-1), "phone")
    with pytest.raises(Refused, match="PUR-CONSENT"):
        requester.call(REQUEST, "action_submit", [request_id])
    assert steps.findings(client_of, "PUR-STOCKCHECK", request_id) == 3


def test_covered_by_stock(client_of, team):
    """P20 S1: PUR-STOCK what the warehouse has is not bought."""
    requester, _lead = team
    keeper = client_of("sun.wh")
    products = client_of("admin").call(
        "product.product", "search_read", [("qty_available", ">", 0), ("is_storable", "=", True)], ["free_qty"])
    product = next(row for row in products if row["free_qty"] >= 1)
    request_id = draft(team)
    [line_id] = requester.call(f"{REQUEST}.line", "search", [("request_id", "=", request_id)])
    requester.call(f"{REQUEST}.line", "write", [line_id], {"product_id": product["id"], "quantity": 1})
    with pytest.raises(Refused, match="PUR-STOCK"):
        requester.call(REQUEST, "action_record_stock_check", [request_id], keeper.uid, steps.now(-1), "无")


def test_statement_without_voucher(client_of, team):
    """P20 S1: PUR-STATEMENT neither invoice nor receipt: the superior signs source and price."""
    requester, lead = team
    request_id = submitted(client_of, team)
    steps.first_purchase.decide_all(client_of, REQUEST, request_id)
    values = steps.purchase(lead, request_id, 10.0, voucher="none", attachment_id=False, voucher_number="")
    with pytest.raises(Refused, match="PUR-VOUCHER"):
        lead.call(REQUEST, "action_record_purchase", [request_id], values)
    values["no_voucher_reason"] = "深夜向村民购买"
    case_id = lead.call(REQUEST, "action_record_purchase", [request_id], values)
    with pytest.raises(Refused, match="PUR-STATEMENT"):
        steps.to_order(client_of, lead, case_id, 10.0)
    statement_id = lead.call(STATEMENT, "create", [{
        "request_id": request_id, "source": "江边村民周某", "price_note": "每台10元", "reason": "深夜无商店营业"}])[0]
    lead.call(STATEMENT, "action_submit", [statement_id])
    with pytest.raises(Refused, match="PUR-STATEMENT"):
        lead.call(CASE, "action_submit", [case_id])
    assert steps.first_purchase.decide_all(client_of, STATEMENT, statement_id) == ["wu.gm"]
    lead.call(CASE, "action_submit", [case_id])
    assert steps.read(lead, CASE, case_id, "state")["state"] == "approval"
