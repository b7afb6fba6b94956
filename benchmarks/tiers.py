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
            self.definition, *_rest = env["tier.definition"].create([{
                "name": f"Tier {number}", "model_id": model.id, "review_type": "individual", "reviewer_id": user,
                "sequence": 40 - number, "approve_sequence": True, "notify_on_pending": True,
            } for number, user in enumerate(self.people.approvers, start=1)]).ids

    def submit(self, order):
        return measure.timed(self.database, self.people.buyer, "purchase.order", "request_validation", [order])

    def approve(self, order, user):
        return measure.timed(self.database, user, "purchase.order", "validate_tier", [order])

    def check(self, orders):
        with measure.environment(self.database) as env:
            assert set(env["purchase.order"].browse(orders).mapped("validation_status")) == {"validated"}

    def count(self, user):
        """What the bar on top of every page asks for."""
        return measure.timed(self.database, user, "res.users", "review_user_count")

    def fill(self, user, count):
        """``count`` orders that wait for the first tier of this user, made by the database."""
        with measure.environment(self.database) as env:
            orders = sample.make_pile(env, self.people.buyer, count)
            env.cr.execute("""
                WITH review AS (
                    INSERT INTO tier_review (model, res_id, definition_id, company_id, status, sequence, can_review,
                                             requested_by, todo_by, create_uid, create_date)
                    SELECT 'purchase.order', id, %s, company_id, 'pending', 1, true, %s, %s, %s, now()
                      FROM purchase_order WHERE id = ANY(%s)
                    RETURNING id)
                INSERT INTO res_users_tier_review_rel (tier_review_id, res_users_id) SELECT id, %s FROM review
            """, (self.definition, self.people.buyer, env["res.users"].browse(user).name, self.people.buyer, orders,
                  user))
            env.cr.execute("UPDATE purchase_order SET validation_status = 'pending' WHERE id = ANY(%s)", (orders,))
        measure.analyze(self.database, "tier_review", "res_users_tier_review_rel", "purchase_order")


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

    def do_scheduled(self):
        """What the actions left to scheduled jobs: activities and e-mails."""
        def jobs():
            with measure.environment(self.database) as env:
                env["company.approval"]._cron_mails()
                while env["company.todo"]._cron_mirror_activities():
                    env.cr.commit()

        return measure.stopwatch(jobs)

    def count(self, user):
        """What the bar on top of every page asks for."""
        return measure.timed(self.database, user, "company.todo", "get_my_count")

    def fill(self, user, count):
        """``count`` orders that wait for this user, made by the database."""
        with measure.environment(self.database) as env:
            orders = sample.make_pile(env, self.people.buyer, count)
            env.cr.execute("""
                INSERT INTO company_todo (name, user_id, company_id, kind, res_model, res_id, requester_id, amount,
                                          currency_id, state, opened_on, deadline)
                SELECT name, %s, company_id, 'approval', 'purchase.order', id, %s, amount_total, currency_id, 'open',
                       now(), now() + id %% 100 * interval '1 hour' - interval '1 day'
                  FROM purchase_order WHERE id = ANY(%s)
            """, (user, self.people.buyer, orders))
        measure.analyze(self.database, "company_todo", "purchase_order")
