from odoo import api, fields, models

from odoo.addons.company_base.tools.digest import canonical_json, sha256_hex

from ..engine.outgoing_text import find_image_ids, to_lines
from .company_document_outgoing import ROUTE_FIELDS, TEXT_FIELDS


class CompanyDocumentOutgoing(models.Model):
    """The text is what the leader issued: digest, versions, and the refusal of every later step on another text."""

    _inherit = "company.document.outgoing"

    version_count = fields.Integer("Number of Versions", compute="_compute_version_count", compute_sudo=True)

    # ------------------------------------------------------------------
    # Digest
    # ------------------------------------------------------------------

    def _get_text_digest(self):
        """SHA-256 of everything that is printed or sent: text, recipients, annexes, files, pictures in the text."""
        self.ensure_one()
        return sha256_hex(canonical_json(self._get_text_payload()))

    def _get_text_payload(self):
        document = self.sudo().with_context(active_test=False, lang=None)
        payload = {name: document._get_text_value(name) for name in TEXT_FIELDS}
        files = document._get_annex_checksums()
        payload["annexes"] = [[annex.name, files.get(annex.id, "")] for annex in document.annex_ids]
        payload["files"] = [[file.id, file.checksum or ""] for file in document.file_ids.sorted("id")]
        images = self.env["ir.attachment"].sudo().browse(find_image_ids(document.body)).exists()
        payload["images"] = [[image.id, image.checksum or ""] for image in images]
        return payload

    def _get_text_value(self, name):
        field, value = self._fields[name], self[name]
        if field.type == "many2many":
            return sorted(value.ids)
        if field.type == "many2one":
            return value.id
        return str(value or "") if field.type in ("html", "char") else value

    def _get_annex_checksums(self):
        """{annex id: checksum of its file} (superuser mode)."""
        files = self.env["ir.attachment"].sudo().search_fetch([
            ("res_model", "=", "company.document.annex"), ("res_id", "in", self.annex_ids.ids),
            ("res_field", "=", "file")], ["res_id", "checksum"])
        return {file.res_id: file.checksum for file in files}

    def _check_frozen(self):
        """Refuse to go on with a text that is not the one that was checked and issued (R6 §5.9.2.1)."""
        for document in self.sudo():
            digest = document._get_text_digest()
            if digest != document.text_digest:
                self.env["company.control"]._enforce("DOC-FREEZE", document.sudo(False), self.env._(
                    "its text, recipients or files are not those that were submitted. What was checked and issued is "
                    "not changed; open it again with a reason, which starts the approval anew"), fact=digest)

    # ------------------------------------------------------------------
    # Versions
    # ------------------------------------------------------------------

    @api.depends("version_ids")
    def _compute_version_count(self):
        counts = dict(self.env["company.document.version"]._read_group(
            [("document_id", "in", self.ids)], ["document_id"], ["__count"]))
        for document in self:
            document.version_count = counts.get(document, 0)

    def action_view_versions(self):
        """Open the versions of this document with their differences. Returns an action."""
        action = self.env["ir.actions.act_window"]._for_xml_id("company_docs.company_document_version_action")
        return dict(action, domain=[("document_id", "in", self.ids)], context={"default_document_id": self[:1].id})

    def _get_version_text(self):
        """Everything that is printed, one paragraph a line: what two versions are compared by."""
        self.ensure_one()
        self = self.with_context(lang=self.env["ir.actions.report"]._get_form_lang())
        names = {name: self._fields[name]._description_string(self.env) for name in TEXT_FIELDS}
        rows = [self.title or ""]
        rows += [f"{names[name]}：{value}" for name, value in self._get_version_head() if value]
        rows += to_lines(self.body)
        rows += [f"{place}. {annex.name}" for place, annex in enumerate(self.annex_ids, 1)]
        rows += self.file_ids.sorted("id").mapped("name")
        return "\n".join(rows)

    def _get_version_head(self):
        """(field, printed value) of what stands around the body."""
        for name in TEXT_FIELDS:
            field, value = self._fields[name], self[name]
            if name in ("title", "body", "file_ids", "main_unit_ids", "cc_unit_ids", "main_department_ids",
                        "cc_department_ids"):
                continue
            if field.type == "selection":
                value = dict(field._description_selection(self.env)).get(value, value)
            elif field.relational:
                value = "、".join(value.mapped("display_name"))
            elif field.type == "boolean":
                value = value and self.env._("yes")
            yield name, value

    # ------------------------------------------------------------------
    # What the approval signs
    # ------------------------------------------------------------------

    def _approval_digest_fields(self):
        return [*TEXT_FIELDS, *ROUTE_FIELDS, "text_digest", "annex_ids.name", "annex_ids.sequence"]
