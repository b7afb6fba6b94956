from odoo import fields, models
from odoo.exceptions import UserError


class CompanyCertificateStep(models.TransientModel):
    """Asks for dates, reason or scan of a step of a certificate or of an application for it."""

    _name = "company.certificate.step"
    _inherit = ["company.wizard.mixin"]
    _description = "Step of a Certificate"

    certificate_id = fields.Many2one("company.certificate", "Certificate", ondelete="cascade")
    loan_id = fields.Many2one("company.certificate.loan", "Application", ondelete="cascade")
    step = fields.Selection([
        ("scan", "Add a Scan"), ("renew", "Record the Renewal"), ("lost", "Report Lost"),
        ("void", "No Longer Valid"), ("take_back", "Take the Original Back"), ("cancel", "Give up the Application"),
    ], required=True, readonly=True)
    reason = fields.Text()
    number = fields.Char("Certificate Number")
    valid_from = fields.Date("Issued on")
    valid_until = fields.Date("Expires on", help="Empty: valid for an unlimited time.")
    file = fields.Binary("Scan")
    file_name = fields.Char()

    def action_confirm(self):
        """Take the step (see company.certificate and company.certificate.loan)."""
        self.ensure_one()
        certificate = self.certificate_id
        if self.step == "scan":
            certificate.action_add_scan(self._upload(required=True))
        elif self.step == "renew":
            certificate.action_renew(self.valid_until, self.number or "", self.valid_from, self._upload())
        elif self.step == "lost":
            certificate.action_report_lost(self.reason)
        elif self.step == "void":
            certificate.action_void(self.reason)
        elif self.step == "take_back":
            self.loan_id.action_return(self.reason or "")
        elif self.step == "cancel":
            self.loan_id.action_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _upload(self, required=False):
        if not self.file:
            if required:
                raise UserError(self.env._("Add the scan of the original."))
            return False
        return self.env["ir.attachment"].create({"name": self.file_name or "scan.pdf", "datas": self.file}).id
