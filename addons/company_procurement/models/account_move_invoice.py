import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine import three_way
from .company_purchase_payment import LIVE

DOCUMENTS = [("special", "VAT Special Invoice"), ("ordinary", "VAT Ordinary Invoice"), ("receipt", "Receipt")]
INVOICE_FIELDS = frozenset({"tax_invoice_kind", "tax_invoice_code", "tax_invoice_number"})


class AccountMove(models.Model):
    """Vendor bills carry the supplier's invoice, and are matched with order and receipt before they are paid."""

    _inherit = "account.move"

    tax_invoice_kind = fields.Selection(
        DOCUMENTS, "Supplier's Document", copy=False, help="What the supplier issued (R1 §3.8, R4 §2.3).")
    tax_invoice_code = fields.Char("Invoice Code", copy=False, help="发票代码; fully digital invoices have none.")
    tax_invoice_number = fields.Char("Invoice Number", copy=False, help="发票号码; each invoice is paid once.")
    payment_line_ids = fields.One2many("company.purchase.payment.line", "bill_id", "Payment Applications",
                                       readonly=True)
    payment_application_count = fields.Integer(compute="_compute_payment_application_count", compute_sudo=True)
    is_ruled_bill = fields.Boolean(compute="_compute_is_ruled_bill", compute_sudo=True)

    _tax_invoice_uniq = models.UniqueIndex(
        "(company_id, COALESCE(tax_invoice_code, ''), tax_invoice_number) "
        "WHERE tax_invoice_number IS NOT NULL AND tax_invoice_number != '' AND move_type = 'in_invoice' "
        "AND state != 'cancel'",
        "This invoice was entered on another bill already; each invoice is paid once (R1 §3.8).")

    @api.depends("payment_line_ids")
    def _compute_payment_application_count(self):
        counts = dict(self.env["company.purchase.payment.line"].sudo()._read_group(
            [("bill_id", "in", self.ids)], ["bill_id"], ["payment_id:count_distinct"]))
        for move in self:
            move.payment_application_count = counts.get(move, 0)

    @api.depends("invoice_line_ids.purchase_line_id")
    def _compute_is_ruled_bill(self):
        ruled = self._filter_ruled_bills()
        for move in self:
            move.is_ruled_bill = move._origin in ruled

    def _filter_ruled_bills(self):
        """Vendor bills of orders that came from a sourcing case."""
        bills = self.filtered(lambda move: move.move_type == "in_invoice" and move.id)
        if not bills._origin:
            return bills._origin
        lines = self.env["account.move.line"].sudo().search_fetch(
            [("move_id", "in", bills._origin.ids), ("purchase_line_id.order_id.sourcing_id", "!=", False)],
            ["move_id"])
        return lines.move_id.with_env(self.env)

    # ------------------------------------------------------------------
    # The supplier's invoice
    # ------------------------------------------------------------------

    @api.constrains("tax_invoice_code", "tax_invoice_number")
    def _check_tax_invoice(self):
        for move in self:
            for value in (move.tax_invoice_code, move.tax_invoice_number):
                if value and not re.fullmatch(r"[0-9A-Za-z-]{4,30}", value):
                    raise ValidationError(self.env._(
                        "%(bill)s: “%(number)s” is no number of an invoice: 4 to 30 figures or letters.",
                        bill=move.display_name, number=value))

    def write(self, vals):
        if INVOICE_FIELDS & vals.keys():
            self._check_invoice_open()
            vals = {key: (value or "").strip() or False if key in INVOICE_FIELDS else value
                    for key, value in vals.items()}
        return super().write(vals)

    def _check_invoice_open(self):
        used = self.sudo().filtered(lambda move: move.payment_line_ids.filtered(lambda line: line.state in LIVE))
        if used:
            raise UserError(self.env._(
                "%s: a payment was applied for with this invoice; its number stays. Cancel the application first.",
                ", ".join(used.mapped("display_name"))))

    def _get_files(self):
        """{bill id: number of files attached by people}"""
        groups = self.env["ir.attachment"].sudo()._read_group(
            [("res_model", "=", "account.move"), ("res_id", "in", self.ids), ("res_field", "=", False),
             ("type", "=", "binary"), ("file_size", ">", 0)], ["res_id"], ["__count"])
        return dict(groups)

    def _get_invoice_problem(self, files, accepts_receipt):
        """What the bill lacks to stand for the supplier's invoice, or False."""
        self.ensure_one()
        if self.state != "posted":
            return self.env._("not posted")
        if not self.tax_invoice_number:
            return self.env._("without the number of the invoice")
        if self.tax_invoice_kind == "receipt" and not accepts_receipt:
            return self.env._("a receipt, but an invoice is needed")
        return not files and self.env._("without the file of the invoice")

    def _get_outside_settlements(self):
        """{bill id: amount settled by anything but our applications}: credit notes, earlier payments."""
        partials_sudo = self.env["account.partial.reconcile"].sudo().search_fetch(
            [("credit_move_id.move_id", "in", self.ids)],
            ["credit_move_id", "debit_move_id", "credit_amount_currency"])
        outside = dict.fromkeys(self.ids, 0.0)
        for partial in partials_sudo:
            if not partial.debit_move_id.move_id.origin_payment_id._is_covered_kind():
                outside[partial.credit_move_id.move_id.id] += partial.credit_amount_currency
        return outside

    # ------------------------------------------------------------------
    # Three-way match
    # ------------------------------------------------------------------

    def _get_three_way_problems(self):
        """{bill id: (reason, fact)} of bills that say more than order and receipt (R1 §3.8), in constant queries."""
        control = self.env["company.control"]
        problems = {}
        for company, bills in self.sudo().grouped("company_id").items():
            percent = control._get_value("PUR-3WAY", company)
            for bill in bills:
                lines = bill.invoice_line_ids.filtered(lambda line: line.display_type == "product")
                found = three_way.mismatches([line._prepare_three_way() for line in lines], percent)
                if found:
                    problems[bill.id] = bill._explain_three_way(found)
        return problems

    def _explain_three_way(self, found):
        texts = {
            "no_order": self.env._("on no order"),
            "currency": self.env._("another currency than ordered"),
            "ordered": self.env._("more billed than ordered"),
            "received": self.env._("more billed than received"),
            "accepted": self.env._("more billed than accepted"),
            "price": self.env._("price above the order"),
            "tax": self.env._("other taxes than ordered"),
        }
        names = {line.id: line.product_id.display_name or line.name for line in self.invoice_line_ids}
        return self.env._(
            "bill %(bill)s does not match order and receipt: %(details)s. Have it corrected, credited or the missing "
            "goods delivered.", bill=self.display_name,
            details="; ".join(f"{names[line_id]}: {texts[code]}" for line_id, code in found),
        ), ";".join(f"{line_id}:{code}" for line_id, code in found)

    def action_view_payment_applications(self):
        """Open the payment applications of these bills."""
        self.check_access("read")
        applications = self.env["company.purchase.payment"].search([("line_ids.bill_id", "in", self.ids)])
        return self.env["company.purchase.request"]._get_link_action(
            "company.purchase.payment", applications, self.env._("Payment Applications"))

    def action_apply_payment(self):
        """Make a draft payment application for these bills; returns its id."""
        self.check_access("read")
        orders = self.sudo().invoice_line_ids.purchase_line_id.order_id.filtered("sourcing_id")
        return self.env["company.purchase.payment"]._make_application(orders, self, "bill")

    def action_open_apply_payment(self):
        """Client entry of `action_apply_payment`: opens the new application."""
        return {
            "type": "ir.actions.act_window", "res_model": "company.purchase.payment", "view_mode": "form",
            "views": [(False, "form")], "res_id": self.action_apply_payment(),
        }


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _prepare_three_way(self):
        """The dict that ``engine.three_way`` compares."""
        self.ensure_one()
        ordered = self.purchase_line_id
        unit = self.product_uom_id
        price = self.price_subtotal / self.quantity if self.quantity else 0.0
        if ordered and unit and unit != ordered.product_uom_id and unit._has_common_reference(ordered.product_uom_id):
            price = unit._compute_price(price, ordered.product_uom_id)
        quantity = ordered.product_qty
        return {
            "key": self.id,
            "on_order": bool(ordered),
            "ordered": quantity,
            "received": ordered.qty_received if ordered and ordered._is_received_goods() else None,
            "accepted": ordered._get_accepted_quantity() if ordered else None,
            "billed": ordered.qty_invoiced,
            "order_price": ordered.price_subtotal / quantity if quantity else 0.0,
            "bill_price": price,
            "same_tax": self.tax_ids == ordered.tax_ids,
            "same_currency": self.currency_id == ordered.currency_id,
        }


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def _get_accepted_quantity(self):
        """Quantity that three persons signed; None for freight and where acceptance isn't compulsory."""
        self.ensure_one()
        mode = self.env["company.control"]._get_mode("PUR-ACCEPT", self.company_id)
        if self.is_freight or mode != "block" or not self.order_id.acceptance_ids:
            return None
        signed = self.acceptance_line_ids.filtered(lambda line: line.acceptance_id.state == "accepted")
        return sum(signed.mapped("accepted_qty"))
