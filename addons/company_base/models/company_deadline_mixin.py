from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.worktime import due_after_days, due_after_hours, replace_days

HORIZONS = (30, 120, 400, 1100)     # days looked ahead, until the deadline lies inside


class CompanyDeadlineMixin(models.AbstractModel):
    """A record that has to be done by a deadline of working time."""

    _name = 'company.deadline.mixin'
    _description = 'Record with a Deadline'

    deadline = fields.Datetime(index=True, copy=False)
    deadline_status = fields.Selection([
        ('none', 'No Deadline'),
        ('on_time', 'On Time'),
        ('soon', 'Due Soon'),
        ('overdue', 'Overdue'),
    ], compute='_compute_deadline_status', search='_search_deadline_status')

    @api.depends('deadline')
    def _compute_deadline_status(self):
        now = fields.Datetime.now()
        soon = now + timedelta(hours=self.env.company.due_soon_hours)
        for record in self:
            deadline = record.deadline
            if not deadline:
                record.deadline_status = 'none'
            elif deadline < now:
                record.deadline_status = 'overdue'
            else:
                record.deadline_status = 'soon' if deadline <= soon else 'on_time'

    def _search_deadline_status(self, operator, value):
        if operator != 'in':
            return NotImplemented
        now = fields.Datetime.now()
        soon = now + timedelta(hours=self.env.company.due_soon_hours)
        domains = {
            'none': Domain('deadline', '=', False),
            'overdue': Domain('deadline', '<', now),
            'soon': Domain('deadline', '>=', now) & Domain('deadline', '<=', soon),
            'on_time': Domain('deadline', '>', soon),
        }
        return Domain.OR(domains[status] for status in value if status in domains)

    @api.model
    def _compute_due(self, start, amount, unit, company):
        """End of ``amount`` working hours or days from ``start``.

        Days: the day of the start does not count, the deadline is the end of work of the last day. Weekends and
        public holidays don't count, make-up working days do.

        :param start: naive UTC datetime
        :param unit: 'hours' or 'days'
        :return: naive UTC datetime
        """
        calendar = company.sudo().resource_calendar_id
        zone = pytz.timezone(calendar.tz or 'UTC')
        begin = pytz.utc.localize(start).astimezone(zone)
        plan = due_after_days if unit == 'days' else due_after_hours
        for days in HORIZONS:
            due = plan(self._get_work_intervals(company, calendar, begin, begin + timedelta(days=days)), begin, amount)
            if due:
                return due.astimezone(pytz.utc).replace(tzinfo=None)
        # a calendar without working time: count by the clock instead of having no deadline
        return start + (timedelta(days=amount) if unit == 'days' else timedelta(hours=amount))

    @api.model
    def _get_work_intervals(self, company, calendar, begin, end):
        """Sorted working intervals of the company, holidays left out, make-up days put in."""
        zone = begin.tzinfo
        leaves = [('time_type', '=', 'leave'), ('company_id', 'in', [company.id, False])]
        midnight = zone.localize(datetime.combine(begin.date(), time.min)) if hasattr(zone, 'localize') else begin
        found = calendar._work_intervals_batch(midnight, end, domain=leaves, tz=pytz.timezone(calendar.tz))[False]
        intervals = [(first, last) for first, last, _attendance in found]
        dates = self.env['company.workday']._get_dates(company, begin.date(), end.date())
        extra = [pair for day in dates for pair in self._get_makeup_intervals(calendar, day)]
        return replace_days(intervals, extra) if extra else intervals

    @api.model
    def _get_makeup_intervals(self, calendar, day):
        """Working hours of a make-up day: those of an ordinary day of the calendar (its first working weekday)."""
        zone = pytz.timezone(calendar.tz)
        lines = calendar.attendance_ids.filtered(lambda line: line.day_period != 'lunch' and not line.display_type)
        if not lines:
            return []
        weekday = min(lines.mapped('dayofweek'))
        pairs = {(line.hour_from, line.hour_to) for line in lines if line.dayofweek == weekday}
        midnight = datetime.combine(day, time.min)
        return [tuple(zone.localize(midnight + timedelta(hours=hour)) for hour in pair) for pair in sorted(pairs)]
