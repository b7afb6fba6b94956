from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

KINDS = [
    ("absence", "Absence of the Keeper"), ("holiday", "Holiday Duty"), ("transfer", "Change of Keeper"),
    ("leaving", "Keeper Leaves or Moves"), ("return", "Returned to the Keeper"),
    ("takeover", "Taken over by Decision")]
TEMPORARY = ("absence", "holiday")


class CompanySealHandover(models.Model):
    """印章交接登记表: seals and certificates go from one hand to the other, both sign (R11 §一.5, §一.6; R7 §一.3).

    Custody moves in one transaction when the last of giver, receiver and (where there is one) witness has signed.
    """

    _name = "company.seal.handover"
    _inherit = [
        "company.state.mixin", "company.number.mixin", "company.deadline.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Handover of Seals and Certificates"
    _order = "id desc"
    _check_company_auto = True

    _number_prefix = "YJ%(year)s-"
    _transitions = frozenset({
        ("draft", "waiting"), ("draft", "cancelled"), ("waiting", "done"), ("waiting", "refused"),
        ("waiting", "cancelled"), ("done", "returned")})
    _client_fields = {"draft": frozenset({
        "company_id", "kind", "giver_id", "receiver_id", "witness_id", "line_ids", "reason", "date_until", "note"})}

    name = fields.Char("Handover Number", required=True, readonly=True, copy=False, default="/", index=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    kind = fields.Selection(KINDS, "Reason for Handover", required=True, default="absence", tracking=True)
    giver_id = fields.Many2one(
        "hr.employee", "Giver", required=True, index=True, check_company=True, tracking=True, ondelete="restrict",
        default=lambda self: self.env.user.employee_id, help="Holds the seals and certificates now (移交人).")
    receiver_id = fields.Many2one(
        "hr.employee", "Receiver", required=True, index=True, check_company=True, tracking=True, ondelete="restrict",
        help="Answers for them from his signature on (接交人, R11 §一.5).")
    witness_id = fields.Many2one(
        "hr.employee", "Witness", index=True, check_company=True, tracking=True, ondelete="restrict",
        help="Supervises the handover (监交人). Where one is named, he signs too.")
    reason = fields.Char("Cause", help="For example the business trip, the holiday or the new position.")
    date_until = fields.Datetime(
        "Until", tracking=True, help="End of the absence or holiday: then everything goes back to the keeper.")
    note = fields.Text("Matters to Pass on", help="Papers in work, open applications, registers handed over.")
    line_ids = fields.One2many("company.seal.handover.line", "handover_id", "Seals and Certificates", copy=True)
    duty_id = fields.Many2one(
        "company.seal.duty", "Duty on a Holiday", readonly=True, copy=False, index="btree_not_null")
    return_of_id = fields.Many2one(
        "company.seal.handover", "Return of", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    return_ids = fields.One2many("company.seal.handover", "return_of_id", "Returns", readonly=True, copy=False)
    state = fields.Selection([
        ("draft", "Draft"), ("waiting", "Waiting for Signatures"), ("done", "Handed over"), ("returned", "Returned"),
        ("refused", "Turned Down"), ("cancelled", "Cancelled"),
    ], required=True, readonly=True, copy=False, default="draft", tracking=True, index=True)
    given_on = fields.Datetime("Giver Signed on", readonly=True, copy=False)
    decider_id = fields.Many2one(
        "res.users", "Decided by", readonly=True, copy=False,
        help="Taken over by decision: the general manager signs in the place of a holder who can't.")
    given_by_id = fields.Many2one("res.users", "Signed for the Giver by", readonly=True, copy=False)
    received_on = fields.Datetime("Receiver Signed on", readonly=True, copy=False)
    witnessed_on = fields.Datetime("Witness Signed on", readonly=True, copy=False)
    done_on = fields.Datetime("Custody Moved on", readonly=True, copy=False, index=True)
    refusal = fields.Text("Refusal or Cancellation", readonly=True, copy=False)
    escalated_on = fields.Datetime("Reported to the Office on", readonly=True, copy=False)
    giver_user_id = fields.Many2one(related="giver_id.user_id", string="User of the Giver", store=True, index=True)
    receiver_user_id = fields.Many2one(
        related="receiver_id.user_id", string="User of the Receiver", store=True, index=True)
    witness_user_id = fields.Many2one(
        related="witness_id.user_id", string="User of the Witness", store=True, index=True)
    item_names = fields.Char("Handed over Items", compute="_compute_item_names")
    can_give = fields.Boolean(compute="_compute_can")
    can_receive = fields.Boolean(compute="_compute_can")
    can_witness = fields.Boolean(compute="_compute_can")
    can_return = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")

    _people_differ = models.Constraint(
        "CHECK (giver_id <> receiver_id AND (witness_id IS NULL OR witness_id NOT IN (giver_id, receiver_id)))",
        "Giver, receiver and witness of a handover are different people.")

    # ------------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------------

    @api.depends("line_ids.item_name")
    def _compute_item_names(self):
        for handover in self:
            handover.item_names = "、".join(filter(None, handover.line_ids.mapped("item_name")))

    @api.depends("state", "given_on", "received_on", "witnessed_on", "giver_id", "receiver_id", "witness_id", "kind")
    @api.depends_context("uid")
    def _compute_can(self):
        for handover in self:
            for verb in ("give", "receive", "witness", "return"):
                handover[f"can_{verb}"] = bool(handover._origin.id) and not handover._get_sign_refusal(verb)
            handover.can_cancel = bool(handover._origin.id) and handover.state in ("draft", "waiting") and (
                self._is_office() or handover.sudo().giver_user_id == self.env.user)

    @api.depends("name", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for handover in self:
            handover.display_name = f"{handover.name} {kinds.get(handover.kind, '')}"

    # ------------------------------------------------------------------
    # Who makes one
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        handovers = super().create(vals_list)
        handovers._check_maker()
        return handovers

    def write(self, vals):
        result = super().write(vals)
        if "giver_id" in vals:
            self._check_maker()
        return result

    def _is_office(self):
        user = self.env.user
        return self.env.su or user.has_group("company_docs.group_seal_manager") \
            or user.has_group("company_docs.group_office")

    def _check_maker(self):
        """The giver writes his own handover; general office and seal managers prepare those of others."""
        if self._is_office():
            return
        for handover in self.sudo():
            if handover.giver_user_id != self.env.user:
                raise AccessError(self.env._(
                    "%(handover)s: only the giver himself, the general office or a seal manager prepares a handover.",
                    handover=handover.display_name))

    def action_fill(self):
        """Draft: put in everything that the giver holds now. Giver, general office or seal manager.

        :return: True
        """
        self.check_access("write")
        self._check_state("draft")
        self._check_maker()
        for handover in self:
            items = self.env["company.custody.mixin"]._get_held(handover.giver_id).get(handover.giver_id.id, [])
            known = [line._get_item() for line in handover.sudo().line_ids]
            line = self.env["company.seal.handover.line"]
            handover.write({"line_ids": [
                Command.create({line._get_item_field(item): item.id}) for item in items
                if item.holder_id == handover.giver_id and item not in known
                and item.company_id == handover.company_id]})
        return True
