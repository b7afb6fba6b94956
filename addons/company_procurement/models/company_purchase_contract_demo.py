from odoo import Command, api, fields, models

STEEL = ("supplier_xinda", "supplier_yuegang", "supplier_huaye")
BRIDGE = (
    ("product_hbeam", 320, 4300), ("product_plate", 180, 4400), ("product_bolt", 20000, 16),
    ("product_paint", 300, 420),
)


class CompanyPurchaseBudget(models.Model):
    """Demo budgets: prepared, approved and submitted by the persons whose steps they are."""

    _inherit = "company.purchase.budget"

    @api.model
    def _load_demo_budgets(self):
        """One project in force, one that waits for finance, one draft."""
        self._demo_budget("project_bridge", BRIDGE, 600000, "按施工图工程量清单及近三个月市场价编制")
        self._demo_budget("project_tower", [("product_hbeam", 60, 4300), ("product_cable", 3000, 235)], 80000,
                          "二期 24 座铁塔材料预算", approve_until="company_base.demo_user_zhou_fin")
        self._demo_budget("project_plant", [("product_hcl", 120, 45)], 30000, "中试线药剂与耗材,待补充工程量",
                          submit=False)
        return True

    @api.model
    def _demo_budget(self, project, goods, rest, note, approve_until=None, submit=True):
        budget = self.with_user(self.env.ref("company_base.demo_user_zhang_eng")).create({
            "kind": "project", "project_id": self.env.ref(f"company_procurement.{project}").id, "note": note,
            "line_ids": [*(Command.create(self._demo_line(*row)) for row in goods), Command.create({
                "name": "其他材料", "is_general": True, "quantity": 1, "price_unit": rest})],
        })
        if submit:
            budget.action_submit()
            self.env["company.purchase.sourcing"]._demo_approve(
                budget, approve_until and self.env.ref(approve_until))
        return budget

    @api.model
    def _demo_line(self, product, quantity, price):
        record = self.env.ref(f"company_procurement.{product}")
        return {"product_id": record.id, "quantity": quantity, "uom_id": record.uom_id.id, "price_unit": price}


class CompanyPurchaseContract(models.Model):
    """Demo contracts: signed with its order, and waiting for the legal department; a filed annual demand."""

    _inherit = "company.purchase.contract"

    @api.model
    def _load_demo_contracts(self):
        """Contracts and annual demand at several stages."""
        cases = self.env["company.purchase.sourcing"]
        case = cases._demo_awarded("跨线桥横梁加工", [("product_hbeam", 5), ("product_plate", 2)], STEEL,
                                   [(4020, 4130), (3980, 4100), (4060, 4155)])
        self._demo_contract(case, "预付 30%,到货验收合格付 60%,质保期满付 10%")
        waiting = cases._demo_awarded("护栏制作用料", [("product_plate", 6)], STEEL, [(4110,), (4070,), (4095,)])
        self._demo_contract(waiting, "验收合格后 30 日内付清", self.env.ref("company_base.demo_user_he_legal"))
        self._demo_demands()
        return True

    @api.model
    def _demo_contract(self, case, terms, stop_at=None):
        case.action_submit()
        case._demo_approve(case)
        for contract in self.with_user(case.env.user).browse(case.action_create_contracts()):
            contract.write({
                "payment_terms": terms, "delivery_terms": "送货至一号生产基地,附材质证明书与合格证,三方验收",
                "warranty_terms": "质保期一年;逾期交货每日按合同额千分之三支付违约金"})
            contract._demo_schedule(terms)
            contract.action_submit()
            case._demo_approve(contract, stop_at)
            if stop_at:
                continue
            scan = self.env["ir.attachment"].with_user(case.env.user).create({
                "name": f"{contract.name}(已签章).pdf", "mimetype": "application/pdf",
                "raw": contract._demo_scan()})
            contract.action_sign(scan.id)
        if not stop_at:
            case.action_create_orders()

    def _demo_schedule(self, terms):
        if "预付" not in terms:
            return
        self.instalment_ids.unlink()
        self.write({"instalment_ids": [
            Command.create({"sequence": 10, "name": "预付款", "percent": 30, "due_on": "signature", "due_days": 7}),
            Command.create({"sequence": 20, "name": "到货款", "percent": 60, "due_on": "acceptance", "due_days": 30}),
            Command.create({"sequence": 30, "name": "质保金", "percent": 10, "due_on": "warranty", "due_days": 365})]})

    def _demo_scan(self):
        """The contract form as a scan of the signed contract would show it."""
        pdf, _kind = self.env["ir.actions.report"].sudo()._render_qweb_pdf(
            "company_procurement.company_purchase_contract_report", self.ids)
        return pdf

    @api.model
    def _demo_demands(self):
        """One demand filed and being purchased, one that waits for finance to file it."""
        year = fields.Date.today().year
        requester = self.env.ref("company_base.demo_user_zhang_eng")
        demands = self.env["company.purchase.annual.demand"].with_user(requester)
        for reason, goods, file in (
            ("焊接车间全年消耗", [("product_weldwire", 6000, 9.5), ("product_rebar", 40, 3900)], True),
            ("全年劳保用品", [("product_helmet", 600, 33), ("product_glove", 5000, 6.5)], False),
        ):
            demand = demands.create({"year": year, "reason": reason, "line_ids": [
                Command.create({"product_id": self.env.ref(f"company_procurement.{product}").id,
                                "quantity": quantity, "price_unit": price}) for product, quantity, price in goods]})
            demand.action_submit()
            self.env["company.purchase.sourcing"]._demo_approve(demand)
            if file:
                demand.with_user(self.env.ref("company_base.demo_user_zhou_fin")).action_file_budget()
                demand.action_create_request()
