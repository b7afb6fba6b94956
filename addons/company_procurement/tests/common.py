"""Ground of the procurement tests: one user per role, goods, clean suppliers; no demo data."""
from datetime import timedelta

from odoo import Command, fields

from odoo.addons.company_base.tests.common import CompanyCase, CompanyFixture


class ProcurementFixture(CompanyFixture):
    """People, goods and suppliers of company A, with the shipped categories, routes and controls."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=[cls.company_a.id]))
        cls.department.can_request_purchases = True
        cls.other_department = cls.env["hr.department"].create(
            {"name": "Human Resources", "company_id": cls.company_a.id})
        cls._set_up_people()
        cls._set_up_goods()
        cls.suppliers = cls.env["res.partner"].concat(*(cls._new_supplier(index) for index in range(1, 5)))
        cls.category = cls.env.ref("company_procurement.category_general")
        cls.category_project = cls.env.ref("company_procurement.category_project_material")
        cls.category_works = cls.env.ref("company_procurement.category_project_works")
        cls.budget = cls._approved_budget(cls.project, 10000000)

    @classmethod
    def _set_up_people(cls):
        group = "company_procurement.group_{}".format
        cls.gm_employee = cls._new_employee("Wu General Manager", "test.gm")
        cls.manager.parent_id = cls.gm_employee
        cls.purchase_head_employee = cls._new_employee(
            "Liu Purchase Head", "test.head", groups=(group("purchase_head"),), manager=cls.gm_employee)
        cls.buyer_employee = cls._new_employee(
            "Wang Buyer", "test.buyer", groups=(group("buyer"),), manager=cls.purchase_head_employee)
        cls.buyer2_employee = cls._new_employee(
            "Zhao Buyer", "test.buyer2", groups=(group("buyer"),), manager=cls.purchase_head_employee)
        cls.checker_employee = cls._new_employee(
            "Chen Checker", "test.checker", groups=(group("price_checker"),), manager=cls.gm_employee)
        cls.finance_employee = cls._new_employee("Zhou Finance", "test.finance", manager=cls.gm_employee)
        cls.chairman_employee = cls._new_employee("Zheng Chairman", "test.chairman")
        cls.warehouse_employee = cls._new_employee("Sun Keeper", "test.keeper", manager=cls.gm_employee)
        cls.project_employee = cls._new_employee("Qian Projects", "test.projects", manager=cls.gm_employee)
        cls.legal_employee = cls._new_employee(
            "Feng Legal", "test.legal", groups=(group("legal"),), department=cls.other_department,
            manager=cls.gm_employee)
        cls.outsider_employee = cls._new_employee(
            "He Outsider", "test.outsider", department=cls.other_department, manager=cls.gm_employee)
        for code, employee in (
            ("purchase_head", cls.purchase_head_employee), ("finance_head", cls.finance_employee),
            ("general_manager", cls.gm_employee), ("chairman", cls.chairman_employee),
            ("warehouse_keeper", cls.warehouse_employee), ("project_head", cls.project_employee),
            ("price_checker", cls.checker_employee), ("internal_audit", cls.auditor),
            ("legal", cls.legal_employee),
        ):
            cls._give_role(code, employee)
        cls.requester = cls.employee.user_id
        cls.dept_head = cls.manager.user_id
        for name in ("gm", "purchase_head", "buyer", "buyer2", "checker", "finance", "chairman", "warehouse", "project",
                     "legal", "outsider"):
            setattr(cls, name, getattr(cls, f"{name}_employee").user_id)
        cls.finance_head = cls.finance

    @classmethod
    def _set_up_goods(cls):
        cls.unit = cls.env.ref("uom.product_uom_unit")
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.goods_category = cls.env["product.category"].create({"name": "Steel"})
        cls.product_a, cls.product_b = cls.env["product.product"].create([
            {"name": name, "is_storable": True, "categ_id": cls.goods_category.id, "standard_price": price,
             "specification": spec, "model_number": model, "uom_id": cls.unit.id, "supplier_taxes_id": False}
            for name, price, spec, model in (("Bolt", 10.0, "M24x90", "10.9S"), ("Plate", 250.0, "Q355B", "20mm"))
        ])
        cls.project = cls.env["account.analytic.account"].create({
            "name": "Bridge", "company_id": cls.company_a.id,
            "plan_id": cls.env["account.analytic.plan"].create({"name": "Projects"}).id,
        })

    @classmethod
    def _approved_budget(cls, project, amount, lines=None):
        """A budget in force; tests of the budget itself take one through its approval."""
        budget = cls.env["company.purchase.budget"].sudo()._as_engine().create({
            "kind": "project", "project_id": project.id, "company_id": project.company_id.id,
            "requester_id": cls.project_employee.user_id.id, "department_id": cls.department.id})
        budget.line_ids._as_engine().create([{"budget_id": budget.id, **values} for values in lines or [
            {"name": "All materials", "is_general": True, "quantity": 1, "price_unit": amount}]])
        budget._put_in_force()
        return budget

    @classmethod
    def _new_supplier(cls, index, state="qualified", **values):
        """A supplier that shares nothing with the others."""
        partner = cls.env["res.partner"].create({
            "name": f"Supplier {index}", "is_company": True, "vat": f"91440300MA5F{index:06d}",
            "phone": f"+86 755 8800 {index:04d}", "street": f"Road {index}", "city": "Shenzhen",
            "email": f"supplier{index}@example.com", "legal_representative": f"Legal Person {index}",
            "bank_ids": [Command.create({"acc_number": f"6222 0000 {index:08d}"})], **values,
        })
        cls._set_supplier_state(partner, state)
        return partner

    @classmethod
    def _set_supplier_state(cls, partner, state):
        """As the engine writes it after an approval (see test_supplier_qualification.py for the real way)."""
        partner._write_supplier_state(cls.company_a, state)

    # ------------------------------------------------------------------
    # Requests
    # ------------------------------------------------------------------

    @classmethod
    def _line(cls, product=None, quantity=10.0, **values):
        product = product or cls.product_a
        return Command.create({
            "product_id": product.id, "quantity": quantity, "needed_date": fields.Date.today() + timedelta(days=20),
            **values,
        })

    @classmethod
    def _new_request(cls, user=None, lines=None, **values):
        """A draft of the requester."""
        user = user or cls.requester
        return cls.env["company.purchase.request"].with_user(user).with_company(cls.company_a).create({
            "category_id": cls.category.id, "reason": "Site", "site": "Base 1", "line_ids": lines or [cls._line()],
            **values,
        })

    def _approve(self, document, opinion="Agreed"):
        """Everyone whose turn it is approves, until the approval ends; returns the users in their order."""
        users = self.env["res.users"]
        while document.sudo().approval_state == "pending":
            approval = document.sudo().approval_id
            user = approval.current_user_ids[:1]
            self.assertTrue(user, "nobody is asked")
            approval.with_user(user).action_approve(opinion)
            users += user
        return users

    def _approved_request(self, buyer=None, **values):
        """A request that went through its approval; dispatched when a buyer is given."""
        request = self._new_request(**values)
        request.action_submit()
        self._approve(request)
        if buyer:
            request.with_user(self.purchase_head).action_assign(buyer.id)
        return request

    def _put_in_stock(self, product, quantity, company=None):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", (company or self.company_a).id)], limit=1)
        self.env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, quantity)


class ProcurementCase(ProcurementFixture, CompanyCase):
    """Transaction case with the people and goods of procurement."""
