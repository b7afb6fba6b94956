from odoo import api, fields, models

from ..models.company_document_incoming_steps import LEADER_ROLES


class CompanyDocumentIncomingStep(models.TransientModel):
    """Asks for the text and the people of one step of incoming documents; the documents check everything."""

    _name = "company.document.incoming.step"
    _inherit = ["company.wizard.mixin"]
    _description = "Step of an Incoming Document"

    document_ids = fields.Many2many("company.document.incoming", string="Documents", required=True)
    document_names = fields.Char(compute="_compute_document_names")
    company_id = fields.Many2one("res.company", compute="_compute_document_names")
    step = fields.Selection([
        ("refuse", "Refuse"), ("propose", "Propose"), ("review", "Give a Preliminary Opinion"),
        ("end_review", "Go on without the Missing Opinions"), ("instruct", "Instruct"), ("circulate", "Circulate"),
        ("assign", "Assign"), ("reply", "Feed Back"), ("return", "Send Back to the Office"),
        ("coordinate", "Answer and Send on"), ("reassign", "Give to Another"), ("close", "Write the Closing Note"),
    ], required=True, readonly=True)
    phrase_id = fields.Many2one(
        "company.document.phrase", "Usual Phrase",
        domain="[('step', '=', step), ('company_id', 'in', [company_id, False])]")
    text = fields.Text("Opinion Text")
    leader_id = fields.Many2one("res.users", "Instructing Leader", domain="[('id', 'in', leader_ids)]")
    leader_ids = fields.Many2many("res.users", compute="_compute_document_names")
    user_ids = fields.Many2many(
        "res.users", "company_document_incoming_step_user_rel", string="People", domain="[('share', '=', False)]")
    owner_department_id = fields.Many2one("hr.department", "Responsible Department")
    department_ids = fields.Many2many("hr.department", string="Assisting Departments")
    due = fields.Datetime("Term of Handling", help="Not later than the term of the document; empty: that term.")
    circulation_id = fields.Many2one("company.document.circulation", "Task", domain="[('id', 'in', row_ids)]")
    row_ids = fields.Many2many("company.document.circulation", compute="_compute_document_names")
    user_id = fields.Many2one("res.users", "Taken over by", domain="[('share', '=', False)]")
    file_ids = fields.Many2many("ir.attachment", string="Files")

    @api.depends("document_ids", "step")
    def _compute_document_names(self):
        for wizard in self:
            documents = wizard.document_ids._origin or wizard.document_ids
            wizard.document_names = ", ".join(documents.mapped("display_name"))
            wizard.company_id = documents.company_id[:1]
            roles = self.env["company.role"]
            wizard.leader_ids = self.env["res.users"].union(*(
                roles._get_users(code, wizard.company_id or self.env.company) for code in LEADER_ROLES))
            state = "coordinating" if wizard.step == "coordinate" else "open"
            wizard.row_ids = documents._get_open_rows("handle", states=(state,)).sudo(False)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        document = self.env["company.document.incoming"].browse(self.env.context.get("default_document_ids"))[:1]
        if not document or not document.exists():
            return values
        document.check_access("read")
        step = values.get("step")
        if step == "propose":
            managers = self.env["company.role"]._get_users("general_manager", document.company_id)
            values.setdefault("leader_id", (document.leader_id or managers[:1]).id)
        if step == "propose" or step == "assign" and document.state == "instructed":
            values.setdefault("owner_department_id", document.owner_department_id.id)
            values.setdefault("department_ids", [fields.Command.set(document.department_ids.ids)])
        if step in ("coordinate", "reassign"):
            rows = document._get_my_rows("handle") if step == "reassign" else document.browse()
            rows = rows or document._get_open_rows(
                "handle", states=("coordinating" if step == "coordinate" else "open",))
            values.setdefault("circulation_id", rows[:1].id)
        return values

    @api.onchange("phrase_id")
    def _onchange_phrase_id(self):
        if self.phrase_id:
            name = self.owner_department_id.name or self.document_ids[:1].sudo().owner_department_id.name
            self.text = self.phrase_id._fill(name)

    def action_confirm(self):
        """Take the step; see the methods of the same name of incoming documents."""
        self.ensure_one()
        getattr(self, f"_take_{self.step}", self._take_text)()
        return {"type": "ir.actions.act_window_close"}

    def _take_text(self):
        getattr(self.document_ids, f"action_{self.step}")(self.text)

    def _take_propose(self):
        self.document_ids.action_propose(
            self.text, self.leader_id.id, self.user_ids.ids, self.owner_department_id.id, self.department_ids.ids)

    def _take_circulate(self):
        self.document_ids.action_circulate(self.user_ids.ids)

    def _take_assign(self):
        departments = self.owner_department_id | self.department_ids
        self.document_ids.action_assign(
            departments.ids, self.owner_department_id.id, self.user_ids.ids, self.text or "",
            fields.Datetime.to_string(self.due) if self.due else False)

    def _take_reply(self):
        self.document_ids.action_reply(self.text, self.file_ids.ids)

    def _take_coordinate(self):
        self.document_ids.action_coordinate(self.circulation_id.id, self.text, self.user_id.id)

    def _take_reassign(self):
        self.document_ids.action_reassign(self.circulation_id.id, self.user_id.id, self.text)
