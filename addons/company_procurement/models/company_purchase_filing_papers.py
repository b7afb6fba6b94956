from odoo import fields, models

REPORTS = {
    "request": "company_procurement.company_purchase_request_report",
    "case": "company_procurement.company_purchase_sourcing_report",
    "tender": "company_procurement.company_purchase_tender_opening_report",
    "order": "company_procurement.purchase_order_form_report",
    "acceptance": "company_procurement.company_purchase_acceptance_report",
    "stock_in": "company_procurement.stock_in_slip_report",
    "payment": "company_procurement.company_purchase_payment_report",
    "supplier": "company_procurement.company_supplier_qualification_report",
}


class CompanyPurchaseFiling(models.Model):
    """Which papers a case has to have and which are there, read from the records themselves."""

    _inherit = "company.purchase.filing"

    def _collect(self):
        """Write the list of papers anew (superuser, collecting)."""
        self.ensure_one()
        papers = self._find_papers()
        self.paper_ids._as_engine().unlink()
        self.env["company.purchase.filing.paper"]._as_engine().create([
            {**paper, "filing_id": self.id, "sequence": index} for index, paper in enumerate(papers)])
        absent = [paper["name"] for paper in papers if paper["required"] and not paper["present"]]
        self._as_engine().write({"missing": ", ".join(absent) or False})

    def _find_papers(self):
        """List of values of papers, in the order of the bundle (R4 §四.1)."""
        case = self.sourcing_id
        orders = case.order_ids.filtered(lambda order: order.state == "purchase")
        return [
            *(self._paper("request", request, True) for request in case.request_ids),
            self._paper("case", case, True),
            *(self._paper("quote", quote, case.category_id.min_quotes > 0, files=quote.quote_scan_id)
              for quote in case.quote_ids.filtered(lambda quote: quote.quote_status == "received")),
            *self._find_tender_papers(case),
            *self._find_contract_papers(orders),
            *(self._paper("order", order, True) for order in orders),
            *self._find_acceptance_papers(orders),
            *self._find_stock_papers(orders),
            *self._find_invoice_papers(orders),
            *self._find_payment_papers(orders),
            *self._find_supplier_papers(orders),
        ]

    def _paper(self, kind, record, required, files=None, present=None, name=None):
        """Values of one paper: printed by its report, or made of the files given."""
        report = REPORTS.get(kind)
        labels = dict(self.env["company.purchase.filing.paper"]._fields["kind"]._description_selection(self.env))
        files = files if files is not None else self.env["ir.attachment"]
        if present is None:
            present = bool(files or report)
        return {
            "kind": kind, "name": f"{labels[kind]} {name or record.display_name}".strip(), "required": required,
            "present": present, "res_model": record._name, "res_id": record.id,
            "report_name": present and report, "attachment_ids": [fields.Command.set(files.ids)],
        }

    def _get_files(self, records, field=False):
        """{record id: files} of what people attached to records, or of one of their file fields."""
        found = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", records._name), ("res_id", "in", records.ids), ("res_field", "=", field),
            ("type", "=", "binary")], order="id")
        result = {record.id: self.env["ir.attachment"] for record in records}
        for attachment in found:
            result[attachment.res_id] |= attachment
        return result

    def _find_tender_papers(self, case):
        tenders = case.tender_ids.filtered(lambda tender: tender.state in ("awarded", "notified"))
        files = self._get_files(tenders)
        return [self._paper("tender", tender, True, files=files[tender.id]) for tender in tenders]

    def _find_contract_papers(self, orders):
        return [self._paper("contract", contract, True, files=contract.signed_file_id)
                for contract in orders.contract_id]

    def _find_acceptance_papers(self, orders):
        accepted = orders.acceptance_ids.filtered(lambda acceptance: acceptance.state == "accepted")
        files = self._get_files(accepted)
        papers = [self._paper("acceptance", acceptance, True, files=files[acceptance.id]) for acceptance in accepted]
        return papers + [self._paper("acceptance", order, True, present=False)
                         for order in orders if not order.acceptance_ids & accepted]

    def _find_stock_papers(self, orders):
        papers = []
        for order in orders:
            done = order.picking_ids.filtered(
                lambda picking: picking.state == "done" and picking.picking_type_code == "incoming")
            papers += [self._paper("stock_in", picking, True) for picking in done]
            if order.picking_ids and not done:
                papers.append(self._paper("stock_in", order, True, present=False))
        return papers

    def _find_invoice_papers(self, orders):
        """Bills with their files, or the invoices and receipts that buyers were reimbursed for."""
        bills = orders.invoice_ids.filtered(lambda bill: bill.state == "posted")
        lines = self.env["company.purchase.reimbursement.line"].sudo().search([
            ("order_id", "in", orders.ids), ("reimbursement_id.state", "in", ("approved", "paid"))])
        files, receipts = self._get_files(bills), self._get_files(lines, "document_file")
        papers = [self._paper("invoice", bill, True, files=files[bill.id]) for bill in bills]
        papers += [self._paper("invoice", line, True, files=receipts[line.id]) for line in lines]
        return papers + [self._paper("invoice", order, True, present=False)
                         for order in orders if not order.invoice_ids & bills and order not in lines.order_id]

    def _find_payment_papers(self, orders):
        payments = orders.payment_line_ids.payment_id.filtered(lambda payment: payment.state in ("approved", "paid"))
        return [self._paper("payment", payment, False) for payment in payments]

    def _find_supplier_papers(self, orders):
        """The suppliers' proof, for legal (R4 §四.1): the file of each with its verified papers."""
        suppliers = orders.partner_id.commercial_partner_id
        proofs = self.env["company.supplier.qualification"].sudo().search([
            ("partner_id", "in", suppliers.ids), ("company_id", "=", self.company_id.id)])
        papers = proofs.paper_ids.filtered(lambda paper: paper.state == "verified")
        files = self._get_files(papers, "file")
        found = []
        for proof in proofs:
            own = self.env["ir.attachment"].concat(*(files[paper.id] for paper in proof.paper_ids & papers))
            found.append(self._paper("supplier", proof, False, files=own, present=True))
        return found
