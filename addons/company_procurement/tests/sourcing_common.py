"""Helpers of the sourcing tests: a case at every stage of its way."""
import base64
from datetime import timedelta

from odoo import fields

from .common import ProcurementCase, ProcurementFixture

PDF = b"%PDF-1.4\n%%EOF sealed quotation "
PRICES = {0: (10.0, 250.0), 1: (11.0, 240.0), 2: (12.37, 263.0), 3: (13.0, 270.5)}


class SourcingFixture(ProcurementFixture):
    """Steps of a sourcing case by the right persons."""

    def _scan(self, text="", user=None, **values):
        """A scan uploaded by the buyer."""
        return self.env["ir.attachment"].with_user(user or self.buyer).create({
            "name": f"quotation {text}.pdf", "datas": base64.b64encode(PDF + text.encode()),
            "mimetype": "application/pdf", **values})

    def _exchange_scan(self, scan):
        """Somebody changes the file behind the back of the application."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE ir_attachment SET checksum = %s WHERE id = %s", ["0" * 40, scan.id])
        self.env.invalidate_all()

    def _new_case(self, lines=None, **values):
        """A draft case of the buyer, from an approved request with two lines."""
        lines = lines or [self._line(), self._line(self.product_b, 4.0)]
        request = self._approved_request(buyer=self.buyer, lines=lines, **values)
        case_id = request.with_user(self.buyer).action_start_sourcing()
        return self.env["company.purchase.sourcing"].with_user(self.buyer).browse(case_id)

    def _lines(self, case, prices, **values):
        return [{"sourcing_line_id": line.id, "price_unit": price, "lead_days": 7, **values}
                for line, price in zip(case.line_ids, prices, strict=False)]

    def _record(self, case, index, scan=True, days=30, prices=None, **values):
        """Record the offline quote of a supplier; returns the quote."""
        supplier = self.suppliers[index]
        attachment = self._scan(supplier.name + str(prices)).id if scan is True else scan
        quote_id = case.with_user(self.buyer).action_record_quote(
            supplier.id, self._lines(case, prices or PRICES[index]),
            fields.Date.to_string(fields.Date.today() + timedelta(days=days)), attachment, **values)
        return self.env["purchase.order"].with_user(self.buyer).browse(quote_id)

    def _quoted_case(self, count=3, **values):
        """A case in inquiry with quotes of the first suppliers."""
        case = self._new_case(**values)
        case.action_invite(self.suppliers[:max(count, 3)].ids)
        for index in range(count):
            self._record(case, index)
        return case

    def _check_prices(self, case, result="accepted", price=1000.0):
        return case.with_user(self.checker).action_check_price([
            {"sourcing_line_id": line.id, "verified_price": price, "result": result} for line in case.line_ids
        ], "Compared with history")

    def _lowest(self, case):
        """The award of every line to its lowest price."""
        cells, lowest = case.sudo()._get_cells(), case.sudo()._get_lowest_prices()
        return [{
            "sourcing_line_id": line.id,
            "quote_line_id": min(key for key, cell in cells[line.id].items() if cell["landed"] == lowest[line.id]),
        } for line in case.line_ids]

    def _checked_case(self, **values):
        case = self._quoted_case(**values)
        case.action_close_inquiry()
        self._check_prices(case)
        return case

    def _awarded_case(self, **values):
        case = self._checked_case(**values)
        case.action_award(self._lowest(case))
        return case

    def _approved_case(self, **values):
        case = self._awarded_case(**values)
        case.action_submit()
        self._approve(case)
        return case

    def _sign_contracts(self, case):
        """Contracts with every supplier of the award: drafted, approved, signed and sealed."""
        contracts = self.env["company.purchase.contract"].with_user(self.buyer).browse(case.action_create_contracts())
        for contract in contracts:
            contract.payment_terms = "Transfer within 30 days of acceptance"
            contract.action_submit()
            self._approve(contract)
            contract.action_sign(self._scan(f"contract {contract.name}").id)
        return contracts

    def _ordered_case(self, **values):
        case = self._approved_case(**values)
        if case.contract_needed:
            self._sign_contracts(case)
        return case, self.env["purchase.order"].with_user(self.buyer).browse(case.action_create_orders())

    def _set_all_controls(self, mode):
        for code in ("PUR-CASE", "PUR-BUYER", "PUR-QUOTES", "PUR-MATCH"):
            self._set_control(code, mode=mode)


class SourcingCase(SourcingFixture, ProcurementCase):
    """Transaction case of the sourcing side."""
