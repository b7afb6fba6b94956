"""Comparing quotes: the grid of a sourcing case against the data of stock Odoo's “Compare Order Lines”."""

import base64
import datetime

from . import measure, sample
from .cases import Cases
from .result import Result

SUPPLIERS, LINES, FEW = 5, 200, 10
LIMIT = 1.0
# the columns of purchase_requisition's list “Purchase Order Lines” as the web client reads them
COLUMNS = {
    "product_id": {"fields": {"display_name": {}}}, "partner_id": {"fields": {"display_name": {}}},
    "order_id": {"fields": {"display_name": {}}}, "state": {}, "name": {}, "date_planned": {}, "product_qty": {},
    "product_uom_id": {"fields": {"display_name": {}}}, "price_unit": {}, "price_subtotal": {},
    "currency_id": {"fields": {"display_name": {}}}, "price_total_cc": {},
    "company_currency_id": {"fields": {"display_name": {}}},
}


def run(ground, rounds=20, warm_up=3):
    stock = ground.database("stock_comparison")
    ours = ground.database("ours_comparison", ("company_procurement",))
    contestants = {"stock": _stock(stock, LINES)}
    cases = Cases(ours)
    contestants["ours"] = _ours(cases, LINES)
    contestants["few"] = _ours(cases, FEW)
    for database in (stock, ours):
        measure.analyze(database, "purchase_order", "purchase_order_line")
    calls = measure.interleave(contestants, rounds, warm_up)
    for name, lines in (("ours", LINES), ("few", FEW)):
        grid = calls[name][0].result
        assert (len(grid["suppliers"]), len(grid["lines"])) == (SUPPLIERS, lines)
        assert all(any(cell and cell["lowest"] for cell in line["cells"]) for line in grid["lines"])
    ratio = measure.ratio(calls["ours"], calls["stock"])
    result = Result(
        "Comparing quotes",
        f"{SUPPLIERS} suppliers × {LINES} lines. Stock: what “Compare Order Lines” of `purchase_requisition` loads: "
        "all lines with the columns of its list (`web_search_read`) and the best ones (`get_tender_best_lines`). "
        "Ours: `get_comparison`, with landed prices, validity and independence of every quote, signs of collusion, "
        "price history, changes and totals.",
        ("", "ms", "queries"))
    result.row(f"stock, {LINES} lines", measure.milliseconds(calls["stock"]), measure.queries(calls["stock"]))
    result.row(f"ours, {LINES} lines", measure.milliseconds(calls["ours"]), measure.queries(calls["ours"]))
    result.row(f"ours, {FEW} lines", measure.milliseconds(calls["few"]), measure.queries(calls["few"]))
    result.target("no slower than stock", f"{ratio:.2f}×", ratio <= LIMIT)
    counts = [measure.queries(calls[name]) for name in ("few", "ours")]
    result.target(f"same number of queries for {FEW} and {LINES} lines", "/".join(f"{count:.0f}" for count in counts),
                  counts[0] == counts[1])
    return result


def _price(place, number):
    """Every supplier reckons in its own way."""
    return 10 + place % 37 + 0.31 * number + 0.17 * ((place * 7 + number * number * 3) % 11)


def _stock(database, lines):
    with measure.environment(database) as env:
        buyer = sample.make_people(env).buyer
        vendors = [sample.make_vendor(env, f"Bench vendor {number}") for number in range(SUPPLIERS)]
        products = sample.make_products(env, vendors[0], lines)
        orders = env["purchase.order"].create([{
            "partner_id": vendor.id, "user_id": buyer,
            "order_line": [(0, 0, {"product_id": product.id, "product_qty": 5, "price_unit": _price(place, number)})
                           for place, product in enumerate(products)],
        } for number, vendor in enumerate(vendors)])
        env["purchase.order.group"].create({"order_ids": [(6, 0, orders.ids)]})
        ids = orders.ids
    domain = [("order_id", "in", ids), ("display_type", "=", False)]

    def compare(_number):
        rows = measure.timed(database, buyer, "purchase.order.line", "web_search_read", domain, COLUMNS, limit=10000)
        assert len(rows.result["records"]) == SUPPLIERS * lines
        best = measure.timed(database, buyer, "purchase.order", "get_tender_best_lines", ids[:1])
        return measure.Call(rows.seconds + best.seconds, rows.queries + best.queries)

    return compare


def _ours(cases, lines):
    with measure.environment(cases.database) as env:
        while len(cases.suppliers) < SUPPLIERS:
            cases.suppliers.append(cases._supplier(env, len(cases.suppliers) + 1))
        cases.products = sample.make_products(env, env["res.partner"].browse(cases.suppliers[0]), lines).ids
        request = cases._request(env)
        request.action_submit()
        cases._approve(request)
        cases._as("head", request).action_assign(cases.users["buyer"])
        case_id = cases._as("buyer", request).action_start_sourcing()
        _quote(cases, cases._as("buyer", env["company.purchase.sourcing"].browse(case_id)))
    return lambda _number: measure.timed(
        cases.database, cases.users["buyer"], "company.purchase.sourcing", "get_comparison", [case_id])


def _quote(cases, case):
    case.action_invite(cases.suppliers)
    until = datetime.date.today() + datetime.timedelta(days=60)
    for number, supplier in enumerate(cases.suppliers):
        scan = case.env["ir.attachment"].create({
            "name": "quotation.pdf", "mimetype": "application/pdf",
            "datas": base64.b64encode(b"%%PDF-1.4\n%%EOF %d %d" % (case.id, supplier))})
        case.action_record_quote(supplier, [
            {"sourcing_line_id": line.id, "price_unit": _price(place, number), "lead_days": 10}
            for place, line in enumerate(case.line_ids)], until.isoformat(), scan.id)
