"""From the confirmed order to the paid bill, from outside; and two applications for the same money at once."""
import first_purchase
import pytest
from rpc_client import Refused

ORDER, BILL, PAYMENT = "purchase.order", "account.move", "company.purchase.payment"
ACCEPTANCE = "company.purchase.acceptance"
numbers = iter(range(10 ** 7, 10 ** 8))


def billed_order(client_of):
    """(order id, bill id): papers attached, goods accepted by three people, invoice entered."""
    result = first_purchase.walk(client_of, show=lambda *row: None)
    buyer, keeper, finance = client_of("wang.buy"), client_of("sun.wh"), client_of("zhou.fin")
    order = result["orders"][0]
    for kind in ("order", "delivery_note"):
        scan = first_purchase.sealed_scan(buyer, result["case"], kind)
        buyer.call(ORDER, "action_attach_paper", [order], kind, scan)
    for acceptance in keeper.call(ACCEPTANCE, "search", [("order_id", "=", order), ("state", "=", "draft")]):
        lines = keeper.call(f"{ACCEPTANCE}.line", "search_read", [("acceptance_id", "=", acceptance)], ["due_qty"])
        keeper.call(ACCEPTANCE, "action_count", [acceptance],
                    [{"line_id": line["id"], "counted_qty": line["due_qty"]} for line in lines], "SH-001")
        for login in ("wang.buy", "zhang.eng", "sun.wh"):
            client_of(login).call(ACCEPTANCE, "action_sign", [acceptance], "ok", "数量质量相符")
        [row] = keeper.call(ACCEPTANCE, "read", [acceptance], ["picking_id"])
        keeper.call("stock.picking", "button_validate", [row["picking_id"][0]], context={"skip_backorder": True})
    buyer.call(ORDER, "action_create_invoice", [order])
    [row] = buyer.call(ORDER, "read", [order], ["invoice_ids"])
    bill = row["invoice_ids"][-1]
    finance.call(BILL, "write", [bill], {
        "invoice_date": first_purchase.datetime.date.today().isoformat(), "tax_invoice_kind": "special",
        "tax_invoice_number": f"2644{next(numbers)}{order:08d}"})
    finance.call("ir.attachment", "create", [{
        "name": "增值税专用发票.pdf", "raw": "%PDF-1.4 invoice", "mimetype": "application/pdf", "res_model": BILL,
        "res_id": bill}])
    finance.call(BILL, "action_post", [bill])
    return order, bill


@pytest.fixture(scope="module")
def bought(client_of):
    return billed_order(client_of)


def test_no_payment_without_application(client_of, bought):
    """P16 S7: neither finance nor the administrator pays the bill without an approved application."""
    _order, bill = bought
    for login in ("zhou.fin", "admin"):
        client = client_of(login)
        wizard = client.call("account.payment.register", "create", {},
                             context={"active_model": BILL, "active_ids": [bill]})
        with pytest.raises(Refused, match="PUR-PAYCASE"):
            client.call("account.payment.register", "action_create_payments", [wizard])


def test_two_applications_at_once(client_of, bought, in_parallel):
    """P16: two applications for the same money, handed in at the same instant: exactly one goes into approval."""
    _order, bill = bought
    buyer = client_of("wang.buy")
    rivals = [buyer.call(BILL, "action_apply_payment", [bill]) for _index in range(2)]
    second = first_purchase.XmlRpcClient(buyer.url, buyer.db, "wang.buy", "wang.buy")
    outcomes = in_parallel(lambda: buyer.call(PAYMENT, "action_submit", [rivals[0]]),
                           lambda: second.call(PAYMENT, "action_submit", [rivals[1]]))
    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert len(refused) == 1 and "PUR-OVERPAY" in str(refused[0]), outcomes
    states = sorted(row["state"] for row in buyer.call(PAYMENT, "read", rivals, ["state"]))
    assert states == ["approval", "draft"]


def test_bill_to_payment(client_of, bought):
    """P16 S7: the application in approval gets its amount and both signatures, and becomes a payment."""
    _order, bill = bought
    buyer, finance = client_of("wang.buy"), client_of("zhou.fin")
    [key] = buyer.call(PAYMENT, "search", [("line_ids.bill_id", "=", bill), ("state", "=", "approval")])
    [row] = buyer.call(PAYMENT, "read", [key], ["amount_applied"])
    with pytest.raises(Refused):
        buyer.call(PAYMENT, "action_set_approved_amount", [key], row["amount_applied"])
    with pytest.raises(Refused):
        finance.call(PAYMENT, "action_set_approved_amount", [key], row["amount_applied"] + 1)
    finance.call(PAYMENT, "action_set_approved_amount", [key], row["amount_applied"])
    assert first_purchase.decide_all(client_of, PAYMENT, key) == ["zhou.fin", "wu.gm"]
    with pytest.raises(Refused):
        buyer.call(PAYMENT, "action_create_payment", [key])
    payment = finance.call(PAYMENT, "action_create_payment", [key])
    assert finance.call("account.payment", "action_post", [payment])
    [row] = buyer.call(PAYMENT, "read", [key], ["state"])
    assert row["state"] == "paid"
