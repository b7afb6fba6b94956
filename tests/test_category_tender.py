"""招标 over XML-RPC: request, plan, sealed bids, opening by two, scores, award, contract, order, filing."""
import base64
import datetime
import time

import first_purchase
import purchase_to_filing
import pytest
import special_purchases as steps
from rpc_client import Refused
from test_category_project import signed_contract

REQUEST, CASE, TENDER = steps.REQUEST, steps.CASE, "company.purchase.tender"
BID, QUESTION = f"{TENDER}.bid", f"{TENDER}.question"
BIDDERS = ("xinda.bid", "yuegang.bid", "huaye.bid")
OPENERS = ("feng.office", "he.legal", "audit")
MEMBERS = ("li.eng", "lin.rnd", "gao.prod")
OFFERS = {"xinda.bid": 3905.0, "yuegang.bid": 3862.0, "huaye.bid": 3941.0}
PACE = {"seconds": 45}     # from the plan to the deadline; a slow server gets more
CODES = ("PUR-TENDER", "PUR-OPENERS", "PUR-COMMITTEE", "PUR-BIDTIME", "PUR-BIDDERS", "PUR-RANKED")


def soon(seconds):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def people(client_of, logins):
    return [(0, 0, {"user_id": client_of(login).uid}) for login in logins]


def companies(client_of, buyer):
    """Commercial partners of the demo bidders."""
    partners = client_of("admin").call("res.users", "search_read", [("login", "in", BIDDERS)], ["partner_id"])
    contacts = buyer.call("res.partner", "read", [row["partner_id"][0] for row in partners], ["commercial_partner_id"])
    return [row["commercial_partner_id"][0] for row in contacts]


@pytest.fixture
def big_case(client_of):
    """A case of about 280,000 for the buyer."""
    engineer, buyer = client_of("zhang.eng"), client_of("wang.buy")
    start = time.monotonic()
    request = steps.new_request(engineer, "general", [("热轧H型钢", "HN400×200", 70, 4000)])
    engineer.call(REQUEST, "action_submit", [request])
    first_purchase.decide_all(client_of, REQUEST, request)
    [row] = client_of("liu.buy").call(REQUEST, "read", [request], ["buyer_id"])
    if not row["buyer_id"] or row["buyer_id"][0] != buyer.uid:
        client_of("liu.buy").call(REQUEST, "action_assign", [request], buyer.uid)
    case = buyer.call(REQUEST, "action_start_sourcing", [request])
    PACE["seconds"] = max(40, int(10 * (time.monotonic() - start)))
    return case


def planned(client_of, case, **values):
    buyer = client_of("wang.buy")
    tender = buyer.call(CASE, "action_start_tender", [case])
    buyer.call(TENDER, "write", [tender], {
        "subject": "黑盒招标", "bid_deadline": soon(PACE["seconds"]),
        "bidder_ids": [(0, 0, {"partner_id": partner}) for partner in companies(client_of, buyer)],
        "opener_ids": people(client_of, OPENERS), "member_ids": people(client_of, MEMBERS), **values})
    return tender


def published(client_of, tender):
    client_of("wang.buy").call(TENDER, "action_submit", [tender])
    first_purchase.decide_all(client_of, TENDER, tender)
    for login in OPENERS:
        client_of(login).call(TENDER, "action_set_passphrase", [tender], f"kaibiao 2026 {login}")
    client_of("liu.buy").call(TENDER, "action_publish", [tender])


def bid(client, tender, price, name="bid"):
    [line] = client.call(BID, "get_my_tender", tender)["lines"]
    scan = base64.b64encode(first_purchase.one_page_pdf(f"Bid {name}")).decode()
    return client.call(BID, "action_submit_bid", tender, [
        {"sourcing_line_id": line["id"], "price_unit": price, "lead_days": 20}],
        [{"name": f"{name}.pdf", "data": scan}], {"technical_note": f"方案 {name}"})


