"""The first purchase from request to stock, every step by the person whom the regulations name, over XML-RPC.

    python3 docs/examples/first_purchase.py http://localhost:8069 DATABASE

Runs against the demo company that `bin/erp serve` makes (password = login). `walk()` is also what the black-box
tests drive, so this file can't fall behind the product.
"""
import base64
import datetime
import sys

from rpc_client import XmlRpcClient

PRICES = (9.8, 9.5, 10.2)


def one_page_pdf(text):
    """A PDF of one page; the smallest that viewers open."""
    content = f"BT /F1 18 Tf 72 720 Td ({text}) Tj ET".encode("ascii", "replace")
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
              b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
              b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
              b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    pdf, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(pdf))
        pdf += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return pdf + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table, len(pdf))


def sealed_scan(client, sourcing_id, name):
    """Upload a scan of the signed and sealed quotation; returns the attachment's id."""
    pdf = one_page_pdf(f"Quotation of {name}, signed and sealed")
    return client.call("ir.attachment", "create", [{
        "name": f"{name}.pdf", "datas": base64.b64encode(pdf).decode(), "mimetype": "application/pdf",
        "res_model": "company.purchase.sourcing", "res_id": sourcing_id}])[0]


def new_request(engineer, quantity=100.0):
    """材料申购单: the engineer asks for bolts; returns the request's id (P1)."""
    category = engineer.call("company.purchase.category", "search", [("code", "=", "general")])[0]
    needed = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()
    return engineer.call("company.purchase.request", "create", [{
        "category_id": category, "reason": "现场安装", "site": "一号工地",
        "line_ids": [(0, 0, {"description": "高强度螺栓", "specification": "M24×90 10.9S", "quantity": quantity,
                             "needed_date": needed, "estimated_price": 10.0})]}])[0]


def decide_all(client_of, model, record_id, opinion="同意"):
    """Let everybody whose turn it is approve, until the approval ends; returns the logins in their order."""
    admin, deciders = client_of("admin"), []
    while True:
        [record] = admin.call(model, "read", [record_id], ["approval_id", "approval_state"])
        if record["approval_state"] != "pending":
            return deciders
        waiting = admin.call("company.approval.assignment", "search_read",
                             [("approval_id", "=", record["approval_id"][0]), ("state", "=", "pending")],
                             ["user_id"], limit=1)
        [user] = admin.call("res.users", "read", [waiting[0]["user_id"][0]], ["login"])
        client_of(user["login"]).call("company.approval", "action_approve", [record["approval_id"][0]], opinion)
        deciders.append(user["login"])


def suppliers(buyer, count=3):
    """Qualified suppliers to invite (P7)."""
    return buyer.call("res.partner", "search", [("supplier_state", "in", ["qualified", "preferred"])], limit=count)


def record_quotes(buyer, case_id, partner_ids, prices=PRICES):
    """材料询价单: invite the suppliers and record their sealed answers (P7)."""
    buyer.call("company.purchase.sourcing", "action_invite", [case_id], partner_ids)
    line_ids = buyer.call("company.purchase.sourcing.line", "search", [("sourcing_id", "=", case_id)])
    valid_until = (datetime.date.today() + datetime.timedelta(days=60)).isoformat()
    for partner_id, price in zip(partner_ids, prices):
        scan = sealed_scan(buyer, case_id, f"报价单-{partner_id}")
        buyer.call("company.purchase.sourcing", "action_record_quote", [case_id], partner_id,
                   [{"sourcing_line_id": line, "price_unit": price, "lead_days": 10} for line in line_ids],
                   valid_until, scan)
    return line_ids


def check_prices(checker, case_id, line_ids, price):
    """核价: somebody who neither asks nor buys verifies the price of every line (P10)."""
    return checker.call("company.purchase.sourcing", "action_check_price", [case_id],
                        [{"sourcing_line_id": line, "verified_price": price, "result": "accepted",
                          "opinion": "与历史价相符"} for line in line_ids], "同意")


