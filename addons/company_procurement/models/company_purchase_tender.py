from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.orm.models import NO_ACCESS

STATES = [
    ("draft", "Draft"),
    ("approval", "In Approval"),
    ("approved", "Approved"),
    ("published", "Published"),
    ("closed", "Closed"),
    ("opened", "Opened"),
    ("scoring", "Scoring"),
    ("ranked", "Ranked"),
    ("awarded", "Awarded"),
    ("notified", "Results Sent"),
    ("failed", "Failed"),
    ("cancelled", "Cancelled"),
]
DEAD = ("failed", "cancelled")
OPENED = ("opened", "scoring", "ranked", "awarded", "notified")
RANKED = ("ranked", "awarded", "notified")
PLAN_FIELDS = frozenset({
    "subject", "mode", "bid_deadline", "scoring_days", "bid_validity_days", "bid_bond", "note", "opening_place",
    "document_ids", "bidder_ids", "opener_ids", "member_ids", "criterion_ids",
})


class CompanyPurchaseTender(models.Model):
    """A tender of a sourcing case (R1 §2.6): bids stay sealed until two openers open them after the deadline.

    Its steps are the public methods of the files ``company_purchase_tender_*.py``; each checks right and state itself.
    Bids become quotes of the case, so comparison, price check, award, approval and order stay the one way.
    """

    _name = "company.purchase.tender"
    _description = "Tender"
    _number_prefix = "ZB%(year)s%(month)s-"
    _inherit = ["company.state.mixin", "company.approval.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _transitions = frozenset({
        ("draft", "approval"), ("approval", "approved"), ("approval", "draft"), ("approved", "draft"),
        ("approved", "approval"), ("approved", "published"), ("published", "closed"), ("closed", "opened"),
        ("opened", "scoring"), ("scoring", "ranked"), ("ranked", "awarded"), ("awarded", "ranked"),
        ("awarded", "notified"),
        *((state, "failed") for state in ("published", "closed", "opened", "scoring", "ranked", "awarded")),
        *((state, "cancelled") for state in ("draft", "approved", "published", "closed")),
    })
    _client_fields = {"draft": PLAN_FIELDS}
    _client_unlink_states = frozenset()
    _approval_resubmit_rejected = True
    # step: (states in which it is open, who takes it)
    _steps = {
        "set_passphrase": (("draft", "approval", "approved"), "opener"),
        "publish": (("approved",), "head"),
        "extend": (("published",), "buyer"),
        "answer": (("published",), "buyer"),
        "envelope": (("published",), "buyer"),
        "close": (("published",), "buyer"),
        "open": (("closed",), "opener"),
        "enter_envelope": (("opened",), "opener"),
        "reject_bid": (("opened", "scoring"), "opener"),
        "start_scoring": (("opened",), "buyer"),
        "declare": (("approved", "published", "closed", "opened", "scoring"), "member"),
        "replace_member": (("approved", "published", "closed", "opened", "scoring"), "head"),
        "score": (("scoring",), "member"),
        "dissent": (("scoring", "ranked"), "member"),
        "close_scoring": (("scoring",), "buyer"),
        "award": (("ranked", "awarded"), "buyer"),
        "notify": (("awarded",), "buyer"),
        "fail": (("published", "closed", "opened", "scoring", "ranked"), "head"),
        "cancel": (("draft", "approved", "published", "closed"), "head"),
        "retender": (("failed",), "buyer"),
    }

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    subject = fields.Char(required=True)
    sourcing_id = fields.Many2one("company.purchase.sourcing", "Sourcing Case", required=True, readonly=True,
                                  index=True, ondelete="restrict", check_company=True, copy=False)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, copy=False,
                                 default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, index=True, copy=False,
                             tracking=True)
    buyer_id = fields.Many2one(related="sourcing_id.buyer_id", store=True, index=True, string="Buyer in Charge")
    category_id = fields.Many2one(related="sourcing_id.category_id")
    department_id = fields.Many2one(related="sourcing_id.department_id")
    amount_estimated = fields.Monetary(related="sourcing_id.amount_estimated")
    sourcing_state = fields.Selection(related="sourcing_id.state", string="State of the Case")
    mode = fields.Selection(
        [("invited", "Invitation"), ("open", "Open Notice")], "Way", default="invited", required=True,
        help="Invitation: named qualified suppliers bid. Open notice: every qualified supplier may bid.")
    bid_deadline = fields.Datetime("Bids until", help="Later bids are refused; the deadline only moves forward.")
    scoring_days = fields.Integer(
        "Days for Scoring", default=lambda self: self.env.company.purchase_tender_scoring_days,
        help="Working days; a member who is silent until then consents.")
    scoring_deadline = fields.Datetime(readonly=True, copy=False)
    bid_validity_days = fields.Integer(
        "Validity of Bids (Days)", default=lambda self: self.env.company.purchase_tender_validity_days,
        help="Days after the deadline in which a bidder stands by the bid.")
    bid_bond = fields.Char("Bid Bond", help="Amount and way of the bid bond, if one is asked for.")
    note = fields.Text("Requirements", help="What the bidders have to observe; shown to them.")
    opening_place = fields.Char("Place of Opening")
    document_ids = fields.Many2many(
        "ir.attachment", "company_purchase_tender_document_rel", "tender_id", "attachment_id", "Tender Documents",
        copy=False, help="Files attached to this tender that bidders may download.")
    line_ids = fields.One2many(related="sourcing_id.line_ids", string="Lines")
    bidder_ids = fields.One2many("company.purchase.tender.bidder", "tender_id", "Bidders", copy=False)
    opener_ids = fields.One2many("company.purchase.tender.opener", "tender_id", "Openers", copy=False)
    member_ids = fields.One2many("company.purchase.tender.member", "tender_id", "Committee", copy=False)
    criterion_ids = fields.One2many("company.purchase.tender.criterion", "tender_id", "Criteria", copy=False)
    question_ids = fields.One2many("company.purchase.tender.question", "tender_id", "Questions", copy=False)
    bid_ids = fields.One2many("company.purchase.tender.bid", "tender_id", "Bids", copy=False)
    score_ids = fields.One2many("company.purchase.tender.score", "tender_id", "Scores", copy=False)
    live_bid_count = fields.Integer("Bids Received", compute="_compute_live_bid_count")
    public_key = fields.Char("Key of the Tender", readonly=True, copy=False)
    key_shares = fields.Json(readonly=True, copy=False, groups=NO_ACCESS)
    published_on = fields.Datetime(readonly=True, copy=False)
    closed_on = fields.Datetime(readonly=True, copy=False)
    first_opener_id = fields.Many2one("res.users", readonly=True, copy=False)
    second_opener_id = fields.Many2one("res.users", readonly=True, copy=False)
    first_opened_on = fields.Datetime(readonly=True, copy=False)
    opened_on = fields.Datetime(readonly=True, copy=False)
    handed_shares = fields.Json(readonly=True, copy=False, groups=NO_ACCESS)
    few_bidders_allowed = fields.Boolean("Few Bidders Allowed", readonly=True, copy=False,
                                         help="An exception let this tender go on with fewer bidders than asked for.")
    ranked_on = fields.Datetime(readonly=True, copy=False)
    ranking = fields.Json(readonly=True, copy=False)
    winner_bid_id = fields.Many2one("company.purchase.tender.bid", "Awarded Bid", readonly=True, copy=False,
                                    check_company=True, index="btree_not_null", ondelete="restrict")
    winner_id = fields.Many2one(related="winner_bid_id.partner_id", string="Winner")
    award_reason = fields.Char("Reason of the Proposal", readonly=True, copy=False)
    notified_on = fields.Datetime(readonly=True, copy=False)
    close_reason = fields.Text("Reason of Failure or Cancellation", readonly=True, copy=False)
    previous_id = fields.Many2one("company.purchase.tender", "Failed Tender before", readonly=True, copy=False,
                                  index="btree_not_null", check_company=True, ondelete="restrict")
    next_ids = fields.One2many("company.purchase.tender", "previous_id", "Tendered again as")
    my_turn = fields.Json(compute="_compute_my_turn", help="Steps that are open to the reader now.")
    is_due = fields.Boolean("Deadline Passed", compute="_compute_my_turn")
    i_declared = fields.Boolean("I have Declared", compute="_compute_my_turn")
    i_scored = fields.Boolean("I have Scored", compute="_compute_my_turn")

    _name_company_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "The number of a tender is given once per company.")
    _one_live = models.UniqueIndex(
        "(sourcing_id) WHERE state NOT IN ('failed', 'cancelled')", "A sourcing case has one running tender.")
    _positive_days = models.Constraint(
        "CHECK(scoring_days > 0 AND bid_validity_days > 0)", "Days of scoring and validity must be positive.")

    @api.depends("bid_ids.state")
    def _compute_live_bid_count(self):
        counts = dict(self.env["company.purchase.tender.bid"].sudo()._read_group(
            [("tender_id", "in", self.ids), ("state", "in", ("submitted", "opened"))], ["tender_id"], ["__count"]))
        for tender in self:
            tender.live_bid_count = counts.get(tender._origin, 0)

    @api.depends("state", "buyer_id", "opener_ids", "member_ids.declaration", "member_ids.scored_on", "bid_deadline")
    @api.depends_context("uid")
    def _compute_my_turn(self):
        refusals = {verb: self._get_step_refusals(verb) for verb in self._steps}
        for tender in self:
            member_sudo = tender.sudo()._get_members().filtered(lambda member: member.user_id == self.env.user)
            tender.my_turn = [verb for verb in self._steps if not refusals[verb].get(tender.id)]
            tender.is_due = bool(tender.bid_deadline and tender.bid_deadline <= fields.Datetime.now())
            tender.i_declared = bool(member_sudo.declaration)
            tender.i_scored = bool(member_sudo.scored_on)

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for tender in self:
            tender.display_name = f"{tender.name} {tender.subject or ''}".strip()

    # ------------------------------------------------------------------
    # Who may do what and when
    # ------------------------------------------------------------------

    def _get_step_refusals(self, verb):
        """{id: reason or False} for one step: state and person, the same for views and actions."""
        states, who = self._steps[verb]
        refusals = {}
        for tender in self:
            if tender.state not in states:
                refusals[tender.id] = self.env._(
                    "is “%(state)s”; this step needs “%(wanted)s”", state=tender._get_state_label(),
                    wanted="/".join(tender._get_state_label(state) for state in states))
            else:
                refusals[tender.id] = tender.sudo()._get_person_refusal(who, self.env.user)
        return refusals

    def _get_person_refusal(self, who, user):
        is_head = user.has_group("company_procurement.group_purchase_head")
        if who == "head" and not is_head:
            return self.env._("only the head of purchasing takes this step")
        if who == "buyer" and not (user.has_group("company_procurement.group_buyer")
                                   and (is_head or self.buyer_id == user)):
            return self.env._("only its buyer %(buyer)s or the head of purchasing takes this step",
                              buyer=self.buyer_id.name)
        if who == "opener" and user not in self.opener_ids.user_id:
            return self.env._("only its openers (%(openers)s) take this step",
                              openers=", ".join(self.opener_ids.user_id.mapped("name")))
        if who == "member" and user not in self._get_members().user_id:
            return self.env._("only members of its committee take this step")
        return False

    def _get_members(self):
        """Members in office; replaced ones stay on record."""
        return self.member_ids.filtered(lambda member: not member.replaced_on)

    def _start_step(self, verb):
        """Common beginning of every step: read right, lock, state, person."""
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_step_refusals(verb))
        return self.sudo()

    def _get_own_bid(self, bid_id, *states):
        bid = self.bid_ids.filtered(lambda bid: bid.id == bid_id and (not states or bid.state in states))
        if not bid:
            raise UserError(self.env._("%(tender)s has no such bid (%(bid)s).", tender=self.name, bid=bid_id))
        return bid

    def copy_data(self, default=None):
        raise AccessError(self.env._(
            "A tender is not copied: it starts from its sourcing case, or from a failed tender with “Tender again”."))

    def action_open_case(self):
        """Open the sourcing case of the tender."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "res_model": "company.purchase.sourcing",
                "res_id": self.sudo().sourcing_id.id, "view_mode": "form", "views": [(False, "form")]}

    def action_open_again(self):
        """Open the other tenders of the same case."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "name": self.env._("Tenders"), "res_model": self._name,
                "view_mode": "list,form", "views": [(False, "list"), (False, "form")],
                "domain": [("sourcing_id", "=", self.sudo().sourcing_id.id), ("id", "!=", self.id)]}

    def _default_deadline(self):
        return fields.Datetime.now() + timedelta(days=self.company_id.purchase_tender_days)