def wait_for_deadline(client, tender):
    deadline = steps.read(client, TENDER, tender, "bid_deadline")["bid_deadline"]
    moment = datetime.datetime.fromisoformat(deadline).replace(tzinfo=datetime.timezone.utc)
    time.sleep(max(0.0, (moment - datetime.datetime.now(datetime.timezone.utc)).total_seconds()) + 1.5)


def scored(client_of, tender):
    buyer = client_of("wang.buy")
    for login in MEMBERS:
        client_of(login).call(TENDER, "action_declare", [tender], True)
    buyer.call(TENDER, "action_start_scoring", [tender])
    bids = buyer.call(BID, "search", [("tender_id", "=", tender), ("state", "=", "opened")])
    criteria = buyer.call(f"{TENDER}.criterion", "search", [("tender_id", "=", tender), ("method", "=", "members")])
    for login in MEMBERS:
        client_of(login).call(TENDER, "action_score", [tender], [
            {"bid_id": row, "criterion_id": criterion, "score": 85} for row in bids for criterion in criteria])
    return buyer.call(TENDER, "action_close_scoring", [tender])


def test_from_request_to_filing(client_of, big_case):
    """P12: request → tender → sealed bids → opening → scores → award → contract → order → filing; refusals left."""
    buyer = client_of("wang.buy")
    before = {code: steps.findings(client_of, code) for code in CODES}
    with pytest.raises(Refused, match="PUR-TENDER"):                    # above the threshold no inquiry
        buyer.call(CASE, "action_invite", [big_case], companies(client_of, buyer))
    tender = planned(client_of, big_case, opener_ids=people(client_of, ("zhang.eng", "he.legal")))
    with pytest.raises(Refused, match="PUR-OPENERS"):                   # the requester doesn't open
        buyer.call(TENDER, "action_submit", [tender])
    own = buyer.call(f"{TENDER}.opener", "search", [("tender_id", "=", tender)])
    buyer.call(f"{TENDER}.opener", "unlink", own)
    extra = people(client_of, ("cao.mkt",))
    buyer.call(TENDER, "write", [tender], {"opener_ids": people(client_of, OPENERS), "member_ids": extra})
    with pytest.raises(Refused, match="PUR-COMMITTEE"):                 # four members
        buyer.call(TENDER, "action_submit", [tender])
    fourth = buyer.call(f"{TENDER}.member", "search", [("tender_id", "=", tender)], order="id desc", limit=1)
    buyer.call(f"{TENDER}.member", "unlink", fourth)
    buyer.call(TENDER, "write", [tender], {"bid_deadline": soon(PACE["seconds"])})
    published(client_of, tender)

    receipts = {login: bid(client_of(login), tender, price, login) for login, price in OFFERS.items()}
    assert len({receipt["digest"] for receipt in receipts.values()}) == 3
    for login in ("admin", "wang.buy", "liu.buy", "yuegang.bid"):
        with pytest.raises(Refused):                                    # nobody reads a sealed bid
            client_of(login).call(BID, "search_read", [("tender_id", "=", tender)], ["sealed_content"])
    with pytest.raises(Refused, match="PUR-BIDTIME"):                   # not sooner
        buyer.call(TENDER, "action_extend", [tender], soon(1), "提前")
    with pytest.raises(Refused):                                        # not opened before the deadline
        client_of(OPENERS[0]).call(TENDER, "action_open", [tender], f"kaibiao 2026 {OPENERS[0]}")
    wait_for_deadline(buyer, tender)
    with pytest.raises(Refused, match="PUR-BIDTIME"):                   # too late
        bid(client_of("huaye.bid"), tender, 3800.0)
    assert buyer.call(TENDER, "action_close", [tender]) == 3
    first = client_of(OPENERS[0]).call(TENDER, "action_open", [tender], f"kaibiao 2026 {OPENERS[0]}")
    assert first["opened"] is False
    with pytest.raises(Refused, match="PUR-OPENERS"):                   # one person, twice
        client_of(OPENERS[0]).call(TENDER, "action_open", [tender], f"kaibiao 2026 {OPENERS[0]}")
    assert client_of(OPENERS[1]).call(TENDER, "action_open", [tender], f"kaibiao 2026 {OPENERS[1]}")["valid"] == 3

    ranking = scored(client_of, tender)
    lines = buyer.call(f"{CASE}.line", "search", [("sourcing_id", "=", big_case)])
    first_purchase.check_prices(client_of("chen.price"), big_case, lines, 4500.0)
    with pytest.raises(Refused, match="PUR-RANKED"):                    # the second, without a reason
        buyer.call(TENDER, "action_award", [tender], ranking[1]["bid_id"])
    buyer.call(TENDER, "action_award", [tender])
    with pytest.raises(Refused):                                        # results before the approval
        buyer.call(TENDER, "action_notify", [tender])
    buyer.call(CASE, "action_submit", [big_case])
    first_purchase.decide_all(client_of, CASE, big_case)
    buyer.call(TENDER, "action_notify", [tender])
    results = [client_of(login).call(BID, "get_my_tender", tender)["result"] for login in BIDDERS]
    assert sorted(result["won"] for result in results) == [False, False, True]

    [contract] = buyer.call(CASE, "action_create_contracts", [big_case])
    signed_contract(client_of, contract)
    [order] = buyer.call(CASE, "action_create_orders", [big_case])
    row = steps.read(buyer, "purchase.order", order, "state", "partner_id")
    assert (row["state"], row["partner_id"][1]) == ("purchase", ranking[0]["bidder"])
    done = purchase_to_filing.finish(client_of, big_case, [order], "zhang.eng", show=lambda *_row: None)
    assert steps.read(buyer, "company.purchase.filing", done["filing"], "state")["state"] == "filed"
    for code in set(CODES) - {"PUR-BIDDERS"}:
        assert steps.findings(client_of, code) > before[code], code
    kinds = client_of("audit").call("company.ledger.entry", "search_read", [
        ("res_model", "=", TENDER), ("res_id", "=", tender)], ["kind"])
    assert {"purchase.tender_published", "purchase.tender_opened", "purchase.tender_awarded"} <= {
        row["kind"] for row in kinds}


