"""The list of what waits for one user, with 10, 1,000 and 20,000 pending approvals."""

from lxml import etree

from . import measure, tiers
from .result import Result

SIZES = (10, 1000, 20000)
PAGE = 80


def run(ground, rounds=30):
    theirs = tiers.OcaTiers(ground.database("oca_todo", tiers.OcaTiers.modules))
    ours = tiers.OurRoute(ground.database("ours_todo", tiers.OurRoute.modules))
    page = _page(ours.database, "company_base.company_todo_action")
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
            side.fill(side.people.approvers[0], size - filled)
        filled = size
        found.append(_measure(result, theirs, ours, page, size, rounds))
    result.target("same number of queries at all three sizes",
                  ", ".join(f"{count:.0f}+{page:.0f}" for count, page in found), len(set(found)) == 1)
    return result


def _measure(result, theirs, ours, page, size, rounds):
    user = ours.people.approvers[0]

    def their_count(_number):
        call = theirs.count(theirs.people.approvers[0])
        assert call.result[0]["pending_count"] == size, call.result
        return call

    def our_count(_number):
        call = ours.count(user)
        assert call.result["open"] == size, call.result
        return call

    def our_list(_number):
        call = measure.timed(ours.database, user, "company.todo", "web_search_read", **page)
        assert (len(call.result["records"]), call.result["length"]) == (min(size, PAGE), min(size, 10001))
        return call

    calls = measure.interleave({"OCA": their_count, "count": our_count, "list": our_list},
                               rounds if size <= 1000 else max(5, rounds // 5), warm_up=2)
    names = ("OCA", "count", "list")
    result.row(f"{size:,}", *(measure.milliseconds(calls[name]) for name in names),
               *(measure.queries(calls[name]) for name in names))
    return measure.queries(calls["count"]), measure.queries(calls["list"])


def _page(database, xmlid):
    """Arguments of web_search_read for the list view of an action."""
    with measure.environment(database) as env:
        action = env.ref(xmlid)
        model = env[action.res_model]
        view = next((view.view_id.id for view in action.view_ids if view.view_mode == "list"), False)
        arch = etree.fromstring(model.get_views([(view, "list")])["views"]["list"]["arch"])
        names = dict.fromkeys(node.get("name") for node in arch.iterfind("./field"))
        specification = {name: {"fields": {"display_name": {}}} if model._fields[name].type == "many2one" else {}
                         for name in names}
    return {"domain": [("is_mine", "=", True), ("state", "=", "open")], "specification": specification,
            "limit": PAGE, "count_limit": 10001, "context": {"force_search_count": True}}
