from odoo import fields, models
from odoo.tools import SQL


class CompanyApprovalReport(models.Model):
    """How long approvals wait: one row per person who was asked (S10)."""
    _name = 'company.approval.report'
    _description = 'Approval Analysis'
    _auto = False
    _order = 'activated_on desc, id desc'
    _rec_name = 'step_name'
    _check_company_auto = True

    approval_id = fields.Many2one('company.approval', "Approval", readonly=True)
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    res_model = fields.Char("Document Model", readonly=True)
    model_id = fields.Many2one('ir.model', "Kind of Document", readonly=True)
    route_id = fields.Many2one('company.approval.route', "Route", readonly=True)
    requester_id = fields.Many2one('res.users', "Requester", readonly=True)
    department_id = fields.Many2one('hr.department', "Department", readonly=True)
    step_name = fields.Char("Step", readonly=True)
    user_id = fields.Many2one('res.users', "Approver", readonly=True)
    state = fields.Selection([
        ('pending', "Waiting"), ('approved', "Approved"), ('rejected', "Rejected"), ('returned', "Returned"),
        ('transferred', "Transferred"), ('escalated', "Escalated"), ('replaced', "Replaced"),
        ('skipped', "Not needed any more"), ('cancelled', "Ended")], readonly=True)
    activated_on = fields.Datetime("Asked On", readonly=True)
    decided_on = fields.Datetime("Decided On", readonly=True)
    deadline = fields.Datetime(readonly=True)
    hours = fields.Float("Hours Taken", readonly=True, aggregator='avg',
                         help="From the request to the decision by the clock; for those still waiting, until now.")
    waiting_count = fields.Integer("Waiting Now", readonly=True)
    decided_count = fields.Integer("Decided", readonly=True)
    overdue_count = fields.Integer("Overdue", readonly=True, help="Waiting past the deadline, or decided after it.")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT line.id, line.approval_id, line.company_id, approval.res_model, model.id AS model_id,
                   approval.route_id, approval.requester_id, approval.department_id, step.name AS step_name,
                   line.user_id, line.state, line.activated_on, line.decided_on, step.deadline,
                   EXTRACT(EPOCH FROM COALESCE(line.decided_on, %(now)s) - line.activated_on) / 3600.0 AS hours,
                   (line.state = 'pending')::int AS waiting_count,
                   (line.state IN ('approved', 'rejected', 'returned'))::int AS decided_count,
                   COALESCE(COALESCE(line.decided_on, %(now)s) > step.deadline, FALSE)::int AS overdue_count
              FROM company_approval_assignment line
              JOIN company_approval_step step ON step.id = line.step_id
              JOIN company_approval approval ON approval.id = line.approval_id
              LEFT JOIN ir_model model ON model.model = approval.res_model
             WHERE line.activated_on IS NOT NULL AND line.state NOT IN ('waiting', 'carried')
               AND (line.state = 'pending' OR line.decided_on IS NOT NULL)
            """, now=fields.Datetime.now())
