import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import seal_use as engine
from ..tools.watermark import is_pdf, watermark


class CompanyCertificateCopy(models.Model):
    """A numbered, watermarked copy of a certificate that left the company, for one receiver and business."""

    _name = "company.certificate.copy"
    _description = "Certificate Copy"
    _inherit = ["company.evidence.mixin"]
    _order = "id desc"
    _log_access = False

    name = fields.Char("Copy Number", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    loan_id = fields.Many2one("company.certificate.loan", "Application", required=True, readonly=True, index=True,
                              ondelete="restrict")
    certificate_id = fields.Many2one("company.certificate", required=True, readonly=True, index=True,
                                     ondelete="restrict")
    receiver = fields.Char("Receiving Party", required=True, readonly=True)
    purpose = fields.Char("Business to Handle", required=True, readonly=True)
    watermark_text = fields.Char("Watermark", required=True, readonly=True)
    issued_by_id = fields.Many2one("res.users", "Issued by", required=True, readonly=True, index=True)
    issued_on = fields.Datetime("Issued on", required=True, readonly=True)
    requester_id = fields.Many2one("res.users", "Requested by", required=True, readonly=True, index=True)
    approver_names = fields.Char("Approved by", readonly=True)
    digest = fields.Char("Digest (SHA-256)", required=True, readonly=True)
    attachment_id = fields.Many2one("ir.attachment", "Marked Copy", compute="_compute_attachment_id")

    def _compute_attachment_id(self):
        found = {file.res_id: file.id for file in self.env["ir.attachment"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)], order="id desc")}
        for copy in self:
            copy.attachment_id = found.get(copy.id)

    @api.model
    def _issue(self, loan):
        """Make the copies of an approved application (superuser mode; the caller has checked everything)."""
        paper = self._get_paper(loan.certificate_id)
        copies = self.browse()
        for number in range(1, loan.copies + 1):
            name = f"{loan.name}-{number:02d}"
            content = watermark(paper, f"{loan._get_watermark_text()}\n{loan.company_id.name} {name}")
            copy = self.sudo()._as_engine().create({
                "name": name, "company_id": loan.company_id.id, "loan_id": loan.id,
                "certificate_id": loan.certificate_id.id, "receiver": loan.receiver, "purpose": loan.purpose,
                "watermark_text": loan._get_watermark_text(), "issued_by_id": self.env.uid,
                "issued_on": fields.Datetime.now(), "requester_id": loan.requester_id.id,
                "approver_names": loan.approver_names, "digest": engine.file_digest(content)})
            self.env["ir.attachment"].sudo().create({
                "name": f"{loan.certificate_id.name} {name}.pdf", "raw": content, "mimetype": "application/pdf",
                "res_model": self._name, "res_id": copy.id, "company_id": loan.company_id.id})
            self.env["company.ledger.entry"]._append("certificate.copy", copy, {
                "copy": name, "certificate": loan.certificate_id.id, "receiver": loan.receiver,
                "purpose": loan.purpose, "digest": copy.digest, "approved_by": loan.approver_names or ""})
            copies |= copy
        return copies

    @api.model
    def _get_paper(self, certificate):
        """The newest scan as PDF."""
        content, mimetype = certificate.sudo().scan_ids[:1]._get_content()
        if not is_pdf(content):
            import weasyprint

            picture = base64.b64encode(content).decode()
            content = weasyprint.HTML(string=(
                "<style>@page{size:A4;margin:10mm}img{width:190mm;max-height:275mm;object-fit:contain}</style>"
                f'<img src="data:{mimetype};base64,{picture}">')).write_pdf()
        try:
            watermark(content, "-")
        except ValueError as error:
            raise UserError(self.env._("%(certificate)s: its scan can't be read; add it again as PDF or picture.",
                                       certificate=certificate.name)) from error
        return content

    def action_open_copy(self):
        """Download the marked copy; the reader's rights count."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "target": "download",
                "url": f"/web/content/{self.sudo().attachment_id.id}?download=true"}
