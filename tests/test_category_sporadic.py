"""零星采购 over XML-RPC: consent, purchase, form, order, acceptance, reimbursement, and what is refused on the way."""
import purchase_to_filing
import pytest
import special_purchases as steps
from rpc_client import Refused

REQUEST, CASE = steps.REQUEST, steps.CASE
RUN = steps.now()       # goods of this run: earlier ones on the same server don't belong together with them


@pytest.fixture
def people(client_of):
    return {name: client_of(login) for name, login in (
        ("requester", "zhang.eng"), ("head", "li.eng"), ("payer", "gao.prod"), ("buyer", "wang.buy"))}


def consented(people, name, price=12.0, quantity=4):
    """A submitted request with the consent of the head; the goods differ each time, so nothing is split."""
    requester = people["requester"]
    request_id = steps.new_request(requester, "sporadic", [(f"卡箍 {name} {RUN}", "DN50", quantity, price)])
    requester.call(REQUEST, "action_record_consent", [request_id], people["head"].uid, steps.now(-2), "phone",
                   "同意", people["payer"].uid)
    requester.call(REQUEST, "action_submit", [request_id])
    return request_id


def test_from_consent_to_filing(client_of, people):
    """P19 P17 P23: R4 §三.2.2 the whole way, each step by its person."""
    request_id = consented(people, "whole")
    assert steps.first_purchase.decide_all(client_of, REQUEST, request_id) == ["li.eng"]
    payer = people["payer"]
    case_id = payer.call(REQUEST, "action_record_purchase", [request_id], steps.purchase(payer, request_id, 12.5))
    case = steps.read(payer, CASE, case_id, "state", "consent_summary")
    assert case["state"] == "compared" and "李建国" in case["consent_summary"]
    [order_id] = steps.to_order(client_of, payer, case_id, 12.5)
    order = steps.read(payer, "purchase.order", order_id, "state", "amount_total")
    assert (order["state"], order["amount_total"]) == ("purchase", 50)
    steps.accept(client_of, order_id, "gao.prod", "zhang.eng", "sun.wh")
    claim_id = steps.reimburse(client_of, "gao.prod", order_id, f"0440{request_id:08d}", 50)
    claim = steps.read(payer, "company.purchase.reimbursement", claim_id, "state", "deadline")
    assert claim["state"] == "approved" and claim["deadline"], "finance repays within the days of the category"
    filing_id = purchase_to_filing.file(client_of, case_id, "zhang.eng", buyer="gao.prod")
    assert steps.read(client_of("audit"), "company.purchase.filing", filing_id, "state")["state"] == "filed"


def test_consent_comes_first(client_of, people):
    """P19 S1: PUR-CONSENT without consent, by oneself, by a colleague, in the future."""
    requester = people["requester"]
    request_id = steps.new_request(requester, "sporadic", [("卡箍 consent", "DN50", 1, 10)])
    before = steps.findings(client_of, "PUR-CONSENT")
    with pytest.raises(Refused, match="PUR-CONSENT"):
        requester.call(REQUEST, "action_submit", [request_id])
    for user in (requester.uid, people["payer"].uid):
        with pytest.raises(Refused, match="PUR-CONSENT"):
            requester.call(REQUEST, "action_record_consent", [request_id], user, steps.now(-1), "phone")
    with pytest.raises(Refused):
        requester.call(REQUEST, "action_record_consent", [request_id], people["head"].uid, steps.now(5), "phone")
    with pytest.raises(Refused):
        people["head"].call(REQUEST, "action_record_consent", [request_id], people["head"].uid, steps.now(-1), "phone")
    with pytest.raises(Refused):
        requester.call(REQUEST, "write", [request_id], {"consent_state": "confirmed"})
    assert steps.findings(client_of, "PUR-CONSENT") == before + 3


def test_denied_consent_is_a_finding(client_of, people):
    """P19 S1: the head never said so."""
    request_id = consented(people, "denied")
    approval = steps.read(client_of("admin"), REQUEST, request_id, "approval_id")["approval_id"][0]
    people["head"].call("company.approval", "action_reject", [approval], "我没有同意")
    assert steps.read(people["requester"], REQUEST, request_id, "consent_state")["consent_state"] == "denied"
    assert steps.findings(client_of, "PUR-CONSENT", request_id) == 1


def test_refusals_of_the_record(client_of, people):
    """P19 P5 S1: buyer, voucher, label, limit, order of time; each leaves its finding and nothing else."""
    request_id = consented(people, "refused")
    steps.first_purchase.decide_all(client_of, REQUEST, request_id)
    payer, requester = people["payer"], people["requester"]
    good = steps.purchase(payer, request_id, 12.5)
    [line] = good["lines"]
    for code, values in (
        ("PUR-VOUCHER", {"attachment_id": False}),
        ("PUR-VOUCHER", {"voucher": "receipt"}),
        ("PUR-CONSENT", {"purchased_on": steps.now(-3)}),
        ("PUR-LIMIT", {"lines": [{**line, "price_unit": 250.0}]}),
        ("PUR-LABEL", {"lines": [{**line, "brand": ""}]}),
    ):
        before = steps.findings(client_of, code, request_id)
        with pytest.raises(Refused, match=code):
            payer.call(REQUEST, "action_record_purchase", [request_id], {**good, **values})
        assert steps.findings(client_of, code, request_id) == before + 1, code
    with pytest.raises(Refused, match="PUR-BUYER"):
        requester.call(REQUEST, "action_record_purchase", [request_id], {**good, "attachment_id": False})
    with pytest.raises(Refused):
        people["buyer"].call(REQUEST, "action_record_purchase", [request_id], {**good, "attachment_id": False})
    with pytest.raises(Refused):
        payer.call("company.purchase.record", "create", [{"request_id": request_id}])
    assert payer.call(REQUEST, "action_record_purchase", [request_id], good)


def test_split_purchases(client_of, people):
    """P19 S1: PUR-SPLIT twice 600 of one group of goods is one purchase of 1,200."""
    requester = people["requester"]
    consented(people, "split", price=600, quantity=1)
    second = steps.new_request(requester, "sporadic", [(f"卡箍 split {RUN}", "DN50", 1, 600)])
    with pytest.raises(Refused, match="PUR-SPLIT"):
        requester.call(REQUEST, "action_record_consent", [second], people["head"].uid, steps.now(-1), "phone")
    assert steps.findings(client_of, "PUR-SPLIT", second) == 1
