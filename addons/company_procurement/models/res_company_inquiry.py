from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine import inquiry


class ResCompany(models.Model):
    _inherit = "res.company"

    purchase_inquiry_days = fields.Float(
        "Inquiry Open for (Working Days)", default=3,
        help="Usual time that suppliers have for their answer, from the invitation on (R1 §3.3).")
    purchase_inquiry_reminders = fields.Char(
        "Reminders before Closing (Hours)", default="24, 4",
        help="Hours before the closing time at which suppliers who have not answered are reminded.")
    purchase_auto_close = fields.Boolean(
        "Close Inquiries at their Closing Time", default=True,
        help="An inquiry with answers closes by itself; otherwise it waits in the buyer's inbox.")
    purchase_portal_scan_required = fields.Boolean(
        "Sealed Scan Required on the Portal", default=True,
        help="Suppliers hand in with the signed and sealed quotation only (R1 §3.3).")
    purchase_scan_max_mb = fields.Integer("Largest Scan (MB)", default=10)
    purchase_validity_reminder_days = fields.Integer(
        "Warn of Quotes Running Out (Days)", default=3,
        help="Days before the end of a quote's validity at which the buyer is warned, while nothing is ordered.")

    _purchase_inquiry_positive = models.Constraint(
        """CHECK(COALESCE(purchase_inquiry_days, 0) >= 0 AND COALESCE(purchase_scan_max_mb, 1) BETWEEN 1 AND 100
            AND COALESCE(purchase_validity_reminder_days, 0) >= 0)""",
        "Days are not negative, and a scan may have 1 to 100 MB.",
    )

    @api.constrains("purchase_inquiry_reminders")
    def _check_purchase_inquiry_reminders(self):
        for company in self:
            if inquiry.hours(company.purchase_inquiry_reminders) is None:
                raise ValidationError(self.env._("%(company)s: give hours as “24, 4”.", company=company.name))
