"""Who can do what: role × model × (read, write, create, unlink, every public method of ours) on the demo company.

Runs inside Odoo (``odoo shell``) and prints a table: one row for each model and door, one column for each role.

    rights       r, w, c, u: the right on the model as the server answers it (a minus where it doesn't exist)
    records      all, some or none of the demo company's records can be read
    done         the method did something for this role on at least one record
    refused      the method ran into a rule of the business (wrong state, wrong person, missing paper)
    -            no access at all
    no record    the demo company has none to try it on

Every call stands in a savepoint that is rolled back, so that the order of the calls doesn't matter.
"""
import csv
import inspect
import io
import logging

from odoo import fields
from odoo.exceptions import AccessError, LockError, MissingError, UserError
from odoo.sql_db import Savepoint

ROLES = {
    "requester": "zhang.eng", "department head": "li.eng", "buyer": "wang.buy", "head of purchasing": "liu.buy",
    "price checker": "chen.price", "finance": "zhou.fin", "warehouse": "sun.wh", "legal": "he.legal",
    "office": "feng.office", "personnel": "lv.hr", "general manager": "wu.gm", "chairman": "zheng.chair",
    "secrecy": "fang.gen", "clerk": "tian.office", "cashier": "ren.fin",
    "member": "qin.mkt", "module head": "shao.mkt",
    "auditor": "audit", "administrator": "admin", "supplier": "access.supplier",
}
RIGHTS = ("read", "write", "create", "unlink")
OURS = "odoo.addons.company_"
# doors of the client that only return a window to open, and those that call the outside world
SKIPPED = ("action_open", "action_view", "action_print", "action_show", "action_create_alternative")
RECORDS = 5


def new_supplier(env):
    """A portal user of a supplier of the demo company."""
    partner = env["res.partner"].search([("supplier_state", "=", "qualified"), ("is_company", "=", True)], limit=1)
    return env["res.users"].with_context(no_reset_password=True).create({
        "name": "Access", "login": ROLES["supplier"], "company_id": env.company.id,
        "group_ids": [fields.Command.set(env.ref("base.group_portal").ids)],
        "partner_id": env["res.partner"].create({"name": "Access", "parent_id": partner.id, "type": "contact"}).id})


def public_methods(model):
    """Names of the methods that a client may call and that one of our addons defines."""
    found = {}
    for kind in type(model).mro():
        if not kind.__module__.startswith(OURS):
            continue
        for name, member in vars(kind).items():
            if name.startswith("action_") and inspect.isfunction(member) and not name.startswith(SKIPPED):
                found.setdefault(name, member)
    return dict(sorted(found.items()))


def arguments(env, method):
    """Plausible plain values by the names of the parameters."""
    today = fields.Date.to_string(fields.Date.today())
    supplier = env["res.partner"].search([("supplier_state", "=", "qualified")], limit=1)
    values = {
        "user_id": env.ref("base.user_admin").id, "buyer_id": env.ref("base.user_admin").id, "user_ids": [],
        "partner_id": supplier.id, "partner_ids": supplier.ids, "lines": [], "values": {}, "attachment_id": False,
        "amount": 1.0, "price": 1.0, "score": 80, "scores": [], "quantity": 1.0, "to_step": False, "position": "after",
        "valid_until": today, "date": today, "signed_on": today, "deadline": today, "result": "accepted",
    }
    taken = [name for name in inspect.signature(method).parameters if name != "self"]
    return [values.get(name, today if name.endswith(("_on", "_date", "_until")) else "x") for name in taken]


def seen(model):
    """How much of a model one role reads."""
    total = model.sudo().with_context(active_test=False).search_count([])
    if not total or not model.has_access("read"):
        return "none"
    found = model.with_context(active_test=False).search_count([])
    return "all" if found == total else "some" if found else "none"


def outcome(env, records, name, values):
    """What one role gets from one door, the best of some records."""
    best = "-"
    for record in [*records] or [records]:
        savepoint = Savepoint(env.cr)
        try:
            getattr(record, name)(*values)
            best = "done"
        except AccessError:
            pass
        except (UserError, MissingError, LockError):
            best = "refused"
        except Exception as error:  # noqa: BLE001  placeholders of the wrong kind: the door is open to the role
            logging.getLogger(__name__).debug("%s.%s: %r", record._name, name, error)
            best = "refused"
        finally:
            savepoint.rollback()
            savepoint.close(rollback=False)
            env.invalidate_all(flush=False)
            env.transaction.clear()
        if best == "done":
            break
    return best


def rows(env):
    users = {role: env["res.users"].search([("login", "=", login)]) for role, login in ROLES.items()}
    own = {model for model in env.registry if model.startswith("company.") and not model.startswith("company.test.")}
    extended = {"purchase.order", "purchase.order.line", "stock.picking", "account.move", "account.payment",
                "res.partner", "product.product"} & set(env.registry)
    for name in sorted(own | extended):
        model = env[name]
        if model._abstract or model._transient:
            continue
        if name in own:
            yield [name, "rights", *("".join(
                right[0] if model.with_user(user).has_access(right) else "-" for right in RIGHTS)
                for user in users.values())]
            yield [name, "records", *(seen(model.with_user(user)) for user in users.values())]
        records = model.sudo().search([], limit=RECORDS, order="id")
        for method_name, method in public_methods(model).items():
            if not records and not getattr(method, "_api_model", False):
                yield [name, method_name, *["no record"] * len(users)]
                continue
            values = arguments(env, method)
            yield [name, method_name, *(
                outcome(env, records.with_user(user).with_context({"lang": "en_US"}), method_name, values)
                for user in users.values())]


def main(env):
    logging.disable(logging.WARNING)
    new_supplier(env)
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["model", "door", *ROLES])
    writer.writerows(rows(env))
    print("<<<matrix\n" + table.getvalue() + "matrix>>>")
    env.cr.rollback()


main(env)  # noqa: F821  given by odoo shell
