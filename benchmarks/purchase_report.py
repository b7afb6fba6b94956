"""The yearly purchase report over many orders, against stock Odoo's own purchase analysis with as many groupings."""

import datetime

from . import measure, sample
from .result import Result

SIZES = (5_000, 50_000)
GROUPINGS = (["user_id"], ["partner_id"], ["category_id"], ["product_id"], ["date_order:month"], [])
GROWTH = 1.2


def run(ground, rounds=7):
    database = ground.database("ours_report", ("company_procurement",))
    year = datetime.date.today().year
    with measure.environment(database) as env:
        head = sample.make_user(env, "bench_head", "company_procurement.group_purchase_head")
        original = _first_order(env)
    result = Result(
        "Yearly purchase report",
        "`action_generate('year')`: figures of the whole, of five groupings and of every stage, kept as a report. "
        f"Stock: `formatted_read_group` of `purchase.report` for {len(GROUPINGS)} groupings, as a pivot asks for them.",
        ("orders", "stock ms", "our ms", "our queries"))
    found, filled = [], 1
    for size in SIZES:
        with measure.environment(database) as env:
            _multiply(env, original, size - filled, year)
        filled = size
        measure.analyze(database, "purchase_order", "purchase_order_line")
        calls = measure.interleave({
            "stock": lambda _number: _stock(database, head),
            "ours": lambda _number: measure.timed(database, head, "company.purchase.report", "action_generate", "year"),
        }, rounds, warm_up=2)
        _check(database, calls, size)
        result.row(f"{size:,}", measure.milliseconds(calls["stock"]), measure.milliseconds(calls["ours"]),
                   measure.queries(calls["ours"]))
        found.append((size, measure.milliseconds(calls["ours"]), measure.queries(calls["ours"])))
    growth = (found[1][1] / found[1][0]) / (found[0][1] / found[0][0])
    result.target(f"time per order grows at most {GROWTH}× with ten times the orders", f"{growth:.2f}×",
                  growth <= GROWTH)
    result.target("same number of queries", f"{found[0][2]:.0f}, {found[1][2]:.0f}", found[0][2] == found[1][2])
    return result


def _stock(database, user):
    measures = ["price_total:sum", "qty_ordered:sum", "delay:avg", "order_id:count_distinct"]

    def call():
        return [measure.execute(database, user, "purchase.report", "formatted_read_group", [], groupby, measures)
                for groupby in GROUPINGS]
    return measure.stopwatch(call)


def _check(database, calls, size):
    with measure.environment(database) as env:
        report = env["company.purchase.report"].browse(calls["ours"][-1].result)
        assert report.order_count == size, (report.order_count, size)


def _first_order(env):
    env["company.control"].search([]).write({"default_mode": "off"})
    vendor = sample.make_vendor(env)
    order = sample.make_orders(env, vendor, sample.make_products(env, vendor)[:1], 1)
    order.button_confirm()
    env["stock.picking"].search([("origin", "=", order.name)]).action_cancel()
    return order.id


def _multiply(env, order_id, count, year):
    """Copies of one order and its line by SQL, spread over the year, ten suppliers, fifty products."""
    partners = env["res.partner"].create([{"name": f"Vendor {index}"} for index in range(10)]).ids
    products = env["product.product"].create([{"name": f"Product {index}"} for index in range(50)]).ids
    env.flush_all()
    days = f"timestamp '{year}-01-01 08:00' + (n % 320) * interval '1 day'"
    _copy(env.cr, "purchase_order", f"id = {order_id}", count, {
        "id": "nextval('purchase_order_id_seq')", "name": "'B' || n || '-' || base.id", "date_approve": days,
        "date_order": days, "partner_id": f"(ARRAY{partners})[n %% 10 + 1]"})
    _copy(env.cr, "purchase_order_line", f"order_id = {order_id}", 1, {
        "id": "nextval('purchase_order_line_id_seq')", "order_id": "made.id", "partner_id": "made.partner_id",
        "product_id": f"(ARRAY{products})[made.id %% 50 + 1]", "price_unit": "10 + made.id %% 7",
        "price_total": "(10 + made.id %% 7) * base.product_qty", "date_order": "made.date_order",
        "date_approve": "made.date_approve", "date_planned": "made.date_order + interval '9 days'"},
        join=f"JOIN purchase_order made ON made.id <> {order_id} AND NOT EXISTS ("
             "SELECT FROM purchase_order_line line WHERE line.order_id = made.id)")


def _copy(cursor, table, condition, count, changed, join=""):
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'", [table])
    columns = [name for name, in cursor.fetchall()]
    values = ", ".join(changed.get(name, f'base."{name}"').replace("%%", "%") for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} base {join} "
        f"CROSS JOIN generate_series(1, {count}) n WHERE base.{condition}")
