from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.company_base.tools.engine import take_mark

from ..engine import acceptance as engine

COUNT_FIELDS = frozenset({"delivered_qty", "counted_qty", "accepted_qty", "quality", "quality_note"})
QUALITY = [
    ("pending", "To Be Checked"), ("passed", "Good"), ("failed", "Not Good"), ("conceded", "Accepted by Concession"),
]
CERTIFICATES = [
    ("none", "None"), ("certificate", "Certificate of Quality"), ("material", "Material Certificate"),
    ("both", "Both Certificates"),
]


class CompanyPurchaseAcceptanceLine(models.Model):
    _name = "company.purchase.acceptance.line"
    _description = "Line of an Acceptance"
    _inherit = ["company.state.mixin"]
    _order = "sequence, id"
    _check_company_auto = True
    _rec_name = "description"

    _client_parent_field = "acceptance_id"
    _client_create_states = frozenset()
    _client_unlink_states = frozenset()
    _client_fields = {"draft": COUNT_FIELDS, "signing": COUNT_FIELDS}

    acceptance_id = fields.Many2one("company.purchase.acceptance", required=True, index=True, ondelete="cascade",
                                    check_company=True, copy=False)
    company_id = fields.Many2one(related="acceptance_id.company_id", store=True, index=True)
    state = fields.Selection(related="acceptance_id.state")
    sequence = fields.Integer(default=10, copy=False)
    order_line_id = fields.Many2one("purchase.order.line", "Order Line", required=True, readonly=True, index=True,
                                    copy=False, ondelete="restrict", check_company=True)
    product_id = fields.Many2one("product.product", readonly=True, copy=False, check_company=True, index=True)
    description = fields.Char("Item", required=True, readonly=True, copy=False)
    specification = fields.Char(readonly=True, copy=False)
    uom_id = fields.Many2one("uom.uom", "Unit", required=True, readonly=True, copy=False)
    ordered_qty = fields.Float("Ordered Quantity", digits="Product Unit", readonly=True, copy=False)
    due_qty = fields.Float("Quantity Due", digits="Product Unit", readonly=True, copy=False,
                           help="What this receipt still expects of the order.")
    delivered_qty = fields.Float("Per Delivery Note", digits="Product Unit", copy=False)
    counted_qty = fields.Float("Counted", digits="Product Unit", copy=False)
    accepted_qty = fields.Float("Accepted Quantity", digits="Product Unit", copy=False)
    rejected_qty = fields.Float("Rejected Quantity", digits="Product Unit", compute="_compute_rejected_qty", store=True)
    quality = fields.Selection(QUALITY, "Quality", default="pending", required=True, copy=False)
    quality_note = fields.Char("Finding of the Check", copy=False)
    certificate_required = fields.Selection(CERTIFICATES, "Certificates Required", readonly=True, copy=False,
                                            default="none", required=True)
    certificate_id = fields.Many2one("ir.attachment", "Certificate of Quality", readonly=True, copy=False,
                                     ondelete="restrict", index="btree_not_null")
    material_certificate_id = fields.Many2one("ir.attachment", "Material Certificate", readonly=True, copy=False,
                                              ondelete="restrict", index="btree_not_null")
    lacks_certificate = fields.Boolean("Certificates Missing", compute="_compute_lacks_certificate")

    _quantities_positive = models.Constraint(
        "CHECK(delivered_qty >= 0 AND counted_qty >= 0 AND accepted_qty >= 0)",
        "Quantities of a delivery are not negative.")
    _accepted_counted = models.Constraint(
        "CHECK(accepted_qty <= counted_qty + 0.000001)", "No more is accepted than was counted.")
    _order_line_uniq = models.UniqueIndex(
        "(acceptance_id, order_line_id)", "An order line stands on an acceptance once.")

    @api.depends("counted_qty", "accepted_qty")
    def _compute_rejected_qty(self):
        for line in self:
            line.rejected_qty = max(line.counted_qty - line.accepted_qty, 0.0)

    @api.depends("certificate_required", "certificate_id", "material_certificate_id")
    def _compute_lacks_certificate(self):
        for line in self:
            line.lacks_certificate = bool(line._get_missing_papers())

    def _get_missing_papers(self):
        """Labels of the papers that the product category requires and nobody attached."""
        needed = self.certificate_required
        missing = []
        if needed in ("certificate", "both") and not self.certificate_id:
            missing.append(self.env._("certificate of quality"))
        if needed in ("material", "both") and not self.material_certificate_id:
            missing.append(self.env._("material certificate"))
        return missing

    def _get_differences(self):
        """(line id, code, quantity) of everything that differs (see engine.acceptance)."""
        return engine.differences([{
            "key": line.id, "due": line.due_qty, "delivered": line.delivered_qty, "counted": line.counted_qty,
            "accepted": line.accepted_qty} for line in self])

    def _get_signed_values(self):
        """The figures that a signature stands for."""
        return [[line.id, line.due_qty, line.delivered_qty, line.counted_qty, line.accepted_qty, line.quality,
                 line.quality_note or ""] for line in self.sudo().sorted("id")]

    def write(self, vals):
        """Figures written by a client are a count: by the right person, and earlier signatures become void."""
        trusted, _bare = take_mark(self)
        if trusted or COUNT_FIELDS.isdisjoint(vals):
            return super().write(vals)
        if vals.get("quality") == "conceded":
            raise UserError(self.env._(
                "A concession is approved: report the defect and decide “concession” there (R4 §3.1.6.3)."))
        acceptances = self.acceptance_id
        acceptances._start_count()
        before = self._get_signed_values()
        result = super().write(vals)
        self._check_accepted()
        if self._get_signed_values() != before:
            acceptances._on_counted()
        return result

    def _check_accepted(self):
        for line in self.sudo():
            if line.uom_id.compare(line.accepted_qty, line.due_qty) > 0:
                raise UserError(self.env._(
                    "%(item)s: %(due)s is due, no more can be accepted. Reject what was delivered on top and report "
                    "it, or have it ordered first (R1 §3.5).",
                    item=line.description, due=f"{line.due_qty:g} {line.uom_id.name}"))
            if line.quality == "failed" and line.accepted_qty:
                raise UserError(self.env._(
                    "%(item)s failed the check: set the accepted quantity to 0, or accept a part and pass that part.",
                    item=line.description))
