"""Sourcing cases of the demo company, brought to their approval through the front doors, inside this process."""

import datetime
import sys

from . import measure, sample
from .ground import ROOT


class Client:
    """What docs/examples/rpc_client.py is for a network: ``call`` as one user."""

    def __init__(self, database, uid):
        self.database = database
        self.uid = uid

    def call(self, model, method, *args, **kwargs):
        return measure.execute(self.database, self.uid, model, method, *args, **kwargs)


class Cases:
    def __init__(self, database):
        sys.path.insert(0, str(ROOT / "docs" / "examples"))
        import first_purchase

        self.steps = first_purchase
        self.database = database
        self.clients = {}
        with measure.environment(database) as env:
            vendor = sample.make_vendor(env)
            self.products = sample.make_products(env, vendor).ids
            self.uom = env.ref("uom.product_uom_unit").id

    def client_of(self, login):
        if login not in self.clients:
            with measure.environment(self.database) as env:
                user = env["res.users"].search([("login", "=", login)])
            self.clients[login] = Client(self.database, user.id)
        return self.clients[login]

    def orders(self, count):
        """``count`` orders of as many awarded and approved cases, made by the case and not confirmed yet."""
        cases = [self._approved_case() for _ in range(count)]
        orders = []
        for case_id in cases:
            with measure.environment(self.database, self.client_of("wang.buy").uid) as env:
                case_sudo = env["company.purchase.sourcing"].browse(case_id).sudo()
                orders += case_sudo._make_orders(case_sudo._get_open_awards()).ids
        assert len(orders) == count, "one supplier wins each case"
        return orders

    def _approved_case(self):
        engineer, buyer, head = map(self.client_of, ("zhang.eng", "wang.buy", "liu.buy"))
        request = self._request(engineer)
        engineer.call("company.purchase.request", "action_submit", [request])
        self.steps.decide_all(self.client_of, "company.purchase.request", request)
        head.call("company.purchase.request", "action_assign", [request], buyer.uid)
        case = buyer.call("company.purchase.request", "action_start_sourcing", [request])
        partners = self.steps.suppliers(buyer)
        lines = self.steps.record_quotes(buyer, case, partners)
        buyer.call("company.purchase.sourcing", "action_close_inquiry", [case])
        prices = self.steps.PRICES
        self.steps.check_prices(self.client_of("chen.price"), case, lines, min(prices))
        self.steps.award(buyer, case, lines, partners[prices.index(min(prices))])
        buyer.call("company.purchase.sourcing", "action_submit", [case])
        self.steps.decide_all(self.client_of, "company.purchase.sourcing", case)
        return case

    def _request(self, engineer):
        [category] = engineer.call("company.purchase.category", "search", [("code", "=", "general")])
        needed = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()
        return engineer.call("company.purchase.request", "create", [{
            "category_id": category, "reason": "Benchmark", "site": "Site 1",
            "line_ids": [(0, 0, {"product_id": product, "description": f"Item {number}", "quantity": 5,
                                 "uom_id": self.uom, "needed_date": needed, "estimated_price": 10})
                         for number, product in enumerate(self.products)],
        }])[0]
