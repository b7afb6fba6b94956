from datetime import timedelta

import pytz

from odoo import api, fields, models

from odoo.addons.company_base.exceptions import ControlError

from ..engine import supplier_state

BATCH = 200


class CompanySupplierQualification(models.Model):
    """Papers that expire: reminders, suspension by the cron, return to the earlier status after renewal."""

    _inherit = "company.supplier.qualification"

    # ------------------------------------------------------------------
    # Cron
    # ------------------------------------------------------------------

    @api.model
    def _cron_watch_papers(self, limit=BATCH):
        """Suspend suppliers whose papers expired, remind of those that will; may run as often as one likes."""
        left = limit
        for company in self.env["res.company"].search([]):
            today = self._get_company_today(company)
            files = self.with_company(company)
            for handle, domain in (
                (files._suspend_expired, self._get_expired_domain(today)),
                (files._remind_expiry, self._get_reminder_domain(company, today)),
            ):
                found = files.search([("company_id", "=", company.id), *domain], limit=left, order="next_expiry, id")
                for record in found.try_lock_for_update():
                    handle(record, today)
                left -= len(found)
                self.env["ir.cron"]._commit_progress(len(found))
                if left <= 0:
                    self.env.ref("company_procurement.ir_cron_supplier_papers")._trigger()
                    return True
        return True

    @api.model
    def _get_company_today(self, company):
        zone = pytz.timezone(company.resource_calendar_id.tz or "UTC")
        return pytz.utc.localize(fields.Datetime.now()).astimezone(zone).date()

    @api.model
    def _get_expired_domain(self, today):
        return [("supplier_state", "in", supplier_state.ACTIVE), ("next_expiry", "<", today),
                ("reminder_stage", "<", 3)]

    @api.model
    def _get_reminder_domain(self, company, today):
        first = today + timedelta(days=company.supplier_remind_days)
        last = today + timedelta(days=company.supplier_remind_last_days)
        return [("supplier_state", "in", supplier_state.ACTIVE), ("next_expiry", ">=", today),
                "|", "&", ("next_expiry", "<=", first), ("reminder_stage", "<", 1),
                "&", ("next_expiry", "<=", last), ("reminder_stage", "<", 2)]

    def _suspend_expired(self, record, today):
        """PUR-PAPERS: the supplier of an expired paper is suspended (block), only told (warn) or left alone (off)."""
        mode = self.env["company.control"]._get_mode("PUR-PAPERS", record.company_id)
        record._as_engine().write({"reminder_stage": 3})
        if mode == "off":
            return
        reason = self.env._("%(problem)s (last valid on %(date)s)", date=record.next_expiry,
                            problem=record.papers_problem or self.env._("a paper has expired"))
        try:
            self.env["company.control"]._enforce("PUR-PAPERS", record, self.env._(
                "%(reason)s. Have the renewed paper uploaded and verified.", reason=reason),
                fact=f"expired={record.next_expiry}")
        except ControlError:
            record._apply_state("suspended", reason, "expiry")
        record._open_paper_todo(self.env._("Renew the papers of %s: expired", record.partner_id.name), urgent=True)

    def _remind_expiry(self, record, today):
        days = (record.next_expiry - today).days
        stage = 2 if days <= record.company_id.supplier_remind_last_days else 1
        record._as_engine().write({"reminder_stage": stage})
        record._open_paper_todo(
            self.env._("Renew the papers of %(supplier)s: they expire on %(date)s", supplier=record.partner_id.name,
                       date=record.next_expiry), urgent=stage == 2)

    # ------------------------------------------------------------------
    # To-dos
    # ------------------------------------------------------------------

    def _open_paper_todo(self, name, urgent=False):
        """Ask the buyer in charge (or the head of purchasing, where he left) for the renewed paper."""
        users = self.buyer_id.filtered("active") or self._get_heads()
        deadline = fields.Datetime.to_datetime(self.next_expiry)
        self.env["company.todo"].sudo()._open(
            "supplier.paper", self, users, name, deadline=deadline, urgent=urgent)

    def _get_heads(self):
        return self.env["company.role"].sudo()._get_users("purchase_head", self.company_id)

    def _refresh_verify_todos(self):
        """Papers that wait for verification are in the inbox of the head of purchasing."""
        todo_sudo = self.env["company.todo"].sudo()
        for record in self:
            waiting = record.paper_ids.filtered(lambda paper: paper.state == "draft")
            if waiting:
                users = record._get_heads() - waiting.uploaded_by_id or record.buyer_id - waiting.uploaded_by_id
                todo_sudo._open("supplier.verify", record, users, self.env._(
                    "Verify %(count)s papers of %(supplier)s", count=len(waiting), supplier=record.partner_id.name))
            else:
                todo_sudo._close("supplier.verify", record)

    # ------------------------------------------------------------------
    # Renewal
    # ------------------------------------------------------------------

    def _on_papers_verified(self):
        """Close what the renewal settles; a suspension by expiry ends by itself when nothing lacks any more."""
        self._refresh_verify_todos()
        for record in self:
            soon = self._get_company_today(record.company_id) + timedelta(days=record.company_id.supplier_remind_days)
            record._as_engine().write({"reminder_stage": 0})
            if not record.next_expiry or record.next_expiry > soon:
                self.env["company.todo"].sudo()._close("supplier.paper", record)
            record._lift_expiry_suspension()

    def _lift_expiry_suspension(self):
        """Back to the status before, when the suspension came from an expired paper and all papers are in force."""
        self.ensure_one()
        if self.supplier_state != "suspended" or self.suspension_origin != "expiry" or self.papers_problem:
            return
        self._apply_state(self.suspended_from or "qualified", self.env._(
            "The expired papers were renewed and verified."), "renewal")
