from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import seal_use as engine
from .company_seal_register import refused_apart


class CompanySealUse(models.Model):
    """At the seal: the present holder puts it on the paper himself, copy by copy (R11 §一.7–8, R7 §三)."""

    _inherit = "company.seal.use"

    @api.depends("state", "line_ids.copies_used")
    @api.depends_context("uid")
    def _compute_can_steps(self):
        for use in self:
            use.can_use = use.state == "approved" and bool(use._get_my_lines())
            use.can_confirm = not use._get_confirm_refusal()
            own = use.sudo().requester_id == self.env.user
            use.can_register = own and use.state == "draft" and use.basis in ("signature", "fund_owner")
            use.can_cancel = not use._get_cancel_refusal()

    def _get_my_lines(self):
        """Lines whose seal the user holds at present and that have copies left (superuser mode)."""
        return self.sudo().line_ids.filtered(
            lambda line: line.copies_left and line.seal_id.holder_user_id == self.env.user)

    # ------------------------------------------------------------------
    # Sealing
    # ------------------------------------------------------------------

    def action_use(self, copies=False, seal_id=False, digest=False):
        """Seal: so many copies, in person. Returns the ids of the entries in the register.

        Present holder of the seal; state approved. ``copies``: how many (empty: all that are left); ``seal_id``:
        which seal (empty: every seal of the application that the user holds); ``digest``: SHA-256 of the paper at
        hand, compared with what was approved. Controls SEAL-HOLDER, SEAL-COPIES, SEAL-DIGEST, SEAL-BLANK, SEAL-NAME;
        what is refused stands in the register as well.
        """
        entries = self.env["company.seal.register"]
        for use in self._start_step():
            use._check_state("approved")
            lines = use._get_lines_to_use(seal_id)
            use._enforce_digest(digest, lines)
            use._enforce_not_blank(lines)
            use._enforce_names()
            for line in lines:
                entries |= use._do_use(line, copies)
            use._on_used()
        return entries.ids

    def _get_lines_to_use(self, seal_id):
        """SEAL-HOLDER: the lines to be sealed now, each with a usable seal that the user holds himself."""
        self.ensure_one()
        named = isinstance(seal_id, int) and not isinstance(seal_id, bool) and seal_id
        lines = self.sudo().line_ids.filtered(lambda line: not named or line.seal_id.id == seal_id)
        if not lines:
            raise UserError(self.env._("%(use)s: this seal is not on the application.", use=self.display_name))
        mine = lines.filtered(lambda line: line.seal_id.holder_user_id == self.env.user)
        wanted = (mine if named else mine.filtered("copies_left")) or (mine or lines)[:1]
        for line in wanted:
            self._enforce_holder(line)
        return wanted

    def _enforce_holder(self, line):
        problem = line.seal_id.with_env(self.env)._get_holder_refusal()
        if problem:
            self._enforce_seal("SEAL-HOLDER", self.env._(
                "the seal “%(seal)s” %(problem)s. Go to its present holder", seal=line.seal_id.name, problem=problem),
                line, fact=f"{line.seal_id.id}:{self.env.uid}")

    def _do_use(self, line, copies):
        """One line: copies within what was approved, over all its uses."""
        copies = line.copies_left if copies is False or copies is None else copies
        problem = engine.copies_problem(copies, line.copies, line.copies_used)
        if problem == "number":
            raise UserError(self.env._("%(use)s: say how many copies are sealed.", use=self.display_name))
        if problem:
            self._enforce_seal("SEAL-COPIES", self.env._(
                "%(copies)s copies are to be sealed with “%(seal)s”; approved are %(approved)s, sealed %(used)s. Apply "
                "for the further copies", copies=copies, seal=line.seal_id.name, approved=line.copies,
                used=line.copies_used), line, fact=f"{line.seal_id.id}:{line.copies_used}+{copies}")
        line._as_engine().write({"copies_used": line.copies_used + copies})
        return self.env["company.seal.register"]._enter(self, line, "used", copies)

    def _on_used(self):
        """All copies made: the application is done and its document hears of it."""
        for use in self:
            if not any(use.sudo().line_ids.mapped("copies_left")):
                use._finish()
            else:
                use._refresh_keeper_todos()

    def _finish(self):
        self.sudo()._set_state("done")
        self._refresh_keeper_todos()
        for use in self.sudo():
            target = use.target
            if target and target.exists() and hasattr(target, "_on_sealed"):
                target._on_sealed(use)

    def action_finish(self, note):
        """Fewer copies than approved were needed: close the application, the rest lapses. Returns True.

        Holder of one of its seals, or the requester; at least one copy is sealed. ``note``: why.
        """
        note = self._check_text(note, self.env._("Say why the other copies are not needed."))
        for use in self._start_step():
            use._check_state("approved")
            use._raise_refusals({use.id: use._get_finish_refusal()})
            use.sudo()._as_engine().write({"finish_note": note})
            use._finish()
        return True

    def _get_finish_refusal(self):
        use = self.sudo()
        if self.env.user not in use.requester_id | use.line_ids.seal_id.holder_user_id:
            return self.env._("only its requester or a holder of its seals closes it")
        if not all(use.line_ids.mapped("copies_used")):
            return self.env._("a seal of it was not used at all; use it, refuse or cancel")
        return False

    # ------------------------------------------------------------------
    # Refusing, giving up
    # ------------------------------------------------------------------

    def action_refuse(self, reason):
        """The keeper does not seal: wrong name, doubtful paper, not what was approved. Returns True.

        Present holder of one of its seals; state approved; ``reason``: text, kept in the register (R11 §一.8).
        """
        reason = self._check_text(reason, self.env._("Say why you refuse to seal (R11 §一.8)."))
        for use in self._start_step():
            use._check_state("approved")
            mine = use.sudo().line_ids.filtered(lambda line: line.seal_id.holder_user_id == self.env.user)
            use._raise_refusals({use.id: not mine and self.env._("only a present holder of its seals refuses it")})
            for line in mine.filtered("copies_left") or mine:
                self.env["company.seal.register"]._enter(use, line, "refused", 0, reason)
            use.sudo()._as_engine().write({"refuse_reason": reason})
            use.sudo()._set_state("refused")
            use._refresh_keeper_todos()
            use._tell_requester(self.env._("The keeper refuses to seal:"), reason)
        return True

    def action_cancel(self, reason):
        """Give the application up. Returns True. Requester; nothing sealed yet; ``reason``: text."""
        reason = self._check_text(reason, self.env._("Say why the application is given up."))
        for use in self._start_own():
            use._raise_refusals({use.id: use._get_cancel_refusal()})
            use._cancel_approval(reason)
            use.sudo()._as_engine().write({"finish_note": reason})
            use.sudo()._set_state("cancelled")
            self.env["company.todo"].sudo()._close("seal.confirm", use.sudo())
            use._refresh_keeper_todos()
        return True

    def _get_cancel_refusal(self):
        if self.state not in ("draft", "submitted", "approved"):
            return self.env._("it is “%(state)s”", state=self._get_state_label())
        if self.sudo().requester_id != self.env.user:
            return self.env._("only its requester gives it up")
        return self.copies_used and self.env._("copies of it are sealed already; close it instead")

    # ------------------------------------------------------------------
    # Afterwards
    # ------------------------------------------------------------------

    def action_attach_sealed(self, attachment_id):
        """Keep the scan of the sealed paper with the application. Returns the id of the kept copy.

        Requester or a holder of its seals; at least one copy sealed (R7 §三.2, §四).
        """
        self.ensure_one()
        [use] = self._start_step()
        allowed = use.sudo().requester_id | use.sudo().line_ids.seal_id.holder_user_id \
            | use.sudo().register_ids.keeper_id
        use._raise_refusals({use.id: (
            self.env.user not in allowed and self.env._("only its requester or its keeper adds the sealed copy")
            or not use.copies_used and self.env._("nothing of it is sealed yet"))})
        scan = self.env["ir.attachment"].browse(
            attachment_id if isinstance(attachment_id, int) and not isinstance(attachment_id, bool) else ()).exists()
        if not scan:
            raise UserError(self.env._("%(use)s: give the scan of the sealed paper.", use=use.display_name))
        scan.check_access("read")
        kept = self._copy_file(scan.sudo(), use)
        use.sudo()._as_engine().write({"sealed_file_ids": [fields.Command.link(kept.id)]})
        self.env["company.ledger.entry"]._append("seal.scan", use.sudo(), {
            "application": use.name, "file": engine.file_digest(kept.raw)})
        return kept.id

    def action_view_register(self):
        """Open the entries of the register made for this application."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "name": self.env._("Seal Use Register"),
                "res_model": "company.seal.register", "view_mode": "list,form",
                "views": [(False, "list"), (False, "form")], "domain": [("use_id", "=", self.id)]}

    @api.depends("target")
    @api.depends_context("uid")
    def _compute_can_view_target(self):
        for use in self:
            target = use.sudo().target
            use.can_view_target = bool(target) and target.sudo(False).has_access("read")

    def action_view_target(self):
        """Open the document in the system that was sealed; the reader's rights count."""
        self.ensure_one()
        self.check_access("read")
        target = self.sudo().target
        if not target:
            raise UserError(self.env._("%s: it has no document in the system.", self.display_name))
        return {"type": "ir.actions.act_window", "res_model": target._name, "res_id": target.id,
                "views": [(False, "form")]}

    def _get_form_boxes(self):
        """Signature boxes of the printed form: applicant, leaders, keepers."""
        self.ensure_one()
        use, local = self.sudo(), self.company_id._format_local_time
        boxes = [{"label": self.env._("Applicant"), "name": use.requester_id.name,
                  "time": local(use.create_date)}]
        boxes += self._approval_signature_boxes()
        if use.basis in ("signature", "fund_owner"):
            boxes.append({"label": self.env._("Leader who Signed"), "name": use.confirmer_id.name,
                          "time": local(use.confirmed_on)})
        for entry in use.register_ids.sorted("id"):
            outcome = dict(entry._fields["outcome"]._description_selection(self.env))[entry.outcome]
            boxes.append({
                "label": self.env._("Keeper of %s", entry.seal_name), "name": entry.keeper_name, "decision": outcome,
                "opinion": entry.reason or (self.env._("%s copies", entry.copies) if entry.copies else ""),
                "time": local(entry.used_on)})
        return boxes

    def _register_refused(self, line, reason):
        """For other doors to the seal (taking it out): their refusals stand in the register as well."""
        return refused_apart(self, line, reason)
