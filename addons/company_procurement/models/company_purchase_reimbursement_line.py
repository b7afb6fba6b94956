from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .account_move_invoice import DOCUMENTS


class CompanyPurchaseReimbursementLine(models.Model):
    """One paper for one order: the invoice, the receipt, or the statement in their place."""

    _name = "company.purchase.reimbursement.line"
    _description = "Purchase Reimbursement Line"
    _inherit = ["company.approval.line.mixin", "company.state.mixin"]
    _order = "reimbursement_id, sequence, id"
    _check_company_auto = True
    _approval_parent_field = "reimbursement_id"
    _client_parent_field = "reimbursement_id"

    _client_fields = {"draft": frozenset({
        "sequence", "order_id", "bill_id", "description", "document_kind", "document_code", "document_number",
        "document_date", "document_file", "document_filename", "amount",
    })}
    _client_unlink_states = frozenset({"draft"})

    reimbursement_id = fields.Many2one(
        "company.purchase.reimbursement", "Reimbursement", required=True, index=True, ondelete="cascade",
        check_company=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="reimbursement_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="reimbursement_id.currency_id")
    state = fields.Selection(related="reimbursement_id.state", store=True, index=True, precompute=True)
    order_id = fields.Many2one(
        "purchase.order", "Order", required=True, index=True, check_company=True, ondelete="restrict",
        domain="[('is_quote', '=', False), ('state', '=', 'purchase'), ('sourcing_id', '!=', False)]")
    bill_id = fields.Many2one(
        "account.move", "Bill", index="btree_not_null", check_company=True, ondelete="restrict",
        domain="[('move_type', '=', 'in_invoice'), ('state', '=', 'posted')]",
        help="The bill of the order in the books, where finance entered one; the repayment settles it.")
    supplier_id = fields.Many2one(related="order_id.partner_id", string="Supplier", related_sudo=True)
    description = fields.Char("Goods")
    document_kind = fields.Selection(
        [*DOCUMENTS, ("statement", "Statement")], "Kind of Paper", required=True, default="ordinary",
        help="Statement: only in an emergency, written on the request and signed by the superior (R4 §3.2.3.3).")
    document_code = fields.Char("Invoice Code")
    document_number = fields.Char("Invoice or Receipt Number")
    document_date = fields.Date("Date of the Paper")
    document_file = fields.Binary("File", attachment=True)
    document_filename = fields.Char()
    amount = fields.Monetary("Amount", required=True)
    claim_amount = fields.Monetary("Claimed", compute="_compute_claim_amount", store=True)
    order_total = fields.Monetary(related="order_id.amount_total", string="Order Total", related_sudo=True)
    is_accepted = fields.Boolean("Goods Accepted", compute="_compute_papers", compute_sudo=True)
    is_stocked = fields.Boolean("In Stock", compute="_compute_papers", compute_sudo=True)

    _amount_positive = models.Constraint("CHECK(amount >= 0)", "A claimed amount is not negative.")
    _document_uniq = models.UniqueIndex(
        "(company_id, COALESCE(document_code, ''), document_number) WHERE document_number IS NOT NULL "
        "AND document_number != '' AND state NOT IN ('rejected', 'cancelled')",
        "This invoice or receipt was claimed already; each is paid once.")

    @api.depends("order_id", "document_number")
    def _compute_display_name(self):
        for line in self:
            line.display_name = " / ".join(filter(None, (line.order_id.sudo().name, line.document_number))) or \
                self.env._("Purchase Reimbursement Line")

    @api.depends("amount")
    def _compute_claim_amount(self):
        for line in self:
            line.claim_amount = line.amount

    @api.depends("order_id")
    def _compute_papers(self):
        facts = self.env["company.purchase.payment"]._get_paper_facts(self.order_id._origin, self.bill_id._origin)
        for line in self:
            fact = facts.get(line.order_id._origin.id)
            line.is_accepted = bool(fact and fact["acceptance"][0])
            line.is_stocked = bool(fact and fact["stock_in"][0])

    @api.onchange("order_id")
    def _onchange_order_id(self):
        self.amount = self.amount or self.order_id.amount_total
        self.description = self.description or self.order_id.order_line[:1].product_id.name

    @api.constrains("order_id", "bill_id")
    def _check_links(self):
        for line in self.sudo():
            problem = False
            if line.order_id.currency_id != line.company_id.currency_id:
                problem = self.env._("orders in foreign currency are paid by application")
            elif line.bill_id and line.order_id not in line.bill_id.invoice_line_ids.purchase_line_id.order_id:
                problem = self.env._("the bill %s is not for this order", line.bill_id.name)
            if problem:
                raise ValidationError(self.env._(
                    "%(claim)s, %(order)s: %(problem)s.", claim=line.reimbursement_id.display_name,
                    order=line.order_id.name, problem=problem))

    def _get_document_problem(self, booked):
        """What the paper of this line lacks, or False.

        :param booked: {(code, number): bill} of invoices that stand on bills
        """
        self.ensure_one()
        case = self.order_id.sourcing_id
        if self.document_kind == "statement":
            if case.category_id.code != "emergency":
                return self.env._("a statement stands in for the invoice in emergencies only (R4 §3.2.3.3)")
            signed = case.request_ids.statement_ids.filtered(lambda statement: statement.state == "approved")
            return not signed and self.env._(
                "no statement of source and price that the superior signed stands on the request (R4 §3.2.3.3)")
        if not self.document_number:
            return self.env._("number of the invoice or receipt is missing")
        if self.document_kind == "receipt" and not self.order_id._accepts_receipt():
            return self.env._("a receipt, but an invoice is needed (R4 §2.3)")
        if not self.document_file:
            return self.env._("the file of the invoice or receipt is missing")
        bill = booked.get((self.document_code or "", self.document_number))
        return bool(bill and bill != self.bill_id) and self.env._(
            "this invoice stands on the bill %s", bill.display_name)
