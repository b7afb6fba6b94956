"""The same people, products and orders in every database."""

from dataclasses import dataclass

LINES = 10


@dataclass
class People:
    """Ids of users; the approvers decide in this order."""

    buyer: int
    approvers: tuple
    user_of_partner: dict


def make_user(env, login, *groups):
    """Id of a user who gets his notifications inside Odoo, not by e-mail."""
    return env["res.users"].create({
        "name": login, "login": login, "email": f"{login}@example.com", "notification_type": "inbox",
        "group_ids": [(6, 0, [env.ref(group).id for group in ("base.group_user", *groups)])],
    }).id


def make_people(env):
    """One buyer and three purchase managers."""
    approvers = [make_user(env, f"bench_approver_{number}", "purchase.group_purchase_manager") for number in (1, 2, 3)]
    buyer = make_user(env, "bench_buyer", "purchase.group_purchase_user")
    users = env["res.users"].browse([buyer, *approvers])
    return People(buyer, tuple(approvers), {user.partner_id.id: user.id for user in users})


def make_vendor(env, name="Bench vendor"):
    return env["res.partner"].create({"name": name, "is_company": True, "email": "vendor@example.com"})


def make_products(env, vendor, count=LINES):
    return env["product.product"].create([{
        "name": f"Bench product {number}", "type": "consu", "is_storable": True, "standard_price": 10 + number,
        "seller_ids": [(0, 0, {"partner_id": vendor.id, "price": 10 + number})],
    } for number in range(count)])


def make_orders(env, vendor, products, count, **values):
    return env["purchase.order"].create([{
        "partner_id": vendor.id, **values,
        "order_line": [(0, 0, {"product_id": product.id, "product_qty": 5, "price_unit": 10 + number})
                       for number, product in enumerate(products)],
    } for _ in range(count)])


def make_pile(env, buyer, count):
    """Ids of ``count`` orders of one line, copied by the database: thousands of documents in a second."""
    vendor = make_vendor(env)
    [order] = make_orders(env, vendor, make_products(env, vendor, 1), 1, user_id=buyer)
    env.flush_all()
    columns = [name for name, field in order._fields.items()
               if field.store and field.column_type and name not in ("id", "name")]
    names = ", ".join(f'"{column}"' for column in columns)
    env.cr.execute(f"""
        INSERT INTO purchase_order (name, {names})
        SELECT o.name || '/' || n, {", ".join(f'o."{column}"' for column in columns)}
          FROM purchase_order o, generate_series(1, %s) n WHERE o.id = %s
        RETURNING id
    """, (count, order.id))
    return [row[0] for row in env.cr.fetchall()]
