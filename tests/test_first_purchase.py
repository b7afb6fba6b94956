"""The first purchase from outside, as each role, and the refusals on the way."""
import first_purchase
import pytest
from rpc_client import Refused

CASE, REQUEST = "company.purchase.sourcing", "company.purchase.request"
ACCEPTANCE = "company.purchase.acceptance"
HOSTILE = {"default_state": "approved", "skip_alternative_check": True, "force": True, "tracking_disable": True,
           "mail_notrack": True, "company_engine": True, "install_mode": True, "uid": 1, "su": True}


@pytest.fixture
def approved_request(client_of):
    engineer = client_of("zhang.eng")
    request_id = first_purchase.new_request(engineer)
    engineer.call(REQUEST, "action_submit", [request_id])
    first_purchase.decide_all(client_of, REQUEST, request_id)
    return request_id


@pytest.fixture
def open_case(client_of, approved_request):
    buyer = client_of("wang.buy")
    client_of("liu.buy").call(REQUEST, "action_assign", [approved_request], buyer.uid)
    return buyer.call(REQUEST, "action_start_sourcing", [approved_request])


def test_first_purchase_goes_through(client_of):
    """P6 P7 P8 P9 P10 P11 P13 P15 S7: request → approval → three quotes → price check → award → approval → order →
    three signatures → stock."""
    seen = []
    result = first_purchase.walk(client_of, show=lambda *row: seen.append(row))
    [order] = client_of("wang.buy").call("purchase.order", "read", result["orders"], ["state", "amount_untaxed"])
    assert order["state"] == "purchase"
    assert order["amount_untaxed"] == pytest.approx(min(first_purchase.PRICES) * 100)
    quotes = client_of("wang.buy").call(
        "purchase.order.line", "search_read",
        [("order_id.sourcing_id", "=", result["case"]), ("order_id.is_quote", "=", True)],
        ["product_qty", "price_unit"])
    assert sorted(line["price_unit"] for line in quotes) == sorted(first_purchase.PRICES)
    assert all(line["product_qty"] == 100 for line in quotes), "P9: losing quotes keep their figures"


def test_three_signatures_before_stock(client_of, monkeypatch):
    """P15: after the order nothing enters the stock before buyer, requester and keeper signed; then all is done."""
    monkeypatch.setattr(first_purchase, "receive", lambda *_arguments: [])
    result = first_purchase.walk(client_of, show=lambda *row: None)
    monkeypatch.undo()
    keeper = client_of("sun.wh")
    [delivery] = keeper.call(ACCEPTANCE, "search_read", [("order_id", "in", result["orders"])], ["picking_id"])
    picking_id = delivery["picking_id"][0]
    first_purchase.count_delivery(keeper, delivery["id"])
    doors = [("stock.picking", "button_validate", [picking_id], ())]
    moves = keeper.call("stock.move", "search", [("picking_id", "=", picking_id)])
    doors += [("stock.move", "write", moves, ({"state": "done"},)),
              ("stock.move", "write", moves, ({"purchase_line_id": False},)),
              (ACCEPTANCE, "write", [delivery["id"]], ({"state": "accepted"},))]
    for signer in ("wang.buy", "zhang.eng", "sun.wh"):
        for model, method, ids, arguments in doors:
            for login in ("sun.wh", "admin"):
                with pytest.raises(Refused):
                    client_of(login).call(model, method, ids, *arguments, context={**HOSTILE, "skip_backorder": True})
        with pytest.raises(Refused):
            client_of("zhao.buy").call(ACCEPTANCE, "action_sign", [delivery["id"]], "ok", "代签")
        client_of(signer).call(ACCEPTANCE, "action_sign", [delivery["id"]], "ok", "符合要求")
    assert keeper.call("stock.picking", "button_validate", [picking_id]) is True
    [request] = client_of("zhang.eng").call(REQUEST, "read", [result["request"]], ["state"])
    [case] = client_of("wang.buy").call(CASE, "read", [result["case"]], ["state"])
    assert (request["state"], case["state"]) == ("done", "done")


def test_two_keepers_sign_at_the_same_instant(client_of, in_parallel, monkeypatch):
    """P15: one place has one signature, even when two sessions sign it at once."""
    monkeypatch.setattr(first_purchase, "receive", lambda *_arguments: [])
    result = first_purchase.walk(client_of, show=lambda *row: None)
    keeper = client_of("sun.wh")
    [delivery_id] = keeper.call(ACCEPTANCE, "search", [("order_id", "in", result["orders"])])
    first_purchase.count_delivery(keeper, delivery_id)
    fresh = [type(keeper)(keeper.url, keeper.db, keeper.login, keeper.secret) for _copy in range(4)]
    results = in_parallel(*(lambda client=client: client.call(ACCEPTANCE, "action_sign", [delivery_id], "ok", "")
                            for client in fresh))
    assert sum(result is True for result in results) == 1, results
    late = [result for result in results if result is not True]
    assert all(isinstance(result, Refused) and "Traceback" not in str(result) for result in late), late
    signatures = keeper.call(ACCEPTANCE + ".signature", "search_count", [("acceptance_id", "=", delivery_id)])
    assert signatures == 1


def test_nobody_approves_his_own_request(client_of):
    """A6 A4: the requester can't decide, nor can somebody whose turn it isn't."""
    engineer = client_of("zhang.eng")
    request_id = first_purchase.new_request(engineer)
    engineer.call(REQUEST, "action_submit", [request_id])
    [request] = engineer.call(REQUEST, "read", [request_id], ["approval_id"])
    for login in ("zhang.eng", "wang.buy", "admin"):
        with pytest.raises(Refused):
            client_of(login).call("company.approval", "action_approve", [request["approval_id"][0]], "同意",
                                  context=HOSTILE)
    [request] = engineer.call(REQUEST, "read", [request_id], ["approval_state"])
    assert request["approval_state"] == "pending"


