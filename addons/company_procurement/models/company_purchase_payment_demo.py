import base64
from datetime import timedelta

from odoo import Command, api, fields, models

from .company_purchase_sourcing_demo import ELECTRIC, SAFETY, STEEL


class CompanyPurchasePayment(models.Model):
    """Demo papers of the payment side: every role of it finds something to do."""

    _inherit = "company.purchase.payment"

    @api.model
    def _load_demo_payments(self):
        """One application to hand in, one before finance, an open advance, an overdue reimbursement."""
        ready, bill = self._demo_billed("车间照明改造", "product_breaker", 18, ELECTRIC, (352, 361, 366), "31206")
        self._demo_apply(ready, bill, "车间照明改造断路器货款")
        ordered, bill = self._demo_billed("劳保用品补充", "product_helmet", 120, SAFETY, (31, 33, 32.5), "31207")
        self._demo_apply(ordered, bill, "安全帽货款").action_submit()
        self._demo_advance(self._demo_order("钢平台临时加固", "product_plate", 2, STEEL, (4080, 4110, 4135)))
        self._demo_overdue_claim()
        return True

    @api.model
    def _demo_as(self, login):
        return self.with_user(self.env.ref(f"company_base.demo_user_{login}")).env

    def _demo_billed(self, reason, product, quantity, suppliers, prices, invoice):
        """(order, bill) of goods that came and were accepted; without an invoice number nothing is billed."""
        order = self._demo_order(reason, product, quantity, suppliers, prices)
        for kind, label in (("order", "盖章订购单"), ("delivery_note", "送货单")):
            order.action_attach_paper(kind, self._demo_file(order, f"{label}{order.name}.pdf").id)
        self._demo_accept(order)
        return order, self._demo_bill(order, invoice) if invoice else False

    def _demo_order(self, reason, product, quantity, suppliers, prices):
        """The confirmed order of an awarded and approved case."""
        sourcing = self.env["company.purchase.sourcing"]
        case = sourcing._demo_awarded(reason, [(product, quantity)], suppliers, [(price,) for price in prices])
        case.action_submit()
        sourcing._demo_approve(case)
        return self._demo_as("wang_buy")["purchase.order"].browse(case.action_create_orders())

    @api.model
    def _demo_file(self, record, name):
        return record.env["ir.attachment"].create({
            "name": name, "mimetype": "application/pdf", "raw": self._demo_page(name)})

    @api.model
    def _demo_page(self, title):
        """A paper of one page with nothing but its name, as a PDF that every viewer opens."""
        from weasyprint import HTML
        return HTML(string=f"<h1>{title}</h1>").write_pdf()

    def _demo_accept(self, order):
        """The keeper counts, three people sign, the goods are put in stock."""
        for acceptance in order.sudo().acceptance_ids.filtered(lambda acceptance: acceptance.state == "draft"):
            keeper = self._demo_as("sun_wh")
            keeper[acceptance._name].browse(acceptance.id).action_count(
                [{"line_id": line.id, "counted_qty": line.due_qty} for line in acceptance.line_ids],
                f"SH{order.name[-4:]}")
            self._demo_certify(keeper[acceptance._name].browse(acceptance.id))
            signers = (acceptance.buyer_id, acceptance.requester_ids[:1], keeper.user)
            for user in signers:
                acceptance.with_user(user).action_sign("ok", "数量相符、质量合格")
            acceptance.picking_id.with_env(keeper).with_context(skip_backorder=True).button_validate()

    def _demo_certify(self, acceptance):
        """The papers that the category of the goods asks for came along."""
        needed = set(acceptance.line_ids.mapped("certificate_required"))
        for kind, label in (("certificate", "合格证"), ("material", "材质证明书")):
            if needed & {kind, "both"}:
                acceptance.action_attach_certificate(kind, self._demo_file(acceptance, f"{label}.pdf").id)

    def _demo_bill(self, order, invoice):
        order.sudo().action_create_invoice()
        bill = order.sudo().invoice_ids[-1:]
        bill.write({
            "invoice_date": fields.Date.today() - timedelta(days=3), "tax_invoice_kind": "special",
            "tax_invoice_number": f"244420000000{invoice}806"})
        self.env["ir.attachment"].sudo().create({
            "name": f"增值税专用发票{bill.tax_invoice_number}.pdf", "mimetype": "application/pdf",
            "raw": self._demo_page(f"增值税专用发票{bill.tax_invoice_number}"), "res_model": "account.move",
            "res_id": bill.id})
        bill.action_post()
        return bill

    def _demo_apply(self, order, bill, purpose):
        buyer = self._demo_as("wang_buy")
        application = buyer["company.purchase.payment"].browse(
            buyer["account.move"].browse(bill.id).action_apply_payment())
        application.write({"purpose": purpose, "due_date": fields.Date.today() + timedelta(days=10)})
        return application

    def _demo_advance(self, order):
        """Paid out a week ago, to be settled by the buyer."""
        buyer, finance = self._demo_as("wang_buy"), self._demo_as("zhou_fin")
        advance = buyer["company.purchase.advance"].create({
            "sourcing_id": order.sudo().sourcing_id.id, "amount": 3000, "purpose": "钢平台加固用钢板及运杂费"})
        advance.action_submit()
        self.env["company.purchase.sourcing"]._demo_approve(advance)
        paid_on = fields.Date.to_string(fields.Date.today() - timedelta(days=7))
        payment_id = finance["company.purchase.advance"].browse(advance.id).action_create_payment(date=paid_on)
        finance["account.payment"].browse(payment_id).action_post()

    def _demo_overdue_claim(self):
        """Papers were complete nine days ago; finance is late."""
        order, _bill = self._demo_billed("项目部办公用电", "product_breaker", 2, ELECTRIC, (356, 360, 371), False)
        buyer = self._demo_as("wang_buy")
        file = base64.b64encode(self._demo_page("增值税普通发票24442000000031999806"))
        claim = buyer["company.purchase.reimbursement"].create({
            "purpose": "项目部办公用电断路器", "line_ids": [Command.create({
                "order_id": order.id, "amount": order.amount_total, "description": "断路器",
                "document_kind": "ordinary", "document_number": "24442000000031999806", "document_file": file,
                "document_filename": "增值税普通发票.pdf", "document_date": fields.Date.today()})]})
        claim.action_submit()
        now = fields.Datetime.now()
        claim.sudo()._as_engine().write({
            "papers_complete_on": now - timedelta(days=9), "deadline": now - timedelta(days=2)})
        self.env["company.purchase.reimbursement"].sudo()._cron_note_overdue()