def test_two_bidders_and_the_last_second(client_of, big_case, in_parallel):
    """P12: bids at the instant of the closing are in or refused; two bids are not opened; failed, tendered again."""
    buyer = client_of("wang.buy")
    before = steps.findings(client_of, "PUR-BIDDERS")
    tender = planned(client_of, big_case)
    published(client_of, tender)
    bid(client_of("xinda.bid"), tender, 3900.0)
    bid(client_of("yuegang.bid"), tender, 3890.0)
    deadline = steps.read(buyer, TENDER, tender, "bid_deadline")["bid_deadline"]
    moment = datetime.datetime.fromisoformat(deadline).replace(tzinfo=datetime.timezone.utc)
    time.sleep(max(0.0, (moment - datetime.datetime.now(datetime.timezone.utc)).total_seconds() - 0.2))

    def close():
        for _attempt in range(20):
            try:
                return buyer.call(TENDER, "action_close", [tender])
            except Refused:
                time.sleep(0.2)
        return None
    late, count, again = in_parallel(
        lambda: bid(client_of("huaye.bid"), tender, 3880.0), close,
        lambda: bid(client_of("xinda.bid"), tender, 3870.0))
    rows = buyer.call(BID, "search_read", [("tender_id", "=", tender)], ["state", "received_on"])
    assert all(row["received_on"] < deadline for row in rows)
    assert count == len([row for row in rows if row["state"] == "submitted"])
    assert count == (2 if isinstance(late, Exception) else 3)
    assert isinstance(again, (dict, Refused))
    if count == 2:
        with pytest.raises(Refused, match="PUR-BIDDERS"):
            client_of(OPENERS[0]).call(TENDER, "action_open", [tender], f"kaibiao 2026 {OPENERS[0]}")
        assert steps.findings(client_of, "PUR-BIDDERS") > before
    client_of("liu.buy").call(TENDER, "action_fail", [tender], "投标人不足三家")
    new = buyer.call(TENDER, "action_retender", [tender], soon(86400))
    assert steps.read(buyer, TENDER, new, "state", "previous_id")["previous_id"][0] == tender
