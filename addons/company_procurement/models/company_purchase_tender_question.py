from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class CompanyPurchaseTenderQuestion(models.Model):
    """A bidder's question; question and answer go to all bidders, without the name of who asked."""

    _name = "company.purchase.tender.question"
    _description = "Question on a Tender"
    _inherit = ["company.state.mixin"]
    _order = "id"
    _check_company_auto = True
    _rec_name = "question"

    _client_unlink_states = frozenset()
    _transitions = frozenset({("open", "answered")})
    _initial_state = "open"

    tender_id = fields.Many2one("company.purchase.tender", required=True, index=True, ondelete="restrict",
                                check_company=True, copy=False)
    company_id = fields.Many2one(related="tender_id.company_id", store=True, index=True)
    state = fields.Selection([("open", "Open"), ("answered", "Answered")], default="open", required=True, copy=False)
    partner_id = fields.Many2one("res.partner", "Asked by", readonly=True, ondelete="restrict", copy=False,
                                 check_company=True, groups="company_base.group_auditor")
    asked_on = fields.Datetime(readonly=True, copy=False)
    question = fields.Text(required=True, readonly=True, copy=False)
    answer = fields.Text(readonly=True, copy=False)
    answered_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    answered_on = fields.Datetime(readonly=True, copy=False)

    @api.model
    def action_ask(self, tender_id, text):
        """Bidder: ask a question before the deadline. Returns the id of the question.

        ``tender_id``: a published tender in which the caller's company may bid; ``text``: the question.
        """
        tender_sudo, partner_sudo = self.env["company.purchase.tender.bid"]._get_bidding(tender_id, running=True)
        question_sudo = self.sudo()._as_engine().create({
            "tender_id": tender_sudo.id, "partner_id": partner_sudo.id, "asked_on": fields.Datetime.now(),
            "question": tender_sudo._check_text(text, self.env._("Write the question."))[:4000]})
        tender_sudo._refresh_todos()
        return question_sudo.id

    def action_answer(self, text):
        """Answer a question to all bidders at once. Returns True. Buyer of the tender; tender published."""
        self.ensure_one()
        self.check_access("read")
        tender_sudo = self.tender_id._start_step("answer")
        self._check_state("open")
        if not text or not isinstance(text, str) or not text.strip():
            raise UserError(self.env._("Write the answer."))
        question_sudo = self.sudo()
        question_sudo._as_engine().write({
            "answer": text.strip(), "answered_by_id": self.env.uid, "answered_on": fields.Datetime.now()})
        question_sudo._set_state("answered")
        tender_sudo._tell_bidders(
            tender_sudo.env._("Clarification of tender %s", tender_sudo.display_name),
            Markup("%s<br/>→ %s") % (question_sudo.question, question_sudo.answer))
        tender_sudo._refresh_todos()
        return True
