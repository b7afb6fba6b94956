from odoo import models


class CompanyDocumentOutgoing(models.Model):
    """What the archive keeps of an outgoing document beside its text: files and annexes."""

    _inherit = "company.document.outgoing"

    def _get_archive_files(self):
        files = super()._get_archive_files()
        annexes_sudo = self.env["company.document.annex"].sudo().search([("document_id", "in", self.ids)])
        attached = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", annexes_sudo._name), ("res_id", "in", annexes_sudo.ids), ("res_field", "=", "file")])
        owner = {annex.id: annex.document_id.id for annex in annexes_sudo}
        for file in attached.sorted("id"):
            files[owner[file.res_id]] |= file
        return files
