from odoo import api, fields, models
from odoo.exceptions import UserError

METHODS = [("paper", "Paper"), ("mail", "E-mail"), ("internal", "Internal Circulation")]


class CompanyDocumentDispatch(models.Model):
    """One recipient of an outgoing document: copies, way, when sent by the office, when received (R6 §5.9.1.5)."""

    _name = "company.document.dispatch"
    _description = "Dispatch of a Document"
    _inherit = ["company.state.mixin"]
    _order = "document_id, is_copy, sequence, id"
    _check_company_auto = True
    _client_parent_field = "document_id"
    _client_create_states = frozenset()
    _client_unlink_states = frozenset()
    _client_fields = {
        state: frozenset({"sequence", "copies", "method", "remark"})
        for state in ("numbered", "proofread", "sealed")}

    document_id = fields.Many2one(
        "company.document.outgoing", "Document", required=True, readonly=True, index=True, ondelete="restrict",
        copy=False)
    company_id = fields.Many2one(related="document_id.company_id", store=True, index=True, precompute=True)
    sequence = fields.Integer(default=10, copy=False)
    is_copy = fields.Boolean("Copy", readonly=True, copy=False, help="On: 抄送; off: 主送.")
    partner_id = fields.Many2one(
        "res.partner", "Unit", readonly=True, index="btree_not_null", ondelete="restrict", check_company=True,
        copy=False)
    department_id = fields.Many2one(
        "hr.department", "Department", readonly=True, index="btree_not_null", ondelete="restrict", check_company=True,
        copy=False)
    copies = fields.Integer("Copies Sent", default=1, copy=False)
    method = fields.Selection(METHODS, "Way of Dispatch", default="paper", required=True, copy=False)
    remark = fields.Char(copy=False, help="Consignment number, courier, e-mail address.")
    sent_on = fields.Datetime("Sent on", readonly=True, copy=False, index=True)
    sent_by_id = fields.Many2one("res.users", "Sent by", readonly=True, copy=False, index="btree_not_null")
    received_on = fields.Datetime("Signed for on", readonly=True, copy=False)
    received_by = fields.Char("Signed for by", readonly=True, copy=False)
    receipt_due = fields.Datetime("Receipt Expected until", readonly=True, copy=False)
    can_receive = fields.Boolean(compute="_compute_can_receive")

    _one_recipient = models.Constraint(
        "CHECK ((partner_id IS NULL) <> (department_id IS NULL))", "A line names one unit or one department.")
    _copies_positive = models.Constraint("CHECK (copies > 0)", "At least one copy is sent.")
    _receipt_due_idx = models.Index("(receipt_due) WHERE received_on IS NULL AND sent_on IS NOT NULL")

    @api.depends("partner_id", "department_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.sudo().partner_id.name or line.sudo().department_id.name or ""

    @api.depends("sent_on", "received_on")
    @api.depends_context("uid")
    def _compute_can_receive(self):
        office = self.env["company.document.outgoing"]._is_office()
        for line in self:
            line.can_receive = bool(line.sent_on and not line.received_on) and (
                office or line._is_head(self.env.user))

    def _is_head(self, user):
        return bool(user) and self.sudo().department_id.manager_id.user_id == user

    # ------------------------------------------------------------------
    # Receipt
    # ------------------------------------------------------------------

    def action_receive(self, received_by="", received_on=None):
        """Record that recipients have the document: units by the general office, departments by their head.

        :param received_by: str, who took it; needed for units
        :param received_on: "YYYY-MM-DD HH:MM:SS" in UTC, or nothing for now
        :return: True
        :raise UserError: not sent yet, received already, wrong person, or no name
        """
        self.check_access("read")
        self._lock_for_decision()
        office = self.env["company.document.outgoing"]._is_office()
        self._raise_refusals({line.id: line._get_receive_problem(office) for line in self})
        name = received_by.strip() if isinstance(received_by, str) else ""
        moment = self._read_moment(received_on)
        for line in self.sudo():
            if line.partner_id and not name:
                raise UserError(self.env._("%s: say who received the document there.", line.display_name))
            if moment > fields.Datetime.now() or moment < line.sent_on:
                raise UserError(self.env._(
                    "%s: a document is received after it was sent, and not in the future.", line.display_name))
            line._do_receive(name or self.env.user.name, moment)
        return True

    @api.model
    def _read_moment(self, moment):
        try:
            return fields.Datetime.to_datetime(moment) or fields.Datetime.now()
        except (ValueError, TypeError, AttributeError) as error:
            raise UserError(self.env._("Give the time of the receipt as YYYY-MM-DD HH:MM:SS.")) from error

    def _get_receive_problem(self, office):
        if not self.sent_on:
            return self.env._("it is not sent yet")
        if self.received_on:
            return self.env._("its receipt is recorded already")
        return not office and not self._is_head(self.env.user) and self.env._(
            "its receipt is recorded by the general office or the head of the department")

    def _do_receive(self, name, moment=None):
        """Superuser mode; the caller has checked right and state."""
        if not self:
            return
        self._as_engine().write({"received_by": name, "received_on": moment or fields.Datetime.now()})
        todos = self.env["company.todo"].sudo()
        for line in self:
            note = self.env._("%(recipient)s: %(name)s", recipient=line.display_name, name=name)
            self.env["company.document.step"]._log(line.document_id, "received", note)
            todos._close("document_receive", line.document_id, line.department_id.manager_id.user_id)
            if all(line.document_id.dispatch_ids.mapped("received_on")):
                todos._close("document_receipt", line.document_id)

    # ------------------------------------------------------------------
    # Telling the recipients, and reminding
    # ------------------------------------------------------------------

    def _announce(self):
        """Heads of departments get the document to read; every line gets the day its receipt is expected."""
        circulations = self.env["company.document.circulation"]
        todos = self.env["company.todo"].sudo()
        for line in self:
            company = line.company_id
            due = self.env["company.deadline.mixin"]._compute_due(
                line.sent_on, company.document_receipt_days, "days", company)
            line._as_engine().write({"receipt_due": due})
            head = line.department_id.manager_id.user_id
            if not head:
                continue
            document = line.document_id
            document._add_readers(head)
            if "outgoing_id" in circulations._fields:
                circulations._send(document, head, "copy" if line.is_copy else "read", due)
            else:
                todos._open("document_receive", document, head, document._get_todo_name("document_receive"), due)

    @api.model
    def _cron_remind_receipts(self):
        """The office hears of receipts that are overdue; once a day, the same to-do brought up to date."""
        lines = self.sudo().search([
            ("sent_on", "!=", False), ("received_on", "=", False), ("receipt_due", "<", fields.Datetime.now())])
        todos = self.env["company.todo"].sudo()
        for document in lines.document_id:
            missing = lines.filtered(lambda line, document=document: line.document_id == document)
            todos._open("document_receipt", document, document._get_office_users(),
                        document._get_todo_name("document_receipt"), min(missing.mapped("receipt_due")))
        return len(lines)
