from collections import defaultdict

from odoo import SUPERUSER_ID, api, models, tools
from odoo.exceptions import AccessError

from ..tools.engine import take_mark

CONTENT = frozenset({
    'raw', 'datas', 'db_datas', 'name', 'res_model', 'res_id', 'res_field', 'type', 'url', 'mimetype', 'index_content'})
OWNER = frozenset({'res_model', 'res_id', 'res_field'})


class IrAttachment(models.Model):
    """Files of a guarded document are evidence: what was there when its state changed stays as it was."""

    _inherit = 'ir.attachment'

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        files._check_own_fields()
        return files

    def write(self, vals):
        trusted, self = take_mark(self)
        if not trusted and vals.keys() & CONTENT:
            self._check_evidence()
        result = super(IrAttachment, self).write(vals)
        if not trusted and vals.keys() & OWNER:
            self._check_own_fields()
        return result

    def unlink(self):
        trusted, self = take_mark(self)
        if not trusted:
            self._check_evidence()
        return super(IrAttachment, self).unlink()

    def _check_own_fields(self):
        """The content of a binary field is given by its guarded document, not laid beside it as a file."""
        if self.env.su:
            return
        for file in self.sudo().filtered(lambda file: file.res_field and file.res_id):
            if hasattr(self.env.get(file.res_model), '_get_evidence_time'):
                raise AccessError(self.env._(
                    "%(file)s: give the file to the field of its document, not beside it.", file=file.name))

    def _check_evidence(self):
        """Refuse changes of files that are part of what was decided, registered or signed.

        These are: files attached before the last change of state of their document, the content of its locked
        fields, all files of evidence rows, and whatever a field links that the client may not set now.
        """
        if self.env.uid == SUPERUSER_ID:
            return      # upkeep of the file store
        self._check_linked()
        by_model = defaultdict(self.browse)
        for attachment in self.sudo():
            model = self.env.get(attachment.res_model) if attachment.res_model and attachment.res_id else None
            # the file of a binary field is written by the field itself, which its document guards
            if model is not None and hasattr(model, '_get_evidence_time') \
                    and not (attachment.res_field and self.env.su):
                by_model[attachment.res_model] |= attachment
        for model_name, attachments in by_model.items():
            records = {record.id: record for record in self.env[model_name].sudo().browse(
                attachments.mapped('res_id')).exists()}
            since = {record.id: record._get_evidence_time() for record in records.values()}
            for attachment in attachments:
                moment = since.get(attachment.res_id)
                # the clock of states has whole seconds; a file of the same second was there
                if moment and attachment.create_date.replace(microsecond=0) <= moment or (
                        attachment.res_field and attachment.res_id in records
                        and self._is_locked(records[attachment.res_id], attachment.res_field)):
                    self._refuse_evidence(attachment, self.env[model_name].browse(attachment.res_id))

    def _check_linked(self):
        """Refuse changes of files that a field links which the client may not set now."""
        for model_name, field_name in self._get_file_links():
            records = self.env[model_name].sudo().with_context(active_test=False).search(
                [(field_name, 'in', self.ids)])
            for record in records:
                if self._is_locked(record, field_name):
                    self._refuse_evidence((record[field_name] & self.sudo())[:1], record)

    @tools.ormcache()
    def _get_file_links(self):
        """(model, field) of the guarded models' stored links to files."""
        return tuple(
            (name, field.name)
            for name in sorted(self.env.registry) if hasattr(self.env[name], '_get_evidence_time')
            and not self.env[name]._abstract
            for field in self.env[name]._fields.values()
            if field.store and field.comodel_name == 'ir.attachment' and field.type in ('many2one', 'many2many')
            and field.name != 'message_main_attachment_id')

    def _is_locked(self, record, field_name):
        if hasattr(record, '_get_client_fields'):
            return field_name not in record._get_client_fields()
        return record._fields[field_name].readonly

    def _refuse_evidence(self, attachment, record):
        raise AccessError(self.env._(
            "%(file)s: this file was part of %(record)s when its state changed; it stays as it is. "
            "Attach a new file instead.", file=attachment.name, record=record.sudo().display_name))
