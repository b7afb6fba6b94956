from odoo import api, fields, models

from .company_document_text import BODY_FIELDS

TEXT_NAMES = frozenset({*BODY_FIELDS, "name", "draft_no", "company_id", "source_partner_id", "main_unit_ids",
                        "cc_unit_ids", "main_department_ids", "cc_department_ids"})


class CompanyDocumentMixin(models.AbstractModel):
    """Documents are found by everything that they and their files say."""

    _inherit = "company.document.mixin"

    content = fields.Char(
        "Full Text", compute="_compute_content", search="_search_content",
        help="Searches title, text and the text of the files (PDF, DOCX, XLSX, text).")

    def _compute_content(self):
        self.content = False

    @api.model
    def _search_content(self, operator, value):
        if operator not in ("ilike", "like", "=") or not isinstance(value, str):
            return NotImplemented
        # rights first, so that the texts of other people's documents are not looked into
        readable = None if self.env.su else self._search([]).subselect()
        return self.env["company.document.text"].sudo()._get_match_domain(self._name, value, readable)

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        self.env["company.document.text"]._index_documents(documents)
        return documents

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & TEXT_NAMES:
            self.env["company.document.text"]._index_documents(self, files=False)
        if "file_ids" in vals:
            self.env["company.document.text"]._mark_files(self._name, self.ids)
        return result

    def unlink(self):
        self.env["company.document.text"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]).unlink()
        return super().unlink()


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        files._mark_document_text()
        return files

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"raw", "datas", "res_model", "res_id"}:
            self._mark_document_text()
        return result

    def _mark_document_text(self):
        """A document's file is new or other: the search reads it."""
        models_ = self.env["company.document.linked.mixin"]._get_document_models()
        files_sudo = self.sudo().filtered(lambda file: file.res_id and file.res_model in (
            *models_, "company.document.annex"))
        for model, files in files_sudo.grouped("res_model").items():
            ids = files.mapped("res_id")
            if model == "company.document.annex":
                model, ids = models_[0], self.env[model].sudo().browse(ids).exists().document_id.ids
            self.env["company.document.text"]._mark_files(model, ids)
