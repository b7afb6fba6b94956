from odoo import models
from odoo.exceptions import UserError


class CompanyDocumentIncoming(models.Model):
    """Proposal 拟办, preliminary opinions 初审 and instruction 批示 (R6 §5.8.1.2)."""

    _inherit = "company.document.incoming"

    def action_propose(self, text, leader_id=False, reviewer_ids=(), owner_department_id=False,
                       assist_department_ids=()):
        """Write the office's proposal and send the document for preliminary opinions or to the leader.

        :param text: proposal 拟办意见
        :param leader_id: id of the user who instructs; general manager, else chairman, when not given
        :param reviewer_ids: ids of users (departments' heads, leaders) asked for a preliminary opinion first
        :param owner_department_id: proposed responsible department 主办
        :param assist_department_ids: proposed assisting departments 协办
        :return: True (clause R6 §5.8.1.2)
        """
        self._check_step("propose")
        text = self._check_text(text, self.env._("Write the proposal first."))
        self._check_same_company()
        leader = self._take_leader(leader_id)
        owner, assist = self._take_departments(owner_department_id, assist_department_ids)
        reviewers = self._get_users_from_ids(reviewer_ids) if reviewer_ids else self.env["res.users"]
        self.sudo()._as_engine().write({
            "leader_id": leader.id, "owner_department_id": owner.id, "department_ids": [(6, 0, assist.ids)]})
        self._keep_opinion("propose", text)
        self._close_steps("propose", "instruct")
        if reviewers:
            self._move("reviewing")
            for document in self:
                self.env["company.document.circulation"]._send(document, reviewers, "review", document.deadline)
        else:
            self._ask_leader()
        return True

    def action_review(self, text):
        """Give the preliminary opinion one was asked for; the last one sends the document to the leader.

        :param text: opinion, kept for ever
        :return: True (clause R6 §5.8.1.2)
        """
        self._check_step("review")
        text = self._check_text(text, self.env._("Write your opinion first."))
        for document in self:
            rows = document._get_my_rows("review")
            rows._finish(feedback=text)
            document._keep_opinion("review", text, behalf=rows[:1].user_id, row=rows[:1])
            if not document._get_open_rows("review"):
                document._ask_leader()
        return True

    def action_end_review(self, reason):
        """Go on without the preliminary opinions that are still missing.

        :param reason: why, not empty
        :return: True
        """
        self._check_step("end_review")
        reason = self._check_text(reason, self.env._("Say why the missing opinions are not waited for."))
        for document in self:
            document._get_open_rows("review")._recall()
        self._keep_opinion("propose", reason)
        self._ask_leader()
        return True

    def action_instruct(self, text):
        """Instruct as chairman or general manager; a further instruction may follow until the document is closed.

        :param text: instruction, kept for ever
        :return: True
        :raise ControlError: DOC-IN-INSTRUCT when the user is neither (clause R6 §5.8.1.2)
        """
        self.check_access("read")
        text = self._check_text(text, self.env._("Write the instruction first."))
        for document in self:
            if document.state == "proposed" and not document._get_acting_leader():
                self.env["company.control"]._enforce(
                    "DOC-IN-INSTRUCT", document, self.env._(
                        "the final instruction is given by the chairman or the general manager; you hold neither "
                        "role and stand in for neither."))
        self._check_step("instruct")
        for document in self:
            document._keep_opinion("instruct", text, behalf=document._get_acting_leader())
            document._close_steps("instruct")
            if document.state == "proposed":
                document._move("instructed")
            document._open_step("assign", document._get_office_users())
        return True

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _check_same_company(self):
        if len(self.company_id) != 1:
            raise UserError(self.env._("Take documents of one company at a time."))

    def _take_leader(self, leader_id):
        leaders = self._get_leaders()
        if not leader_id:
            roles = self.env["company.role"]
            preferred = roles._get_users("general_manager", self.company_id) or leaders
            if not preferred:
                raise UserError(self.env._(
                    "Nobody holds the role of chairman or general manager; name one under Company Roles."))
            return preferred[:1]
        leader = leaders.filtered(lambda user: user.id == leader_id)
        if not leader:
            raise UserError(self.env._(
                "The instruction is given by the chairman or the general manager (R6 §5.8.1.2); choose one of them."))
        return leader

    def _take_departments(self, owner_id, assist_ids):
        """Departments of a client's ids, all of the document's company, the owner not among the others."""
        ids = [owner_id or 0, *(assist_ids or ())]
        if not all(type(key) is int for key in ids):
            raise UserError(self.env._("The departments must be given as a list of ids."))
        wanted = {key for key in ids if key}
        departments = self.env["hr.department"].search([
            ("id", "in", list(wanted)), ("company_id", "in", [*self.company_id.ids, False])])
        if len(departments) != len(wanted):
            raise UserError(self.env._("Choose departments of the document's company."))
        owner = departments.filtered(lambda department: department.id == owner_id)
        return owner, departments - owner

    def _ask_leader(self):
        """Everything is there: the document waits for the instruction of its leader."""
        self._move("proposed")
        for document in self.sudo():
            document._add_readers(document.leader_id)
            document._add_delegates(document.leader_id)
            document._open_step("instruct", document.leader_id)

    def _get_open_rows(self, *purposes, states=("open", "coordinating")):
        return self.sudo().circulation_ids.filtered(lambda row: row.purpose in purposes and row.state in states)
