from odoo import api, fields, models

SEQUENCES = (
    ("company.purchase.violation", "Purchase Violation", "WJ%(year)s%(month)s-"),
    ("company.purchase.complaint", "Purchase Complaint", "TS%(year)s%(month)s-"),
)


class ResCompany(models.Model):
    _inherit = "res.company"

    purchase_complaint_days = fields.Float(
        "Days to Answer a Complaint", default=15,
        help="Working days within which a complaint is handled and answered (R4 §五.2).")

    def _create_procurement_sequences(self):
        super()._create_procurement_sequences()
        self._create_discipline_sequences()

    @api.model
    def _init_discipline_sequences(self):
        """Give every company that exists at installation its numbering."""
        self.search([])._create_discipline_sequences()

    def _create_discipline_sequences(self):
        sequence_sudo = self.env["ir.sequence"].sudo()
        codes = [code for code, _name, _prefix in SEQUENCES]
        known = set(sequence_sudo._read_group(
            [("code", "in", codes), ("company_id", "in", self.ids)], ["company_id", "code"]))
        sequence_sudo.create([
            {"name": name, "code": code, "prefix": prefix, "padding": 4, "company_id": company.id}
            for company in self for code, name, prefix in SEQUENCES if (company, code) not in known])


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_complaint_days = fields.Float(related="company_id.purchase_complaint_days", readonly=False)
