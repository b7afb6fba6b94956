from odoo import api, fields, models

PURPOSES = [
    ("review", "Preliminary Opinion"), ("read", "Circulated for Reading"), ("handle", "Handle"),
    ("copy", "For Information")]


class CompanyDocumentCirculation(models.Model):
    """One person to whom a document was sent, why, and what came of it: read, handled, given on (R6 §5.8.1)."""

    _name = "company.document.circulation"
    _description = "Document Circulation"
    _inherit = ["company.state.mixin"]
    _order = "sent_on desc, id desc"
    _check_company_auto = True

    _initial_state = "open"
    _transitions = frozenset({
        ("open", "done"), ("open", "coordinating"), ("coordinating", "open"), ("open", "transferred"),
        ("coordinating", "transferred"), ("open", "recalled"), ("coordinating", "recalled")})
    _client_unlink_states = frozenset()

    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, copy=False)
    incoming_id = fields.Many2one(
        "company.document.incoming", "Incoming Document", readonly=True, copy=False, index="btree_not_null",
        ondelete="cascade", check_company=True)
    outgoing_id = fields.Many2one(
        "company.document.outgoing", "Outgoing Document", readonly=True, copy=False, index="btree_not_null",
        ondelete="cascade", check_company=True)
    document_name = fields.Char("Document", compute="_compute_document_name")
    user_id = fields.Many2one("res.users", "Person", required=True, readonly=True, copy=False, index=True)
    department_id = fields.Many2one(
        "hr.department", readonly=True, copy=False, index="btree_not_null", check_company=True)
    purpose = fields.Selection(PURPOSES, required=True, readonly=True, copy=False, default="read")
    duty = fields.Selection(
        [("main", "Responsible"), ("assist", "Assisting")], readonly=True, copy=False,
        help="Whether the department handles the document or assists.")
    state = fields.Selection([
        ("open", "Not Done Yet"), ("coordinating", "With the General Office"), ("done", "Handled"),
        ("transferred", "Given to Another"), ("recalled", "Recalled"),
    ], required=True, readonly=True, default="open", copy=False, index=True)
    sent_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    sent_on = fields.Datetime(readonly=True, copy=False, index=True)
    due = fields.Datetime(readonly=True, copy=False)
    read_on = fields.Datetime(readonly=True, copy=False)
    done_on = fields.Datetime(readonly=True, copy=False)
    feedback = fields.Text(readonly=True, copy=False)
    reminded_on = fields.Datetime(readonly=True, copy=False)
    escalated_on = fields.Datetime(readonly=True, copy=False)
    urged_on = fields.Datetime(readonly=True, copy=False)

    _open_due_idx = models.Index("(due) WHERE state = 'open'")
    _open_user_idx = models.Index("(user_id) WHERE state = 'open'")
    _unread_idx = models.Index("(sent_on, id) WHERE state = 'open' AND read_on IS NULL")
    _incoming_unique = models.UniqueIndex(
        "(incoming_id, user_id, purpose) WHERE state IN ('open', 'coordinating')",
        "This person has the document for the same purpose already.")
    _outgoing_unique = models.UniqueIndex(
        "(outgoing_id, user_id, purpose) WHERE state IN ('open', 'coordinating')",
        "This person has the document for the same purpose already.")
    _one_document = models.Constraint(
        "CHECK ((incoming_id IS NULL) <> (outgoing_id IS NULL))", "A row circulates one document.")

    @api.depends("incoming_id", "outgoing_id")
    def _compute_document_name(self):
        for row in self.sudo():
            row.document_name = row._get_document()._get_masked_name()

    @api.depends("user_id", "department_id", "purpose")
    def _compute_display_name(self):
        for row in self:
            names = [row.user_id.name, row.department_id.sudo().name]
            row.display_name = " · ".join(filter(None, names))

    @api.model
    def _send(self, document, users, purpose, due=False):
        """Send documents to people, who become readers and get a to-do.

        Private: the caller has checked that the step it carries out may widen the circle.

        :param document: records of company.document.incoming or company.document.outgoing
        :param users: res.users
        :param purpose: "read", "handle", "copy" or "review"
        :param due: naive UTC datetime or False
        :return: the rows
        """
        if not users:
            return self.browse()
        link = "incoming_id" if document._name == "company.document.incoming" else "outgoing_id"
        now = fields.Datetime.now()
        known = {(row[link].id, row.user_id.id) for row in self.sudo().search([
            (link, "in", document.ids), ("user_id", "in", users.ids), ("purpose", "=", purpose),
            ("state", "=", "open")])}
        document._add_readers(users)
        if purpose == "review":
            document._add_delegates(users)
        departments = {company.id: self._get_departments(users, company) for company in document.company_id}
        rows = self.sudo()._as_engine().create([{
            link: record.id, "company_id": record.company_id.id, "user_id": user.id, "purpose": purpose, "due": due,
            "department_id": departments[record.company_id.id][user.id].id, "sent_by_id": self.env.uid, "sent_on": now,
        } for record in document for user in users if (record.id, user.id) not in known])
        document._open_todo(document._get_circulation_todo(purpose), users, {record.id: due for record in document})
        return rows.sudo(False)
