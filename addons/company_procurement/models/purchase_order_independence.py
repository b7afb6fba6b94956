from odoo import api, fields, models

from ..engine import independence, pdf_marks


class PurchaseOrder(models.Model):
    """What a quote and its scan tell about who made it."""

    _inherit = "purchase.order"

    quote_scan_marks = fields.Json("Origin of the Scan", readonly=True, copy=False)

    @api.depends_context("company_procurement_supplier_names")
    @api.depends("partner_id")
    def _compute_display_name(self):
        """In the award dialog a quote goes by its supplier."""
        super()._compute_display_name()
        if self.env.context.get("company_procurement_supplier_names"):
            for order in self:
                order.display_name = order.partner_id.name or order.display_name

    def _get_quote_identities(self):
        """{quote id: identity marks} as recorded with the quote, as of today, and of its scan (P8)."""
        current = self.partner_id._get_supplier_identities()
        return {quote.id: independence.merge(
            quote.quote_identity, current.get(quote.partner_id.id), quote._get_scan_marks()) for quote in self}

    def _get_scan_marks(self):
        """Digest and origin of the sealed scan; nothing where there is none."""
        if not self.quote_scan_id or not self.quote_scan_checksum:
            return {}
        return {"file": self.quote_scan_checksum, **(self.quote_scan_marks or {})}


class CompanyPurchaseSourcing(models.Model):
    _inherit = "company.purchase.sourcing"

    def _keep_scan(self, name, raw, mimetype):
        """Also keep what the file tells about the computer that made it."""
        values = super()._keep_scan(name, raw, mimetype)
        return {**values, "quote_scan_marks": pdf_marks.read(raw or b"")}
