from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.company_base.tools.engine import as_engine, take_mark

from ..engine import seal_use as engine


class CompanyCertificateScan(models.Model):
    """The unmarked scan of a certificate: only its holder and the administrator of seals and certificates get it.

    Others get watermarked copies for one receiver and purpose (R11 §二.3). A new scan stands beside the old ones.
    """

    _name = "company.certificate.scan"
    _description = "Certificate Scan"
    _order = "id desc"
    _check_company_auto = True

    certificate_id = fields.Many2one("company.certificate", required=True, readonly=True, index=True,
                                     ondelete="cascade", check_company=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    name = fields.Char("File Name", required=True, readonly=True)
    mimetype = fields.Char(readonly=True)
    file = fields.Binary("Scan", attachment=True, required=True, readonly=True)
    digest = fields.Char("Digest (SHA-256)", readonly=True)

    def _as_engine(self):
        """The same records; the next create is trusted."""
        return as_engine(self)

    @api.model_create_multi
    def create(self, vals_list):
        trusted, self = take_mark(self)
        if not trusted:
            raise AccessError(self.env._("A scan is added with the button of its certificate."))
        return super(CompanyCertificateScan, self).create(vals_list)

    def write(self, vals):
        raise AccessError(self.env._("A scan stays as it is; add the new one beside it."))

    def unlink(self):
        raise AccessError(self.env._("A scan stays as it is; add the new one beside it."))

    def _get_content(self):
        """(bytes, mimetype) of the newest scan, superuser mode."""
        scan_sudo = self.sudo()[:1].with_context(bin_size=False)
        attachment_sudo = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", self._name), ("res_field", "=", "file"), ("res_id", "=", scan_sudo.id)], limit=1)
        return attachment_sudo.raw or b"", scan_sudo.mimetype or attachment_sudo.mimetype or ""


class CompanyCertificate(models.Model):
    _inherit = "company.certificate"

    def action_add_scan(self, attachment_id):
        """Keep the scan of the original; the uploaded file itself is removed. Returns the id of the scan.

        Holder or administrator of seals and certificates. ``attachment_id``: PDF or picture the user uploaded.
        """
        self.ensure_one()
        certificate = self._start_keeping()
        upload = self.env["ir.attachment"].browse(
            attachment_id if isinstance(attachment_id, int) and not isinstance(attachment_id, bool) else ()).exists()
        upload.check_access("read")
        kind = (upload.sudo().mimetype or "") if upload else ""
        certificate._raise_refusals({certificate.id: not kind.startswith(("application/pdf", "image/")) and self.env._(
            "give the scan as PDF or picture")})
        scan = self.env["company.certificate.scan"].sudo()._as_engine().create({
            "certificate_id": certificate.id, "company_id": certificate.company_id.id, "name": upload.sudo().name,
            "mimetype": kind, "file": upload.sudo().datas, "digest": engine.file_digest(upload.sudo().raw)})
        if upload.sudo().create_uid == self.env.user and not upload.sudo().res_id:
            upload.sudo().unlink()
        return scan.id

    def _start_keeping(self):
        """Right to read, lock, and the right person; for the steps of a keeper."""
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals({certificate.id: not certificate._may_keep() and self.env._(
            "only its holder %(holder)s or an administrator of certificates takes this step",
            holder=certificate.sudo().holder_id.name) for certificate in self})
        return self
