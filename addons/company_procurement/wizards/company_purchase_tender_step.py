from odoo import fields, models

STEPS = [
    ("extend", "Move the Deadline"),
    ("envelope", "Register a Paper Envelope"),
    ("return_envelope", "Hand an Envelope back"),
    ("answer", "Answer a Question"),
    ("declare", "Declaration of Impartiality"),
    ("replace_member", "Replace a Member"),
    ("reject_bid", "Declare a Bid Invalid"),
    ("dissent", "Write a Dissent"),
    ("award", "Propose the Award"),
    ("fail", "Declare the Tender Failed"),
    ("cancel", "Cancel the Tender"),
    ("retender", "Tender again"),
]


class CompanyPurchaseTenderStep(models.TransientModel):
    """Asks for what a step of a tender needs; the step itself checks right and state."""

    _name = "company.purchase.tender.step"
    _description = "Step of a Tender"
    _inherit = ["company.wizard.mixin"]

    tender_id = fields.Many2one("company.purchase.tender", required=True, ondelete="cascade",
                                default=lambda self: self.env.context.get("active_id"))
    step = fields.Selection(STEPS, required=True)
    reason = fields.Text()
    date = fields.Datetime("New Deadline")
    partner_ids = fields.Many2many("res.partner", compute="_compute_choices")
    partner_id = fields.Many2one("res.partner", "Bidder")
    receipt_number = fields.Char("Receipt No.")
    sealed = fields.Boolean("Sealed and Undamaged", default=True)
    question_id = fields.Many2one("company.purchase.tender.question")
    bid_id = fields.Many2one("company.purchase.tender.bid")
    member_id = fields.Many2one("company.purchase.tender.member")
    user_id = fields.Many2one("res.users", "New Member", domain=[("share", "=", False)])
    impartial = fields.Selection([("yes", "I have no interest in any bidder and will score alone and impartially."),
                                  ("no", "I have a conflict of interest.")], default="yes")

    def _compute_choices(self):
        for wizard in self:
            wizard.partner_ids = wizard.tender_id.bidder_ids.partner_id

    def action_confirm(self):
        """Take the step (see company.purchase.tender)."""
        self.ensure_one()
        tender = self.tender_id
        tender.check_access("read")
        steps = {
            "extend": lambda: tender.action_extend(self.date, self.reason),
            "envelope": lambda: tender.action_register_envelope(
                self.partner_id.id, self.receipt_number, self.sealed),
            "return_envelope": lambda: tender.action_return_envelope(self.bid_id.id, self.reason),
            "answer": lambda: self.question_id.action_answer(self.reason),
            "declare": lambda: tender.action_declare(self.impartial == "yes", self.reason or ""),
            "replace_member": lambda: tender.action_replace_member(self.member_id.id, self.user_id.id, self.reason),
            "reject_bid": lambda: tender.action_reject_bid(self.bid_id.id, self.reason),
            "dissent": lambda: tender.action_dissent(self.reason),
            "award": lambda: tender.action_award(self.bid_id.id, self.reason or ""),
            "fail": lambda: tender.action_fail(self.reason),
            "cancel": lambda: tender.action_cancel(self.reason),
            "retender": lambda: tender.action_retender(self.date),
        }
        result = steps[self.step]()
        if self.step == "retender":
            return {"type": "ir.actions.act_window", "res_model": tender._name, "res_id": result, "view_mode": "form",
                    "views": [(False, "form")]}
        return {"type": "ir.actions.act_window_close"}
