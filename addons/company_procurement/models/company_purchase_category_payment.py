from odoo import fields, models

from ..engine.payment_checklist import PAPERS


class CompanyPurchaseCategory(models.Model):
    """Papers that finance wants before it pays a purchase of this kind."""

    _inherit = "company.purchase.category"

    paper_circulation = fields.Boolean(
        "Sourcing Case", default=True, help="Approved circulation form 采购物资流转单 (R4 §3.1.6.6).")
    paper_order = fields.Boolean("Sealed Order", default=True, help="Order form, signed and sealed (R1 §3.7).")
    paper_quotes = fields.Boolean(
        "Sealed Quotes", default=True, help="Quotes with the suppliers' seals (R1 §3.3, §3.7).")
    paper_contract = fields.Boolean(
        "Contract", default=True, help="Signed contract where one is needed (R4 §3.1.6.2, §3.2.4.4).")
    paper_delivery_note = fields.Boolean(
        "Delivery Note", default=True, help="The supplier's delivery note (R4 §3.1.6.6).")
    paper_acceptance = fields.Boolean(
        "Acceptance", default=True, help="Certificate of acceptance 到货确认单 (R1 §3.7, R4 §3.1.6.3).")
    paper_stock_in = fields.Boolean("Stock-in Slip", default=True, help="Our stock-in slip 入库单 (R4 §3.1.6.6).")
    paper_invoice = fields.Boolean(
        "Invoice", default=True, help="Posted bill with number and file of the invoice (R1 §3.8, R4 §2.3).")
    receipt_accepted = fields.Boolean(
        "Receipt instead of Invoice", help="A receipt 收款收据 is enough where no invoice can be had (R4 §3.2.2.2). "
        "Purchases before the form accept it always.")

    def _get_wanted_papers(self):
        """Codes of the papers that this kind of purchase asks for."""
        return frozenset(paper for paper in PAPERS if self[f"paper_{paper}"])
