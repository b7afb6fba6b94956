from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

BATCH = 500
RUNNING = ("registered", "reviewing", "proposed", "instructed", "handling")


class CompanyDocumentIncoming(models.Model):
    """Reminders before the end of a term, escalation after it; batched, as often as one likes (R6 §5.8.2, S8)."""

    _inherit = "company.document.incoming"

    @api.model
    def _cron_remind(self):
        """Remind before the term, escalate after it, remind of what is unread; returns how many of each."""
        companies = self.env["res.company"].sudo().search([])
        done = [0, 0, 0]
        for company in companies:
            done[0] += self._remind_soon(company)
            done[1] += self._escalate_late(company)
            done[2] += self._remind_unread(company)
        if max(done) >= BATCH:
            self.env.ref("company_docs.ir_cron_incoming_remind")._trigger()
        return done

    @api.model
    def _remind_soon(self, company):
        now = fields.Datetime.now()
        rows = self.env["company.document.circulation"].sudo().search([
            ("company_id", "=", company.id), ("state", "=", "open"), ("purpose", "in", ("handle", "review")),
            ("reminded_on", "=", False), ("due", ">", now),
            ("due", "<=", now + timedelta(hours=company.document_remind_hours))], limit=BATCH, order="due, id")
        rows = rows.try_lock_for_update()
        self._notify_rows(rows, self.env._("Your term ends soon"))
        rows._as_engine().write({"reminded_on": now})
        return len(rows)

    @api.model
    def _escalate_late(self, company):
        """Overdue tasks and documents go to the heads of those who have them, and to the general office."""
        now = fields.Datetime.now()
        limit = now - timedelta(hours=company.document_escalate_hours)
        domain = Domain("company_id", "=", company.id) & Domain("escalated_on", "=", False)
        rows = self.env["company.document.circulation"].sudo().search(
            domain & Domain("state", "in", ("open", "coordinating")) & Domain("purpose", "in", ("handle", "review"))
            & Domain("incoming_id", "!=", False) & Domain("due", "<=", limit), limit=BATCH, order="due, id")
        documents = self.sudo().search(
            domain & Domain("state", "in", RUNNING) & Domain("deadline", "<=", limit), limit=BATCH,
            order="deadline, id")
        rows, documents = rows.try_lock_for_update(), documents.try_lock_for_update()
        if not rows and not documents:
            return 0
        office = self.env["company.role"]._get_users("general_office", company)
        self._escalate(rows.incoming_id | documents, office, company, rows)
        rows._as_engine().write({"escalated_on": now})
        documents._as_engine().write({"escalated_on": now})
        return max(len(rows), len(documents))

    @api.model
    def _escalate(self, documents, office, company, rows):
        """One to-do per document for the office, and one for the heads of those who are late."""
        waiting, heads = {}, self._get_heads(rows, company)
        for row in rows:
            if head := heads[row.id]:
                waiting[head] = waiting.get(head, self.browse()) | row.incoming_id
        for user in office:
            waiting[user] = waiting.get(user, self.browse()) | documents
        for user, mine in waiting.items():
            readable = mine.filtered(lambda document, u=user: document.secrecy_level < 2 or u in document.reader_ids)
            # whoever is told of a classified one knows it already
            readable.filtered(lambda document, u=user: u not in document.reader_ids)._as_engine().write(
                {"reader_ids": [fields.Command.link(user.id)]})
            readable._open_step("overdue", user)

    @api.model
    def _get_heads(self, rows, company):
        """{row id: head of the department, else manager of the handler}; never the late person himself."""
        employees = self.env["hr.employee"].sudo().search(
            [("user_id", "in", rows.user_id.ids), ("company_id", "=", company.id)])
        managers = {employee.user_id.id: employee.parent_id.user_id for employee in employees}
        heads = {}
        for row in rows:
            head = row.department_id.manager_id.user_id
            if not head or head == row.user_id:
                head = managers.get(row.user_id.id, head.browse())
            heads[row.id] = head.filtered("active") - row.user_id
        return heads

    @api.model
    def _remind_unread(self, company):
        now = fields.Datetime.now()
        limit = now - timedelta(days=company.document_unread_days)
        rows = self.env["company.document.circulation"].sudo().search([
            ("company_id", "=", company.id), ("state", "=", "open"), ("purpose", "in", ("read", "copy")),
            ("read_on", "=", False), ("sent_on", "<=", limit), ("reminded_on", "=", False)], limit=BATCH, order="id")
        rows = rows.try_lock_for_update()
        self._notify_rows(rows, self.env._("Not read yet"))
        rows._as_engine().write({"reminded_on": now})
        return len(rows)

    @api.model
    def _notify_rows(self, rows, text):
        """One message per person about all of his rows; class and number only where they are classified."""
        for user, mine in rows.grouped("user_id").items():
            names = [row._get_document()._get_masked_name() for row in mine]
            self.env["mail.thread"].sudo().message_notify(
                partner_ids=user.partner_id.ids, subject=text,
                body=self.env._("%(what)s: %(documents)s", what=text, documents="; ".join(names)))
