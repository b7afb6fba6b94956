from odoo import fields, models

from odoo.addons.company_base.tools.fields import EvidenceMany2one

HOW = [("phone", "Phone"), ("message", "Message"), ("email", "By E-mail"), ("visit", "Visit")]


class CompanyPurchaseExpedite(models.Model):
    """One time that a supplier was asked where the goods are: who, how, what was promised. Never changed."""

    _name = "company.purchase.expedite"
    _description = "Expediting of an Order"
    _inherit = ["company.evidence.mixin"]
    _order = "id desc"
    _check_company_auto = True

    order_id = EvidenceMany2one("purchase.order", required=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = EvidenceMany2one("res.partner", "Supplier", required=True, index=True)
    user_id = EvidenceMany2one("res.users", "Expedited by", required=True)
    expedited_on = fields.Datetime("Expedited on", required=True, default=fields.Datetime.now)
    how = fields.Selection(HOW, required=True)
    goods = fields.Char(required=True)
    promised_date = fields.Date("Promised for")
    note = fields.Char("Answer", required=True)