@pytest.mark.parametrize("login", ["zhang.eng", "liu.buy", "admin"])
def test_state_is_not_a_field_to_write(client_of, login):
    """S7: neither write nor create nor a context makes an approved request."""
    client = client_of(login)
    request_id = first_purchase.new_request(client_of("zhang.eng"))
    for values in ({"state": "approved"}, {"approval_state": "approved"}, {"buyer_id": client.uid}):
        with pytest.raises(Refused):
            client.call(REQUEST, "write", [request_id], values, context=HOSTILE)
    category = client.call("company.purchase.category", "search", [("code", "=", "general")])[0]
    with pytest.raises(Refused):
        client.call(REQUEST, "create", [{"category_id": category, "state": "approved"}], context=HOSTILE)


def test_two_quotes_do_not_become_an_order(client_of, open_case):
    """P8 S1 A7: with two quotes neither award nor order goes through, whoever tries, and the finding stays."""
    buyer = client_of("wang.buy")
    partner_ids = first_purchase.suppliers(buyer)
    line_ids = first_purchase.record_quotes(buyer, open_case, partner_ids, first_purchase.PRICES[:2])
    of_quotes = [("control_id.code", "=", "PUR-QUOTES")]
    before = client_of("audit").call("company.control.finding", "search_count", of_quotes)
    buyer.call(CASE, "action_close_inquiry", [open_case])
    with pytest.raises(Refused, match="PUR-QUOTES|三家"):
        first_purchase.check_prices(client_of("chen.price"), open_case, line_ids, 9.5)
        first_purchase.award(buyer, open_case, line_ids, partner_ids[1])
        buyer.call(CASE, "action_submit", [open_case])
    after = client_of("audit").call("company.control.finding", "search_count", of_quotes)
    assert after > before
    quotes = buyer.call("purchase.order", "search", [("sourcing_id", "=", open_case), ("is_quote", "=", True)])
    doors = [("button_confirm", ()), ("button_approve", ()), ("write", ({"state": "purchase"},)),
             ("write", ({"state": "to approve"},)), ("write", ({"is_quote": False},))]
    for login in ("wang.buy", "liu.buy", "admin"):
        for method, arguments in doors:
            with pytest.raises(Refused):
                client_of(login).call("purchase.order", method, quotes[:1], *arguments, context=HOSTILE)
    states = buyer.call("purchase.order", "read", quotes, ["state"])
    assert {quote["state"] for quote in states} <= {"draft", "sent"}


@pytest.mark.parametrize("login", ["wang.buy", "liu.buy", "admin"])
def test_an_order_needs_a_case(client_of, login):
    """P13: no order without an awarded case, through any door."""
    client = client_of(login)
    partner_id = first_purchase.suppliers(client_of("wang.buy"))[0]
    product_id = client.call("product.product", "search", [("purchase_ok", "=", True)], limit=1)[0]
    values = {"partner_id": partner_id, "order_line": [(0, 0, {"product_id": product_id, "product_qty": 5,
                                                               "price_unit": 3})]}
    order_id = client.call("purchase.order", "create", [values])[0]
    for method, arguments in [("button_confirm", ()), ("button_approve", ()), ("write", ({"state": "purchase"},))]:
        with pytest.raises(Refused, match="PUR-CASE|流转单"):
            client.call("purchase.order", method, [order_id], *arguments, context=HOSTILE)
    for state in ("purchase", "to approve"):
        with pytest.raises(Refused):
            client.call("purchase.order", "create", [{**values, "state": state}], context=HOSTILE)


def test_requester_is_not_buyer(client_of, approved_request):
    """P5: R4 §二.5 whoever asks doesn't buy."""
    with pytest.raises(Refused):
        client_of("liu.buy").call(REQUEST, "action_assign", [approved_request], client_of("zhang.eng").uid)


def test_two_approvers_at_the_same_instant(client_of, in_parallel):
    """A11: the same task decided twice at once has one outcome; the other gets a sentence, not a traceback."""
    engineer = client_of("zhang.eng")
    request_id = first_purchase.new_request(engineer)
    engineer.call(REQUEST, "action_submit", [request_id])
    [request] = engineer.call(REQUEST, "read", [request_id], ["approval_id"])
    head = client_of("li.eng")
    fresh = [type(head)(head.url, head.db, head.login, head.secret) for _copy in range(4)]
    results = in_parallel(*(lambda client=client: client.call(
        "company.approval", "action_approve", [request["approval_id"][0]], "同意") for client in fresh))
    assert sum(result is True for result in results) == 1, results
    late = [result for result in results if result is not True]
    assert all(isinstance(result, Refused) and "Traceback" not in str(result) for result in late), late
    decisions = client_of("admin").call("company.approval.decision", "search_count",
                                        [("approval_id", "=", request["approval_id"][0]), ("user_id", "=", head.uid)])
    assert decisions == 1


@pytest.mark.parametrize("model", ["company.ledger.entry", "company.approval.decision", "company.control.finding"])
def test_nobody_rewrites_history(client_of, model):
    """S2 S1: ledger, decisions and findings can be neither changed, deleted nor made up, administrators included."""
    first_purchase.new_request(client_of("zhang.eng"))
    ids = client_of("admin").call(model, "search", [], limit=1)
    for login in ("admin", "liu.buy"):
        client = client_of(login)
        for method, arguments in [("write", (ids, {"company_id": 1})), ("unlink", (ids,)), ("create", ([{}],))]:
            with pytest.raises(Refused):
                client.call(model, method, *arguments, context=HOSTILE)
