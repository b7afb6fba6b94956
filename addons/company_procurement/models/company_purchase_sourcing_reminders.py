from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import inquiry

LIVE = ("invited", "received", "sealed")


class CompanyPurchaseSourcing(models.Model):
    """What time does to an inquiry: reminders, closing, quotes that run out."""

    _inherit = "company.purchase.sourcing"

    def _set_state(self, target):
        result = super()._set_state(target)
        self.sudo()._refresh_inquiry_todos()
        self.sudo()._refresh_validity_todo()
        return result

    @api.model
    def _cron_inquiries(self):
        """Remind suppliers, close or report inquiries whose time is over, warn of quotes that run out."""
        now = fields.Datetime.now()
        open_cases = self.sudo().search([("state", "=", "inquiry"), ("inquiry_deadline", "!=", False)])
        for done, case in enumerate(open_cases, start=1):
            if case.inquiry_deadline > now:
                case._remind_suppliers(now)
            elif not (case.company_id.purchase_auto_close and case._close_by_time()):
                case._refresh_inquiry_todos()
            if self.env.context.get("cron_id"):
                self.env["ir.cron"]._commit_progress(processed=1, remaining=len(open_cases) - done)
        self._warn_of_expiry()

    def _remind_suppliers(self, now):
        """Mail those who have not answered, once at each mark of the company's setting."""
        wanted = inquiry.hours(self.company_id.purchase_inquiry_reminders) or []
        for quote in self._get_live_quotes().filtered(
                lambda quote: quote.quote_status == "invited" and quote.quote_mail_message_id):
            mark = inquiry.reminder_due(self.inquiry_deadline, now, wanted, quote.quote_reminder_mark)
            if mark:
                quote._as_engine().write({"quote_reminder_mark": mark})
                quote._mail_supplier("company_procurement.mail_template_inquiry_reminder")

    def _close_by_time(self):
        """Close an inquiry whose time is over and that has answers; False where a person has to look at it."""
        if not self._get_live_quotes().filtered(lambda quote: quote.quote_status in ("received", "sealed")):
            return False
        try:
            with self.env.cr.savepoint():
                self._lock_for_decision()
                if not self._get_live_quotes().filtered(lambda quote: quote.quote_status == "received"
                                                        or quote.quote_sealed_count):
                    return False        # envelopes only: the buyer opens them and records their content
                self._do_close_inquiry()
                self._note(self.env._("The inquiry was closed at its closing time."))
        except UserError:
            return False
        return True

    def _refresh_inquiry_todos(self):
        """“Close the inquiry” in the buyer's inbox once its time is over."""
        todo_sudo = self.env["company.todo"].sudo()
        now = fields.Datetime.now()
        for case in self:
            if case.state == "inquiry" and case.inquiry_deadline and case.inquiry_deadline <= now:
                todo_sudo._open("purchase.inquiry_over", case, case.buyer_id,
                                self.env._("The inquiry %s is over: close or extend it", case.name),
                                deadline=case.deadline, urgent=case.urgent)
            else:
                todo_sudo._close("purchase.inquiry_over", case)
            if case.state != "inquiry":
                todo_sudo._close("purchase.question", case.question_ids)

    # ------------------------------------------------------------------
    # Validity
    # ------------------------------------------------------------------

    def _warn_of_expiry(self):
        for company in self.env["res.company"].search([]):
            last = fields.Date.add(fields.Date.context_today(self), days=company.purchase_validity_reminder_days)
            quotes = self.env["purchase.order"].sudo().search([
                ("is_quote", "=", True), ("company_id", "=", company.id), ("quote_status", "=", "received"),
                ("quote_valid_until", "<=", last),
                ("sourcing_id.state", "in", ("compared", "price_checked", "awarded", "approval", "approved"))])
            quotes.sourcing_id._refresh_validity_todo()

    def _refresh_validity_todo(self):
        """Quotes that run out while nothing is ordered wait in the buyer's inbox."""
        todo_sudo = self.env["company.todo"].sudo()
        for case in self:
            ending = case._get_live_quotes().filtered(lambda quote: quote.quote_expiry in ("soon", "expired")) \
                if case.state in ("compared", "price_checked", "awarded", "approval", "approved") else False
            if ending:
                first = min(ending.mapped("quote_valid_until"))
                todo_sudo._open("purchase.quote_expiry", case, case.buyer_id, self.env._(
                    "Quotes of %(case)s run out on %(date)s: have them extended or order", case=case.name, date=first),
                    deadline=fields.Datetime.to_datetime(first), urgent=case.urgent)
            else:
                todo_sudo._close("purchase.quote_expiry", case)
