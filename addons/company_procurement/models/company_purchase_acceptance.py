from collections import defaultdict

from odoo import api, fields, models

STATES = [
    ("draft", "To Be Counted"),
    ("signing", "Waiting for Signatures"),
    ("accepted", "Acceptance Complete"),
    ("refused", "Not Accepted"),
    ("cancelled", "Cancelled"),
]
SLOTS = [("buyer", "Buyer"), ("requester", "Requester"), ("keeper", "Keeper of the Stock")]
LIVE = ("draft", "signing", "accepted")


class CompanyPurchaseAcceptance(models.Model):
    """Delivery note and acceptance 材料到货单/验收单: counted, checked, signed by three persons, then put in stock.

    Made for every receipt of an order of a sourcing case; services are accepted on the order itself. The three
    signatures hold for the counted figures: a new count asks for them again (``round``).
    """

    _name = "company.purchase.acceptance"
    _description = "Acceptance of a Delivery"
    _number_prefix = "DH%(year)s%(month)s-"
    _inherit = ["company.state.mixin", "company.deadline.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    _transitions = frozenset({
        ("draft", "signing"),
        ("signing", "accepted"),
        ("signing", "refused"),
        ("accepted", "signing"),
        ("draft", "cancelled"),
        ("signing", "cancelled"),
        ("accepted", "cancelled"),
    })
    _client_fields = {
        **dict.fromkeys(("draft", "signing"), frozenset({"delivery_note", "arrived_on", "note", "line_ids"})),
    }
    _client_unlink_states = frozenset()

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, copy=False,
                                 default=lambda self: self.env.company)
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, index=True, copy=False,
                             tracking=True)
    order_id = fields.Many2one("purchase.order", required=True, readonly=True, index=True, copy=False,
                               ondelete="restrict", check_company=True)
    picking_id = fields.Many2one("stock.picking", "Stock Receipt", readonly=True, index="btree_not_null", copy=False,
                                 ondelete="restrict", check_company=True, help="Empty for services.")
    sourcing_id = fields.Many2one("company.purchase.sourcing", "Sourcing Case", readonly=True,
                                  index="btree_not_null", copy=False, ondelete="restrict", check_company=True)
    partner_id = fields.Many2one("res.partner", "Supplier", readonly=True, index=True, copy=False)
    project_id = fields.Many2one("account.analytic.account", readonly=True, copy=False, check_company=True)
    site = fields.Char("Delivery Site", readonly=True, copy=False)
    urgent = fields.Boolean(readonly=True, copy=False)
    buyer_id = fields.Many2one("res.users", "Buyer", required=True, readonly=True, index=True, copy=False)
    requester_ids = fields.Many2many(
        "res.users", "company_purchase_acceptance_requester_rel", "acceptance_id", "user_id", "Requesters",
        readonly=True, copy=False)
    keeper_ids = fields.Many2many(
        "res.users", "company_purchase_acceptance_keeper_rel", "acceptance_id", "user_id", "Warehouse Keepers",
        readonly=True, copy=False)
    participant_ids = fields.Many2many(
        "res.users", "company_purchase_acceptance_participant_rel", "acceptance_id", "user_id", "Participants",
        readonly=True, copy=False, help="Those who sign, and finance that files the certificate: they may read it.")
    planned_on = fields.Datetime("Planned Delivery", readonly=True, copy=False)
    delivery_note = fields.Char("Supplier's Delivery Note", copy=False, help="Number on the delivery note (R1 §3.5).")
    arrived_on = fields.Datetime("Arrived on", copy=False)
    counted_on = fields.Datetime(readonly=True, copy=False)
    counted_by_id = fields.Many2one("res.users", "Counted by", readonly=True, copy=False)
    note = fields.Text("Remark", copy=False)
    round = fields.Integer("Round of Signatures", default=1, readonly=True, copy=False,
                           help="A new count makes the earlier signatures void and opens the next round.")
    line_ids = fields.One2many("company.purchase.acceptance.line", "acceptance_id", "Lines", copy=False)
    signature_ids = fields.One2many("company.purchase.acceptance.signature", "acceptance_id", "Signatures",
                                    readonly=True, copy=False)
    use_first = fields.Boolean("Used before Stock-in", readonly=True, copy=False, tracking=True)
    use_first_reason = fields.Text("Why It Is Needed at Once", readonly=True, copy=False)
    released_on = fields.Datetime("Released for Use", readonly=True, copy=False)
    stock_in_reported_on = fields.Datetime(readonly=True, copy=False)
    accepted_on = fields.Datetime(readonly=True, copy=False)
    stocked_on = fields.Datetime("Put in Stock", readonly=True, copy=False, index="btree_not_null")
    stocked_by_id = fields.Many2one("res.users", "Put in Stock by", readonly=True, copy=False)
    certificate_sent_on = fields.Datetime("Certificate Sent to Finance", readonly=True, copy=False)
    filed_on = fields.Datetime("Filed by Finance", readonly=True, copy=False)
    filed_by_id = fields.Many2one("res.users", "Filed by", readonly=True, copy=False)
    cancel_reason = fields.Text(readonly=True, copy=False)
    signed_count = fields.Integer("Signatures Given", compute="_compute_signed")
    missing_signers = fields.Char("Signatures Missing", compute="_compute_signed")
    my_slot = fields.Selection(SLOTS, "I Sign as", compute="_compute_can")
    can_count = fields.Boolean(compute="_compute_can")
    can_sign = fields.Boolean(compute="_compute_can")
    can_use_first = fields.Boolean(compute="_compute_can")
    can_report = fields.Boolean(compute="_compute_can")
    can_reopen = fields.Boolean(compute="_compute_can")
    can_file = fields.Boolean(compute="_compute_can")
    has_difference = fields.Boolean("Differences", compute="_compute_has_difference", store=True)

    _name_company_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "The number of an acceptance is given once per company.")
    _live_picking_uniq = models.UniqueIndex(
        "(picking_id, order_id) WHERE picking_id IS NOT NULL AND state IN ('draft', 'signing', 'accepted')",
        "A receipt has one acceptance at a time.")
    _open_idx = models.Index("(company_id, deadline) WHERE stocked_on IS NULL")

    @api.depends("round", "signature_ids.round")
    def _compute_signed(self):
        labels = dict(self._fields["my_slot"]._description_selection(self.env))
        for acceptance in self:
            given = acceptance._get_valid_signatures().mapped("slot")
            acceptance.signed_count = len(given)
            acceptance.missing_signers = acceptance.state in ("draft", "signing") and ", ".join(
                labels[slot] for slot, _label in SLOTS if slot not in given)

    @api.depends("line_ids.counted_qty", "line_ids.accepted_qty", "line_ids.delivered_qty", "line_ids.due_qty",
                 "counted_on")
    def _compute_has_difference(self):
        for acceptance in self:
            acceptance.has_difference = bool(acceptance.counted_on and acceptance.line_ids._get_differences())

    @api.depends("state", "round", "signature_ids.round", "stocked_on", "filed_on")
    @api.depends_context("uid")
    def _compute_can(self):
        verbs = ("count", "sign", "use_first", "report", "reopen", "file")
        refusals = {verb: getattr(self, f"_get_{verb}_refusals")() for verb in verbs}
        for acceptance in self:
            for verb in verbs:
                acceptance[f"can_{verb}"] = not refusals[verb].get(acceptance.id, True)
            acceptance.my_slot = acceptance._get_my_slot()

    # ------------------------------------------------------------------
    # Who signs what
    # ------------------------------------------------------------------

    def _get_valid_signatures(self):
        """Signatures that hold for the present count."""
        return self.sudo().signature_ids.filtered(lambda signature: signature.round == signature.acceptance_id.round)

    def _is_keeper(self, user):
        """Holder of the role of warehouse keeper, or a stock user."""
        self.ensure_one()
        return user in self.sudo().keeper_ids or user.has_group("stock.group_stock_user")

    def _get_user_slots(self, user):
        """Places in which a user stands here, the named ones first."""
        self.ensure_one()
        acceptance_sudo = self.sudo()
        return [slot for slot, holds in (
            ("buyer", user == acceptance_sudo.buyer_id),
            ("requester", user in acceptance_sudo.requester_ids),
            ("keeper", self._is_keeper(user)),
        ) if holds]

    def _get_my_slot(self):
        """The place in which the current user signs now, or False."""
        signatures = self._get_valid_signatures()
        if self.state not in ("draft", "signing") or self.env.user in signatures.user_id:
            return False
        given = set(signatures.mapped("slot"))
        return next((slot for slot in self._get_user_slots(self.env.user) if slot not in given), False)

    def _get_accepted_by_line(self):
        """{order line id: accepted quantity} over the accepted ones among these, in the unit of the order."""
        totals = defaultdict(float)
        for line in self.sudo().filtered(lambda acceptance: acceptance.state == "accepted").line_ids:
            totals[line.order_line_id.id] += line.accepted_qty
        return totals
