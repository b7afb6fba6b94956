"""Sourcing cases of ten lines and three sealed quotes, brought to their approval through the front doors."""

import base64
import datetime

from . import measure, sample

PRICES = (12, 11, 13)
GROUPS = {
    "engineer": (), "approver": (),
    "buyer": ("company_procurement.group_buyer",),
    "head": ("company_procurement.group_purchase_head",),
    "checker": ("company_procurement.group_price_checker",),
}


class Cases:
    def __init__(self, database):
        self.database = database
        with measure.environment(database) as env:
            self.users = {name: self._person(env, name, groups) for name, groups in GROUPS.items()}
            for model in ("company.purchase.request", "company.purchase.sourcing"):
                self._route(env, model)
            self.suppliers = [self._supplier(env, number) for number in range(1, len(PRICES) + 1)]
            vendor = env["res.partner"].browse(self.suppliers[PRICES.index(min(PRICES))])
            self.products = sample.make_products(env, vendor).ids

    # -- people, routes, suppliers -----------------------------------------------------------------------------------

    def _person(self, env, name, groups):
        department = env["hr.department"].search([("name", "=", "Bench")]) or env["hr.department"].create({
            "name": "Bench", "can_request_purchases": True})
        user = sample.make_user(env, f"bench_{name}", *groups)
        env["hr.employee"].create({"name": name, "user_id": user, "department_id": department.id})
        return user

    def _route(self, env, model):
        env["company.approval.route"].create({
            "name": f"Bench {model}", "sequence": 0, "model_id": env["ir.model"]._get(model).id,
            "step_ids": [(0, 0, {"name": "Approval", "order": 1, "approver_type": "users",
                                 "user_ids": [(6, 0, [self.users["approver"]])]})]})

    def _supplier(self, env, number):
        partner = env["res.partner"].create({
            "name": f"Bench supplier {number}", "is_company": True, "vat": f"91440300MA5F{number:06d}",
            "phone": f"+86 755 8800 {number:04d}", "street": f"Road {number}", "city": "Shenzhen",
            "email": f"supplier{number}@example.com", "legal_representative": f"Legal Person {number}",
            "bank_ids": [(0, 0, {"acc_number": f"6222 0000 {number:08d}"})]})
        partner._write_supplier_state(env.company, "qualified")
        return partner.id

    # -- the way of a case -------------------------------------------------------------------------------------------

    def orders(self, count):
        """``count`` orders of as many awarded and approved cases, made by the case and not confirmed yet."""
        orders = []
        for _ in range(count):
            with measure.environment(self.database) as env:
                case = self._awarded_case(env)
                case.action_submit()
                self._approve(case)
                orders += case.sudo()._make_orders(case.sudo()._get_open_awards()).ids
        assert len(orders) == count, "one supplier wins each case"
        return orders

    def _awarded_case(self, env):
        request = self._request(env)
        request.action_submit()
        self._approve(request)
        self._as("head", request).action_assign(self.users["buyer"])
        case_id = self._as("buyer", request).action_start_sourcing()
        case = self._as("buyer", env["company.purchase.sourcing"].browse(case_id))
        self._quotes(case)
        case.action_close_inquiry()
        self._as("checker", case).action_check_price([
            {"sourcing_line_id": line.id, "verified_price": max(PRICES) * 2, "result": "accepted"}
            for line in case.line_ids], "As usual")
        winner = case.sudo().quote_ids.filtered(
            lambda quote: quote.partner_id.id == self.suppliers[PRICES.index(min(PRICES))])
        case.action_award([{"quote_id": winner.id, "reason": "Lowest"}])
        return case

    def _request(self, env):
        needed = datetime.date.today() + datetime.timedelta(days=30)
        return self._as("engineer", env["company.purchase.request"]).create({
            "category_id": env.ref("company_procurement.category_general").id, "reason": "Benchmark", "site": "Site 1",
            "line_ids": [(0, 0, {"product_id": product, "quantity": 5, "needed_date": needed})
                         for product in self.products]})

    def _quotes(self, case):
        case.action_invite(self.suppliers)
        until = datetime.date.today() + datetime.timedelta(days=60)
        for number, (supplier, price) in enumerate(zip(self.suppliers, PRICES)):
            scan = case.env["ir.attachment"].create({
                "name": "quotation.pdf", "mimetype": "application/pdf",
                "datas": base64.b64encode(b"%%PDF-1.4\n%%EOF %d %d" % (case.id, supplier))})
            # every supplier reckons in its own way: equal or evenly spaced prices would be a sign of collusion
            lines = [{"sourcing_line_id": line.id, "lead_days": 10,
                      "price_unit": price + 0.13 * ((place * 3 + number * number * 2) % 5)}
                     for place, line in enumerate(case.line_ids)]
            case.action_record_quote(supplier, lines, until.isoformat(), scan.id)

    def _approve(self, document):
        approval = document.sudo().approval_id
        self._as("approver", approval.sudo(False)).action_approve("OK")

    def _as(self, name, records):
        return records.with_user(self.users[name])
