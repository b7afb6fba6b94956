from odoo import fields, models
from odoo.exceptions import UserError


class CompanyPurchaseAcceptance(models.Model):
    """Another person in the place of somebody who left."""

    _inherit = "company.purchase.acceptance"

    def action_change_signer(self, slot, user_id, reason):
        """Name another buyer or requester for a delivery. Returns True.

        Head of purchasing, before acceptance, for a place that is not signed yet. ``slot``: buyer or requester;
        ``user_id``: an active internal user who stands in no other place; ``reason``: text. Requester and buyer stay
        two persons (R4 §2.5).
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_step_refusals(("draft", "signing"), lambda one: one._is_head(), self.env._(
            "the head of purchasing names another signer")))
        reason = self._check_text(reason, self.env._("Say why another person signs."))
        acceptance_sudo = self.sudo()
        user_sudo = self.env["res.users"].sudo().browse(user_id).exists()
        problem = acceptance_sudo._get_signer_problem(slot, user_sudo)
        if problem:
            raise UserError(self.env._("%(record)s: %(reason)s", record=acceptance_sudo.name, reason=problem))
        acceptance_sudo._as_engine().write({
            **({"buyer_id": user_sudo.id} if slot == "buyer" else {"requester_ids": [
                fields.Command.set(user_sudo.ids)]}),
            "participant_ids": [fields.Command.link(user_sudo.id)]})
        self.env["company.ledger.entry"]._append("purchase.signer_changed", self, {
            "acceptance": acceptance_sudo.name, "slot": slot, "user": user_sudo.name, "reason": reason})
        self.message_post(body=self.env._("%(person)s signs from now on: %(reason)s", person=user_sudo.name,
                                          reason=reason), partner_ids=user_sudo.partner_id.ids)
        acceptance_sudo._refresh_todos()
        return True

    def _get_signer_problem(self, slot, user):
        if slot not in ("buyer", "requester"):
            return self.env._("only buyer and requester can be replaced; every warehouse keeper may sign")
        if slot in self._get_valid_signatures().mapped("slot"):
            return self.env._("this place is signed already")
        if len(user) != 1 or not user.active or user.share or self.company_id not in user.company_ids:
            return self.env._("choose an active user of the company")
        others = self.requester_ids if slot == "buyer" else self.buyer_id
        if user in others:
            return self.env._("requester and buyer are two persons (R4 §2.5)")
        return False
