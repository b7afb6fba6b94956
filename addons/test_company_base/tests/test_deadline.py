from datetime import datetime, timedelta

from odoo.tests import freeze_time, tagged

from odoo.addons.company_base.tests.common import CompanyCase


@tagged('post_install', '-at_install')
class TestDeadline(CompanyCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env['resource.calendar'].create({
            'name': 'Shanghai', 'tz': 'Asia/Shanghai', 'company_id': cls.company_a.id,
            'attendance_ids': [(5,)] + [
                (0, 0, {'name': 'x', 'dayofweek': str(day), 'hour_from': start, 'hour_to': end, 'day_period': period})
                for day in range(5) for start, end, period in ((9, 12, 'morning'), (13, 18, 'afternoon'))]})
        cls.company_a.resource_calendar_id = cls.calendar
        cls.env['resource.calendar.leaves'].create({
            'name': '清明', 'company_id': cls.company_a.id, 'calendar_id': False,
            'date_from': '2026-04-03 16:00:00', 'date_to': '2026-04-06 15:59:59'})

    def due(self, start, amount, unit, company=None):
        """Deadline in Shanghai time of a start in Shanghai time."""
        eight = timedelta(hours=8)
        start = datetime.fromisoformat(start) - eight
        Mixin = self.env['company.deadline.mixin']
        return str(Mixin._compute_due(start, amount, unit, company or self.company_a) + eight)

    def test_hours(self):
        """S8: hours count in working time, over lunch, night and weekend."""
        self.assertEqual(self.due('2026-03-02 11:00:00', 2, 'hours'), '2026-03-02 14:00:00')
        self.assertEqual(self.due('2026-03-06 17:00:00', 2, 'hours'), '2026-03-09 10:00:00')
        self.assertEqual(self.due('2026-03-07 08:00:00', 4, 'hours'), '2026-03-09 14:00:00')

    def test_days(self):
        """S8: the day of the start doesn't count; the deadline is the end of work."""
        self.assertEqual(self.due('2026-03-02 11:00:00', 1, 'days'), '2026-03-03 18:00:00')
        self.assertEqual(self.due('2026-03-06 11:00:00', 3, 'days'), '2026-03-11 18:00:00')

    def test_holidays(self):
        """S8: public holidays of the company, without a calendar of their own, don't count."""
        self.assertEqual(self.due('2026-04-03 17:00:00', 2, 'hours'), '2026-04-07 10:00:00')
        self.assertEqual(self.due('2026-04-03 11:00:00', 1, 'days'), '2026-04-07 18:00:00')

    def test_other_company(self):
        """S6 S8: the holidays of one company are not those of another."""
        self.company_b.resource_calendar_id = self.calendar.copy({'company_id': self.company_b.id})
        self.assertEqual(self.due('2026-04-03 11:00:00', 1, 'days', self.company_b), '2026-04-06 18:00:00')

    def test_makeup_day(self):
        """S8: a Saturday that makes up for a holiday counts, with the hours of an ordinary day."""
        self.env['company.workday'].create({'date': '2026-05-09', 'company_id': self.company_a.id})
        self.assertEqual(self.due('2026-05-08 11:00:00', 1, 'days'), '2026-05-09 18:00:00')
        self.assertEqual(self.due('2026-05-08 17:00:00', 2, 'hours'), '2026-05-09 10:00:00')

    def test_long(self):
        """S8: deadlines far away are found; a calendar without working time counts by the clock."""
        self.assertEqual(self.due('2026-03-02 11:00:00', 100, 'days')[:7], '2026-07')
        self.calendar.attendance_ids.unlink()
        self.assertEqual(self.due('2026-03-02 11:00:00', 2, 'days'), '2026-03-04 11:00:00')

    @freeze_time('2026-03-02 04:00:00')
    def test_status(self):
        """S8: the status tells on time, soon and overdue, and can be searched."""
        Document = self.env['company.test.document']
        wanted = {'none': False, 'overdue': '2026-03-02 03:59:00', 'soon': '2026-03-02 08:00:00',
                  'on_time': '2026-03-09 08:00:00'}
        documents = {status: Document._as_engine().create({'name': status, 'deadline': deadline})
                     for status, deadline in wanted.items()}
        for status, document in documents.items():
            self.assertEqual(document.deadline_status, status)
            self.assertEqual(Document.search([('deadline_status', '=', status), ('name', '=', status)]), document)
        ids = [document.id for document in documents.values()]
        self.assertEqual(Document.search_count([('deadline_status', '!=', 'none'), ('id', 'in', ids)]), 3)
