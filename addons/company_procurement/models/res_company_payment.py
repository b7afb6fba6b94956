from odoo import fields, models

PAYMENT_SEQUENCES = (
    ("company.purchase.payment", "Payment Application", "FK%(year)s%(month)s-"),
    ("company.purchase.advance", "Purchase Advance", "JZ%(year)s%(month)s-"),
    ("company.purchase.reimbursement", "Purchase Reimbursement", "BX%(year)s%(month)s-"),
    ("company.purchase.statement", "Supplier Statement", "DZ%(year)s%(month)s-"),
)


class ResCompany(models.Model):
    _inherit = "res.company"

    purchase_advance_percent = fields.Float(
        default=30.0, help="Largest share of an order that is paid before delivery when the contract has no payment "
        "schedule of its own (R4 §3.2.4.4).")
    purchase_advance_days = fields.Integer(
        default=30, help="Days after paying out within which an advance is settled (R4 §3.1.6.4).")

    _purchase_advance_range = models.Constraint(
        "CHECK(COALESCE(purchase_advance_percent, 0) BETWEEN 0 AND 100 AND COALESCE(purchase_advance_days, 0) >= 0)",
        "The share paid in advance lies between 0 and 100 percent, the days for settling are not negative.")

    def _create_procurement_sequences(self):
        super()._create_procurement_sequences()
        sequence_sudo = self.env["ir.sequence"].sudo()
        codes = [code for code, _name, _prefix in PAYMENT_SEQUENCES]
        known = set(sequence_sudo._read_group(
            [("code", "in", codes), ("company_id", "in", self.ids)], ["company_id", "code"]))
        sequence_sudo.create([
            {"name": name, "code": code, "prefix": prefix, "padding": 4, "company_id": company.id}
            for company in self for code, name, prefix in PAYMENT_SEQUENCES if (company, code) not in known])
