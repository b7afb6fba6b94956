from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .company_purchase_payable_mixin import FINANCE

STATES = [
    ("draft", "Draft"),
    ("sent", "Sent"),
    ("confirmed", "Confirmed"),
    ("disputed", "Disputed"),
    ("cancelled", "Cancelled"),
]
FIGURES = ("ordered", "received", "invoiced", "claimed", "paid", "overdue", "owed")


class CompanyPurchaseStatement(models.Model):
    """Statement 对账单 of one supplier (and contract): drawn up, sent, answered by the supplier (R1 §2.8).

    The figures are those of the day on which it was drawn up; the supplier's answer is kept as given.
    """

    _name = "company.purchase.statement"
    _description = "Supplier Statement"
    _number_prefix = "DZ%(year)s%(month)s-"
    _inherit = ["company.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    _transitions = frozenset({
        ("draft", "sent"),
        ("draft", "cancelled"),
        ("sent", "confirmed"),
        ("sent", "disputed"),
        ("disputed", "confirmed"),
        ("sent", "cancelled"),
        ("disputed", "cancelled"),
    })
    _client_fields = {"draft": frozenset({"note"})}
    _client_unlink_states = frozenset({"draft"})

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, copy=False,
                                 default=lambda self: self.env.company)
    partner_id = fields.Many2one("res.partner", "Supplier", required=True, readonly=True, index=True, copy=False,
                                 ondelete="restrict", check_company=True)
    contract_id = fields.Many2one("company.purchase.contract", "Contract", readonly=True, copy=False,
                                  index="btree_not_null", ondelete="restrict", check_company=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, copy=False)
    date = fields.Date("As of", required=True, readonly=True, copy=False, default=fields.Date.context_today)
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, copy=False, index=True,
                             tracking=True)
    note = fields.Text("Note to the Supplier", copy=False)
    line_ids = fields.One2many("company.purchase.statement.line", "statement_id", "Orders", readonly=True, copy=False)
    amount_ordered = fields.Monetary("Ordered", readonly=True, copy=False)
    amount_received = fields.Monetary("Received", readonly=True, copy=False)
    amount_invoiced = fields.Monetary("Invoiced", readonly=True, copy=False)
    amount_claimed = fields.Monetary("Applied for", readonly=True, copy=False)
    amount_paid = fields.Monetary("Paid", readonly=True, copy=False)
    amount_overdue = fields.Monetary("Overdue", readonly=True, copy=False)
    amount_owed = fields.Monetary("Owed", readonly=True, copy=False)
    sent_on = fields.Datetime(readonly=True, copy=False)
    sent_by_id = fields.Many2one("res.users", "Sent by", readonly=True, copy=False)
    answered_on = fields.Datetime("Answered on", readonly=True, copy=False)
    answered_by_id = fields.Many2one("res.users", "Answer Recorded by", readonly=True, copy=False)
    answer = fields.Text("Supplier's Answer", readonly=True, copy=False)
    answer_amount = fields.Monetary("Owed by the Supplier's Books", readonly=True, copy=False)
    difference = fields.Monetary(compute="_compute_difference", store=True)
    can_send = fields.Boolean(compute="_compute_can_steps")
    can_answer = fields.Boolean(compute="_compute_can_steps")

    _number_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "The number of a statement is unique.")

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for statement in self:
            statement.display_name = f"{statement.name} {statement.sudo().partner_id.name or ''}".strip()

    @api.depends("answered_on", "answer_amount", "amount_owed")
    def _compute_difference(self):
        for statement in self:
            statement.difference = statement.answer_amount - statement.amount_owed if statement.answered_on else 0.0

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_steps(self):
        for statement in self:
            statement.can_send = statement.state == "draft" and self._is_keeper()
            statement.can_answer = not statement._get_answer_refusal()

    # ------------------------------------------------------------------
    # Drawing up
    # ------------------------------------------------------------------

    @api.model
    def _is_keeper(self):
        user = self.env.user
        return user.has_group(FINANCE) or user.has_group("company_procurement.group_purchase_head")

    @api.model
    def _make_statements(self, balances):
        """Statements with the figures of today for rows of the balance."""
        if not self._is_keeper():
            raise AccessError(self.env._("Finance or the head of purchasing draws up statements (R1 §2.8)."))
        made = self.browse()
        for row in balances:
            orders = row._get_orders()
            figures = orders._get_money_figures()
            company = row.company_id
            number = self.env["ir.sequence"].sudo().with_company(company).next_by_code(self._name)
            statement = self.sudo()._as_engine().create({
                "name": number, "company_id": company.id, "partner_id": row.partner_id.id,
                "contract_id": row.contract_id.id, "currency_id": row.currency_id.id,
                **{f"amount_{key}": sum(figures[order.id][key] for order in orders) for key in FIGURES}})
            self.env["company.purchase.statement.line"].sudo()._as_engine().create([{
                "statement_id": statement.id, "order_id": order.id, "order_date": order.date_approve,
                **{f"amount_{key}": figures[order.id][key] for key in FIGURES}} for order in orders])
            made |= statement.with_env(self.env)
        return made

    # ------------------------------------------------------------------
    # Sending and answering
    # ------------------------------------------------------------------

    def action_send(self):
        """Mail the statements with their PDF to the suppliers and open them in the portal. Returns True.

        Finance or the head of purchasing.
        """
        self.check_access("read")
        self._lock_for_decision()
        keeper = self._is_keeper()
        self._raise_refusals({
            statement.id: not keeper and self.env._("finance or the head of purchasing sends it")
            for statement in self})
        self._check_state("draft")
        report = self.env["ir.actions.report"].sudo()
        for statement in self.sudo():
            statement._set_state("sent")
            statement._as_engine().write({"sent_on": fields.Datetime.now(), "sent_by_id": self.env.uid})
            pdf, _kind = report._render_qweb_pdf("company_procurement.company_purchase_statement_report", statement.ids)
            statement.message_subscribe(statement.partner_id.ids)
            statement.message_post(
                body=self.env._(
                    "Please check our statement %(number)s as of %(date)s and confirm it in the portal (%(url)s), or "
                    "tell us what differs.", number=statement.name, date=statement.date,
                    url=f"{statement.get_base_url()}/my/statement/{statement.id}"),
                partner_ids=statement.partner_id.ids, subtype_xmlid="mail.mt_comment",
                attachments=[(f"{statement.name}.pdf", pdf)])
        return True

    def _is_addressee(self):
        """Whether the user answers for the supplier in the portal."""
        return self.env.user.share and \
            self.env.user.partner_id.commercial_partner_id == self.sudo().partner_id.commercial_partner_id

    def _get_answer_refusal(self):
        self.ensure_one()
        if self.state not in ("sent", "disputed"):
            return self.env._("is “%(state)s”; a statement that was sent is answered", state=self._get_state_label())
        if not self._is_addressee() and not self._is_keeper():
            return self.env._("the supplier answers it; finance records an answer that came by letter")
        return False

    def action_answer(self, agrees, text="", amount=None):
        """The supplier's answer: he agrees, or says what differs. Returns True.

        The supplier himself in the portal, or finance for an answer that came by letter.

        :param agrees: True or False
        :param text: his words; needed when he does not agree
        :param amount: what his books say is owed; empty when he agrees
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals({self.id: self._get_answer_refusal()})
        text = text.strip() if isinstance(text, str) else ""
        if not agrees and not text:
            raise UserError(self.env._("%s: say what differs.", self.name))
        number = isinstance(amount, int | float) and not isinstance(amount, bool)
        statement_sudo = self.sudo()
        statement_sudo._set_state("confirmed" if agrees else "disputed") if statement_sudo.state == "sent" or agrees \
            else None
        statement_sudo._as_engine().write({
            "answer": text, "answered_on": fields.Datetime.now(), "answered_by_id": self.env.uid,
            "answer_amount": amount if number else self.amount_owed})
        label = self.env._("The supplier confirms the statement.") if agrees else self.env._(
            "The supplier does not agree: %s", text)
        statement_sudo.message_post(body=label, partner_ids=statement_sudo.sent_by_id.partner_id.ids,
                                    subtype_xmlid="mail.mt_comment")
        self.env["company.ledger.entry"]._append("purchase.statement_confirmed", statement_sudo, {
            "statement": self.name, "agrees": bool(agrees), "text": text, "owed": self.amount_owed})
        return True

    def action_cancel(self):
        """Take back statements that are not confirmed. Returns True. Finance or the head of purchasing."""
        self.check_access("read")
        if not self._is_keeper():
            raise AccessError(self.env._("Finance or the head of purchasing takes statements back."))
        return self.sudo()._set_state("cancelled")
