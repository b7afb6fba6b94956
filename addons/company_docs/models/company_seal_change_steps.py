from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class CompanySealChange(models.Model):
    """Approval, registration of the new seal, destruction in front of two witnesses."""

    _inherit = "company.seal.change"

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _approval_category(self):
        return self.change_type

    def _approval_digest_fields(self):
        return [
            "name", "change_type", "requester_id", "department_id", "reason", "seal_name", "seal_type", "entity_name",
            "keeper_id", "old_seal_id", "carving_unit", "design_ids", "seal_id", "method"]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for change in self:
            refusals[change.id] = refusals.get(change.id) or change.sudo()._get_content_refusal()
        return refusals

    def _get_content_refusal(self):
        """What is missing before it is submitted, or False."""
        if self.state != "draft":
            return self.env._("it is “%(state)s”; only a draft is submitted", state=self._get_state_label())
        if self.change_type == "carve":
            if not all((self.seal_name, self.seal_type, (self.entity_name or "").strip(), self.keeper_id)):
                return self.env._("name, type, text and future keeper of the new seal are needed")
            if not self.carving_unit or not self.design_ids:
                return self.env._("the carving unit and the design file are needed")
        elif not self.seal_id or self.seal_id.state not in ("in_use", "handed_over", "lost"):
            return self.env._("name the seal to destroy; it must be in the office or lost")
        return False

    def _on_approval_submitted(self, approval):
        super()._on_approval_submitted(approval)
        self._set_state("submitted")

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        self._set_state("approved")
        for change in self:
            self.env["company.todo"].sudo()._open(
                "seal.change", change, self.env["company.role"]._get_users("general_office", change.company_id),
                self.env._("Carry out: %(name)s", name=change.display_name))

    def _on_approval_rejected(self, approval):
        super()._on_approval_rejected(approval)
        self._set_state("refused")

    def _on_approval_returned(self, approval):
        super()._on_approval_returned(approval)
        self._set_state("draft")

    def _on_approval_withdrawn(self, approval):
        super()._on_approval_withdrawn(approval)
        self.filtered(lambda change: change.state == "submitted")._set_state("draft")

    # ------------------------------------------------------------------
    # Carrying out
    # ------------------------------------------------------------------

    def _check_manager(self):
        if not self.env.user.has_group("company_docs.group_seal_manager"):
            raise AccessError(self.env._("Only seal managers carry out an approved carving or destruction."))

    def action_register(self):
        """Seal manager: the carved seal is filed with the police and comes into the register, with its keeper.

        :return: id of the new company.seal
        """
        self.ensure_one()
        self.check_access("read")
        self._check_manager()
        self._check_state("approved")
        self._check_type("carve")
        self._lock_for_decision()
        change = self.sudo()
        if not (change.police_number or "").strip() or not change.carved_on:
            self.env["company.control"]._enforce("SEAL-CARVING", self, self.env._(
                "the new seal is not filed with the police yet: fill in filing number and date of carving."),
                fact="not-filed")
        seal = self.env["company.seal"].sudo()._as_engine().create({
            "name": change.seal_name, "seal_type": change.seal_type, "entity_name": change.entity_name,
            "company_id": change.company_id.id, "keeper_id": change.keeper_id.id,
            "police_number": change.police_number, "registered_on": fields.Date.context_today(self),
            "place": change.place, "cabinet": change.cabinet, "origin_id": change.id})
        if change.image:
            seal.with_context(bin_size=False).image = change.image
        if change.old_seal_id:
            change.old_seal_id._as_engine().write({"superseded_by_id": seal.id})
        change._as_engine().write({"new_seal_id": seal.id, "image": False})
        change._finish()
        return seal.id

    def action_witness(self):
        """Witness: sign that the seal was destroyed before his eyes; the second signature ends the seal.

        :return: True
        :raise ControlError: SEAL-DESTROY
        """
        self.check_access("read")
        for change in self.sudo():
            change._lock_for_decision()
            field = change._get_witness_field()
            if not field:
                raise UserError(self.env._(
                    "%(change)s: only its two witnesses sign, each once, after the approval.",
                    change=change.display_name))
            change._check_destruction()
            change._as_engine().write({field: fields.Datetime.now()})
            change._message_log(body=self.env._("Signed by %(person)s.", person=self.env.user.name))
            if change.witnessed1_on and change.witnessed2_on:
                change._destroy()
        return True

    def _check_destruction(self):
        """SEAL-DESTROY: two witnesses other than the holder, and the pictures of the cut seal."""
        people = self.witness1_id | self.witness2_id
        reason = False
        if len(people) < 2 or not all(people.mapped("user_id")):
            reason = self.env._("two witnesses with users of their own are named first")
        elif self.seal_id.holder_id in people:
            reason = self.env._("its holder is no witness; name another person")
        elif not self.cut_ids and self.seal_id.state != "lost":
            reason = self.env._("attach the pictures of the cut seal first")
        if reason:
            self.env["company.control"]._enforce("SEAL-DESTROY", self, reason, fact="incomplete")

    def _destroy(self):
        seal = self.seal_id
        seal._lock_for_decision()
        seal._set_state("destroyed")
        seal._end_custody()
        self.env["company.ledger.entry"]._append("seal.destroyed", seal, {
            "application": self.name, "witnesses": [self.witness1_id.name, self.witness2_id.name]})
        if not self.destroyed_on:
            self._as_engine().write({"destroyed_on": fields.Date.context_today(self)})
        self._finish()

    def _finish(self):
        self._set_state("done")
        self.env["company.todo"].sudo()._close("seal.change", self)

    def action_cancel(self):
        """Applicant or seal manager: give up what is not carried out.

        :return: True
        """
        self.check_access("read")
        for change in self:
            if change.sudo().requester_id != self.env.user:
                change._check_manager()
            change._check_state("draft", "approved")
            if change.sudo().witnessed1_on or change.sudo().witnessed2_on:
                raise UserError(self.env._("%(change)s: a witness has signed already.", change=change.display_name))
            change.sudo()._set_state("cancelled")
            self.env["company.todo"].sudo()._close("seal.change", change)
        return True

    def _check_type(self, wanted):
        self._raise_refusals({
            change.id: change.change_type != wanted and self.env._("is an application of the other type")
            for change in self})
