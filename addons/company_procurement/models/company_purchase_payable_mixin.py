from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.company_base.tools.engine import as_engine

FINANCE = "company_procurement.group_finance"
ENDED = ("canceled", "rejected")


class CompanyPurchasePayableMixin(models.AbstractModel):
    """What applications, advances and reimbursements share: they end in a draft vendor payment made by finance.

    A document has `payment_ids`, `currency_id`, `company_id`, `name`, and answers `_get_cover_problem(payment)`,
    `_covers_bill(bill)`, `_get_bills_to_settle()` and `_on_payments_changed()`, which the gate on payments calls.
    """

    _name = "company.purchase.payable.mixin"
    _description = "Document that Ends in a Payment"

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _on_approval_rejected(self, approval):
        super()._on_approval_rejected(approval)
        self._set_state("rejected")

    def _on_approval_returned(self, approval):
        super()._on_approval_returned(approval)
        self._set_state("draft")

    def _on_approval_withdrawn(self, approval):
        super()._on_approval_withdrawn(approval)
        self.filtered(lambda document: document.state == "approval")._set_state("draft")

    # ------------------------------------------------------------------
    # Payments
    # ------------------------------------------------------------------

    def _read_amount(self, amount):
        """A positive amount from a client, rounded to the currency."""
        if isinstance(amount, bool) or not isinstance(amount, int | float) or not amount > 0:
            raise UserError(self.env._("%s: give an amount above zero.", self.display_name))
        return self.currency_id.round(float(amount))

    @api.model
    def _read_text(self, text):
        return text.strip() if isinstance(text, str) else ""

    def _get_live_payments(self):
        """Payments made of the document, drafts included."""
        return self.sudo().payment_ids.filtered(lambda payment: payment.state not in ENDED)

    def _get_paying_journal(self, journal_id=False):
        """Bank or cash journal to pay from: the given one, or the first that fits the way of paying."""
        journals = self.env["account.journal"]
        domain = [*journals._check_company_domain(self.company_id), ("type", "in", ("bank", "cash"))]
        if journal_id:
            domain.append(("id", "=", journal_id))
        found = journals.search(domain)
        wanted = "cash" if "payment_method" in self._fields and self.payment_method == "cash" else "bank"
        journal = found.filtered(lambda journal: journal.type == wanted)[:1] or found[:1]
        if not journal:
            raise UserError(self.env._(
                "%s: the company has no such bank or cash journal to pay from.", self.display_name))
        return journal

    def _make_payment(self, partner, amount, link, journal_id=False, date=False, **values):
        """The draft outbound payment, linked to this document by the field ``link``."""
        payment = as_engine(self.env["account.payment"].with_company(self.company_id)).create({
            "payment_type": "outbound",
            "partner_type": "supplier",
            "partner_id": partner.id,
            "amount": amount,
            "currency_id": self.currency_id.id,
            "journal_id": self._get_paying_journal(journal_id).id,
            "memo": self.name,
            "company_id": self.company_id.id,
            "date": fields.Date.to_date(date) if date else fields.Date.context_today(self),
            link: self.id,
            **values,
        })
        self._message_log(body=self.env._("Draft payment of %s made.", self.currency_id.format(amount)))
        return payment

    def _get_payee_problem(self, payment, partner, limit):
        """(reason, fact) when a payment being posted goes elsewhere or beyond ``limit``, else None."""
        self.ensure_one()
        if self.state not in ("approved", "paid") or self.approval_state != "approved":
            return self.env._("%(name)s is “%(state)s”, not approved", name=self.name,
                              state=self._get_state_label()), f"state={self.state}"
        if payment.payment_type != "outbound" or payment.currency_id != self.currency_id \
                or payment.partner_id.commercial_partner_id != partner.commercial_partner_id:
            return self.env._("payee or currency differ from %s", self.name), "payee"
        total = sum((self.payment_ids._get_effective() | payment).mapped("amount"))
        if self.currency_id.compare_amounts(total, limit) > 0:
            return self.env._("%(total)s are above the approved %(approved)s of %(name)s", name=self.name,
                              total=self.currency_id.format(total), approved=self.currency_id.format(limit)
                              ), f"{total:.2f}"
        return None

    def action_open_create_payment(self):
        """Client entry of `action_create_payment`: opens the draft payment."""
        return {
            "type": "ir.actions.act_window", "res_model": "account.payment", "view_mode": "form",
            "views": [(False, "form")], "res_id": self.action_create_payment(),
        }

    def action_view_payments(self):
        """Open the payments made of the documents."""
        self.check_access("read")
        return self.env["company.purchase.request"]._get_link_action(
            "account.payment", self.sudo().payment_ids.sudo(False), self.env._("Payments"))

    def _tell_finance_to_pay(self, waiting, name, amount, person):
        """To-do of finance while ``waiting``, closed afterwards."""
        todo_sudo = self.env["company.todo"].sudo()
        if waiting:
            users = self.env["company.role"].sudo()._get_users("finance_head", self.company_id)
            deadline = self.deadline if self._name == "company.purchase.reimbursement" else False
            todo_sudo._open("purchase.pay", self, users - person, name, amount=amount, currency_id=self.currency_id,
                            requester_id=person.id, deadline=deadline)
        else:
            todo_sudo._close("purchase.pay", self)
