from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.company_base.tools.digest import canonical_json, sha256_hex

from .company_purchase_acceptance_line import COUNT_FIELDS


class CompanyPurchaseAcceptance(models.Model):
    """Counting and signing."""

    _inherit = "company.purchase.acceptance"

    # ------------------------------------------------------------------
    # Refusals: the same for buttons and for steps
    # ------------------------------------------------------------------

    def _get_step_refusals(self, states, allowed, message):
        """{id: reason or False}: state first, then person (``allowed`` is called with each record)."""
        return {
            acceptance.id: self.env._(
                "is “%(state)s”; this step needs “%(wanted)s”", state=acceptance._get_state_label(),
                wanted="/".join(acceptance._get_state_label(state) for state in states))
            if acceptance.state not in states else not allowed(acceptance) and message
            for acceptance in self
        }

    def _is_participant(self):
        return bool(self._get_user_slots(self.env.user))

    def _is_head(self):
        return self.env.user.has_group("company_procurement.group_purchase_head")

    def _get_count_refusals(self):
        return self._get_step_refusals(("draft", "signing"), lambda one: one._is_participant(), self.env._(
            "only the warehouse keeper, its buyer and its requester count it (R1 §3.5)"))

    def _get_sign_refusals(self):
        refusals = self._get_step_refusals(("draft", "signing"), lambda one: one._is_participant(), self.env._(
            "its buyer, its requester and the warehouse keeper sign it, each for himself (R4 §3.1.6.3)"))
        for acceptance in self:
            if not refusals[acceptance.id]:
                refusals[acceptance.id] = acceptance._get_signing_problem()
        return refusals

    def _get_signing_problem(self):
        signatures = self._get_valid_signatures()
        if self.env.user in signatures.user_id:
            return self.env._("you have signed it; three different persons sign")
        if not self._get_my_slot():
            return self.env._("%(person)s has signed in this place already", person=", ".join(
                signatures.filtered(lambda one: one.slot in self._get_user_slots(self.env.user)).mapped("user_name")))
        if not self.counted_on:
            return self.env._("nothing is counted yet: enter delivery note, counted quantities and quality first")
        return False

    def _get_use_first_refusals(self):
        refusals = self._get_step_refusals(
            ("draft", "signing"),
            lambda one: {"buyer", "requester"} & set(one._get_user_slots(self.env.user)),
            self.env._("only its buyer or its requester takes goods into use before stock-in (R4 §3.1.6.3)"))
        for acceptance in self.filtered("use_first"):
            refusals[acceptance.id] = refusals[acceptance.id] or self.env._("is marked already")
        return refusals

    def _get_report_refusals(self):
        return self._get_step_refusals(
            ("draft", "signing", "accepted"), lambda one: one._is_participant() or one._is_head(),
            self.env._("only those who accept it report defects"))

    def _get_reopen_refusals(self):
        refusals = self._get_step_refusals(
            ("accepted",), lambda one: one._is_participant() or one._is_head(),
            self.env._("only those who signed it open it again"))
        for acceptance in self.filtered("stocked_on"):
            refusals[acceptance.id] = refusals[acceptance.id] or self.env._(
                "is put in stock already; report a defect and return the goods instead")
        return refusals

    # ------------------------------------------------------------------
    # Counting
    # ------------------------------------------------------------------

    def action_count(self, lines, delivery_note=None, note=None):
        """Enter the count of a delivery. Returns True.

        Buyer, requester or warehouse keeper; before acceptance. ``lines``: ``[{line_id, counted_qty, accepted_qty?,
        delivered_qty?, quality?, quality_note?}]``: quantities in the unit of the line; accepted and delivery note
        default to the count, quality (passed, failed) to passed. Signatures given before become void (R1 §3.5).
        """
        self.ensure_one()
        self.check_access("read")
        if not isinstance(lines, (list, tuple)) or not all(isinstance(values, dict) for values in lines):
            raise UserError(self.env._("Give the lines as a list: line, counted quantity, quality."))
        self._start_count()
        own = {line.id: line for line in self.line_ids}
        for values in lines:
            line = own.get(values.get("line_id"))
            unknown = values.keys() - COUNT_FIELDS - {"line_id"}
            if not line or unknown or "counted_qty" not in values:
                raise UserError(self.env._(
                    "%(acceptance)s: each line names one of its lines and a counted quantity%(unknown)s.",
                    acceptance=self.name, unknown=unknown and f" ({', '.join(sorted(unknown))})" or ""))
            counted = values["counted_qty"]
            failed = values.get("quality") == "failed"
            line.write({
                "delivered_qty": counted, "accepted_qty": 0.0 if failed else counted, "quality": "passed",
                **{key: value for key, value in values.items() if key != "line_id"}})
        header = {"delivery_note": delivery_note, "note": note}
        self.write({key: value for key, value in header.items() if value is not None})
        if not self.counted_on:     # the figures stood there already
            self._on_counted()
        return True

    def action_count_as_delivered(self):
        """Everything came as ordered: count, acceptance and quality of all lines in one step. Returns True."""
        for acceptance in self:
            acceptance.action_count([
                {"line_id": line.id, "counted_qty": line.due_qty} for line in acceptance.line_ids])
        return True

    def _start_count(self):
        """Right and state of a count; the document is locked so that no signature comes in between."""
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_count_refusals())

    def _on_counted(self):
        """Figures changed: earlier signatures are void, everybody is asked again."""
        for acceptance in self:
            valid = acceptance._get_valid_signatures()
            acceptance.sudo()._as_engine().write({
                "counted_on": fields.Datetime.now(), "counted_by_id": self.env.uid,
                "arrived_on": acceptance.arrived_on or fields.Datetime.now(),
                "round": acceptance.round + 1 if valid else acceptance.round, "released_on": False,
            })
            if acceptance.state == "draft":
                acceptance.sudo()._set_state("signing")
            if valid:
                acceptance.message_post(body=self.env._(
                    "The count changed: the signatures of %(people)s are void, please sign again.",
                    people=", ".join(valid.mapped("user_name"))), partner_ids=valid.user_id.partner_id.ids)
            acceptance._refresh_todos()

    # ------------------------------------------------------------------
    # Signing
    # ------------------------------------------------------------------

    def action_sign(self, result, note=""):
        """Sign the delivery in the caller's place: buyer, requester or warehouse keeper. Returns True.

        ``result``: “ok” or “not_ok” (then ``note`` says why). Every place once, three different persons, nobody for
        another (R1 §3.5, R4 §3.1.6.3). The third signature accepts the delivery, or refuses it when one of them
        doesn't agree.
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_sign_refusals())
        note = note.strip() if isinstance(note, str) else ""
        if result not in ("ok", "not_ok") or (result == "not_ok" and not note):
            raise UserError(self.env._(
                "%(acceptance)s: sign with “ok”, or with “not_ok” and the reason.", acceptance=self.name))
        slot = self._get_my_slot()
        self._check_signable(slot, result)
        self._do_sign(slot, result, note)
        return True

    def _check_signable(self, slot, result):
        """What must be there before anybody agrees."""
        acceptance_sudo = self.sudo()
        both = acceptance_sudo.requester_ids & acceptance_sudo.buyer_id
        if both and slot in ("buyer", "requester"):
            self.env["company.control"]._enforce("PUR-BUYER", self, self.env._(
                "%(person)s requested the goods and can't accept them as buyer too. Have the head of purchasing name "
                "another buyer.", person=", ".join(both.mapped("name"))), fact=f"buyer={both.ids}")
        if result != "ok":
            return
        unchecked = acceptance_sudo.line_ids.filtered(lambda line: line.quality == "pending")
        if unchecked:
            raise UserError(self.env._(
                "%(acceptance)s: the quality of %(items)s is not checked yet.", acceptance=self.name,
                items=", ".join(unchecked.mapped("description"))))
        if slot == "keeper":
            self._enforce_papers()
        self._enforce_reported()

    def _enforce_papers(self):
        """PUR-CERT: certificates that the product category requires came with the goods."""
        lacking = [(line, line._get_missing_papers()) for line in self.sudo().line_ids if line.accepted_qty]
        lacking = [(line, papers) for line, papers in lacking if papers]
        if lacking:
            self.env["company.control"]._enforce("PUR-CERT", self, self.env._(
                "%(papers)s missing. Have the supplier send them and attach them, or accept nothing of these lines.",
                papers="; ".join(f"{line.description}: {', '.join(papers)}" for line, papers in lacking)),
                fact=",".join(str(line.id) for line, _papers in lacking))

    def _enforce_reported(self):
        """PUR-DEFECT: whatever is rejected stands in a report with photos."""
        reported = self._get_reported_quantities()
        open_lines = self.sudo().line_ids.filtered(
            lambda line: line.uom_id.compare(line.rejected_qty, reported.get(line.id, 0.0)) > 0)
        if open_lines:
            self.env["company.control"]._enforce("PUR-DEFECT", self, self.env._(
                "%(items)s: rejected, but no report with photos tells why. Report the defect first.",
                items=", ".join(open_lines.mapped("description"))), fact=",".join(map(str, open_lines.ids)))

    def _get_figures_digest(self):
        return sha256_hex(canonical_json([self.id, self.round, self.sudo().line_ids._get_signed_values()]))

    def _do_sign(self, slot, result, note):
        acceptance_sudo = self.sudo()
        if acceptance_sudo.state == "draft":
            acceptance_sudo._set_state("signing")
        else:       # the row itself changes: of two signers at the same instant one waits for the other
            acceptance_sudo._as_engine().write({"state_changed_by_id": self.env.uid})
        signature_sudo = self.env["company.purchase.acceptance.signature"].sudo()._as_engine().create({
            "acceptance_id": self.id, "company_id": acceptance_sudo.company_id.id, "slot": slot, "result": result,
            "user_id": self.env.uid, "user_name": self.env.user.name, "note": note or False,
            "round": acceptance_sudo.round, "digest": acceptance_sudo._get_figures_digest(),
        })
        acceptance_sudo.invalidate_recordset(["signature_ids"])
        self.env["company.ledger.entry"]._append("purchase.acceptance_signed", self, {
            "acceptance": acceptance_sudo.name, "order": acceptance_sudo.order_id.name, "slot": slot,
            "result": result, "note": note, "round": acceptance_sudo.round, "digest": signature_sudo.digest})
        acceptance_sudo._after_signature(result, note)

    def _after_signature(self, result, note):
        signatures = self._get_valid_signatures()
        if result == "not_ok":
            self.message_post(
                body=self.env._("%(person)s doesn't agree: %(note)s", person=self.env.user.name, note=note),
                partner_ids=self.buyer_id.partner_id.ids)
        if len(signatures) == 3:
            agreed = all(signature.result == "ok" for signature in signatures)
            if agreed and any(self.line_ids.mapped("accepted_qty")):
                self._on_accepted()
            else:
                self._on_refused()
        elif self.use_first and not self.released_on and {"buyer", "requester"} <= {
                signature.slot for signature in signatures if signature.result == "ok"}:
            self._on_released()
        self._refresh_todos()

    @api.model
    def _get_form_time(self, time):
        """A time as the company's calendar shows it."""
        return self.env.company._format_local_time(time)
