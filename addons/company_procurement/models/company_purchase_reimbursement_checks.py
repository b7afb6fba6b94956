from odoo import fields, models


class CompanyPurchaseReimbursement(models.Model):
    """What a reimbursement needs before it goes into approval."""

    _inherit = "company.purchase.reimbursement"

    def get_missing_papers(self):
        """Papers that the claims lack: {claim id: [text]}. Who reads the claim."""
        self.check_access("read")
        return {str(claim.id): [text for text, _fact in claim.sudo()._get_missing_papers()] for claim in self}

    def _get_missing_papers(self):
        """[(text, fact)] of one claim: case, acceptance, stock-in slip, invoice or receipt (R4 §3.1.6.3–6)."""
        self.ensure_one()
        payment = self.env["company.purchase.payment"]
        facts = payment._get_paper_facts(self.line_ids.order_id, self.line_ids.bill_id)
        labels = payment._get_paper_labels()
        missing = []
        for order in self.line_ids.order_id:
            needed = order._get_required_papers()
            for paper in ("circulation", "acceptance", "stock_in"):
                if paper not in needed or facts[order.id][paper][0]:
                    continue
                if paper == "stock_in" and (self.explanation or "").strip():
                    continue
                missing.append((f"{order.name}: {labels[paper]}", f"{order.id}:{paper}"))
        booked = self._get_booked_invoices()
        for line in self.line_ids:
            problem = line._get_document_problem(booked)
            if problem:
                missing.append((f"{line.order_id.name}: {problem}", f"{line.id}:document"))
        return missing

    def _get_booked_invoices(self):
        numbers = [number for number in self.line_ids.mapped("document_number") if number]
        bills = self.env["account.move"].sudo().search([
            ("tax_invoice_number", "in", numbers), ("company_id", "=", self.company_id.id),
            ("move_type", "=", "in_invoice"), ("state", "!=", "cancel")])
        return {(bill.tax_invoice_code or "", bill.tax_invoice_number): bill for bill in bills}

    def _enforce_reimbursement(self):
        """PUR-REIMB-PAPERS, PUR-REIMB-LATE, PUR-OVERPAY, PUR-RETENTION for one claim."""
        self.ensure_one()
        control, claim = self.env["company.control"], self.sudo()
        missing = claim._get_missing_papers()
        if missing:
            control._enforce("PUR-REIMB-PAPERS", claim, self.env._(
                "papers are missing: %(papers)s. Add them, then hand the claim in again.",
                papers="; ".join(text for text, _fact in missing)), fact=",".join(fact for _text, fact in missing))
        if claim.is_late:
            control._enforce("PUR-REIMB-LATE", claim, self.env._(
                "the goods arrived on %(received)s and were to be claimed until %(until)s; what is late stays with the "
                "buyer.", received=claim.received_on, until=claim.claim_until), fact=f"received={claim.received_on}")
        payment = self.env["company.purchase.payment"]
        problem = payment._get_overpay_problem(claim.line_ids)
        if problem:
            control._enforce("PUR-OVERPAY", claim, problem[0], fact=problem[1])
        retention = payment._get_retention_problem(claim.line_ids)
        if retention:
            control._enforce("PUR-RETENTION", claim, retention[0], fact=retention[1])


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _get_arrival_dates(self):
        """{order id: date on which its goods arrived}: purchase before the form, first receipt or acceptance."""
        dates = {}
        for order in self.sudo():
            done = order.picking_ids.filtered(
                lambda picking: picking.state == "done" and picking.picking_type_code == "incoming")
            bought = order.sourcing_id.record_id.purchased_on
            if bought:
                dates[order.id] = fields.Date.to_date(bought)
                continue
            moments = done.mapped("date_done") or [
                acceptance.arrived_on or acceptance.accepted_on or acceptance.state_changed_on
                for acceptance in order._get_accepted_acceptances()]
            moments = [moment for moment in moments if moment]
            dates[order.id] = min(moments).date() if moments else False
        return dates
