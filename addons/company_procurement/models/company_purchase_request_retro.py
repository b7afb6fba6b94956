from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class CompanyPurchaseRequest(models.Model):
    """Rules of the recorded purchase, its case, its clocks (R4 §三.2.2, §三.2.3)."""

    _inherit = "company.purchase.request"

    backfill_deadline = fields.Datetime(
        "Form until", readonly=True, copy=False, index="btree_not_null",
        help="The purchase has to be recorded by then (R4 §3.2.3.3); counted in working days.")
    backfill_notice = fields.Char(compute="_compute_backfill_notice")
    stock_in_open = fields.Boolean("Stock-in Open", readonly=True, copy=False, index=True)

    @api.depends("backfill_deadline")
    def _compute_backfill_notice(self):
        plans = self.env["company.purchase.plan"]
        for request in self:
            due = request.backfill_deadline
            request.backfill_notice = due and self.env._(
                "The purchase has to be recorded until %(time)s (R4 §3.2.3.3).",
                time=plans._localize(due, request.company_id))

    # ------------------------------------------------------------------
    # Controls of the record
    # ------------------------------------------------------------------

    def _enforce_record(self, vals, amount):
        """Everything the regulation asks of a purchase before the form."""
        vals["is_late"] = self._is_late(vals["purchased_on"])
        has_scan = vals.pop("has_scan")
        self._enforce_record_people(vals)
        self._enforce_record_consent(vals)
        self._enforce_record_voucher(vals, has_scan)
        self._enforce_record_labels(vals)
        self._enforce_record_amount(amount)
        self._enforce_splitting(amount, vals["purchased_on"], vals["partner_id"])
        if vals["is_late"]:
            self._note_late(vals["purchased_on"])

    def _enforce_record_people(self, vals):
        user = self.env.user
        if user == self.requester_id:
            self.env["company.control"]._enforce("PUR-BUYER", self, self.env._(
                "%(name)s wrote this request and cannot also buy for it. The colleague who bought and paid records "
                "the purchase.", name=user.name), fact=f"buyer:{user.id}")
        if self.category_id.code == "emergency" and user not in self.company_id._get_emergency_team():
            self.env["company.control"]._enforce("PUR-EMERGENCY", self, self.env._(
                "%(name)s is no member of the emergency team; the team buys (R4 §3.2.3).", name=user.name),
                fact=f"buyer={user.id}")

    def _enforce_record_consent(self, vals):
        if self.category_id.oral_consent_required and self.consent_on and vals["purchased_on"] < self.consent_on:
            self.env["company.control"]._enforce("PUR-CONSENT", self, self.env._(
                "it was bought at %(bought)s, before %(name)s agreed at %(time)s (UTC). The consent comes first.",
                bought=vals["purchased_on"], name=self.consent_by_id.name, time=self.consent_on), fact="after purchase")

    def _enforce_record_voucher(self, vals, has_scan):
        if vals["voucher"] != "none" and not has_scan:
            self.env["company.control"]._enforce("PUR-VOUCHER", self, self.env._(
                "the scan of the invoice or receipt is missing. Attach it."), fact="scan")
        if vals["voucher"] != "invoice" and not vals["no_voucher_reason"]:
            self.env["company.control"]._enforce("PUR-VOUCHER", self, self.env._(
                "there is no invoice. Say why; ask the supplier for a receipt at least."), fact="reason")
        if vals["voucher"] == "none" and self.category_id.code != "emergency":
            self.env["company.control"]._enforce("PUR-VOUCHER", self, self.env._(
                "there is neither invoice nor receipt. Ask the supplier for a receipt (收款收据)."), fact="none")

    def _enforce_record_labels(self, vals):
        bare = [line[2] for line in vals["line_ids"]
                if not all(line[2][name] for name in ("label_name", "brand", "manufacturer"))
                and not line[2]["label_remark"]]
        if bare and self.category_id.code == "sporadic":
            goods = self.env["company.purchase.request.line"].browse(line["request_line_id"] for line in bare)
            self.env["company.control"]._enforce("PUR-LABEL", self, self.env._(
                "name, trade mark or manufacturer of %(goods)s are not given. Fill in what the label says, or remark "
                "why there is none.", goods=", ".join(goods._describe())), fact=",".join(map(str, goods.ids)))

    def _enforce_record_amount(self, amount):
        limit, currency = self.category_id.amount_limit, self.currency_id
        if limit and currency.compare_amounts(amount, limit) >= 0:
            self.env["company.control"]._enforce("PUR-LIMIT", self, self.env._(
                "%(category)s purchases stay below %(limit)s; %(amount)s was paid.", category=self.category_id.name,
                limit=currency.format(limit), amount=currency.format(amount)), fact=f"paid={amount:.2f}")

    def _do_submit(self, kind="submit", reason=""):
        """What was recorded as bought stays what the request asks for."""
        recorded = self.sudo().record_ids.line_ids.request_line_id
        if self.sudo().record_ids and recorded != self.sudo().line_ids.filtered(lambda line: not line.from_stock):
            raise UserError(self.env._(
                "%s: its purchase is recorded already; its lines stay those that were bought. Request anything else "
                "on a form of its own.", self.name))
        return super()._do_submit(kind, reason)

    # ------------------------------------------------------------------
    # The clock of the form
    # ------------------------------------------------------------------

    def _get_backfill_due(self, start):
        days = self.category_id.retroactive_days
        return days and self.env["company.deadline.mixin"]._compute_due(start, days, "days", self.company_id)

    def _set_backfill_deadline(self, start):
        self._as_engine().write({"backfill_deadline": self._get_backfill_due(start) or False})

    def _is_late(self, purchased_on):
        due = self._get_backfill_due(purchased_on)
        return bool(due) and fields.Datetime.now() > due

    def _note_late(self, purchased_on):
        self.env["company.control"]._note("PUR-BACKFILL", self, self.env._(
            "the purchase of %(date)s was recorded after the %(days)s working days for filling the form.",
            date=purchased_on, days=self.category_id.retroactive_days), fact="late")

    def _get_backfill_people(self):
        return self.payer_id | self.requester_id

    @api.model
    def _cron_backfill(self):
        """Remind of forms that are due, note those that are overdue; may run as often as one likes."""
        waiting = self.sudo().search([
            ("backfill_deadline", "!=", False), ("record_ids", "=", False),
            ("state", "in", ("draft", "submitted", "approved", "assigned"))])
        now = fields.Datetime.now()
        for request in waiting:
            if request.backfill_deadline < now:
                self.env["company.control"]._note("PUR-BACKFILL", request, self.env._(
                    "the form is not filled %(days)s working days after the purchase was agreed.",
                    days=request.category_id.retroactive_days), fact="open")
            if request.backfill_deadline < now + timedelta(days=1):
                self.env["company.todo"]._open(
                    "purchase.backfill", request, request._get_backfill_people(),
                    self.env._("Fill in the form of %s", request.name), deadline=request.backfill_deadline,
                    requester_id=request.requester_id.id)
        self._refresh_stock_in()

    # ------------------------------------------------------------------
    # The case
    # ------------------------------------------------------------------

    def _after_record(self, record):
        self.env["company.todo"].sudo()._close("purchase.backfill", self)
        self.env["company.todo"].sudo()._close("purchase.retro", self)
        self.env["company.ledger.entry"]._append("purchase.record", self, {
            "request": self.name, "buyer": record.buyer_id.id, "supplier": record.partner_id.name,
            "amount": record.amount, "on": record.purchased_on, "voucher": record.voucher})
        self.message_post(body=self.env._(
            "Purchase recorded: %(supplier)s, %(amount)s. %(quality)s", supplier=record.partner_id.name,
            amount=self.currency_id.format(record.amount), quality=record.quality_statement))

    def _make_retro_case(self):
        """The sourcing case with the one quote that was paid; then the general flow (superuser)."""
        self.ensure_one()
        record = self.record_ids
        self._as_engine().write({
            "buyer_id": record.buyer_id.id, "assigned_on": fields.Datetime.now(), "backfill_deadline": False})
        if self.state == "approved":
            self._set_state("assigned")
        for kind in ("purchase.dispatch", "purchase.source"):
            self.env["company.todo"]._close(kind, self)
        case = self.env["company.purchase.sourcing"]._create_from_record(record)
        self._set_state("sourcing")
        self._set_stage_deadline(self.company_id.purchase_sourcing_days, "days")
        return case

    def _dispatch(self):
        """Not given to a buyer: who bought records the purchase, or the case of the recorded purchase is made."""
        if not self.category_id.retroactive:
            return super()._dispatch()
        if self.sudo().record_ids:
            return self.sudo()._make_retro_case()
        buyers = self.payer_id or self._get_department_buyers() or self._get_dispatchers()
        return self.env["company.todo"]._open(
            "purchase.retro", self, buyers - self.requester_id,
            self.env._("Record the purchase for %s", self.name), deadline=self.backfill_deadline or self.deadline,
            requester_id=self.requester_id.id, amount=self.amount_total, currency_id=self.currency_id.id)

    def _get_department_buyers(self):
        """Colleagues of the department with the right of a buyer (R4 §二.5: a person of the department buys)."""
        group = self.env.ref("company_procurement.group_buyer")
        return self.env["res.users"].sudo().search([
            ("all_group_ids", "in", group.ids), ("company_ids", "in", self.company_id.ids), ("share", "=", False),
            ("employee_ids.department_id", "=", self.department_id.id)])

    def _get_start_sourcing_refusals(self):
        refusals = super()._get_start_sourcing_refusals()
        for request in self:
            if not refusals[request.id] and request.category_id.retroactive:
                refusals[request.id] = self.env._("its purchase was made already: record the purchase instead")
            elif not refusals[request.id] and request.plan_id:
                refusals[request.id] = self.env._("the general office buys it with the monthly plan (R4 §3.2.1)")
        return refusals

    def _close_purchase_todos(self):
        super()._close_purchase_todos()
        for kind in ("purchase.retro", "purchase.backfill", "purchase.stock_in"):
            self.env["company.todo"]._close(kind, self)
