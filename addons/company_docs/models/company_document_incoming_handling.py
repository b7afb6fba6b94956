from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.company_base.tools.engine import as_engine


class CompanyDocumentIncoming(models.Model):
    """Circulating 传阅, assigning 分办, feedback 回复, coordination by the office, urging 催办 (R6 §5.8.1)."""

    _inherit = "company.document.incoming"

    def action_circulate(self, user_ids, purpose="read"):
        """Circulate to people for reading; may be done again, what was written before stays.

        :param user_ids: ids of users
        :param purpose: "read" 传阅 or "copy" 抄送
        :return: True (clause R6 §5.8.1)
        """
        self._check_step("circulate")
        self._check_same_company()
        if purpose not in ("read", "copy"):
            raise UserError(self.env._("A document is circulated for reading or as a copy."))
        users = self._get_users_from_ids(user_ids)
        self._keep_opinion("circulate", ", ".join(users.mapped("name")))
        self.env["company.document.circulation"]._send(self, users, purpose)
        self.filtered(lambda document: document.state == "instructed")._move("handling")
        self._follow_up()
        return True

    def action_assign(self, department_ids, owner_department_id=False, user_ids=(), text="", due=False):
        """Assign to departments, whose heads get the task, and to further people.

        :param department_ids: ids of departments
        :param owner_department_id: the responsible one 主办; the first of the first round when not given
        :param user_ids: ids of users who handle it beside the heads of departments
        :param text: note of the office to those who handle it
        :param due: their term, "YYYY-MM-DD HH:MM:SS" UTC, within that of the document, which holds when empty
        :return: True (clause R6 §5.8.1.3)
        """
        self._check_step("assign")
        self._check_same_company()
        ids = list(department_ids or ())
        first = ids[0] if ids and not self.sudo().circulation_ids.filtered("duty") else False
        owner, assist = self._take_departments(owner_department_id or first, ids)
        tasks = self._prepare_tasks(owner, assist, user_ids)
        for document in self:
            document._check_not_assigned(tasks)
        self.sudo()._as_engine().write({
            **({"owner_department_id": owner.id} if owner else {}),
            "department_ids": [(4, department.id) for department in assist]})
        self._keep_opinion("assign", text or ", ".join((owner | assist).mapped("name")))
        self.env["company.document.circulation"]._send_tasks(self, tasks, {
            document.id: document._get_task_due(due) for document in self})
        self._move("handling")
        self._follow_up()
        return True

    def action_reply(self, text, attachment_ids=()):
        """Feed back the result of one's task; once all have, the overall reply of the matter.

        :param text: result, kept for ever
        :param attachment_ids: ids of files just uploaded by the user, added to the document
        :return: True (clause R6 §5.8.1.4)
        """
        self._check_step("reply")
        text = self._check_text(text, self.env._("Write the result first."))
        for document in self:
            document._take_files(attachment_ids)
            if document.state == "replied":
                document.sudo()._as_engine().write({"overall_reply": text})
                document._keep_opinion("answer", text)
                continue
            rows = document._get_my_rows("handle")
            rows._finish(feedback=text)
            document._keep_opinion("reply", text, behalf=rows[:1].user_id, row=rows[:1])
            rows._check_late()
            if not document._get_open_rows("handle"):
                document._finish_handling()
        return True

    def action_return(self, reason):
        """Send one's task back to the general office for coordination.

        :param reason: the problem, not empty
        :return: True (clause R6 §5.8.1.4)
        """
        self._check_step("return")
        reason = self._check_text(reason, self.env._("Say what the general office has to coordinate."))
        for document in self:
            rows = document._get_my_rows("handle")
            rows._set_state("coordinating")
            document._keep_opinion("return", reason, behalf=rows[:1].user_id, row=rows[:1])
            document._close_steps("handle", users=rows.user_id)
            document._open_step("coordinate", document._get_office_users())
        return True

    def action_coordinate(self, circulation_id, text, user_id=False):
        """Answer a task that was sent back: to the same person, or to another one.

        :param circulation_id: id of the row that was sent back
        :param text: answer of the general office
        :param user_id: id of the user who takes it over; empty: the same person goes on
        :return: True (clause R6 §5.8.1.4)
        """
        self.ensure_one()
        self._check_step("coordinate")
        text = self._check_text(text, self.env._("Write the answer of the general office first."))
        row = self._take_row(circulation_id, "coordinating")
        self._keep_opinion("coordinate", text, row=row)
        if user_id:
            row._transfer(self._get_users_from_ids([user_id]))
        else:
            row._set_state("open")
            self._open_step("handle", row.user_id, row.due)
        if not self._get_open_rows("handle", states=("coordinating",)):
            self._close_steps("coordinate")
        return True

    def action_reassign(self, circulation_id, user_id, text):
        """Give a task to another person: within the department by its handler, to anybody by the general office.

        :param circulation_id: id of the open task
        :param user_id: id of the user who takes it over
        :param text: note to him
        :return: True
        :raise ControlError: DOC-IN-CIRCLE when a handler gives it out of his department (clause R6 §5.8.1.5)
        """
        self.ensure_one()
        self._check_step("reassign")
        text = self._check_text(text, self.env._("Say what the other person has to do."))
        row = self._take_row(circulation_id, "open")
        user = self._get_users_from_ids([user_id])
        if not self._is_office():
            if row not in self._get_my_rows("handle"):
                raise UserError(self.env._("This task is not yours."))
            department = row._get_departments(user, self.company_id)[user.id]
            if department != row.department_id:
                self.env["company.control"]._enforce("DOC-IN-CIRCLE", self, self.env._(
                    "%(person)s is not of %(department)s; ask the general office to assign it.", person=user.name,
                    department=row.department_id.name or self.env._("your department")), fact=str(user.id))
        self._keep_opinion("transfer", text, row=row)
        row._transfer(user)
        return True

    def action_urge(self):
        """Urge everybody whom the document waits for; not more often than the settings allow.

        :return: number of people urged (clause R6 §5.8.1 催办)
        """
        self._check_step("urge")
        return sum(document._urge_one() for document in self)

    def action_remind_unread(self):
        """Remind those who have not read the document that was circulated to them.

        :return: number of people reminded
        """
        self._check_step("remind_unread")
        rows = self.sudo().circulation_ids.filtered(lambda row: not row.read_on and row.state == "open")
        return rows.sudo(False)._urge()

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _prepare_tasks(self, owner, assist, user_ids):
        """{user: (department, duty)}: the heads of the departments, then further people of their own departments."""
        tasks = {}
        for department in owner | assist:
            head = department.sudo().manager_id.user_id
            if not head.active:
                raise UserError(self.env._(
                    "%(department)s has no head with a user; name one or assign it to a person.",
                    department=department.name))
            tasks.setdefault(head.sudo(False), (department, "main" if department == owner else "assist"))
        if user_ids:
            users = self._get_users_from_ids(user_ids)
            departments = self.env["company.document.circulation"]._get_departments(users, self.company_id)
            for user in users:
                tasks.setdefault(user, (departments[user.id], "assist" if tasks or self.circulation_ids else "main"))
        if not tasks:
            raise UserError(self.env._("Choose at least one department or person to handle it."))
        return tasks

    def _take_row(self, circulation_id, state):
        row = self.sudo().circulation_ids.filtered(
            lambda row: row.id == circulation_id and row.purpose == "handle" and row.state == state)
        if not row:
            raise UserError(self.env._("Choose a task of this document that waits for this step."))
        return row

    def _check_not_assigned(self, tasks):
        taken = {row.user_id for row in self._get_open_rows("handle")}
        if names := [user.name for user in tasks if user in taken]:
            raise UserError(self.env._(
                "%(document)s: %(people)s has an open task on it already.", document=self.display_name,
                people=", ".join(names)))

    def _get_task_due(self, due):
        """The wished term within that of the document; a term that has passed begins anew with the assignment."""
        now = fields.Datetime.now()
        limit = self.deadline if self.deadline and self.deadline > now else self._get_term(now)
        wished = fields.Datetime.to_datetime(due) if due else limit
        if not now < wished <= limit:
            raise UserError(self.env._(
                "%(document)s: the term must lie between now and %(limit)s (R6 §5.8.2).",
                document=self.display_name, limit=fields.Datetime.context_timestamp(self, limit).strftime(
                    "%Y-%m-%d %H:%M")))
        return wished

    def _take_files(self, attachment_ids):
        if not attachment_ids:
            return
        files = self.env["ir.attachment"].browse(attachment_ids).exists()
        files.check_access("read")
        if files.sudo().filtered(lambda file: file.res_id or file.create_uid.id != self.env.uid):
            raise UserError(self.env._("Only files that you have just uploaded yourself can be added."))
        as_engine(files.sudo()).write({"res_model": self._name, "res_id": self.id})
        self.sudo()._as_engine().write({"file_ids": [(4, file.id) for file in files]})

    def _finish_handling(self):
        """All feedback is there: the office writes the closing note."""
        now = fields.Datetime.now()
        self._move("replied")
        self.sudo()._as_engine().write({
            "finished_on": now, "is_on_time": not self.deadline or now <= self.deadline})
        self._close_steps("overdue")
        self._open_step("close", self._get_office_users())

    def _follow_up(self):
        """The office has distributed the document; what is left for it is the closing note."""
        self._close_steps("assign", "close")
        for document in self:
            if not document._get_open_rows("handle"):
                document._open_step("close", document._get_office_users())

    def _urge_one(self):
        rows = self._get_open_rows("review", "handle", "read", states=("open",)).sudo(False)
        if rows:
            urged = rows._urge()
        else:
            self._check_urge_pause(self.urged_on)
            self.sudo()._as_engine().write({"urged_on": fields.Datetime.now()})
            self._open_step("instruct", self.sudo().leader_id)
            self._notify_people(self.sudo().leader_id, self.env._("Urged"))
            urged = 1
        self._keep_opinion("urge", self.env._("Urged by %(person)s", person=self.env.user.name))
        return urged
