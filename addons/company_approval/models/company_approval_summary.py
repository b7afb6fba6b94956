from itertools import islice

from odoo import api, fields, models

SUMMARY_LINES = 3
LINE_NAMES = ('product_id', 'description', 'name', 'product')
SUBJECTS = ('subject', 'title', 'reason', 'summary', 'note')


def _first_filled(record, names):
    """The first of these fields that the record has and that is filled, as one line of text."""
    for name in names:
        if name in record._fields and (value := record[name]):
            text = value.display_name if isinstance(value, models.BaseModel) else str(value)
            return " ".join(text.split())[:80]
    return ''


def fill_summaries(rows):
    """Fill `document_summary` of rows with `res_model` and `res_id`; only of documents that the user may read."""
    rows.document_summary = ''
    for model, group in rows.grouped('res_model').items():
        if model not in rows.env or not hasattr(rows.env[model], '_approval_summary'):
            continue
        documents = rows.env[model].browse(group.mapped('res_id')).exists()._filtered_access('read')
        summaries = {document.id: document._approval_summary() for document in documents}
        for row in group:
            row.document_summary = summaries.get(row.res_id, '')


class CompanyApprovalMixin(models.AbstractModel):
    _inherit = 'company.approval.mixin'

    def _approval_summary(self):
        """What the document is about, in a few words: its first lines, else its subject or reason."""
        self.ensure_one()
        lines = self['line_ids'] if 'line_ids' in self._fields else ()
        names = [name for line in islice(lines, SUMMARY_LINES) if (name := _first_filled(line, LINE_NAMES))]
        if names:
            more = len(lines) - len(names)
            return ", ".join(names) + (self.env._(" and %s more", more) if more > 0 else "")
        return _first_filled(self, SUBJECTS)


class CompanyApproval(models.Model):
    _inherit = 'company.approval'

    document_summary = fields.Char("Content", compute='_compute_document_summary')

    @api.depends('res_model', 'res_id')
    def _compute_document_summary(self):
        fill_summaries(self)
