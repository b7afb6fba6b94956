from odoo import models
from odoo.http import Stream


class IrBinary(models.AbstractModel):
    """The doors /web/content, /web/image and zip downloads: rights before tokens, log, watermark."""

    _inherit = "ir.binary"

    def _find_record(self, xmlid=None, res_model="ir.attachment", res_id=None, access_token=None, field=None):
        record = super()._find_record(
            xmlid=xmlid, res_model=res_model, res_id=res_id, access_token=access_token, field=field)
        if not self.env.su:     # no token and no public flag opens a classified file
            self.env["company.document.secrecy"]._check_classified(record)
        return record

    def _record_to_stream(self, record, field_name):
        stream = super()._record_to_stream(record, field_name)
        guard = self.env["company.document.secrecy"]
        if self.env.user._is_superuser() or stream.type not in ("data", "path"):
            return stream
        documents = guard._get_documents(record)
        if not documents:
            return stream
        if guard._check_classified(record):
            name = record["name"] if "name" in record._fields else record.display_name
            guard._note_access(record, "download", name or "")
        content = stream.read()
        marked = guard._mark_pdf(record, content)
        if marked is not content:
            return Stream(
                type="data", data=marked, mimetype="application/pdf", size=len(marked), etag=None, last_modified=None,
                download_name=stream.download_name, conditional=False, public=False)
        return stream
