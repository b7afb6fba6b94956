"""Steps of monthly, sporadic and emergency purchases over XML-RPC, for the scenarios of these categories."""
import base64
import datetime

import first_purchase

REQUEST, CASE = "company.purchase.request", "company.purchase.sourcing"


def now(hours=0):
    """UTC as the front doors take it."""
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=hours)
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def day(days):
    return (datetime.date.today() + datetime.timedelta(days=days)).isoformat()


def category(client, code):
    return client.call("company.purchase.category", "search", [("code", "=", code), ("is_applicable", "=", True)])[0]


def new_request(client, code, lines, **values):
    """A draft with described items; returns its id. ``lines``: [(description, specification, quantity, price)]."""
    return client.call(REQUEST, "create", [{
        "category_id": category(client, code), "reason": "黑盒场景", "site": "行政楼", "line_ids": [
            (0, 0, {"description": name, "specification": specification, "quantity": quantity,
                    "estimated_price": price, "needed_date": day(15)})
            for name, specification, quantity, price in lines], **values}])[0]


def read(client, model, record_id, *names):
    return client.call(model, "read", [record_id], list(names))[0]


def voucher(client, name):
    """Upload the scan of an invoice or receipt; returns the attachment's id."""
    pdf = first_purchase.one_page_pdf(f"Invoice {name}")
    return client.call("ir.attachment", "create", [{
        "name": f"{name}.pdf", "datas": base64.b64encode(pdf).decode(), "mimetype": "application/pdf"}])[0]


def purchase(client, request_id, price, **values):
    """Values of `action_record_purchase`: everything bought at one price, with invoice and labels."""
    lines = client.call(f"{REQUEST}.line", "search_read", [("request_id", "=", request_id)], ["quantity"])
    return {
        "purchased_on": now(-1), "supplier": {"name": f"五金店 {request_id}", "phone": f"1390000{request_id:04d}"},
        "payment_method": "mobile", "voucher": "invoice", "voucher_number": f"0440{request_id:08d}",
        "attachment_id": voucher(client, f"发票-{request_id}"), "lines": [{
            "request_line_id": line["id"], "quantity": line["quantity"], "price_unit": price, "label_name": "卡箍",
            "brand": "长城", "manufacturer": "长城五金厂"} for line in lines], **values}


def to_order(client_of, buyer, case_id, price):
    """Price check, award, approval and order of a case with one recorded price; returns the order ids."""
    line_ids = buyer.call(f"{CASE}.line", "search", [("sourcing_id", "=", case_id)])
    first_purchase.check_prices(client_of("chen.price"), case_id, line_ids, price)
    quotes = buyer.call("purchase.order", "search", [("sourcing_id", "=", case_id), ("is_quote", "=", True)])
    buyer.call(CASE, "action_award", [case_id], [{"quote_id": quotes[0]}])
    buyer.call(CASE, "action_submit", [case_id])
    first_purchase.decide_all(client_of, CASE, case_id)
    return buyer.call(CASE, "action_create_orders", [case_id])


def accept(client_of, order_id, *signers):
    """Count and sign every delivery of the order, put it in stock; returns the acceptance ids."""
    keeper = client_of("sun.wh")
    ids = keeper.call("company.purchase.acceptance", "search", [("order_id", "=", order_id)])
    for acceptance_id in ids:
        keeper.call("company.purchase.acceptance", "action_count_as_delivered", [acceptance_id])
        for login in signers:
            client_of(login).call("company.purchase.acceptance", "action_sign", [acceptance_id], "ok", "合格")
        picking = read(keeper, "company.purchase.acceptance", acceptance_id, "picking_id")["picking_id"]
        keeper.call("stock.picking", "button_validate", [picking[0]], context={"skip_backorder": True})
    return ids


def findings(client_of, code, record_id=None):
    """Number of findings of a control, as the auditor sees them."""
    domain = [("control_code", "=", code)] + ([("res_id", "=", record_id)] if record_id else [])
    return client_of("audit").call("company.control.finding", "search_count", domain)


def reimburse(client_of, login, order_id, number, amount):
    """报销单 of whoever paid, approved and paid back; returns its id."""
    model, payer = "company.purchase.reimbursement", client_of(login)
    claim_id = payer.call(model, "create", [{
        "purpose": "采购报销", "payment_method": "transfer", "line_ids": [(0, 0, {
            "order_id": order_id, "document_kind": "ordinary", "document_number": number, "document_date": day(0),
            "amount": amount, "document_filename": "fapiao.pdf",
            "document_file": base64.b64encode(first_purchase.one_page_pdf("invoice")).decode()})]}])[0]
    payer.call(model, "action_submit", [claim_id])
    first_purchase.decide_all(client_of, model, claim_id)
    return claim_id
