from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class CompanyDocumentCirculation(models.Model):
    """What happens to a row: sent, read, done, given to another, urged."""

    _inherit = "company.document.circulation"

    # ------------------------------------------------------------------
    # Public
    # ------------------------------------------------------------------

    def action_open_document(self):
        """Open the document of a row."""
        self.ensure_one()
        self.check_access("read")
        document = self._get_document()
        return {"type": "ir.actions.act_window", "res_model": document._name, "res_id": document.id,
                "views": [(False, "form")]}

    def action_urge(self):
        """Remind the people of open rows; by the general office or who sent it, not more often than settings allow.

        :return: number of people reminded
        """
        self.check_access("read")
        if not self.env.user.has_group("company_docs.group_office") and any(
                row.sent_by_id != self.env.user for row in self.sudo()):
            raise UserError(self.env._("Only the general office, or who sent the document, reminds its readers."))
        return self._urge()

    # ------------------------------------------------------------------
    # Engine
    # ------------------------------------------------------------------

    def _get_document(self):
        """The document of one row."""
        self.ensure_one()
        return self.incoming_id or self.outgoing_id

    @api.model
    def _get_departments(self, users, company):
        """{user id: department of his employee in the company} (sudo, one query)."""
        employees = self.env["hr.employee"].sudo().search([
            ("user_id", "in", users.ids), ("company_id", "=", company.id)])
        found = {employee.user_id.id: employee.department_id for employee in employees}
        none = self.env["hr.department"].sudo()
        return {user.id: found.get(user.id, none) for user in users}

    def _send_tasks(self, documents, tasks, dues):
        """Give tasks to people: ``tasks`` is {user: (department, duty)}, ``dues`` {document id: datetime}."""
        users = self.env["res.users"].union(*tasks)
        documents._add_readers(users)
        documents._add_delegates(users)
        now = fields.Datetime.now()
        rows = self.sudo()._as_engine().create([{
            "incoming_id": document.id, "company_id": document.company_id.id, "user_id": user.id, "purpose": "handle",
            "department_id": department.id, "duty": duty, "due": dues[document.id], "sent_by_id": self.env.uid,
            "sent_on": now,
        } for document in documents for user, (department, duty) in tasks.items()])
        for document in documents:
            document._open_step("handle", users, dues[document.id])
        return rows

    def _close_todo(self):
        for purpose, rows in self.sudo().grouped("purpose").items():
            for document, mine in rows.grouped(lambda row: row._get_document()).items():
                self.env["company.todo"]._close(document._get_circulation_todo(purpose), document, mine.user_id)

    def _finish(self, feedback=False):
        """The person has done what he was asked for."""
        rows = self.sudo().filtered(lambda row: row.state == "open")
        now = fields.Datetime.now()
        if rows:
            rows._set_state("done")
            rows._as_engine().write({"done_on": now, **({"feedback": feedback} if feedback else {})})
            rows.filtered(lambda row: not row.read_on)._as_engine().write({"read_on": now})
            rows._close_todo()
        return True

    def _mark_read(self):
        """The person has opened the document; who only had to read it is done."""
        rows = self.sudo()
        rows.filtered(lambda row: not row.read_on)._as_engine().write({"read_on": fields.Datetime.now()})
        return rows.filtered(lambda row: row.purpose in ("read", "copy"))._finish()

    def _recall(self):
        if self:
            self.sudo()._set_state("recalled")
            self._close_todo()

    def _transfer(self, user):
        """Another person goes on with the same task and term."""
        self.ensure_one()
        row = self.sudo()
        document = row.incoming_id
        if user in document._get_open_rows("handle").user_id:
            raise UserError(self.env._("%(person)s has an open task on it already.", person=user.name))
        row._set_state("transferred")
        row._close_todo()
        department = row.department_id or self._get_departments(user, document.company_id)[user.id]
        return self._send_tasks(document, {user: (department, row.duty)}, {document.id: row.due})

    def _check_late(self):
        """DOC-IN-LATE: feedback after the term is a finding."""
        for row in self.sudo():
            if row.due and row.done_on and row.done_on > row.due:
                self.env["company.control"]._enforce(
                    "DOC-IN-LATE", row.incoming_id, self.env._(
                        "%(who)s fed back on %(done)s, due was %(due)s.",
                        who=row.department_id.name or row.user_id.name,
                        done=fields.Datetime.context_timestamp(self, row.done_on).strftime("%Y-%m-%d %H:%M"),
                        due=fields.Datetime.context_timestamp(self, row.due).strftime("%Y-%m-%d %H:%M")),
                    fact=str(row.id))

    def _urge(self):
        """Remind the people of open rows whose last reminder is long enough ago; UserError when there is none."""
        now = fields.Datetime.now()
        rows = self.sudo().filtered(lambda row: row.state == "open")
        ready = rows.filtered(lambda row: not row.urged_on or row.urged_on <= now - timedelta(
            hours=row.company_id.document_urge_hours))
        if not ready:
            raise UserError(
                self.env._("They were all urged a short while ago; wait before you urge again.") if rows
                else self.env._("Nobody is left to be urged."))
        ready._as_engine().write({"urged_on": now})
        for document, mine in ready.grouped(lambda row: row._get_document()).items():
            document._notify_people(mine.user_id, self.env._("Urged"))
        return len(ready)
