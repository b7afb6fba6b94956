from odoo import fields, models

from odoo.addons.company_base.tools.digest import canonical_json, sha256_hex

from ..engine.archive import file_digest

# what a filed document says, whatever its model; class and readers may change lawfully afterwards
DIGEST_FIELDS = (
    "name", "draft_no", "title", "body", "summary", "main_text", "cc_text", "signed_on", "text_digest", "source_name",
    "source_number", "document_date", "received_on", "closing_note",
)


class CompanyDocumentMixin(models.AbstractModel):
    """What the archive asks of a document: its year, its files and the digest of both."""

    _inherit = "company.document.mixin"

    archive_id = fields.Many2one(
        "company.document.archive", "Archive Entry", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict", check_company=True)

    def action_view_archive(self):
        """Open the archive entry of a filed document. Returns an action."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "res_model": "company.document.archive",
                "res_id": self.archive_id.id, "views": [(False, "form")]}

    def _get_archive_date(self):
        """Date that decides the year of the archive: of the signature or of the receipt."""
        self.ensure_one()
        for name in ("signed_on", "received_on"):
            if name in self._fields and self[name]:
                return fields.Date.to_date(self[name])
        return fields.Date.to_date(self.create_date)

    def _get_archive_retention(self):
        """Retention period by the document kind."""
        self.ensure_one()
        return self.kind_id.retention or "30"

    def _set_archive_entry(self, archive):
        """The document is filed as ``archive`` (superuser mode)."""
        self.ensure_one()
        self._as_engine().write({"archive_id": archive.id})

    def _get_archive_number(self):
        """Number by which the registers know the document."""
        self.ensure_one()
        return self.name if "name" in self._fields and self.name != "/" else ""

    def _get_archive_files(self):
        """{document id: attachments} of everything filed with these documents (sudo, two queries)."""
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids), ("res_field", "in", [False, *(
            name for name, field in self._fields.items() if field.type == "binary" and field.attachment)])]
        attached = self.env["ir.attachment"].sudo().search(domain, order="id").grouped("res_id")
        none = self.env["ir.attachment"].sudo()
        return {document.id: document.sudo().file_ids | attached.get(document.id, none) for document in self}

    def _get_archive_manifests(self):
        """{document id: {"text": digest, "files": {attachment id: digest}}} as the documents stand now."""
        files = self._get_archive_files()
        names = [name for name in DIGEST_FIELDS if name in self._fields]
        return {document.id: {
            "text": sha256_hex(canonical_json({name: self._get_archive_value(document, name) for name in names})),
            "files": {str(file.id): file_digest(file.raw) for file in files[document.id]},
        } for document in self.sudo()}

    @staticmethod
    def _get_archive_value(document, name):
        return str(document[name] or "") if document._fields[name].type == "html" else document[name]
