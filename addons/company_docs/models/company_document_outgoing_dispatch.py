from odoo import api, fields, models
from odoo.exceptions import UserError


class CompanyDocumentOutgoing(models.Model):
    """送发 and 存档: the general office alone sends documents out, and files them (R6 §5.9.1, §5.9.1.5)."""

    _inherit = "company.document.outgoing"

    dispatch_count = fields.Integer("Recipients", compute="_compute_dispatch_counts", compute_sudo=True)
    received_count = fields.Integer("Receipts", compute="_compute_dispatch_counts", compute_sudo=True)

    @api.depends("dispatch_ids.received_on")
    def _compute_dispatch_counts(self):
        rows = self.env["company.document.dispatch"]._read_group(
            [("document_id", "in", self.ids)], ["document_id"], ["__count", "received_on:count"])
        counts = {document.id: (total, received) for document, total, received in rows}
        for document in self:
            document.dispatch_count, document.received_count = counts.get(document.id, (0, 0))

    def action_view_dispatch(self):
        """Open the dispatch list of this document with its receipts. Returns an action."""
        action = self.env["ir.actions.act_window"]._for_xml_id("company_docs.company_document_dispatch_action")
        return dict(action, domain=[("document_id", "in", self.ids)], context={})

    # ------------------------------------------------------------------
    # The list of recipients
    # ------------------------------------------------------------------

    def _prepare_dispatch_list(self):
        """One line per recipient, as the office finds it when it comes to sending (superuser mode)."""
        self.ensure_one()
        if self.dispatch_ids:
            return
        rows, place = [], 0
        for is_copy, units, departments in (
                (False, self.main_unit_ids | self.addressee_id, self.main_department_ids),
                (True, self.cc_unit_ids - self.main_unit_ids, self.cc_department_ids - self.main_department_ids)):
            for name, recipients, method in (
                    ("partner_id", units, "paper"), ("department_id", departments, "internal")):
                for recipient in recipients:
                    place += 10
                    rows.append({"document_id": self.id, "is_copy": is_copy, name: recipient.id, "method": method,
                                 "sequence": place})
        self.env["company.document.dispatch"]._as_engine().create(rows)

    def _drop_dispatch_list(self):
        """A list of which nothing was sent yet (superuser mode)."""
        self.dispatch_ids.filtered(lambda line: not line.sent_on)._as_engine().unlink()

    # ------------------------------------------------------------------
    # Sending
    # ------------------------------------------------------------------

    def action_dispatch(self):
        """Register sealed documents as sent to all their recipients; departments get theirs in the system.

        :return: True
        :raise UserError: wrong state
        :raise ControlError: DOC-DISPATCH outside the general office, DOC-FREEZE when the text is another one
        """
        documents = self._begin_step("sealed")
        documents._check_office("DOC-DISPATCH", self.env._(
            "documents are sent out by the general office only; a department sends none to units and departments "
            "itself. The office finds it in its to-dos"))
        documents._check_frozen()
        for document in documents.sudo():
            document._do_dispatch()
        return True

    def _do_dispatch(self):
        self.ensure_one()
        self._prepare_dispatch_list()
        lines = self.dispatch_ids.filtered(lambda line: not line.sent_on)
        lines._as_engine().write({"sent_on": fields.Datetime.now(), "sent_by_id": self.env.uid})
        self.env["company.document.step"]._log(self, "dispatched")
        self._set_state("dispatched")
        self.env["company.ledger.entry"]._append("document.dispatch", self, {
            "number": self.name, "digest": self.text_digest, "recipients": [
                {"unit": line.partner_id.id, "department": line.department_id.id, "copies": line.copies,
                 "method": line.method, "copy": line.is_copy} for line in lines]})
        lines._announce()

    # ------------------------------------------------------------------
    # Filing
    # ------------------------------------------------------------------

    def action_archive(self):
        """File dispatched documents; the original draft with its versions and steps stays with them (R6 §5.9.1.4).

        :return: True
        :raise UserError: wrong state or person
        """
        documents = self._begin_step("dispatched")
        if not self._is_office():
            raise UserError(self.env._("%s: filed by the general office (R6 §5.9.1).", documents._get_names()))
        documents._check_frozen()
        documents_sudo = documents.sudo()
        self.env["company.document.archive"]._file(documents_sudo)
        for document in documents_sudo:
            self.env["company.document.step"]._log(document, "archived")
            document._set_state("archived")
        return True

    # ------------------------------------------------------------------
    # No other way out
    # ------------------------------------------------------------------

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """A message is no way to send a document out of the house past the general office (R6 §5.9.1.5)."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        outside = [row for row in recipients if row.get("share") or not row.get("uid")]
        if outside and not self.env.su and not self._is_office():
            for document in self:
                self.env["company.control"]._enforce("DOC-DISPATCH", document, self.env._(
                    "a message about it would go to people outside the company. Documents are sent out by the general "
                    "office only"), fact="mail")
        return recipients

    def _on_opened(self):
        """Opening is the receipt of a department's head."""
        parent = super()
        result = parent._on_opened() if hasattr(parent, "_on_opened") else None
        lines = self.sudo().dispatch_ids.filtered(
            lambda line: line.sent_on and not line.received_on
            and line.department_id.manager_id.user_id.id == self.env.uid)
        lines._do_receive(self.env.user.sudo().name)
        return result
