from collections import defaultdict

from odoo import SUPERUSER_ID, models
from odoo.exceptions import AccessError

from ..tools.engine import take_mark

CONTENT = frozenset({
    'raw', 'datas', 'db_datas', 'name', 'res_model', 'res_id', 'res_field', 'type', 'url', 'mimetype'})


class IrAttachment(models.Model):
    """Files of a guarded document are evidence: what was there when its state changed stays as it was."""

    _inherit = 'ir.attachment'

    def write(self, vals):
        trusted, self = take_mark(self)
        if not trusted and vals.keys() & CONTENT:
            self._check_evidence()
        return super(IrAttachment, self).write(vals)

    def unlink(self):
        trusted, self = take_mark(self)
        if not trusted:
            self._check_evidence()
        return super(IrAttachment, self).unlink()

    def _check_evidence(self):
        """Refuse changes of files that were attached before the last change of state of their document."""
        if self.env.uid == SUPERUSER_ID:
            return      # upkeep of the file store
        by_model = defaultdict(self.browse)
        for attachment in self.sudo():
            model = self.env.get(attachment.res_model) if attachment.res_model and attachment.res_id else None
            # the file of a binary field is written by the field itself, which its document guards
            if model is not None and hasattr(model, '_get_evidence_time') \
                    and not (attachment.res_field and self.env.su):
                by_model[attachment.res_model] |= attachment
        for model_name, attachments in by_model.items():
            records = self.env[model_name].sudo().browse(attachments.mapped('res_id')).exists()
            since = {record.id: record._get_evidence_time() for record in records}
            for attachment in attachments:
                moment = since.get(attachment.res_id)
                if moment and attachment.create_date <= moment:
                    raise AccessError(self.env._(
                        "%(file)s: this file was part of %(record)s when its state changed; it stays as it is. "
                        "Attach a new file instead.", file=attachment.name,
                        record=self.env[model_name].sudo().browse(attachment.res_id).display_name))
