from odoo import fields, models

from .company_approval_route_step import MODES


class CompanyApprovalStep(models.Model):
    """A step frozen at submission. Steps of one `order` run side by side, each in its own `lane`; the levels of a
    manager chain and added signers follow one another inside a lane."""
    _name = 'company.approval.step'
    _inherit = ['company.approval.record', 'company.deadline.mixin']
    _description = 'Approval Step'
    _order = 'approval_id, order, lane, level, id'

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
