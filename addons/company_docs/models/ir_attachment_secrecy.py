import base64

from odoo import api, models
from odoo.exceptions import AccessError

CONTENT = frozenset({"raw", "datas", "db_datas", "index_content"})


class IrAttachment(models.Model):
    """Files of documents are never public and have no share links; reading classified ones is logged and marked."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        models_ = self.env["company.document.secrecy"]._get_restricted_models()
        vals_list = [
            dict(vals, public=False, access_token=False) if vals.get("res_model") in models_ else vals
            for vals in vals_list]
        return super().create(vals_list)

    def copy_data(self, default=None):
        self._check_stays()
        return super().copy_data(default=default)

    def _check_stays(self):
        """No reader takes files out of a classified document past its log and watermark (R6 §5.8.1.5)."""
        if not self.env.su and self.env["company.document.secrecy"]._get_classified(self):
            raise AccessError(self.env._(
                "Files of classified documents stay with their document; they are neither copied nor moved without "
                "consent (R6 §5.8.1.5). Ask the general office for numbered copies."))

    def write(self, vals):
        self.check_access("write")      # before any refusal that names the file
        self.filtered(lambda file: any(
            name in vals and vals[name] != file[name] for name in ("res_model", "res_id", "res_field")))._check_stays()
        models_ = self.env["company.document.secrecy"]._get_restricted_models()
        if vals.get("res_model") in models_:
            vals = dict(vals, public=False, access_token=False)
        elif vals.get("public") or vals.get("access_token"):
            refused = self.sudo().filtered(lambda file: file.res_model in models_ and file.res_id)
            if refused:
                raise AccessError(self.env._(
                    "%(files)s: files of official documents are not shared by link (R6 §5.4). Let the general office "
                    "circulate the document.", files=", ".join(refused.mapped("name"))))
        return super().write(vals)

    def unlink(self):
        self.check_access("unlink")
        return super().unlink()

    def _check_access(self, operation):
        """A public flag set behind the back of the server opens no file of a classified document."""
        result = super()._check_access(operation)
        if operation != "read" or self.env.su:
            return result
        models_ = self.env["company.document.secrecy"]._get_restricted_models()
        public = (self - result[0] if result else self).sudo().filtered(
            lambda file: file.public and file.res_model in models_ and file.res_id)
        hidden = public.filtered(lambda file: file.res_id in self.env["company.document.secrecy"]._get_hidden_ids(
            file.res_model, [file.res_id])).sudo(False)
        if not hidden:
            return result
        return (hidden | result[0] if result else hidden), lambda: AccessError(self.env._(
            "Sorry, you are not allowed to access this document. Please contact your system administrator."))

    def _read_format(self, fnames, load="_classic_read"):
        result = super()._read_format(fnames, load=load)
        names = CONTENT.intersection(fnames)
        if not names or self.env.su or self.env.context.get("bin_size"):
            return result
        guard = self.env["company.document.secrecy"]
        for values in result:
            file = self.browse(values.get("id") or ())
            if not file.sudo().res_id or not guard._get_documents(file):
                continue
            guard._note_access(file, "download", file.sudo().name or "")
            for name in names & {"raw", "datas"}:
                values[name] = self._mark_value(file, name, values.get(name))
        return result

    def _mark_value(self, file, name, value):
        if not value:
            return value
        content = base64.b64decode(value) if name == "datas" else value
        content = content if isinstance(content, bytes) else str(content).encode()
        marked = self.env["company.document.secrecy"]._mark_pdf(file, content)
        if marked is content:
            return value
        return base64.b64encode(marked) if name == "datas" else marked
