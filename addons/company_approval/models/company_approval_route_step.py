from odoo import api, fields, models
from odoo.exceptions import ValidationError

MODES = [('any', "Any one"), ('all', "All"), ('n_of', "A number of them"), ('sequential', "One after another")]


class CompanyApprovalRouteStep(models.Model):
    _name = 'company.approval.route.step'
    _description = 'Approval Route Step'
    _order = 'route_id, order, sequence, id'
    _check_company_auto = True

    route_id = fields.Many2one('company.approval.route', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='route_id.company_id', store=True, index=True)
    res_model = fields.Char(related='route_id.res_model')
    name = fields.Char("Step", required=True, translate=True)
    order = fields.Integer(default=10, required=True, help="Steps with the same number run side by side.")
    sequence = fields.Integer(default=10)
    approver_type = fields.Selection([
        ('users', "Named users"), ('group', "Members of a group"), ('job', "Holders of a job position"),
        ('department_manager', "Manager of the department"), ('requester_manager', "Requester's manager"),
        ('manager_chain', "Chain of managers (one step each)"), ('role', "Holder of a company role"),
        ('field', "User named on the document")], default='users', required=True)
    user_ids = fields.Many2many('res.users', 'company_approval_route_step_user_rel', 'step_id', 'user_id', "Users")
    group_id = fields.Many2one('res.groups', "Group", index='btree_not_null')
    job_id = fields.Many2one('hr.job', "Job Position", index='btree_not_null', check_company=True)
    role_id = fields.Many2one('company.role', "Company Role", index='btree_not_null')
    user_field = fields.Char("Field", help="Name of a field of the document that holds users or employees.")
    chain_levels = fields.Integer("Levels", default=0, help="How many levels up; 0 = up to the top.")
    mode = fields.Selection(MODES, default='any', required=True)
    required_count = fields.Integer("Approvals Needed", default=1)
    condition = fields.Char("Only If", help="Domain on the document; the step is left out where it doesn't match.")
    require_opinion = fields.Boolean("Opinion Required")
    require_attachment = fields.Boolean("Attachment Required")
    required_fields = fields.Char(help="Fields of the document that must be filled before this step can be approved, "
                                       "separated by commas; line_ids.name looks at every line.")
    deadline_amount = fields.Float("Deadline", help="In working time; 0 = no deadline.")
    deadline_unit = fields.Selection([('hours', "Working hours"), ('days', "Working days")], default='days',
                                     required=True)
    remind_before_hours = fields.Float("Remind Before (hours)")
    escalation_type = fields.Selection([('none', "Nobody"), ('manager', "The approver's manager"),
                                        ('role', "A company role")], default='none', required=True)
    escalation_role_id = fields.Many2one('company.role', "Escalate To", index='btree_not_null')

    _count_positive = models.Constraint('CHECK (required_count >= 1 AND chain_levels >= 0)',
                                        "The number of approvals must be at least 1, levels must not be negative.")
    _deadline_positive = models.Constraint('CHECK (deadline_amount >= 0 AND remind_before_hours >= 0)',
                                           "Deadlines and reminders must not be negative.")

    _approver_sources = {'users': 'user_ids', 'group': 'group_id', 'job': 'job_id', 'role': 'role_id',
                         'field': 'user_field'}

    @api.constrains('approver_type', 'user_ids', 'group_id', 'job_id', 'role_id', 'user_field', 'escalation_type',
                    'escalation_role_id')
    def _check_source(self):
        for step in self:
            source = self._approver_sources.get(step.approver_type)
            if source and not step[source]:
                raise ValidationError(self.env._(
                    "Step “%(step)s” of route “%(route)s” has no approver: fill “%(field)s”.", step=step.name,
                    route=step.route_id.name, field=self._fields[source].get_description(self.env)['string']))
            if step.escalation_type == 'role' and not step.escalation_role_id:
                raise ValidationError(self.env._("Step “%s” escalates to a role: choose the role.", step.name))

    @api.constrains('condition', 'user_field', 'required_fields', 'route_id')
    def _check_document_fields(self):
        for step in self:
            step.route_id._check_domain(step.condition)
            names = [step.user_field] if step.approver_type == 'field' else []
            names += [name.strip() for name in (step.required_fields or '').split(',') if name.strip()]
            for name in names:
                step.route_id._check_field_path(name)
