"""Two buyers award the same line at once."""
import first_purchase
import pytest
from rpc_client import Refused

CASE, REQUEST = "company.purchase.sourcing", "company.purchase.request"


@pytest.fixture
def checked_case(client_of):
    """A case whose prices are verified, with its line and suppliers."""
    engineer, buyer, head = client_of("zhang.eng"), client_of("wang.buy"), client_of("liu.buy")
    request_id = first_purchase.new_request(engineer)
    engineer.call(REQUEST, "action_submit", [request_id])
    first_purchase.decide_all(client_of, REQUEST, request_id)
    head.call(REQUEST, "action_assign", [request_id], buyer.uid)
    case_id = buyer.call(REQUEST, "action_start_sourcing", [request_id])
    partner_ids = first_purchase.suppliers(buyer)
    line_ids = first_purchase.record_quotes(buyer, case_id, partner_ids)
    buyer.call(CASE, "action_close_inquiry", [case_id])
    first_purchase.check_prices(client_of("chen.price"), case_id, line_ids, max(first_purchase.PRICES))
    return case_id, line_ids, partner_ids


def test_two_buyers_award_at_once(client_of, in_parallel, checked_case):
    """P9: the buyer and the head award the same line to two suppliers at the same instant: one award stands, whole;
    whoever is refused reads a sentence, not a traceback."""
    case_id, line_ids, partner_ids = checked_case
    quoted = {line["partner_id"][0]: line["id"] for line in client_of("wang.buy").call(
        "purchase.order.line", "search_read",
        [("order_id.sourcing_id", "=", case_id), ("order_id.is_quote", "=", True)], ["partner_id"])}

    def award(login, partner_id):
        client = client_of(login)
        fresh = type(client)(client.url, client.db, client.login, client.secret)
        return lambda: fresh.call(CASE, "action_award", [case_id], [
            {"sourcing_line_id": line_ids[0], "quote_line_id": quoted[partner_id], "reason": f"by {login}"}])

    results = in_parallel(award("wang.buy", partner_ids[0]), award("liu.buy", partner_ids[1]),
                          award("wang.buy", partner_ids[2]), award("liu.buy", partner_ids[0]))
    passed = [result for result in results if isinstance(result, list)]
    refused = [result for result in results if not isinstance(result, list)]
    assert passed, results
    assert all(isinstance(result, Refused) and "Traceback" not in str(result) for result in refused), refused
    awards = client_of("wang.buy").call(
        "company.purchase.sourcing.award", "search_read", [("sourcing_id", "=", case_id)],
        ["id", "quantity", "amount", "quote_line_id"])
    [case] = client_of("wang.buy").call(CASE, "read", [case_id], ["state", "amount_awarded"])
    assert (len(awards), case["state"]) == (1, "awarded"), "one award of one line, never two halves"
    assert [awards[0]["id"]] in passed
    assert case["amount_awarded"] == pytest.approx(awards[0]["amount"])
    entries = client_of("audit").call("company.ledger.entry", "search_count", [
        ("kind", "=", "purchase.award"), ("res_id", "=", case_id)])
    assert entries == len(passed), "each award that was accepted stands in the ledger, no other"
