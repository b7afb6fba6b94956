from odoo import api, fields, models
from odoo.fields import Domain


class CompanyDocumentIncoming(models.Model):
    """What of the incoming documents concerns me (S9, D13)."""

    _inherit = "company.document.incoming"

    is_waiting_for_me = fields.Boolean(
        "Waiting for Me", compute="_compute_is_waiting_for_me", search="_search_is_waiting_for_me",
        help="A step of this document stands in your to-do list.")
    days_left = fields.Float(
        compute="_compute_days_left", digits=(16, 1),
        help="Days until the end of the term; negative when it has passed.")
    time_left = fields.Char(compute="_compute_days_left")
    has_returned = fields.Boolean(compute="_compute_has_open_tasks", help="A task was sent back to the general office.")
    has_open_tasks = fields.Boolean(compute="_compute_has_open_tasks")
    circulation_count = fields.Integer("Circulated to", compute="_compute_circulation_count")

    @api.depends_context("uid")
    def _compute_is_waiting_for_me(self):
        mine = set(self.env["company.todo"].sudo().search(self._get_todo_domain() & Domain(
            "res_id", "in", self.ids)).mapped("res_id"))
        for document in self:
            document.is_waiting_for_me = document._origin.id in mine

    def _search_is_waiting_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        rows = self.env["company.todo"].sudo()._search(self._get_todo_domain())
        return [("id", "in" if True in value else "not in", rows.subselect("res_id"))]

    def _get_todo_domain(self):
        todos = self.env["company.todo"]
        return Domain([("res_model", "=", self._name), ("state", "=", "open"),
                       ("user_id", "in", todos._get_my_user_ids())])

    @api.depends("deadline", "state")
    def _compute_days_left(self):
        now = fields.Datetime.now()
        for document in self:
            running = document.deadline and document.state not in ("closed", "archived", "refused", "replied")
            left = (document.deadline - now).total_seconds() / 3600 if running else 0
            document.days_left = left / 24
            document.time_left = document._format_left(left) if running else False

    def _format_left(self, hours):
        """Hours until the end of the term in words, days from two days on."""
        amount = abs(hours) / 24 if abs(hours) >= 48 else abs(hours)
        if abs(hours) >= 48:
            text = self.env._("%d days left") if hours > 0 else self.env._("%d days overdue")
        else:
            text = self.env._("%d hours left") if hours > 0 else self.env._("%d hours overdue")
        return text % amount

    @api.depends("state", "deadline")
    def _compute_deadline_status(self):
        finished = self.filtered(lambda document: document.state in ("replied", "closed", "archived", "refused"))
        finished.deadline_status = "none"
        super(CompanyDocumentIncoming, self - finished)._compute_deadline_status()

    def _search_deadline_status(self, operator, value):
        found = super()._search_deadline_status(operator, value)
        if found is NotImplemented or "none" in value:
            return found
        return Domain(found) & Domain("state", "not in", ("replied", "closed", "archived", "refused"))

    @api.depends("circulation_ids.state")
    def _compute_has_open_tasks(self):
        for document in self:
            document.has_open_tasks = bool(document._get_open_rows("handle"))
            document.has_returned = bool(document._get_open_rows("handle", states=("coordinating",)))

    def _compute_circulation_count(self):
        counts = dict(self.env["company.document.circulation"].sudo()._read_group(
            [("incoming_id", "in", self.ids)], ["incoming_id"], ["__count"]))
        for document in self:
            document.circulation_count = counts.get(document._origin, 0)

    def action_view_circulation(self):
        """Open the list of those to whom the document was sent."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("company_docs.company_document_circulation_action")
        return dict(action, domain=[("incoming_id", "=", self.id)], context={})
