from odoo import api, fields, models

UNITS = [("trip", "Trip"), ("ton", "Ton"), ("cubic", "Cubic Metre"), ("km", "Kilometre")]


class CompanyPurchaseCarrierRate(models.Model):
    """Price agreed with a fixed carrier for a route, a vehicle and a time (R1 §三.6)."""

    _name = "company.purchase.carrier.rate"
    _description = "Agreed Price of a Carrier"
    _inherit = ["mail.thread"]
    _order = "partner_id, route, date_from desc"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", "Carrier", required=True, index=True, check_company=True,
                                 domain=[("is_carrier", "=", True)], tracking=True)
    route = fields.Char("Route or Zone", required=True, tracking=True)
    vehicle = fields.Char(tracking=True)
    unit = fields.Selection(UNITS, required=True, default="trip", tracking=True)
    price = fields.Monetary("Price per Unit", required=True, tracking=True)
    minimum = fields.Monetary("Minimum Charge", tracking=True)
    date_from = fields.Date("Price from", required=True, default=fields.Date.context_today, tracking=True)
    date_to = fields.Date("Price until", tracking=True)
    active = fields.Boolean(default=True)

    _price_positive = models.Constraint("CHECK(price > 0 AND COALESCE(minimum, 0) >= 0)", "Prices are positive.")
    _dates_in_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)", "A price ends after it begins.")

    @api.depends("partner_id", "route", "vehicle", "price", "unit")
    def _compute_display_name(self):
        units = dict(self._fields["unit"]._description_selection(self.env))
        for rate in self:
            rate.display_name = " ".join(filter(None, (
                rate.partner_id.name, rate.route, rate.vehicle, f"{rate.price:g}/{units.get(rate.unit, '')}")))


class ResPartner(models.Model):
    _inherit = "res.partner"

    is_carrier = fields.Boolean(
        "Fixed Carrier", compute="_compute_is_carrier", search="_search_is_carrier",
        help="On the list of fixed carriers that the head of purchasing keeps: it has agreed prices in the current "
             "company (R1 §3.6).")
    carrier_entry_ids = fields.One2many("company.purchase.carrier", "partner_id", "Fixed Carrier of", readonly=True)

    @api.depends("carrier_entry_ids.active")
    @api.depends_context("company")
    def _compute_is_carrier(self):
        listed = self.env["company.purchase.carrier"].sudo().search([
            ("company_id", "=", self.env.company.id), ("partner_id", "in", self.ids)]).partner_id
        for partner in self:
            partner.is_carrier = partner._origin in listed

    def _search_is_carrier(self, operator, value):
        if operator != "in":
            return NotImplemented
        listed = self.env["company.purchase.carrier"].sudo().search([("company_id", "=", self.env.company.id)])
        return [("id", "in" if True in value else "not in", listed.partner_id.ids)]


class CompanyPurchaseCarrier(models.Model):
    """The short list of fixed carriers of a company, kept by the head of purchasing (R1 §三.6)."""

    _name = "company.purchase.carrier"
    _description = "Fixed Carrier"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True
    _rec_name = "partner_id"

    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one("res.partner", "Carrier", required=True, index=True, check_company=True,
                                 tracking=True)
    reason = fields.Char("Why Chosen", required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    rate_ids = fields.Many2many("company.purchase.carrier.rate", compute="_compute_rate_ids", string="Agreed Prices")

    _partner_uniq = models.UniqueIndex(
        "(company_id, partner_id) WHERE active IS TRUE", "The carrier stands on the list already.")

    def _compute_rate_ids(self):
        rates = self.env["company.purchase.carrier.rate"].search([("partner_id", "in", self.partner_id.ids)])
        for carrier in self:
            carrier.rate_ids = rates.filtered(
                lambda rate, own=carrier: (rate.partner_id, rate.company_id) == (own.partner_id, own.company_id))
