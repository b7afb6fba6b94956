from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain


class CompanyCertificate(models.Model):
    """Expiry, yearly reports, renewal, loss (R11 §二, §三)."""

    _inherit = "company.certificate"

    @api.model
    def _cron_remind_expiry(self):
        """Tell holders what expires or has to be reported soon; may run as often as one likes."""
        for company in self.env["res.company"].sudo().search([]):
            self._remind_company(company)
        return True

    @api.model
    def _remind_company(self, company):
        todo = self.env["company.todo"].sudo()
        limit = fields.Date.context_today(self) + timedelta(days=company.sudo().certificate_remind_days)
        kept = Domain("company_id", "=", company.id) & Domain("state", "in", ("in_use", "handed_over", "out"))
        due = self.sudo().search(kept & (Domain("valid_until", "<=", limit) | Domain("next_renewal_on", "<=", limit)))
        for certificate in due:
            day = min(filter(None, (certificate.valid_until, certificate.next_renewal_on)))
            todo._open("certificate.expiry", certificate, certificate.holder_user_id,
                       self.env._("%(certificate)s: due on %(day)s", certificate=certificate.name, day=day),
                       fields.Datetime.to_datetime(day), company_id=company)
        opened = todo.search([("kind", "=", "certificate.expiry"), ("state", "=", "open"),
                              ("company_id", "=", company.id), ("res_model", "=", self._name)])
        todo._close("certificate.expiry", self.browse(opened.mapped("res_id")) - due)

    def action_renew(self, valid_until, number="", valid_from=False, attachment_id=False):
        """The certificate was renewed: new term, number when it changed, scan of the new paper. Returns True.

        Holder or administrator. ``valid_until``, ``valid_from``: ISO dates, ``valid_until`` empty: no expiry.
        """
        self.ensure_one()
        certificate = self._start_keeping()
        certificate._check_state("in_use", "handed_over", "out")
        values = {"valid_until": certificate._read_day(valid_until)}
        if valid_from:
            values["valid_from"] = certificate._read_day(valid_from)
        if isinstance(number, str) and number.strip():
            values["number"] = number.strip()
        old = certificate.valid_until
        certificate.sudo()._as_engine().write(values)
        if attachment_id:
            certificate.action_add_scan(attachment_id)
        self.env["company.ledger.entry"]._append("certificate.renewed", certificate.sudo(), {
            "number": certificate.number or "", "from": str(old or ""), "until": str(certificate.valid_until or "")})
        certificate._close_reminder()
        return True

    def action_record_yearly(self, done_on=False):
        """The yearly report or inspection is done: the next one is due a year after the last date. Returns True.

        Holder or administrator. ``done_on``: ISO date, today by default.
        """
        self.ensure_one()
        certificate = self._start_keeping()
        day = certificate._read_day(done_on) or fields.Date.context_today(self)
        base = certificate.next_renewal_on or day
        certificate.sudo()._as_engine().write({"next_renewal_on": base + relativedelta(years=1)})
        self.env["company.ledger.entry"]._append("certificate.renewed", certificate.sudo(), {
            "yearly": str(day), "next": str(certificate.next_renewal_on)})
        certificate._close_reminder()
        return True

    def _read_day(self, value):
        """A client's ISO date, or False; anything else is refused by name."""
        try:
            return fields.Date.to_date(value) or False
        except (TypeError, ValueError, AttributeError):
            self._raise_refusals({self.id: self.env._("give the day as a date, like 2030-12-31")})

    def _close_reminder(self):
        """What is still due opens again at once."""
        self.env["company.todo"].sudo()._close("certificate.expiry", self.sudo())
        self._remind_company(self.sudo().company_id)

    def action_report_lost(self, reason):
        """The original is lost: no loans or copies from now on, the general office is told. Returns True.

        Holder or administrator; ``reason``: when and how.
        """
        self.ensure_one()
        reason = self._check_text(reason, self.env._("Say when and how it was lost (R11 §三)."))
        certificate = self._start_keeping()
        certificate.sudo()._set_state("lost")
        certificate.sudo().message_post(
            body=self.env._("Reported lost: %s", reason),
            partner_ids=self.env["company.role"].sudo()._get_users(
                "general_office", certificate.company_id).partner_id.ids)
        return True

    def action_void(self, reason):
        """The certificate is withdrawn, replaced or cancelled: it is kept for the record only. Returns True.

        Administrator of seals and certificates or its holder; not while it is lent out; ``reason``: why.
        """
        self.ensure_one()
        reason = self._check_text(reason, self.env._("Say why it is no longer valid."))
        certificate = self._start_keeping()
        certificate.sudo()._set_state("void")
        certificate.sudo()._end_custody()
        certificate.sudo().message_post(body=self.env._("No longer valid: %s", reason))
        self.env["company.todo"].sudo()._close("certificate.expiry", certificate.sudo())
        return True

    def action_view_loans(self):
        """Open the applications for this certificate."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "name": self.env._("Loans and Copies"),
                "res_model": "company.certificate.loan", "view_mode": "list,form",
                "views": [(False, "list"), (False, "form")], "domain": [("certificate_id", "=", self.id)]}

    def action_view_copies(self):
        """Open the numbered copies of this certificate."""
        self.ensure_one()
        return self._open_copies([("certificate_id", "=", self.id)])

    def _open_copies(self, domain):
        self.check_access("read")
        return {"type": "ir.actions.act_window", "name": self.env._("Register of Certificate Copies"),
                "res_model": "company.certificate.copy", "view_mode": "list", "views": [(False, "list")],
                "domain": domain}
