from odoo import api, fields, models
from odoo.exceptions import UserError

HOW = [
    ("phone", "By Phone"),
    ("wechat", "By WeChat"),
    ("in_person", "In Person"),
]
CONSENT_STATES = [
    ("none", "Not Recorded"),
    ("recorded", "Recorded, to be Confirmed"),
    ("confirmed", "Confirmed"),
    ("denied", "Denied"),
]


class CompanyPurchaseRequest(models.Model):
    """Oral consent before a purchase whose form follows (R4 §三.2.2.1, §三.2.3.1)."""

    _inherit = "company.purchase.request"

    retroactive = fields.Boolean(related="category_id.retroactive")
    oral_consent_required = fields.Boolean(related="category_id.oral_consent_required")
    consent_by_id = fields.Many2one("res.users", "Consented by", readonly=True, copy=False, tracking=True)
    consent_on = fields.Datetime("Consented on", readonly=True, copy=False)
    consent_how = fields.Selection(HOW, "Consent Given", readonly=True, copy=False)
    consent_note = fields.Char("Words of the Consent", readonly=True, copy=False)
    consent_state = fields.Selection(CONSENT_STATES, "Oral Consent", default="none", readonly=True, copy=False)
    consent_recorded_by_id = fields.Many2one("res.users", "Consent Recorded by", readonly=True, copy=False)
    payer_id = fields.Many2one(
        "res.users", "To be Bought by", readonly=True, copy=False,
        help="Buys and pays in advance; never the requester (R4 §2.5).")
    can_record_consent = fields.Boolean(compute="_compute_can_retro")

    @api.depends("state", "category_id", "buyer_id", "payer_id")
    @api.depends_context("uid")
    def _compute_can_retro(self):
        consent = self._get_consent_refusals()
        for request in self:
            request.can_record_consent = not consent[request.id]

    def _approval_digest_fields(self):
        return [*super()._approval_digest_fields(), "consent_by_id", "consent_on", "consent_how", "consent_note",
                "payer_id"]

    # ------------------------------------------------------------------
    # Recording
    # ------------------------------------------------------------------

    def action_record_consent(self, consented_by, consented_on, how, note="", payer_id=False):
        """Record who agreed to the purchase before it was made. Returns True.

        Requester; draft of a category with oral consent. ``consented_by``: id of the user who agreed: the head of
        the department, his superior or his delegate, for an emergency a superior of the team's leader; never the
        requester (PUR-CONSENT). ``consented_on``: datetime (UTC), not in the future; ``how``: phone, wechat or
        in_person; ``payer_id``: id of the buyer who will buy and pay. The head confirms by approving the request.
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_consent_refusals())
        person = self.env["res.users"].browse(consented_by if isinstance(consented_by, int) else ()).exists()
        moment = self._check_moment(consented_on, self.env._("the time of the consent"))
        if not person or how not in dict(HOW):
            raise UserError(self.env._(
                "%(request)s: say who agreed and how: by phone, by WeChat or in person (R4 §3.2.2.1).",
                request=self.name))
        self._enforce_consent_person(person)
        payer = self._check_payer(payer_id)
        self._enforce_splitting(purchased_on=moment)
        self._before_consent(moment)
        self._as_engine().write({
            "consent_by_id": person.id, "consent_on": moment, "consent_how": how, "payer_id": payer.id,
            "consent_note": (note or "").strip() if isinstance(note, str) else False, "consent_state": "recorded",
            "consent_recorded_by_id": self.env.uid,
        })
        self._set_backfill_deadline(moment)
        self.env["company.ledger.entry"]._append("purchase.consent", self, {
            "request": self.name, "by": person.id, "name": person.sudo().name, "on": moment, "how": how})
        self._message_log(body=self.env._("Oral consent of %(name)s recorded.", name=person.sudo().name))
        return True

    def _get_consent_refusals(self):
        refusals = {}
        for request in self:
            reason = False
            if not request.category_id.oral_consent_required:
                reason = self.env._(
                    "purchases of the category %s are approved in writing beforehand", request.category_id.name)
            elif request.requester_id != self.env.user:
                reason = self.env._("only its requester records the consent")
            elif request.state != "draft":
                reason = self.env._(
                    "it is “%(state)s”; the consent is recorded before the request is submitted",
                    state=request._get_state_label())
            refusals[request.id] = reason
        return refusals

    def _check_moment(self, value, what):
        """A datetime of a client (UTC), not in the future."""
        try:
            moment = fields.Datetime.to_datetime(value)
        except (ValueError, TypeError):
            moment = None
        if not moment or moment > fields.Datetime.now():
            raise UserError(self.env._(
                "%(request)s: %(what)s must be given and lies not in the future.", request=self.name, what=what))
        return moment

    # ------------------------------------------------------------------
    # Who may consent
    # ------------------------------------------------------------------

    def _get_consenters(self):
        """Users whose word counts: head of the department and everyone above him, their delegates; not the requester.

        An emergency is agreed to by those above the leaders of the emergency team (R4 §三.2.3.1).
        """
        self.ensure_one()
        request_sudo = self.sudo()
        if request_sudo.category_id.code == "emergency":
            employees = self.env["company.role"]._get_holders("emergency_lead", self.company_id)
            chain = self._climb(employees.parent_id) - employees
        else:
            chain = self._climb(request_sudo.department_id.manager_id)
        users = chain.user_id | self.env["company.role"]._get_users("general_manager", self.company_id)
        now = fields.Datetime.now()
        users |= self.env["company.approval.delegation"].sudo().search([
            ("user_id", "in", users.ids), ("revoked_on", "=", False), ("date_from", "<=", now), ("date_to", ">", now),
            ("company_id", "=", self.company_id.id),
            "|", ("scope", "=", "all"), ("model_ids.model", "=", self._name)]).delegate_id
        return users.filtered("active") - request_sudo.requester_id

    @staticmethod
    def _climb(employees):
        """The employees and everyone above them."""
        found = employees.sudo()
        level = found
        while level := level.parent_id - found:
            found |= level
        return found

    def _enforce_consent_person(self, person):
        allowed = self._get_consenters()
        if person not in allowed:
            self.env["company.control"]._enforce("PUR-CONSENT", self, self.env._(
                "%(name)s can't agree to this purchase. Ask the head of the department, his superior or delegate: "
                "%(list)s; nobody agrees to his own.", name=person.sudo().name,
                list=", ".join(allowed.sudo().mapped("name"))), fact=f"by={person.id}")

    def _check_payer(self, payer_id):
        payer = self.env["res.users"].browse(payer_id if isinstance(payer_id, int) and payer_id else ()).exists()
        if payer == self.requester_id and payer:
            self.env["company.control"]._enforce("PUR-BUYER", self, self.env._(
                "%(name)s is its requester and cannot also buy. Name a colleague with the right of a buyer.",
                name=payer.sudo().name), fact=f"buyer:{payer.id}")
        if payer:
            self._raise_refusals({self.id: self._get_buyer_refusal(payer)})
        return payer

    # ------------------------------------------------------------------
    # Submitting, approving, denying
    # ------------------------------------------------------------------

    def _do_submit(self, kind="submit", reason=""):
        """PUR-CONSENT before anything else: no form without the consent that came first."""
        self._enforce_consent()
        return super()._do_submit(kind, reason)

    def _enforce_consent(self):
        self.ensure_one()
        if self.category_id.oral_consent_required and self.consent_state == "none":
            self.env["company.control"]._enforce("PUR-CONSENT", self, self.env._(
                "nobody's consent is recorded. Ask the head before the purchase and record who agreed, when and how."),
                fact="missing")

    def _on_approval_approved(self, approval):
        self.filtered(lambda request: request.consent_state == "recorded")._as_engine().write(
            {"consent_state": "confirmed"})
        super()._on_approval_approved(approval)

    def _on_approval_rejected(self, approval):
        super()._on_approval_rejected(approval)
        for request in self.filtered(lambda request: request.consent_state == "recorded"):
            request._as_engine().write({"consent_state": "denied"})
            self.env["company.control"]._note("PUR-CONSENT", request, self.env._(
                "the recorded consent of %(name)s of %(time)s was denied when the request came for approval.",
                name=request.consent_by_id.sudo().name, time=request.consent_on), fact=f"denied={approval.id}")
