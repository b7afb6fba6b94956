from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CompanyPurchaseQuestion(models.Model):
    """A supplier's question on an inquiry; with its answer all invited suppliers see it, nobody who asked."""

    _name = "company.purchase.question"
    _description = "Question on an Inquiry"
    _inherit = ["company.state.mixin"]
    _order = "sourcing_id, id"
    _check_company_auto = True
    _rec_name = "text"

    _initial_state = "open"
    _transitions = frozenset({("open", "answered")})
    _client_unlink_states = frozenset()

    sourcing_id = fields.Many2one("company.purchase.sourcing", "Sourcing Case", required=True, index=True,
                                  ondelete="restrict", check_company=True, copy=False, readonly=True)
    quote_id = fields.Many2one("purchase.order", "Inquiry", required=True, index=True, ondelete="restrict",
                               check_company=True, copy=False, readonly=True)
    partner_id = fields.Many2one(related="quote_id.partner_id", string="Asked by", store=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True, copy=False, readonly=True,
                                 default=lambda self: self.env.company)
    buyer_id = fields.Many2one(related="sourcing_id.buyer_id")
    state = fields.Selection([("open", "Waiting for Answer"), ("answered", "Answered")], default="open",
                             required=True, index=True, copy=False, readonly=True)
    text = fields.Text("Question", required=True, copy=False, readonly=True)
    asked_on = fields.Datetime(required=True, copy=False, readonly=True, default=fields.Datetime.now)
    answer = fields.Text(copy=False, readonly=True)
    answered_on = fields.Datetime(copy=False, readonly=True)
    answered_by_id = fields.Many2one("res.users", copy=False, readonly=True)

    @api.model
    def _ask(self, quote, text):
        """Keep a question of the quote's supplier; its answer waits in the buyer's inbox."""
        question = self._as_engine().create({
            "sourcing_id": quote.sourcing_id.id, "quote_id": quote.id, "company_id": quote.company_id.id,
            "text": text, "asked_on": fields.Datetime.now()})
        case = quote.sourcing_id
        self.env["company.todo"].sudo()._open(
            "purchase.question", question, case.buyer_id, self.env._("Answer a supplier's question on %s", case.name),
            deadline=case.inquiry_deadline, company_id=case.company_id.id)
        return question

    def action_answer_question(self, text):
        """Answer a question; all invited suppliers see both and get a mail. Returns True.

        Buyer of the case or head of purchasing; the inquiry is open. ``text``: the answer. It is given once (P7).
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._check_state("open")
        case = self.sourcing_id
        user = self.env.user
        if not user.has_group("company_procurement.group_buyer") or not (
                user == case.sudo().buyer_id or user.has_group("company_procurement.group_purchase_head")):
            raise AccessError(self.env._("%(case)s: its buyer answers questions.", case=case.display_name))
        case._check_state("inquiry")
        text = case._check_text(text, self.env._("Write the answer."))
        question_sudo = self.sudo()
        question_sudo._as_engine().write({
            "answer": text, "answered_on": fields.Datetime.now(), "answered_by_id": self.env.uid})
        question_sudo._set_state("answered")
        self.env["company.todo"].sudo()._close("purchase.question", question_sudo)
        live_sudo = case.sudo()._get_live_quotes().filtered(
            lambda quote: quote.quote_status in ("invited", "received", "sealed"))
        live_sudo._mail_supplier("company_procurement.mail_template_inquiry_answer", question=self.text, answer=text)
        return True

    def action_open_case(self):
        """Open the case of the question."""
        self.ensure_one()
        self.check_access("read")
        if not self.sourcing_id:
            raise UserError(self.env._("The question has no case."))
        return {"type": "ir.actions.act_window", "res_model": "company.purchase.sourcing",
                "res_id": self.sourcing_id.id, "views": [(False, "form")]}
