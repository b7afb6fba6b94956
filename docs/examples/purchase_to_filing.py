"""What comes after the order: delivery, acceptance, stock-in, bill, payment and filing, each by the right person.

    python3 docs/examples/purchase_to_filing.py http://localhost:8069 DATABASE

Takes one purchase from the request to the filed case over XML-RPC, on the demo company that `bin/erp serve` makes.
`finish()` serves the black-box tests of all categories.
"""
import base64
import datetime
import sys

import first_purchase
from rpc_client import Refused

ORDER, ACCEPTANCE, PAYMENT = "purchase.order", "company.purchase.acceptance", "company.purchase.payment"
CASE, FILING = "company.purchase.sourcing", "company.purchase.filing"
BUYER, KEEPER, FINANCE, LEGAL = "wang.buy", "sun.wh", "zhou.fin", "he.legal"


def upload(client, name, model=False, record_id=False):
    """Upload a scan; returns the attachment's id."""
    return client.call("ir.attachment", "create", [{
        "name": f"{name}.pdf", "datas": base64.b64encode(first_purchase.one_page_pdf(name)).decode(),
        "mimetype": "application/pdf", "res_model": model, "res_id": record_id}])[0]


def attach_papers(buyer, order_id):
    """Sealed order form and the supplier's delivery note (R1 §三.7, R4 §三.1.6.6)."""
    for kind in ("order", "delivery_note"):
        buyer.call(ORDER, "action_attach_paper", [order_id], kind, upload(buyer, f"{kind}-{order_id}"))


def accept(client_of, order_id, requester, buyer=BUYER, keeper=KEEPER):
    """材料到货单: the keeper counts, three persons sign, the goods are put in stock (P15)."""
    storekeeper = client_of(keeper)
    for acceptance in storekeeper.call(ACCEPTANCE, "search_read", [
            ("order_id", "=", order_id), ("state", "in", ["draft", "signing"])], ["picking_id"]):
        storekeeper.call(ACCEPTANCE, "action_count_as_delivered", [acceptance["id"]])
        for login in (buyer, requester, keeper):
            client_of(login).call(ACCEPTANCE, "action_sign", [acceptance["id"]], "ok", "数量、质量与订购单相符")
        if acceptance["picking_id"]:
            storekeeper.call("stock.picking", "button_validate", [acceptance["picking_id"][0]])


def bill(finance, order_id, number):
    """The supplier's invoice for what was received; returns the id of the posted bill."""
    finance.call(ORDER, "action_create_invoice", [order_id])
    [order] = finance.call(ORDER, "read", [order_id], ["invoice_ids"])
    bill_id = max(order["invoice_ids"])
    finance.call("account.move", "write", [bill_id], {
        "invoice_date": datetime.date.today().isoformat(), "tax_invoice_kind": "special", "tax_invoice_number": number})
    upload(finance, f"发票-{number}", "account.move", bill_id)
    finance.call("account.move", "action_post", [bill_id])
    return bill_id


def pay(client_of, bill_id, buyer=BUYER, finance=FINANCE, payer="admin"):
    """付款申请单: applied for, amount set by finance, approved, paid (P16); returns the application's id."""
    payment_id = client_of(buyer).call("account.move", "action_apply_payment", [bill_id])
    client_of(buyer).call(PAYMENT, "action_submit", [payment_id])
    [application] = client_of(buyer).call(PAYMENT, "read", [payment_id], ["amount_applied"])
    client_of(finance).call(PAYMENT, "action_set_approved_amount", [payment_id], application["amount_applied"])
    first_purchase.decide_all(client_of, PAYMENT, payment_id)
    draft_id = client_of(payer).call(PAYMENT, "action_create_payment", [payment_id])
    post(client_of(payer), draft_id)
    return payment_id


def post(client, payment_id):
    """Post a payment. Odoo's own method returns nothing, and XML-RPC can't carry that: the fault follows the commit."""
    try:
        client.call("account.payment", "action_post", [payment_id])
    except Refused as fault:
        if "cannot marshal None" not in str(fault):
            raise


def file(client_of, case_id, requester, buyer=BUYER):
    """备案: the papers are bundled, handed over, and taken over by finance, department and legal (P23)."""
    client = client_of(buyer)
    filing_id = client.call(CASE, "action_start_filing", [case_id])
    client.call(FILING, "action_deliver", [filing_id])
    for login, part in ((FINANCE, "finance"), (requester, "department"), (LEGAL, "legal")):
        client_of(login).call(FILING, "action_receive", [filing_id], part, "材料齐全")
    return filing_id


def finish(client_of, case_id, order_ids, requester, buyer=BUYER, show=print):
    """From the confirmed orders to the filed case; returns {'bills', 'payments', 'filing'}."""
    bills, payments = [], []
    for order_id in order_ids:
        attach_papers(client_of(buyer), order_id)
        accept(client_of, order_id, requester, buyer)
        bills.append(bill(client_of("admin"), order_id, f"2444200000{order_id:010d}"))
        payments.append(pay(client_of, bills[-1], buyer))
    show("付款申请单", client_of(buyer).call(PAYMENT, "read", payments, ["name", "approved_amount", "state"]))
    filing_id = file(client_of, case_id, requester, buyer)
    show("备案", client_of(buyer).call(FILING, "read", [filing_id], ["name", "state", "bundle_digest"]))
    return {"bills": bills, "payments": payments, "filing": filing_id}


def walk(client_of, show=print):
    """One purchase from the request to the filed case."""
    done = first_purchase.walk(client_of, show=show)
    return {**done, **finish(client_of, done["case"], done["orders"], "zhang.eng", show=show)}


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    walk(first_purchase.client_factory(*sys.argv[1:]))
