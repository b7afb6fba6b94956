from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .company_seal_handover import TEMPORARY

TODO_KIND = "seal.handover"


class CompanySealHandover(models.Model):
    """Signatures of a handover, and what they set in motion."""

    _inherit = "company.seal.handover"

    _signed_field = {"give": "given_on", "receive": "received_on", "witness": "witnessed_on"}

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_send(self):
        """Draft: ask giver, receiver and witness to sign. Giver, general office or seal manager.

        :return: True
        :raise UserError: nothing to hand over, another handover waits, the giver does not hold it
        """
        self.check_access("write")
        self._check_maker()
        self._check_state("draft")
        self._raise_refusals({handover.id: handover.sudo()._get_content_refusal() for handover in self})
        for handover in self:
            handover._check_items()
            handover._set_state("waiting")
            if handover.kind == "takeover":
                handover._as_engine().write({"decider_id": handover.sudo()._get_signers()["give"].id})
            handover._open_todos()
        return True

    def action_give(self):
        """Giver: sign that the things are handed over; sends a draft as well. Taken over by decision: general manager.

        :return: True
        """
        self.check_access("read")
        drafts = self.filtered(lambda handover: handover.state == "draft")
        self._raise_refusals({handover.id: handover._get_sign_refusal("give") for handover in self})
        if drafts:
            drafts.action_send()
        return self._sign("give", given_by_id=self.env.uid)

    def action_receive(self):
        """Receiver: sign that the things are in his hands and that he answers for them from now on (R11 §一.5).

        :return: True
        """
        return self._sign("receive")

    def action_witness(self):
        """Witness: sign that the handover took place.

        :return: True
        """
        return self._sign("witness")

    def action_refuse(self, reason):
        """Giver, receiver or witness: refuse to sign; custody stays where it is.

        :param reason: text, required
        :return: True
        """
        self.check_access("read")
        reason = self._check_text(reason, self.env._("Say why the handover is refused."))
        for handover in self:
            handover_sudo = handover.sudo()
            if self.env.user not in handover_sudo._get_signers().values():
                raise UserError(self.env._(
                    "%(handover)s: only giver, receiver or witness refuse it.", handover=handover_sudo.display_name))
            handover._check_state("waiting")
            handover_sudo._end("refused", reason)
        return True

    def action_cancel(self, reason):
        """Giver, general office or seal manager: give up a handover that is not complete.

        :param reason: text, required
        :return: True
        """
        self.check_access("read")
        reason = self._check_text(reason, self.env._("Say why the handover is cancelled."))
        self._check_maker()
        self._check_state("draft", "waiting")
        self.sudo()._end("cancelled", reason)
        return True

    def action_return(self):
        """Receiver of a temporary handover, keeper, office or seal manager: prepare the return to the keeper.

        :return: id of the returning handover, which both sign again; signed by the receiver when he calls it
        """
        self.ensure_one()
        self.check_access("read")
        self._raise_refusals({self.id: self._get_sign_refusal("return")})
        self._lock_for_decision()
        handover_sudo = self.sudo()
        waiting = handover_sudo.return_ids.filtered(lambda back: back.state == "waiting")
        if not waiting:
            waiting = handover_sudo._create_return()
            waiting._set_state("waiting")
            waiting._open_todos()
        if self.env.user == handover_sudo.receiver_user_id and not waiting.given_on:
            waiting.sudo(False).with_user(self.env.user).action_give()
        return waiting.id

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    def _get_signers(self):
        """{verb: user whose signature it is}; a takeover is signed for the giver by the general manager."""
        signers = {"receive": self.receiver_user_id}
        if self.kind == "takeover":
            leaders = self.env["company.role"]._get_users("general_manager", self.company_id)
            signers["give"] = self.decider_id or leaders[:1]
        else:
            signers["give"] = self.giver_user_id
        if self.witness_id:
            signers["witness"] = self.witness_user_id
        return signers

    def _get_sign_refusal(self, verb):
        """Reason why the current user can't take this step now, or False."""
        self.ensure_one()
        handover = self.sudo()
        if verb == "return":
            return handover._get_return_refusal(self._is_office())
        states = ("draft", "waiting") if verb == "give" else ("waiting",)
        if handover.state not in states:
            return self.env._("is “%(state)s”; nothing is signed now", state=handover._get_state_label())
        if handover[self._signed_field[verb]]:
            return self.env._("has this signature already")
        signer = handover._get_signers().get(verb)
        if not signer or signer != self.env.user:
            return self.env._("only %(person)s signs here, in person", person=signer.name if signer else "—")
        return False

    def _get_return_refusal(self, is_office):
        if self.kind not in TEMPORARY or self.state != "done":
            return self.env._("is no handover for a time that is to be returned")
        if not is_office and self.env.user not in self.receiver_user_id | self.giver_user_id:
            return self.env._("only giver, receiver, general office or seal manager return it")
        return False

    def _get_content_refusal(self):
        """What is missing before it is sent, or False."""
        if not self.line_ids:
            return self.env._("names nothing: add the seals and certificates that change hands")
        if self.kind in TEMPORARY and (not self.date_until or self.date_until <= fields.Datetime.now()):
            return self.env._("needs its end: until when the deputy or duty leader keeps them (R11 §一.5)")
        if self.kind == "takeover" and not (self.reason or "").strip():
            return self.env._("needs its cause: why the holder can't hand over himself")
        if self.kind == "takeover" and not self.witness_id:
            return self.env._("needs a witness, as the holder does not hand over himself")
        if not all(self._get_signers().values()):
            return self.env._("someone who has to sign has no user: link each employee to a user")
        return False

    def _check_items(self):
        """Everything is in the giver's hands and may go to the receiver; no other handover waits for it."""
        for line in self.sudo().line_ids:
            item = line._get_item()
            field = line._get_item_field(item)
            other = line.search([
                (field, "=", item.id), ("handover_id", "!=", self.id), ("handover_id.state", "=", "waiting")], limit=1)
            if other:
                raise UserError(self.env._(
                    "%(item)s waits in the handover %(other)s already; finish or cancel that one first.",
                    item=item.display_name, other=other.handover_id.name))
            self._check_item(item)

    def _check_item(self, item):
        handover = self.sudo()
        if item.state not in item._custody_usable_states:
            raise UserError(self.env._(
                "%(item)s is “%(state)s” and can't be handed over. Bring it back first.",
                item=item.display_name, state=item._get_state_label()))
        if item.holder_id != handover.giver_id:
            self.env["company.control"]._enforce("SEAL-HANDOVER", item, self.env._(
                "is held by %(holder)s, not by %(giver)s; only the present holder hands over, by a handover that both "
                "sign.", holder=item.holder_id.name, giver=handover.giver_id.name), fact="not-holder")
        if handover.kind in ("return", "takeover"):
            return
        if item.keeper_id != handover.giver_id:
            self.env["company.control"]._enforce("SEAL-HANDOVER", item, self.env._(
                "is only kept for %(keeper)s: a deputy does not pass it on. Return it to the keeper first.",
                keeper=item.keeper_id.name), fact="deputy")
        item._check_custody(handover.receiver_id, handover.kind)

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _sign(self, verb, **values):
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals({handover.id: handover._get_sign_refusal(verb) for handover in self})
        for handover in self.sudo():
            handover._as_engine().write({self._signed_field[verb]: fields.Datetime.now(), **values})
            self.env["company.todo"].sudo()._close(TODO_KIND, handover, self.env.user)
            handover._message_log(body=self.env._("Signed by %(person)s.", person=self.env.user.name))
            if handover.given_on and handover.received_on and (handover.witnessed_on or not handover.witness_id):
                handover._complete()
        return True

    def _complete(self):
        """All have signed: custody of everything moves in this transaction, or nothing does."""
        self.ensure_one()
        items = [line._get_item() for line in self.line_ids]
        for item in items:
            item._lock_for_decision()
            item.invalidate_recordset(["holder_id", "keeper_id", "state"])
            self._check_item(item)
            item._move_custody(self.receiver_id, self.kind, handover_id=self.id)
        self._set_state("done")
        values = {"done_on": fields.Datetime.now()}
        if self.kind in TEMPORARY:
            values["deadline"] = self.date_until
        self._as_engine().write(values)
        self.env["company.todo"].sudo()._close(TODO_KIND, self)
        self.env["company.ledger.entry"]._append("seal.handover", self, {
            "kind": self.kind, "giver": self.giver_id.name, "receiver": self.receiver_id.name,
            "witness": self.witness_id.name or "", "items": [item.display_name for item in items]})
        if self.return_of_id.state == "done":
            self.return_of_id._finish_return()

    def _finish_return(self):
        self._set_state("returned")
        self._as_engine().write({"deadline": False})
        self.env["company.todo"].sudo()._close("seal.return", self)

    def _create_return(self):
        line = self.env["company.seal.handover.line"]
        items = [item for item in (row._get_item() for row in self.line_ids)
                 if item.holder_id == self.receiver_id and item.state in item._custody_usable_states]
        if not items:
            raise UserError(self.env._(
                "%(handover)s: the receiver holds nothing of it that could be returned.", handover=self.display_name))
        return self._as_engine().create({
            "kind": "return", "company_id": self.company_id.id, "giver_id": self.receiver_id.id,
            "receiver_id": self.giver_id.id, "reason": self.name, "return_of_id": self.id,
            "line_ids": [Command.create({line._get_item_field(item): item.id}) for item in items]})

    def _end(self, state, reason):
        for handover in self:
            handover._set_state(state)
            handover._as_engine().write({"refusal": reason})
            handover._message_log(body=reason)
            self.env["company.todo"].sudo()._close(TODO_KIND, handover)

    def _open_todos(self):
        for handover in self.sudo():
            users = self.env["res.users"].union(*handover._get_signers().values())
            self.env["company.todo"].sudo()._open(
                TODO_KIND, handover, users, self.env._("Sign the handover %(name)s", name=handover.name),
                requester_id=self.env.user)

    def _get_signature_boxes(self):
        """Boxes of the printed form: giver, receiver, witness with the time of their signatures."""
        self.ensure_one()
        signers = self._get_signers()
        boxes = []
        for verb, label in (("give", self.env._("Giver")), ("receive", self.env._("Receiver")),
                            ("witness", self.env._("Witness"))):
            if verb in signers or verb == "witness":
                moment = self[self._signed_field[verb]]
                boxes.append({
                    "label": label, "name": signers[verb].name if moment else "",
                    "time": self.company_id._format_local_time(moment)})
        return boxes
