"""General purchase from request to filing over XML-RPC, with the refusals on the way and the findings they leave."""
import first_purchase
import purchase_to_filing as after
import pytest
from rpc_client import Refused

CASE, REQUEST, ORDER = "company.purchase.sourcing", "company.purchase.request", "purchase.order"


def test_general_purchase_to_filing(client_of, blocked):
    """P1 P5 P8 P13 P15 P16 P23: every wrong turn is refused and kept, the right way ends in the files."""
    engineer, buyer = client_of("zhang.eng"), client_of("wang.buy")
    request_id = first_purchase.new_request(engineer)
    engineer.call(REQUEST, "action_submit", [request_id])
    first_purchase.decide_all(client_of, REQUEST, request_id)
    with pytest.raises(Refused):    # 申购人与采购人不得为同一人
        client_of("liu.buy").call(REQUEST, "action_assign", [request_id], engineer.uid)
    client_of("liu.buy").call(REQUEST, "action_assign", [request_id], buyer.uid)
    case_id = buyer.call(REQUEST, "action_start_sourcing", [request_id])
    unknown = buyer.call("res.partner", "create", [{"name": "未经审核的商户", "is_company": True}])
    blocked("PUR-SUPPLIER", "wang.buy", CASE, "action_invite", [case_id], unknown)
    partner_ids = first_purchase.suppliers(buyer)
    line_ids = _two_quotes_are_not_enough(client_of, blocked, case_id, partner_ids)
    order_id = _award_and_order(client_of, case_id, line_ids, partner_ids)
    blocked("PUR-MATCH", "wang.buy", ORDER, "write", [order_id], {"order_line": [
        (1, _line_of(buyer, order_id), {"price_unit": 99.0})]})
    _nothing_enters_the_stock_unsigned(client_of, blocked, order_id)
    bill_id = _no_payment_without_papers(client_of, blocked, order_id)
    blocked("PUR-FILING", "wang.buy", "company.purchase.filing", "action_deliver", [
        buyer.call(CASE, "action_start_filing", [_case_without_bill(client_of)])])
    payment_id = after.pay(client_of, bill_id)
    [payment] = client_of("zhou.fin").call(after.PAYMENT, "read", [payment_id], ["state"])
    assert payment["state"] == "paid"
    filing_id = after.file(client_of, case_id, "zhang.eng")
    [filing] = client_of("audit").call(after.FILING, "read", [filing_id], ["state", "bundle_digest"])
    assert filing["state"] == "filed" and len(filing["bundle_digest"]) == 64
    with pytest.raises(Refused, match="备案|filed"):
        client_of("admin").call(ORDER, "write", [order_id], {"partner_ref": "changed afterwards"})


def _two_quotes_are_not_enough(client_of, blocked, case_id, partner_ids):
    buyer = client_of("wang.buy")
    line_ids = first_purchase.record_quotes(buyer, case_id, partner_ids, first_purchase.PRICES[:2])
    buyer.call(CASE, "action_close_inquiry", [case_id])
    first_purchase.check_prices(client_of("chen.price"), case_id, line_ids, 9.5)
    [line] = buyer.call("purchase.order.line", "search_read", [
        ("order_id.sourcing_id", "=", case_id), ("order_id.partner_id", "=", partner_ids[1])], ["id"])
    blocked("PUR-QUOTES", "wang.buy", CASE, "action_award", [case_id], [
        {"sourcing_line_id": line_ids[0], "quote_line_id": line["id"]}])
    buyer.call(CASE, "action_reopen", [case_id], "第三家报价")
    return line_ids


def _award_and_order(client_of, case_id, line_ids, partner_ids):
    buyer = client_of("wang.buy")
    scan = first_purchase.sealed_scan(buyer, case_id, "第三家报价单")
    buyer.call(CASE, "action_record_quote", [case_id], partner_ids[2],
               [{"sourcing_line_id": line_ids[0], "price_unit": first_purchase.PRICES[2], "lead_days": 10}],
               "2099-01-01", scan)
    buyer.call(CASE, "action_close_inquiry", [case_id])
    first_purchase.check_prices(client_of("chen.price"), case_id, line_ids, 9.5)
    first_purchase.award(buyer, case_id, line_ids, partner_ids[1])
    buyer.call(CASE, "action_submit", [case_id])
    first_purchase.decide_all(client_of, CASE, case_id)
    [order_id] = buyer.call(CASE, "action_create_orders", [case_id])
    return order_id


def _line_of(client, order_id):
    return client.call("purchase.order.line", "search", [("order_id", "=", order_id)], limit=1)[0]


def _nothing_enters_the_stock_unsigned(client_of, blocked, order_id):
    keeper = client_of("sun.wh")
    [acceptance] = keeper.call(after.ACCEPTANCE, "search_read", [("order_id", "=", order_id)], ["picking_id"])
    picking = acceptance["picking_id"][0]
    [move] = keeper.call("stock.move", "search_read", [("picking_id", "=", picking)], ["product_uom_qty"])
    keeper.call("stock.move", "write", [move["id"]], {"quantity": move["product_uom_qty"], "picked": True})
    blocked("PUR-ACCEPT", "sun.wh", "stock.picking", "button_validate", [picking])
    with pytest.raises(Refused):
        client_of("wu.gm").call(after.ACCEPTANCE, "action_sign", [acceptance["id"]], "ok", "代签")
    after.accept(client_of, order_id, "zhang.eng")


def _no_payment_without_papers(client_of, blocked, order_id):
    bill_id = after.bill(client_of("admin"), order_id, f"2444200001{order_id:010d}")
    payment_id = client_of("wang.buy").call("account.move", "action_apply_payment", [bill_id])
    blocked("PUR-PAYDOCS", "wang.buy", after.PAYMENT, "action_submit", [payment_id])
    client_of("wang.buy").call(after.PAYMENT, "action_cancel", [payment_id], "补齐材料后重新申请")
    admin = client_of("admin")
    [order] = admin.call(ORDER, "read", [order_id], ["partner_id", "amount_total"])
    [journal] = admin.call("account.journal", "search", [("type", "=", "bank")], limit=1)
    direct = admin.call("account.payment", "create", [{
        "payment_type": "outbound", "partner_type": "supplier", "partner_id": order["partner_id"][0],
        "amount": order["amount_total"], "journal_id": journal}])
    blocked("PUR-PAYCASE", "admin", "account.payment", "action_post", direct)
    after.attach_papers(client_of("wang.buy"), order_id)
    return bill_id


def _case_without_bill(client_of):
    """Another purchase of the same kind, received and accepted, whose invoice has not come."""
    done = first_purchase.walk(client_of, show=lambda *row: None)
    for order_id in done["orders"]:
        after.accept(client_of, order_id, "zhang.eng")
    return done["case"]
