"""Three-tier approval: request and three decisions, each by another user, ours against OCA's."""

import statistics

from . import mail, measure, sample, tiers
from .result import Result

STEPS = ("request", "1st approval", "2nd approval", "3rd approval")
FASTER = 3
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
        "users notified inside Odoo.",
        ("", "OCA ms", "ours ms", "faster", "OCA queries", "ours queries"))
    with mail.muted():
        quiet = _race(contestants, rounds)
    _rows(result, "mail off", quiet)
    _rows(result, "as shipped", _race(contestants, rounds))
    times = {name: _cycle(calls) for name, calls in quiet.items()}
    faster = times["OCA"] / times["ours"]
    most = max(measure.queries(calls) for calls in quiet["ours"][1:])
    result.target(f"full cycle, mail off, at least {FASTER}× faster", f"{faster:.2f}×", faster >= FASTER)
    result.target(f"at most {QUERIES_PER_DECISION} queries per decision besides mail", most,
                  most <= QUERIES_PER_DECISION)
    return result


def _race(contestants, rounds, warm_up=5):
    """{name: [calls of the request, calls of each decision]}"""
    orders = {name: _orders(side, rounds + warm_up) for name, side in contestants.items()}
    kept = {name: [[] for _ in STEPS] for name in contestants}

    def cycle(name):
        def go(number):
            side, order = contestants[name], orders[name][number]
            calls = [side.submit(order), *(side.approve(order, user) for user in side.people.approvers)]
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


def _cycle(steps):
    """Median milliseconds of the whole way."""
    return statistics.median(sum(call.seconds for call in calls) for calls in zip(*steps)) * 1000


def _rows(result, label, kept):
    oca, ours = kept["OCA"], kept["ours"]
    for step, theirs, mine in zip(STEPS, oca, ours):
        one, two = measure.milliseconds(theirs), measure.milliseconds(mine)
        result.row(f"{step}, {label}", one, two, f"{one / two:.2f}×", measure.queries(theirs), measure.queries(mine))
    one, two = _cycle(oca), _cycle(ours)
    result.row(f"**whole cycle, {label}**", one, two, f"**{one / two:.2f}×**",
               sum(map(measure.queries, oca)), sum(map(measure.queries, ours)))
