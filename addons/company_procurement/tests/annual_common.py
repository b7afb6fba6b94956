"""An annual purchase at every stage of its way."""
from odoo import Command

from .sourcing_common import SourcingCase


class AnnualCase(SourcingCase):
    """Demand, case and contract by the right persons; every supplier is a preferred one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for supplier in cls.suppliers:
            cls._set_supplier_state(supplier, "preferred")
        cls.category_annual = cls.env.ref("company_procurement.category_annual")

    def _demand(self, **values):
        return self.env["company.purchase.annual.demand"].with_user(self.requester).create({
            "department_id": self.department.id, "reason": "Laboratory", "line_ids": [
                Command.create({"product_id": self.product_a.id, "quantity": 1000, "price_unit": 12.0}),
                Command.create({"product_id": self.product_b.id, "quantity": 20, "price_unit": 260.0})], **values})

    def _filed(self):
        demand = self._demand()
        demand.action_submit()
        self._approve(demand)
        demand.with_user(self.finance).action_file_budget()
        return demand

    def _annual_case(self):
        demand = self._filed()
        request = self.env["company.purchase.request"].with_user(self.requester).browse(demand.action_create_request())
        self.assertEqual(request.state, "approved")
        request.with_user(self.purchase_head).action_assign(self.buyer.id)
        case = self.env["company.purchase.sourcing"].with_user(self.buyer).browse(
            request.with_user(self.buyer).action_start_sourcing())
        case.action_invite(self.suppliers[:3].ids)
        for index in range(3):
            self._record(case, index)
        case.action_close_inquiry()
        self._check_prices(case)
        case.action_award([{"quote_id": case.sudo().quote_ids.sorted("id")[0].id, "reason": "All from one hand"}])
        case.action_submit()
        self._approve(case)
        return case

    def _contract(self):
        case = self._annual_case()
        return case, self._sign_contracts(case)
