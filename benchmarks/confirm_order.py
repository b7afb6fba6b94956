"""Confirming a purchase order: stock Odoo against an order that has to pass our gate."""

from . import measure, sample
from .cases import Cases
from .result import Result

LIMIT = 1.15


def run(ground, rounds=60, warm_up=5):
    sides = {
        "stock": _stock(ground.database("stock"), rounds + warm_up),
        "ours": _ours(ground.database("ours_orders", ("company_procurement",)), rounds + warm_up),
    }
    calls = measure.interleave({name: _confirm(*side) for name, side in sides.items()}, rounds, warm_up)
    for database, _user, orders in sides.values():
        with measure.environment(database) as env:
            assert set(env["purchase.order"].browse(orders).mapped("state")) == {"purchase"}
    ratio = measure.ratio(calls["ours"], calls["stock"])
    result = Result(
        "Confirming a purchase order",
        f"`button_confirm` on {rounds} orders of {sample.LINES} storable products, which also makes the receipt. Ours: "
        "every control of the gate in mode *block*; each order comes from a case of its own with a request, three "
        "sealed quotes, price check, award and approval, all of which the gate checks again.",
        ("", "ms", "queries"))
    result.row("stock Odoo", measure.milliseconds(calls["stock"]), measure.queries(calls["stock"]))
    result.row("with our addons, rules on", measure.milliseconds(calls["ours"]), measure.queries(calls["ours"]))
    result.target(f"at most {LIMIT}× stock Odoo", f"{ratio:.2f}×", ratio <= LIMIT)
    return result


def _confirm(database, user, orders):
    return lambda number: measure.timed(database, user, "purchase.order", "button_confirm", [orders[number]])


def _stock(database, count):
    with measure.environment(database) as env:
        buyer = sample.make_people(env).buyer
        vendor = sample.make_vendor(env)
        products = sample.make_products(env, vendor)
        orders = sample.make_orders(env, vendor, products, count, user_id=buyer).ids
    return database, buyer, orders


def _ours(database, count):
    cases = Cases(database)
    return database, cases.users["buyer"], cases.orders(count)