def award(buyer, case_id, line_ids, partner_id, reason=""):
    """Choose the supplier of every line; not the lowest needs a reason (P9)."""
    lines = buyer.call("purchase.order.line", "search_read",
                       [("order_id.sourcing_id", "=", case_id), ("order_id.is_quote", "=", True),
                        ("order_id.partner_id", "=", partner_id), ("sourcing_line_id", "in", line_ids)],
                       ["sourcing_line_id"])
    return buyer.call("company.purchase.sourcing", "action_award", [case_id],
                      [{"sourcing_line_id": line["sourcing_line_id"][0], "quote_line_id": line["id"],
                        "reason": reason} for line in lines])


def count_delivery(keeper, acceptance_id, note="SH-001"):
    """材料到货单: the keeper counts what came against delivery note and order (P15); returns the lines."""
    lines = keeper.call("company.purchase.acceptance.line", "search_read", [("acceptance_id", "=", acceptance_id)],
                        ["due_qty"])
    keeper.call("company.purchase.acceptance", "action_count", [acceptance_id],
                [{"line_id": line["id"], "counted_qty": line["due_qty"]} for line in lines], note)
    return lines


def receive(client_of, order_ids, signers=("wang.buy", "zhang.eng", "sun.wh")):
    """验收单: buyer, requester and keeper sign, then the keeper puts the goods in stock (P15)."""
    keeper = client_of("sun.wh")
    deliveries = keeper.call("company.purchase.acceptance", "search_read",
                             [("order_id", "in", order_ids), ("state", "=", "draft")], ["picking_id"])
    for delivery in deliveries:
        count_delivery(keeper, delivery["id"])
        for login in signers:
            client_of(login).call("company.purchase.acceptance", "action_sign", [delivery["id"]], "ok", "符合要求")
        keeper.call("stock.picking", "button_validate", [delivery["picking_id"][0]])
    return [delivery["id"] for delivery in deliveries]


def walk(client_of, show=print):
    """Take one purchase from request to stock.

    Returns {'request', 'case', 'orders', 'acceptances'} with their ids.
    """
    engineer, buyer, head = client_of("zhang.eng"), client_of("wang.buy"), client_of("liu.buy")
    request_id = new_request(engineer)
    show("试算", engineer.call("company.purchase.request", "preview_approval", [request_id]))
    engineer.call("company.purchase.request", "action_submit", [request_id])
    show("审批", decide_all(client_of, "company.purchase.request", request_id))
    buyer_id = buyer.uid
    head.call("company.purchase.request", "action_assign", [request_id], buyer_id)
    case_id = buyer.call("company.purchase.request", "action_start_sourcing", [request_id])
    partner_ids = suppliers(buyer)
    line_ids = record_quotes(buyer, case_id, partner_ids)
    buyer.call("company.purchase.sourcing", "action_close_inquiry", [case_id])
    check_prices(client_of("chen.price"), case_id, line_ids, min(PRICES))
    award(buyer, case_id, line_ids, partner_ids[PRICES.index(min(PRICES))])
    buyer.call("company.purchase.sourcing", "action_submit", [case_id])
    show("核决", decide_all(client_of, "company.purchase.sourcing", case_id))
    order_ids = buyer.call("company.purchase.sourcing", "action_create_orders", [case_id])
    show("订购单", buyer.call("purchase.order", "read", order_ids, ["name", "partner_id", "amount_total", "state"]))
    acceptance_ids = receive(client_of, order_ids)
    show("验收单", client_of("sun.wh").call(
        "company.purchase.acceptance", "read", acceptance_ids, ["name", "state", "stocked_on"]))
    return {"request": request_id, "case": case_id, "orders": order_ids, "acceptances": acceptance_ids}


def client_factory(url, db):
    """Sign each demo user in once."""
    clients = {}

    def client_of(login):
        if login not in clients:
            clients[login] = XmlRpcClient(url, db, login, login)
        return clients[login]
    return client_of


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    walk(client_factory(*sys.argv[1:]))
