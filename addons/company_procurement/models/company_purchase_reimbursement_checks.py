from odoo import api, fields, models


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
        """PUR-REIMB-PAPERS, PUR-REIMB-LATE, PUR-OVERPAY for one claim."""
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
        problem = self.env["company.purchase.payment"]._get_overpay_problem(claim.line_ids)
        if problem:
            control._enforce("PUR-OVERPAY", claim, problem[0], fact=problem[1])

    # ------------------------------------------------------------------
    # Statement in place of an invoice
    # ------------------------------------------------------------------

    def action_sign_statement(self, opinion=""):
        """The claimant's superior signs the statement on source and price. Returns True (R4 §3.2.3.3).

        :param opinion: his words
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_sign_statement_refusals())
        self.sudo()._as_engine().write({
            "statement_signed_by_id": self.env.uid, "statement_signed_on": fields.Datetime.now(),
            "statement_opinion": self._read_text(opinion)})
        self.env["company.ledger.entry"]._append("purchase.statement_signed", self.sudo(), {
            "claim": self.name, "statement": self.statement, "opinion": self._read_text(opinion)})
        return True

    @api.model
    def _get_superiors(self, user, company):
        """The user's manager and the head of his department, never himself."""
        employee_sudo = self.env["hr.employee"].sudo().search(
            [("user_id", "=", user.id), ("company_id", "=", company.id)], limit=1)
        return (employee_sudo.parent_id.user_id | employee_sudo.department_id.manager_id.user_id) - user

    def _get_sign_statement_refusals(self):
        refusals = {}
        for claim in self:
            reason = False
            if claim.state != "draft" or not (claim.statement or "").strip():
                reason = self.env._("a draft with a statement is signed")
            elif claim.statement_signed_by_id:
                reason = self.env._("%s signed the statement already", claim.sudo().statement_signed_by_id.name)
            elif self.env.user not in self._get_superiors(claim.claimant_id, claim.company_id):
                reason = self.env._("the superior of its claimant signs the statement (R4 §3.2.3.3)")
            refusals[claim.id] = reason
        return refusals


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _get_arrival_dates(self):
        """{order id: date on which its goods arrived}: first done receipt, else first acceptance."""
        dates = {}
        for order in self.sudo():
            done = order.picking_ids.filtered(
                lambda picking: picking.state == "done" and picking.picking_type_code == "incoming")
            moments = done.mapped("date_done") or [
                acceptance.arrived_on or acceptance.accepted_on or acceptance.state_changed_on
                for acceptance in order._get_accepted_acceptances()]
            moments = [moment for moment in moments if moment]
            dates[order.id] = min(moments).date() if moments else False
        return dates
