from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.company_base.tools.engine import as_engine

SCAN_TYPES = ("application/pdf", "image/")
ENDED = ("closed", "expired", "terminated", "rejected", "cancelled")


class CompanyPurchaseContract(models.Model):
    """Approval, signature and end of a contract."""

    _inherit = "company.purchase.contract"

    # step: (states in which it is open, whether the legal department takes it as well)
    _steps = {
        "sign": (("approved",), True),
        "close": (("active", "expired", "terminated"), True),
        "terminate": (("signed", "active"), False),
        "cancel": (("draft", "rejected", "approval", "approved"), False),
        "call_off": (("active",), False),
    }

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _approval_amount(self):
        self.ensure_one()
        return self.amount_total, self.currency_id

    def _approval_department(self):
        return self.department_id or super()._approval_department()

    def _approval_category(self):
        return self.category_id.code

    def _approval_requester(self):
        return self.buyer_id

    def _approval_digest_fields(self):
        return [
            "name", "title", "partner_id", "other_parties", "currency_id", "kind", "settlement", "category_id",
            "sourcing_id", "buyer_id", "date_start", "date_end", "payment_terms", "delivery_terms", "warranty_terms",
            "note", "freight_amount",
            *(f"line_ids.{name}" for name in (
                "product_id", "description", "specification", "quantity", "uom_id", "price_unit", "price_total",
                "tax_ids", "needed_date")),
            *(f"instalment_ids.{name}" for name in ("name", "percent", "due_on", "due_days", "due_date", "note")),
        ]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for contract in self:
            refusals[contract.id] = refusals.get(contract.id) or contract._get_submit_refusal()
        return refusals

    def _get_submit_refusal(self):
        self.ensure_one()
        if self.state not in ("draft", "rejected"):
            return self.env._("it is “%(state)s”; only a draft is submitted", state=self._get_state_label())
        if not self.date_start or not self.date_end:
            return self.env._("its validity is missing: fill in from when to when it is valid")
        if not (self.payment_terms or "").strip() and not self.instalment_ids:
            return self.env._("the terms of payment are missing (R4 §3.2.4.4): write them or fill in the schedule")
        percent = sum(self.instalment_ids.mapped("percent"))
        if self.instalment_ids and not 99.995 <= percent <= 100.005:
            return self.env._("its payment schedule adds up to %(percent)s %%, not 100 %%", percent=f"{percent:g}")
        return False

    def _get_amend_refusals(self):
        refusals = super()._get_amend_refusals()
        for contract in self.filtered(lambda contract: contract.state not in ("draft", "approval", "approved")):
            refusals[contract.id] = self.env._(
                "it is signed; a signed contract changes by an approved negotiation only")
        return refusals

    def _on_approval_submitted(self, approval):
        super()._on_approval_submitted(approval)
        for contract in self:
            contract._enforce_kind()
        self._set_state("approval")

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        for contract in self:
            contract._set_state("approved")
            contract._as_engine().write({"legal_opinion": contract._get_legal_opinion(approval)})

    def _on_approval_rejected(self, approval):
        super()._on_approval_rejected(approval)
        self._set_state("rejected")

    def _on_approval_returned(self, approval):
        super()._on_approval_returned(approval)
        self._set_state("draft")

    def _on_approval_withdrawn(self, approval):
        super()._on_approval_withdrawn(approval)
        self.filtered(lambda contract: contract.state == "approval")._set_state("draft")

    def _get_legal_opinion(self, approval):
        """What the holders of the legal role wrote in the approval."""
        legal = self.env["company.role"].sudo()._get_users("legal", self.company_id)
        decisions = approval.decision_ids.filtered(lambda decision: decision.user_id in legal)
        return "\n".join(filter(None, decisions.mapped("opinion"))) or False

    def _enforce_kind(self):
        """PUR-CONTRACT-KIND: annual contracts have unit prices and are settled by quarter or year."""
        if self.category_id.code == "annual" and (
                self.kind != "unit_price" or self.settlement not in ("quarter", "year")):
            self.env["company.control"]._enforce("PUR-CONTRACT-KIND", self.sudo(False), self.env._(
                "a contract for annual purchases has no fixed total and is settled by quarter or by year. Set the "
                "settlement to quarterly or yearly."), fact=f"{self.kind}:{self.settlement}")

    # ------------------------------------------------------------------
    # Who may do what and when
    # ------------------------------------------------------------------

    def _get_step_refusals(self, verb):
        """{id: reason or False} for one step: state and person, the same for views and actions."""
        states, for_legal = self._steps[verb]
        user = self.env.user
        is_head = user.has_group("company_procurement.group_purchase_head")
        is_buyer = user.has_group("company_procurement.group_buyer")
        is_legal = for_legal and user.has_group("company_procurement.group_legal")
        refusals = {}
        for contract in self:
            reason = False
            own = is_buyer and (is_head or contract.sudo().buyer_id == user)
            if contract.state not in states:
                reason = self.env._(
                    "is “%(state)s”; this step needs “%(wanted)s”", state=contract._get_state_label(),
                    wanted="/".join(contract._get_state_label(state) for state in states))
            elif not own and not is_legal:
                reason = self.env._("only its buyer %(buyer)s, the head of purchasing or, for papers, the legal "
                                    "department takes this step", buyer=contract.sudo().buyer_id.name)
            elif verb == "call_off" and contract.kind != "unit_price":
                reason = self.env._("has a fixed total; its orders come from the sourcing case")
            refusals[contract.id] = reason
        return refusals

    def _start_step(self, verb):
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_step_refusals(verb))
        return self.sudo()

    def _check_text(self, text, message):
        text = text.strip() if isinstance(text, str) else ""
        if not text:
            raise UserError(self.env._(
                "%(record)s: %(reason)s", record=self.display_name, reason=message))
        return text

    # ------------------------------------------------------------------
    # Signature and seal
    # ------------------------------------------------------------------

    def action_sign(self, attachment_id, signed_on=False):
        """Record the signed and sealed contract. Returns True.

        Buyer, head of purchasing or legal department; state approved. ``attachment_id``: scan of the final contract
        (PDF or picture), of which the contract keeps its own copy; ``signed_on``: date, today by default
        (R4 §3.1.6.2).
        """
        contract_sudo = self._start_step("sign")
        values = self._prepare_signed_file(attachment_id)
        day = fields.Date.to_date(signed_on) or fields.Date.context_today(self)
        if day > fields.Date.context_today(self):
            raise UserError(self.env._("%(contract)s: the day of signature lies in the future.", contract=self.name))
        contract_sudo._as_engine().write({**values, "signed_on": day, "signed_by_id": self.env.uid})
        contract_sudo._set_state("signed")
        self.env["company.ledger.entry"]._append("purchase.contract_signed", contract_sudo, {
            "contract": contract_sudo.name, "supplier": contract_sudo.partner_id.id, "signed_on": str(day),
            "amount": contract_sudo.amount_total, "file": contract_sudo.signed_checksum})
        contract_sudo._activate_due()
        return True

    def _prepare_signed_file(self, attachment_id):
        attachment = self.env["ir.attachment"].browse(
            attachment_id if isinstance(attachment_id, int) else ()).exists()
        if not attachment:
            raise UserError(self.env._("%(contract)s: give the scan of the signed contract.", contract=self.name))
        attachment.check_access("read")
        scan_sudo = attachment.sudo()
        if scan_sudo.type != "binary" or not scan_sudo.file_size or not (
                scan_sudo.mimetype or "").startswith(SCAN_TYPES):
            raise UserError(self.env._(
                "%(contract)s: “%(name)s” is no scan. Give the signed and sealed contract as PDF or picture.",
                contract=self.name, name=scan_sudo.name))
        copy_sudo = as_engine(self.env["ir.attachment"].sudo()).create({
            "name": scan_sudo.name, "raw": scan_sudo.raw, "mimetype": scan_sudo.mimetype, "res_model": self._name,
            "res_id": self.id, "company_id": self.company_id.id})
        return {"signed_file_id": copy_sudo.id, "signed_checksum": copy_sudo.checksum}

    def _on_seal_registered(self, reference, sealed_on=False):
        """The seal register of the company has an entry for this contract.

        Called by the addon that keeps the register, after its own checks; ``reference``: its entry; ``sealed_on``:
        naive UTC datetime. The contract is not signed by this alone: the other side signs as well.
        """
        for contract_sudo in self.sudo():
            contract_sudo._as_engine().write({
                "seal_reference": reference, "sealed_on": sealed_on or fields.Datetime.now()})
            contract_sudo._message_log(body=self.env._("Sealed: %s", reference))

    def _activate_due(self):
        """Signed contracts whose validity has begun come into force."""
        today = fields.Date.context_today(self)
        for contract in self.filtered(lambda contract: contract.state == "signed" and contract.date_start <= today):
            contract._set_state("active")
            contract._on_activated()

    # ------------------------------------------------------------------
    # End
    # ------------------------------------------------------------------

    def action_close(self):
        """Close a contract that is fulfilled or over. Returns True. Buyer, head of purchasing or legal department."""
        for contract in self:
            contract_sudo = contract._start_step("close")
            contract_sudo._end("closed", contract_sudo.end_reason)
        return True

    def action_terminate(self, reason):
        """End a contract before its time, as when the supplier does not lower a price above the market.

        Buyer or head of purchasing; signed or in force; ``reason``: text (R4 §3.2.4.5). Returns True.
        """
        contract_sudo = self._start_step("terminate")
        reason = self._check_text(reason, self.env._("give the reason of the termination (R4 §3.2.4.5)."))
        contract_sudo._end("terminated", reason)
        return True

    def action_cancel(self, reason):
        """Give up a contract that is not signed. Returns True. Buyer or head of purchasing; ``reason``: text."""
        contract_sudo = self._start_step("cancel")
        contract_sudo._do_cancel(self._check_text(reason, self.env._("give the reason.")))
        return True

    def _do_cancel(self, reason):
        self._cancel_approval(reason)
        self._set_state("cancelled")
        self._as_engine().write({"end_reason": reason, "ended_on": fields.Date.context_today(self)})

    def _end(self, state, reason):
        self._set_state(state)
        self._as_engine().write({"end_reason": reason, "ended_on": fields.Date.context_today(self)})
        self._end_requisition()
        self.sourcing_id._check_received()
        self.env["company.todo"].sudo()._close("purchase.contract", self)
        self.env["company.ledger.entry"]._append("purchase.contract_ended", self, {
            "contract": self.name, "state": state, "reason": reason or ""})
        self.message_post(body=self.env._("%(state)s: %(reason)s", state=self._get_state_label(),
                                          reason=reason or "-"))
