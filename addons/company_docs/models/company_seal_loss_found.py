from odoo import fields, models

from .company_seal_loss import TODO_KIND


class CompanySealLoss(models.Model):
    """A lost seal came back before its notice was published: two sign, and custody goes on (R11 §一.5, §三.3).

    Once the notice has declared the seal void, nobody seals with it again; it is destroyed.
    """

    _inherit = "company.seal.loss"

    found_report = fields.Text("How It Came Back", readonly=True, copy=False)
    found_by_id = fields.Many2one("res.users", "Return Reported by", readonly=True, copy=False)
    found_on = fields.Datetime("Return Reported on", readonly=True, copy=False)
    found_signed_by_id = fields.Many2one(
        "res.users", "Received Back by", readonly=True, copy=False,
        help="The holder at the loss, or the general manager in his place: the seal is there, whole and not misused.")
    found_signed_on = fields.Datetime("Received Back on", readonly=True, copy=False)
    can_sign_found = fields.Boolean(compute="_compute_can_sign_found")

    def _compute_can_sign_found(self):
        for loss in self:
            loss.can_sign_found = not loss._get_sign_found_refusal()

    def action_report_found(self, reason):
        """General office or seal manager: the seal came back; signs for the report.

        The holder at the loss signs next (``action_sign_found``); until then the seal stays blocked.

        :param reason: where it was, who brought it, what was checked; text, required
        :return: True
        :raise UserError: the notice is published (the seal is void), or the return is reported already
        """
        self.ensure_one()
        self.check_access("write")
        self._check_handler()
        text = self._check_text(reason, self.env._("Say how the seal came back and what was checked."))
        self._lock_for_decision()
        self._raise_refusals({self.id: self._get_found_refusal()})
        self.sudo()._as_engine().write({
            "found_report": text, "found_by_id": self.env.uid, "found_on": fields.Datetime.now()})
        self._message_log(body=self.env._("Came back: %s", text))
        self.env["company.todo"].sudo()._open(
            TODO_KIND, self, self.sudo()._get_found_signers() - self.env.user,
            self.env._("Sign that the seal is back: %(seal)s", seal=self.sudo().seal_id.name),
            requester_id=self.env.user)
        return True

    def _get_found_refusal(self):
        if self.state in ("published", "closed"):
            return self.env._("its notice declared the seal void; a void seal is not used again. Apply for its "
                              "destruction (Seals > Carving and Destruction)")
        if self.state == "found" or self.found_by_id:
            return self.env._("its return is reported already")
        return False

    def _get_found_signers(self):
        """The holder at the loss; the general manager signs where he can't."""
        leaders = self.env["company.role"].sudo()._get_users("general_manager", self.company_id)
        return self.sudo().holder_id.user_id | leaders

    def action_sign_found(self):
        """Holder at the loss, or the general manager in his place: the seal is back, whole and not misused.

        Another person than who reported the return. The chain of custody goes on with the same holder, the case ends.

        :return: True
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals({self.id: self._get_sign_found_refusal()})
        loss = self.sudo()
        seal = loss.seal_id
        seal._check_separation(seal.holder_id)
        loss._as_engine().write({"found_signed_by_id": self.env.uid, "found_signed_on": fields.Datetime.now()})
        loss._set_state("found")
        seal._set_state("in_use" if seal.holder_id == seal.keeper_id else "handed_over")
        self.env["company.todo"].sudo()._close(TODO_KIND, loss)
        loss._message_log(body=self.env._("Signed by %(person)s.", person=self.env.user.name))
        self.env["company.ledger.entry"]._append("seal.found", seal, {
            "report": loss.name, "holder": seal.holder_id.name, "reporter": loss.found_by_id.name,
            "signed_by": self.env.user.name})
        return True

    def _get_sign_found_refusal(self):
        loss = self.sudo()
        if loss.state != "reported" or not loss.found_by_id:
            return self.env._("nothing is to be signed: the office reports first that the seal came back")
        if self.env.user == loss.found_by_id:
            return self.env._("who reported the return doesn't sign for it as well; two people sign")
        if self.env.user not in loss._get_found_signers():
            return self.env._("only %(person)s, or the general manager in his place, signs here",
                              person=loss.holder_id.name)
        return False
