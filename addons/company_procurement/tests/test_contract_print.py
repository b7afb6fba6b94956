import io

import pdfplumber

from odoo import fields
from odoo.tests import tagged

from .annual_common import AnnualCase


@tagged("post_install", "-at_install")
class TestContractPrint(AnnualCase):

    def _text(self, report, records):
        pdf, kind = self.env["ir.actions.report"]._render_qweb_pdf(f"company_procurement.{report}", records.ids)
        self.assertEqual(kind, "pdf")
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            text = "".join(page.extract_text() for page in document.pages)
        return text.replace(" ", "").replace("\n", "")

    def test_forms(self):
        """P14 P21 S4: approval form of the contract, annual form of the case, demand and statement print."""
        case, contract = self._contract()
        text = self._text("company_purchase_contract_report", contract)
        for word in (contract.name, case.name, contract.partner_id.name, "M24x90", "Agreed", self.legal.name,
                     f"{contract.amount_total:.2f}"):
            self.assertIn(word.replace(" ", ""), text)
        text = self._text("company_purchase_sourcing_report", case)
        demand = case.sudo().request_ids.demand_id
        for word in (demand.name, contract.name):
            self.assertIn(word, text)
        self.assertIn(demand.name, self._text("company_purchase_annual_demand_report", demand))
        today = fields.Date.today()
        statement = self.env["company.purchase.settlement"].browse(contract.action_make_settlement(today, today))
        self.assertIn(statement.name, self._text("company_purchase_settlement_report", statement))
