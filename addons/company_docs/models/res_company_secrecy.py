from odoo import fields, models

from .company_document_mixin import SECRECY

WATERMARK = [("secret", "From Secret"), ("internal", "From Internal"), ("public", "Every Document"), ("never", "Never")]
SETTINGS = {"document_default_clearance"}


class ResCompany(models.Model):
    _inherit = "res.company"

    document_default_secrecy = fields.Selection(
        SECRECY[:2], "Default Class", default="internal", required=True,
        help="Class of a new document until its drafter chooses another one (R6 §5.4).")
    document_default_clearance = fields.Selection(
        SECRECY[:2], "Default Clearance", default="internal", required=True,
        help="What every employee may know without a decision of the secrecy officer (R6 §5.4).")
    document_watermark = fields.Selection(
        WATERMARK, "Watermark on Prints", default="secret", required=True,
        help="Prints and PDF downloads from this class on carry the reader's name and the time (R6 §5.4, §5.8.1.5).")

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & SETTINGS:
            self.env.registry.clear_cache()
        return result
