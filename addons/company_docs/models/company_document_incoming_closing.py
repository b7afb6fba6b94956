from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class CompanyDocumentIncoming(models.Model):
    """Closing note 注办, archive, and the messages on the way (R6 §5.8.1, §5.8.1.5)."""

    _inherit = "company.document.incoming"

    def action_close(self, note):
        """Write the closing note; refused while somebody still handles the document.

        :param note: how the matter ended, kept for ever
        :return: True (clause R6 §5.8.1 注办)
        """
        self._check_step("close")
        note = self._check_text(note, self.env._("Write the closing note first."))
        self._raise_refusals({document.id: document._get_pending_names() for document in self})
        now = fields.Datetime.now()
        self._move("closed")
        for document in self:
            values = {"closing_note": note, "closed_on": now}
            if not document.finished_on:
                values.update(finished_on=now, is_on_time=not document.deadline or now <= document.deadline)
            document.sudo()._as_engine().write(values)
        self._keep_opinion("close", note)
        self._close_steps("assign", "close", "coordinate", "instruct", "overdue")
        for document in self:
            document._open_step("archive", document._get_office_users())
        return True

    def action_archive(self):
        """File closed documents in the archive.

        :return: True (clause R6 §5.8.1.5, §5.11)
        """
        self._check_step("archive")
        self.sudo()._set_state("archived")
        self.env["company.document.archive"]._file(self)
        self._close_steps("archive")
        return True

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _get_pending_names(self):
        rows = self._get_open_rows("handle")
        return bool(rows) and self.env._(
            "%(people)s has not fed back yet (R6 §5.8.1.4)", people=", ".join(
                row.department_id.name or row.user_id.name for row in rows))

    def _check_urge_pause(self, last):
        """Refuse a second urging within the pause of the settings."""
        hours = self.company_id.sudo().document_urge_hours
        if last and hours and fields.Datetime.now() < last + timedelta(hours=hours):
            raise UserError(self.env._(
                "%(document)s: they were urged on %(time)s already; again after %(hours)s hours.",
                document=self.display_name, hours=hours,
                time=fields.Datetime.context_timestamp(self, last).strftime("%Y-%m-%d %H:%M")))
