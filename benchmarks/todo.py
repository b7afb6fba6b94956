"""The list of what waits for one user, with 10, 1,000 and 20,000 pending approvals."""

from lxml import etree

from . import measure, oca, sample, tiers
from .result import Result

SIZES = (10, 1000, 20000)
PAGE = 80


class OcaInbox:
    """OCA has no list of its own: its systray counts the pending reviews at every page load and every change."""

    def __init__(self, database):
        self.tiers = tiers.OcaTiers(database)
        self.database = database
        self.user = self.tiers.people.approvers[0]

    def fill(self, count):
        with measure.environment(self.database) as env:
            orders = _orders(env, self.tiers.people.buyer, count)
            definition = env["tier.definition"].search([], order="sequence desc", limit=1)
            env.cr.execute("""
                WITH review AS (
                    INSERT INTO tier_review (model, res_id, definition_id, company_id, status, sequence, can_review,
                                             requested_by, todo_by, create_uid, create_date)
                    SELECT 'purchase.order', id, %s, company_id, 'pending', 1, true, %s, %s, %s, now()
                      FROM purchase_order WHERE id = ANY(%s)
                    RETURNING id)
                INSERT INTO res_users_tier_review_rel (tier_review_id, res_users_id) SELECT id, %s FROM review
            """, (definition.id, self.tiers.people.buyer, env["res.users"].browse(self.user).name,
                  self.tiers.people.buyer, orders, self.user))
            env.cr.execute("UPDATE purchase_order SET validation_status = 'pending' WHERE id = ANY(%s)", (orders,))
        _analyze(self.database, "tier_review", "res_users_tier_review_rel", "purchase_order")

    def count(self, expected):
        call = measure.timed(self.database, self.user, "res.users", "review_user_count")
        assert call.result[0]["pending_count"] == expected, call.result
        return call


class OurInbox:
    """The systray's counter and one page of the list, as the web client asks for them."""

    modules = ("company_approval",)

    def __init__(self, database):
        self.database = database
        with measure.environment(database) as env:
            self.people = sample.make_people(env)
            self.user = self.people.approvers[0]
            self.page = _page(env, "company_base.company_todo_action")

    def fill(self, count):
        with measure.environment(self.database) as env:
            orders = env["purchase.order"].browse(_orders(env, self.people.buyer, count))
            env.cr.execute("""
                INSERT INTO company_todo (name, user_id, company_id, kind, res_model, res_id, requester_id, amount,
                                          currency_id, state, opened_on, deadline)
                SELECT name, %s, company_id, 'approval', 'purchase.order', id, %s, amount_total, currency_id, 'open',
                       now(), now() + id %% 100 * interval '1 hour' - interval '1 day'
                  FROM purchase_order WHERE id = ANY(%s)
            """, (self.user, self.people.buyer, orders.ids))
        _analyze(self.database, "company_todo")

    def count(self, expected):
        call = measure.timed(self.database, self.user, "company.todo", "get_my_count")
        assert call.result["open"] == expected, call.result
        return call

    def list(self, expected):
        call = measure.timed(self.database, self.user, "company.todo", "web_search_read", **self.page)
        assert len(call.result["records"]) == min(expected, PAGE)
        return call


def run(ground, rounds=30):
    theirs = OcaInbox(ground.database("oca_todo", oca.MODULES))
    ours = OurInbox(ground.database("ours_todo", (*OurInbox.modules, "purchase")))
    result = Result(
        "To-do list of one user",
        f"Pending approvals of one user. Ours: the systray's counter (`get_my_count`) and the first page of {PAGE} "
        "rows of the list with every column of its view and the pager's total (`web_search_read`); OCA: the systray's "
        "count (`review_user_count`), which is all it has.",
        ("pending", "OCA count ms", "our count ms", "our list ms", "OCA count queries", "our count queries",
         "our list queries"))
    found, filled = [], 0
    for size in SIZES:
        for side in (theirs, ours):
            side.fill(size - filled)
        filled = size
        found.append(_measure(result, theirs, ours, size, rounds))
    same = len({(queries_count, queries_list) for queries_count, queries_list in found}) == 1
    result.target("same number of queries at all three sizes",
                  ", ".join(f"{one:.0f}+{two:.0f}" for one, two in found), same)
    return result


def _measure(result, theirs, ours, size, rounds):
    calls = measure.interleave({
        "OCA": lambda number: theirs.count(size),
        "count": lambda number: ours.count(size),
        "list": lambda number: ours.list(size),
    }, rounds if size <= 1000 else max(5, rounds // 5), warm_up=2)
    names = ("OCA", "count", "list")
    result.row(f"{size:,}", *(measure.milliseconds(calls[name]) for name in names),
               *(measure.queries(calls[name]) for name in names))
    return measure.queries(calls["count"]), measure.queries(calls["list"])


def _orders(env, buyer, count):
    vendor = sample.make_vendor(env)
    [order] = sample.make_orders(env, vendor, sample.make_products(env, vendor, 1), 1, user_id=buyer)
    return sample.copy_order(env, order, count)


def _page(env, xmlid):
    """Arguments of web_search_read for the list view of an action."""
    action = env.ref(xmlid)
    model = env[action.res_model]
    view = next((view.view_id.id for view in action.view_ids if view.view_mode == "list"), False)
    arch = etree.fromstring(model.get_views([(view, "list")])["views"]["list"]["arch"])
    names = dict.fromkeys(node.get("name") for node in arch.iterfind("./field"))
    specification = {name: {"fields": {"display_name": {}}} if model._fields[name].type == "many2one" else {}
                     for name in names}
    return {"domain": [("is_mine", "=", True), ("state", "=", "open")], "specification": specification,
            "limit": PAGE, "count_limit": 10001, "context": {"force_search_count": True}}


def _analyze(database, *tables):
    with measure.environment(database) as env:
        for table in tables:
            env.cr.execute(f"ANALYZE {table}")
