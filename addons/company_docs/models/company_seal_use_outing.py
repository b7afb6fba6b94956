from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.seal_custody import PAIR_TYPES
from .company_seal_use import CompanySealUse as SealUse

OUTSIDE = frozenset({"outside", "outside_place", "outside_reason", "outside_return"})


class CompanySealUse(models.Model):
    """Use outside the office: asked for with the application, so the approval covers it (R7 §一.1, R11 §一.3)."""

    _inherit = "company.seal.use"

    _client_fields = {**SealUse._client_fields, "draft": SealUse._client_fields["draft"] | OUTSIDE}

    outside = fields.Boolean(
        "Outside the Office", help="Seals normally don't leave the office; the approval decides on it (R7 §一.1).")
    outside_place = fields.Char("Place of Use outside")
    outside_reason = fields.Char("Reason for Use outside")
    outside_return = fields.Datetime("Back by", copy=False, help="Empty: within the time of the settings.")
    outing_ids = fields.One2many("company.seal.outing", "use_id", "Takings out", readonly=True, copy=False)
    can_take_out = fields.Boolean(compute="_compute_can_outing")
    can_bring_back = fields.Boolean(compute="_compute_can_outing")

    @api.depends("state", "outside", "outing_ids.state")
    @api.depends_context("uid")
    def _compute_can_outing(self):
        for use in self:
            use.can_take_out = use.state == "approved" and use.outside and bool(use._get_seals_to_take())
            use.can_bring_back = bool(use.sudo().outing_ids.filtered("can_bring_back"))

    def _approval_digest_fields(self):
        return [*super()._approval_digest_fields(), *sorted(OUTSIDE)]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for use in self:
            refusals[use.id] = refusals.get(use.id) or (
                use.outside and not ((use.outside_reason or "").strip() and (use.outside_place or "").strip())
                and self.env._("use outside the office needs its reason and place (R7 §一.1)"))
        return refusals

    def _enforce_holder(self, line):
        """A seal that was taken out for this application is used outside for it."""
        if line.seal_id.with_env(self.env)._get_holder_refusal(self):
            super()._enforce_holder(line)

    def _get_seals_to_take(self):
        """Seals of the application that the user holds and that are in the office (superuser mode)."""
        self.ensure_one()
        return self.sudo().line_ids.seal_id.filtered(
            lambda seal: seal.holder_user_id == self.env.user and seal.state in seal._custody_usable_states)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_take_out(self, companion_id=False):
        """Holder: take the seals of an approved application out of the office.

        Finance seal and legal representative's seal leave with two people only; they leave when the companion has
        confirmed himself (company.seal.outing.action_accompany).

        :param companion_id: id of the hr.employee who goes along, or False
        :return: ids of company.seal.outing
        :raise ControlError: SEAL-OUT, SEAL-OUT-PAIR
        """
        self.ensure_one()
        self.check_access("read")
        self._check_state("approved")
        if not self.outside:
            self.env["company.control"]._enforce("SEAL-OUT", self, self.env._(
                "it does not ask for use outside the office, so nothing leaves it. Apply anew with reason and place."),
                fact="inside")
        seals = self._get_seals_to_take()
        if not seals:
            raise UserError(self.env._("%(use)s: you hold no seal of it that is in the office.", use=self.display_name))
        companion = self._get_companion(companion_id)
        if not companion and PAIR_TYPES & set(seals.mapped("seal_type")):
            self.env["company.control"]._enforce("SEAL-OUT-PAIR", self, self.env._(
                "finance seal and legal representative's seal leave the office with two people only. Name who goes "
                "along; he confirms it himself."), fact="alone")
        outings = self.env["company.seal.outing"]
        for seal in seals:
            outings |= self._create_outing(seal, companion)
        return outings.ids

    def _get_companion(self, companion_id):
        if not companion_id:
            return self.env["hr.employee"].sudo()
        companion = self.env["hr.employee"].sudo().search([
            ("id", "=", companion_id), ("company_id", "=", self.company_id.id)])
        if not companion.user_id or companion.user_id == self.env.user:
            raise UserError(self.env._(
                "%(use)s: the companion is another employee of the company with a user of his own, who confirms "
                "himself.", use=self.display_name))
        return companion

    def _create_outing(self, seal, companion):
        seal._lock_for_decision()
        outing = self.env["company.seal.outing"].sudo()
        if outing.search_count([("seal_id", "=", seal.id), ("state", "in", ("requested", "out"))], limit=1):
            raise UserError(self.env._("%(seal)s is being taken out already.", seal=seal.display_name))
        outing = outing._as_engine().create({
            "company_id": seal.company_id.id, "seal_id": seal.id, "use_id": self.id, "carrier_id": seal.holder_id.id,
            "companion_id": companion.id, "place": self.outside_place, "reason": self.outside_reason})
        if companion:
            self.env["company.todo"].sudo()._open(
                "seal.outing", outing, companion.user_id,
                self.env._("Confirm that you go along: %(seal)s", seal=seal.name), requester_id=self.env.user)
        else:
            outing._leave()
        return outing

    def action_bring_back(self):
        """Holder: everything that he took out for this application is back in the office.

        :return: True
        """
        self.ensure_one()
        self.check_access("read")
        outings = self.outing_ids.filtered("can_bring_back")
        if not outings:
            raise UserError(self.env._("%(use)s: you have nothing of it outside the office.", use=self.display_name))
        return outings.action_bring_back()
