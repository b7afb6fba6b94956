"""Three-tier approval: request and three decisions, each by another user, ours against OCA's."""

from functools import partial

from . import browsers, mail, measure, sample, tiers
from .result import Result

STEPS = ("request", "1st approval", "2nd approval", "3rd approval")
FASTER = 3
BACKLOG = 100
WARM_UP = 5
QUERIES_PER_DECISION = 15


def run(ground, rounds=40):
    contestants = {
        "OCA": tiers.OcaTiers(ground.database("oca", tiers.OcaTiers.modules)),
        "ours": tiers.OurRoute(ground.database("ours_approval", tiers.OurRoute.modules)),
    }
    result = Result(
        "Three-tier approval of a purchase order",
        f"The same order ({sample.LINES} lines, made by the same user) goes through request and three decisions by "
        "three users; OCA `base_tier_validation` 19.0.1.4.6 with `purchase_tier_validation` 19.0.1.0.0.4 against "
        "`company_approval`. Each action is one RPC-like call with its own transaction and commit. *Mail off*: "
        "chatter, tracking, followers, e-mails and bus notifications muted on both sides. *As shipped*: all of it on, "
        f"users notified inside Odoo. *With counters*: as shipped, {BACKLOG} other approvals wait for each approver, "
        "and every browser that an action notifies asks for its counter, as both systrays do.",
        ("", "OCA ms", "ours ms", "faster", "OCA queries", "ours queries"))
    with mail.muted():
        quiet = _race(contestants, rounds)
    contestants["ours"].do_scheduled()
    shipped = _race(contestants, rounds, WARM_UP)
    scheduled = contestants["ours"].do_scheduled()
    result.notes.append(
        "Left to scheduled jobs by ours and not in the rows above, per cycle: "
        f"{scheduled.seconds * 1000 / (rounds + WARM_UP):.0f} ms to mirror the to-dos as activities and to queue "
        "e-mails, in batches. OCA has neither activities nor jobs; its messages are written at once.")
    for side in contestants.values():
        for user in side.people.approvers:
            side.fill(user, BACKLOG)
    races = {"mail off": quiet, "as shipped": shipped, "with counters": _race_with_counters(contestants, rounds)}
    for label, kept in races.items():
        faster = _rows(result, label, kept)
        result.target(f"full cycle, {label}: at least {FASTER}× faster", f"{faster:.2f}×", faster >= FASTER)
    most = max(measure.queries(calls) for calls in quiet["ours"][1:])
    result.target(f"at most {QUERIES_PER_DECISION} queries per decision besides mail", most,
                  most <= QUERIES_PER_DECISION)
    return result


def _race_with_counters(contestants, rounds):
    with browsers.listening() as told:
        return _race(contestants, rounds, act=lambda side, action: browsers.with_counters(side, told, action))


def _race(contestants, rounds, warm_up=WARM_UP, act=lambda side, action: action()):
    """{name: [calls of the request, calls of each decision]}"""
    orders = {name: _orders(side, rounds + warm_up) for name, side in contestants.items()}
    kept = {name: [[] for _ in STEPS] for name in contestants}

    def cycle(name):
        def go(number):
            side, order = contestants[name], orders[name][number]
            calls = [act(side, lambda: side.submit(order))]
            calls += [act(side, partial(side.approve, order, user)) for user in side.people.approvers]
            if number >= warm_up:
                for place, call in zip(kept[name], calls):
                    place.append(call)
            return measure.Call(sum(c.seconds for c in calls), sum(c.queries for c in calls))
        return go

    measure.interleave({name: cycle(name) for name in contestants}, rounds, warm_up)
    for name, side in contestants.items():
        side.check(orders[name])
    return kept


def _orders(side, count):
    with measure.environment(side.database, side.people.buyer) as env:
        vendor = sample.make_vendor(env(su=True))
        products = sample.make_products(env(su=True), vendor)
        return sample.make_orders(env, vendor, products, count, user_id=side.people.buyer).ids


def _cycles(steps):
    """The whole way of each order as one call."""
    return [measure.Call(sum(call.seconds for call in calls), sum(call.queries for call in calls))
            for calls in zip(*steps)]


def _rows(result, label, kept):
    """A row per step and one for the whole; gives how many times ours is faster."""
    for step, theirs, mine in zip((*STEPS, "**whole cycle**"), (*kept["OCA"], _cycles(kept["OCA"])),
                                  (*kept["ours"], _cycles(kept["ours"]))):
        faster = measure.ratio(theirs, mine)
        result.row(f"{step}, {label}", measure.milliseconds(theirs), measure.milliseconds(mine), f"{faster:.2f}×",
                   measure.queries(theirs), measure.queries(mine))
    return faster
