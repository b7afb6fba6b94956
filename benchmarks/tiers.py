"""Two ways to have a purchase order approved by three people: OCA's tiers and our route."""

from . import measure, oca, sample


class OcaTiers:
    """purchase_tier_validation: three tiers in sequence, the next reviewer is told when it is his turn."""

    modules = oca.MODULES

    def __init__(self, database):
        self.database = database
        with measure.environment(database) as env:
            self.people = sample.make_people(env)
            model = env["ir.model"]._get("purchase.order")
            env["tier.definition"].create([{
                "name": f"Tier {number}", "model_id": model.id, "review_type": "individual", "reviewer_id": user,
                "sequence": 40 - number, "approve_sequence": True, "notify_on_pending": True,
            } for number, user in enumerate(self.people.approvers, start=1)])

    def submit(self, order):
        return measure.timed(self.database, self.people.buyer, "purchase.order", "request_validation", [order])

    def approve(self, order, user):
        return measure.timed(self.database, user, "purchase.order", "validate_tier", [order])

    def check(self, orders):
        with measure.environment(self.database) as env:
            assert set(env["purchase.order"].browse(orders).mapped("validation_status")) == {"validated"}


class OurRoute:
    """company_approval on the same model: a route of three steps, each decided by a named user."""

    modules = ("bench_purchase_approval",)

    def __init__(self, database):
        self.database = database
        with measure.environment(database) as env:
            self.people = sample.make_people(env)
            env["company.approval.route"].create({
                "name": "Three tiers", "model_id": env["ir.model"]._get("purchase.order").id,
                "step_ids": [(0, 0, {"name": f"Tier {number}", "order": number, "approver_type": "users",
                                     "user_ids": [(6, 0, [user])]})
                             for number, user in enumerate(self.people.approvers, start=1)],
            })

    def submit(self, order):
        return measure.timed(self.database, self.people.buyer, "purchase.order", "action_submit", [order])

    def approve(self, order, user):
        [data] = measure.execute(self.database, user, "purchase.order", "read", [order], ["approval_id"])
        return measure.timed(self.database, user, "company.approval", "action_approve", [data["approval_id"][0]], "OK")

    def check(self, orders):
        with measure.environment(self.database) as env:
            assert set(env["purchase.order"].browse(orders).mapped("approval_state")) == {"approved"}
