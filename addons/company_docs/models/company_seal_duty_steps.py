from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..engine.seal_custody import split_between

TODO_KIND = "seal.duty"


class CompanySealDuty(models.Model):
    """Duty lists are proposed from the public holidays; their handovers are prepared in one step (R7 §一.3)."""

    _inherit = "company.seal.duty"

    @api.model
    def _cron_propose(self):
        """Propose the duty of public holidays that begin soon; the general office fills in the leader."""
        today = fields.Date.context_today(self)
        for company in self.env["res.company"].sudo().search([]):
            last = today + timedelta(days=company.seal_duty_days)
            for name, first, until in self._get_holidays(company, today, last):
                if self.sudo().search_count([
                        ("company_id", "=", company.id), ("date_from", "<=", until), ("date_until", ">=", first),
                        ("state", "!=", "cancelled")], limit=1):
                    continue
                duty = self.sudo()._as_engine().create({
                    "name": name, "company_id": company.id, "date_from": first, "date_until": until})
                users = self.env["company.role"]._get_users("general_office", company)
                self.env["company.todo"].sudo()._open(
                    TODO_KIND, duty, users, self.env._("Name who is on duty: %(name)s", name=duty.name),
                    deadline=fields.Datetime.to_datetime(first))
        self.sudo().search([("state", "=", "planned"), ("date_until", "<", today)])._set_state("done")
        return True

    @api.model
    def _get_holidays(self, company, today, last):
        """[(name, first day, last day)] of the company's public holidays that begin between two dates."""
        zone = pytz.timezone(company.resource_calendar_id.tz or "UTC")
        leaves = self.env["resource.calendar.leaves"].sudo().search([
            ("company_id", "in", (company.id, False)), ("resource_id", "=", False),
            ("calendar_id", "in", (company.resource_calendar_id.id, False)), ("time_type", "=", "leave"),
            ("date_from", ">=", today - timedelta(days=1)), ("date_from", "<=", last)], order="date_from")
        days = [(leave.name, pytz.utc.localize(leave.date_from).astimezone(zone).date(),
                 pytz.utc.localize(leave.date_to).astimezone(zone).date()) for leave in leaves]
        return [day for day in days if today < day[1] <= last]

    def _check_planner(self):
        user = self.env.user
        if not (self.env.su or user.has_group("company_docs.group_office")
                or user.has_group("company_docs.group_seal_manager")):
            raise AccessError(self.env._("Only general office and seal managers plan the holiday duty."))

    def action_propose(self):
        """General office or seal manager: prepare the handovers of all keepers to the duty leader.

        What may not be with the leader goes to the second person on duty. Items already with a deputy stay there.

        :return: list of handover ids
        """
        self.check_access("write")
        self._check_planner()
        self._check_state("draft")
        handover_ids = []
        for duty in self:
            if not duty.leader_id:
                raise UserError(self.env._("%(duty)s: name the duty leader first.", duty=duty.display_name))
            handover_ids += duty.sudo()._create_handovers().ids
            duty._set_state("planned")
            self.env["company.todo"].sudo()._close(TODO_KIND, duty)
        return handover_ids

    def _create_handovers(self):
        people = self.leader_id | self.second_id
        items = self._get_items(people)
        held = set(self.env["company.seal"].search([
            ("holder_id", "=", self.leader_id.id), ("state", "in", ("in_use", "handed_over"))]).mapped("seal_type"))
        first, second = split_between(
            [(item, item.seal_type if item._name == "company.seal" else None) for item in items], held)
        shares = {}
        for receiver, share in ((self.leader_id, first), (self.second_id, second)):
            for item in share if receiver else ():
                shares.setdefault((item.holder_id, receiver), []).append(item)
        line = self.env["company.seal.handover.line"]
        handovers = self.env["company.seal.handover"]
        for (giver, receiver), share in shares.items():
            handovers |= handovers._as_engine().create({
                "kind": "holiday", "company_id": self.company_id.id, "giver_id": giver.id,
                "receiver_id": receiver.id, "reason": self.name, "duty_id": self.id,
                "date_until": self._get_end(),
                "line_ids": [Command.create({line._get_item_field(item): item.id}) for item in share]})
        for handover in handovers:
            handover._check_items()
            handover._set_state("waiting")
            handover._open_todos()
        return handovers

    def _get_items(self, people):
        """Seals of keepers who hold them and are not on duty themselves (certificates stay in their cabinet).

        What waits in another handover is left to that one; the duty says so.
        """
        seals = self.env["company.seal"].search([
            ("company_id", "=", self.company_id.id), ("state", "=", "in_use"), ("holder_id", "not in", people.ids)])
        busy = self.env["company.seal.handover.line"].search([
            ("seal_id", "in", seals.ids), ("handover_id.state", "=", "waiting")]).seal_id
        if busy:
            self._message_log(body=self.env._(
                "Left out, as another handover waits for signatures: %(seals)s", seals=", ".join(busy.mapped("name"))))
        return seals - busy

    def _get_end(self):
        """First moment of work after the holiday, as naive UTC."""
        zone = pytz.timezone(self.company_id.resource_calendar_id.tz or "UTC")
        midnight = zone.localize(datetime.combine(self.date_until + timedelta(days=1), time.min))
        start = midnight.astimezone(pytz.utc).replace(tzinfo=None)
        return self.env["company.deadline.mixin"]._compute_due(start, 0, "hours", self.company_id)

    def action_reset(self):
        """General office or seal manager: plan anew; waiting handovers of the duty are cancelled.

        :return: True
        """
        self.check_access("write")
        self._check_planner()
        self._check_state("planned")
        for duty in self.sudo():
            if duty.handover_ids.filtered(lambda handover: handover.state == "done"):
                raise UserError(self.env._(
                    "%(duty)s: seals were handed over for it already; return them first.", duty=duty.display_name))
            duty.handover_ids.filtered(lambda handover: handover.state == "waiting")._end(
                "cancelled", self.env._("Duty planned anew"))
        self._set_state("draft")
        return True

    def action_cancel(self):
        """General office or seal manager: no duty on this holiday (nothing was handed over yet).

        :return: True
        """
        self.check_access("write")
        self._check_planner()
        for duty in self.filtered(lambda duty: duty.state == "planned"):
            duty.action_reset()
        self._check_state("draft")
        self.env["company.todo"].sudo()._close(TODO_KIND, self)
        return self._set_state("cancelled")

    def action_view_handovers(self):
        """Open the handovers of this duty."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("company_docs.company_seal_handover_action")
        return dict(action, domain=[("duty_id", "in", self.ids)], context={})
