from datetime import timedelta

from odoo import fields, models

from ..engine import outcome
from .company_approval_route_step import MODES


class CompanyApprovalStep(models.Model):
    """A step frozen at submission. Steps of one `order` run side by side, each in its own `lane`; the levels of a
    manager chain and added signers follow one another inside a lane."""
    _name = 'company.approval.step'
    _inherit = ['company.approval.record', 'company.deadline.mixin']
    _description = 'Approval Step'
    _order = 'order, lane, level, id'
    _log_access = False
    _check_company_auto = True

    approval_id = fields.Many2one('company.approval', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    route_step_id = fields.Many2one('company.approval.route.step', readonly=True, index='btree_not_null',
                                    ondelete='set null')
    name = fields.Char("Step", required=True, readonly=True)
    order = fields.Integer(readonly=True, aggregator=None)
    lane = fields.Integer(readonly=True, aggregator=None)
    level = fields.Integer(readonly=True, aggregator=None)
    visit = fields.Integer(default=1, readonly=True, aggregator=None,
                           help="How many times the approval came to this step in this round.")
    mode = fields.Selection(MODES, required=True, readonly=True)
    required_count = fields.Integer(readonly=True, aggregator=None)
    state = fields.Selection([
        ('waiting', "Not reached"), ('pending', "In progress"), ('approved', "Approved"), ('rejected', "Rejected"),
        ('returned', "Returned"), ('skipped', "Not needed"), ('carried', "Approved in the round before"),
        ('cancelled', "Ended")], default='waiting', required=True, readonly=True)
    require_opinion = fields.Boolean(readonly=True)
    require_attachment = fields.Boolean(readonly=True)
    required_fields = fields.Char(readonly=True)
    deadline_amount = fields.Float(readonly=True)
    deadline_unit = fields.Selection([('hours', "Working hours"), ('days', "Working days")], readonly=True)
    remind_before_hours = fields.Float(readonly=True)
    remind_on = fields.Datetime(readonly=True)
    escalation_type = fields.Selection([('none', "Nobody"), ('manager', "The approver's manager"),
                                        ('role', "A company role")], default='none', readonly=True)
    escalation_role_id = fields.Many2one('company.role', readonly=True, index='btree_not_null', ondelete='set null')
    activated_on = fields.Datetime(readonly=True)
    decided_on = fields.Datetime(readonly=True)
    reminded_on = fields.Datetime(readonly=True)
    escalated_on = fields.Datetime(readonly=True)
    assignment_ids = fields.One2many('company.approval.assignment', 'step_id', readonly=True)

    _to_remind = models.Index("(remind_on) WHERE state = 'pending' AND reminded_on IS NULL")
    _to_escalate = models.Index("(deadline) WHERE state = 'pending' AND escalated_on IS NULL")

    def _get_current_seats(self):
        """Assignments of the current visit, in order."""
        self.ensure_one()
        return self.approval_id.assignment_ids.filtered(
            lambda seat: seat.step_id == self and seat.visit == self.visit).sorted(
            lambda seat: (seat.sequence, seat.id))

    def _prepare_seat(self, user, sequence, origin='route', origin_user=None):
        return {
            'approval_id': self.approval_id.id, 'step_id': self.id, 'company_id': self.company_id.id,
            'user_id': user.id, 'sequence': sequence, 'visit': self.visit, 'origin': origin,
            'origin_user_id': origin_user.id if origin_user else False,
        }

    def _activate(self):
        """Begin these steps now: their deadlines run from here."""
        now = fields.Datetime.now()
        for step in self:
            values = {'state': 'pending', 'activated_on': now, 'deadline': False, 'remind_on': False,
                      'reminded_on': False, 'escalated_on': False}
            if step.deadline_amount:
                values['deadline'] = step._compute_due(now, step.deadline_amount, step.deadline_unit, step.company_id)
                if step.remind_before_hours:
                    values['remind_on'] = values['deadline'] - timedelta(hours=step.remind_before_hours)
            step._as_engine().write(values)
            step._activate_seats()

    def _activate_seats(self):
        """Ask whoever is next in these steps."""
        now = fields.Datetime.now()
        for step in self:
            seats = step._get_current_seats()
            positions = outcome.to_activate(step.mode, seats.mapped('state'))
            asked = seats.browse([seats[position].id for position in positions])
            if asked:
                asked._as_engine().write({'state': 'pending', 'activated_on': now})
                step.approval_id._ask(step, asked._replace_gone())

    def _pause(self):
        """Back to waiting, for a signer added before; what was decided in the step stays."""
        seats = self._get_current_seats().filtered(lambda seat: seat.state == 'pending')
        self._as_engine().write({'state': 'waiting', 'deadline': False, 'remind_on': False})
        seats._as_engine().write({'state': 'waiting', 'mail_kind': False})
        self.approval_id._close_todos(seats.user_id)

    def _end(self, state):
        """Close the step; whoever was not needed is told by his to-do going away."""
        self._as_engine().write({'state': state, 'decided_on': fields.Datetime.now()})
        rest = self._get_current_seats().filtered(lambda seat: seat.state in ('waiting', 'pending'))
        if rest:
            rest._as_engine().write({'state': 'skipped', 'mail_kind': False})
            self.approval_id._close_todos(rest.user_id)

    def _reopen(self):
        """Another visit: the persons of the last one are asked again, its decisions are kept."""
        Seat = self.env['company.approval.assignment']
        for step in self:
            seats = step._get_current_seats()
            seats.filtered(lambda seat: seat.state in ('waiting', 'pending'))._as_engine().write(
                {'state': 'cancelled', 'mail_kind': False})
            again = seats.filtered(lambda seat: seat.state not in ('transferred', 'escalated', 'replaced'))
            step._as_engine().write({'state': 'waiting', 'visit': step.visit + 1, 'deadline': False,
                                     'decided_on': False})
            Seat._as_engine().create([
                step._prepare_seat(seat.user_id, seat.sequence, origin=seat.origin, origin_user=seat.origin_user_id)
                for seat in again])

    def _get_missing_fields(self, document):
        """Labels of the required fields that are empty on the document or on one of its lines."""
        self.ensure_one()
        missing = []
        for path in (self.required_fields or '').split(','):
            head, _dot, tail = path.strip().partition('.')
            if not head:
                continue
            field = document._fields[head]
            label = field._description_string(self.env)
            if tail:
                lines = document[head]
                label += ' / ' + lines._fields[tail]._description_string(self.env)
                filled = lines and all(line[tail] for line in lines)
            else:
                filled = document[head]
            if not filled:
                missing.append(label)
        return missing
