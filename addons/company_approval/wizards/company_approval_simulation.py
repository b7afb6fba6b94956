from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.company_approval_route_step import MODES


class CompanyApprovalSimulation(models.TransientModel):
    """Which route would apply, and who would have to approve (试算); writes nothing but itself."""
    _name = 'company.approval.simulation'
    _inherit = ['company.wizard.mixin']
    _description = 'Approval Simulation'

    company_id = fields.Many2one('res.company', required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    model_id = fields.Many2one('ir.model', "Document", required=True)
    document_ref = fields.Reference(selection='_get_documents', string="Existing Document",
                                    help="With a document its own values count, conditions included.")
    requester_id = fields.Many2one('res.users', "Requester", default=lambda self: self.env.user)
    amount = fields.Monetary()
    category_code = fields.Char("Category")
    department_id = fields.Many2one('hr.department', "Department")
    route_id = fields.Many2one('company.approval.route', "Route", readonly=True)
    message = fields.Text(readonly=True)
    line_ids = fields.One2many('company.approval.simulation.line', 'simulation_id', readonly=True)

    @api.model
    def _get_documents(self):
        routed = self.env['company.approval.route'].sudo().search([]).model_id
        return [(model.model, model.name) for model in routed]

    @api.onchange('document_ref')
    def _onchange_document_ref(self):
        if self.document_ref:
            self.model_id = self.env['ir.model']._get(self.document_ref._name)

    def action_simulate(self):
        """Fill route, message and steps. Returns True."""
        self.ensure_one()
        if not self.env.user.has_group('company_approval.group_manager') and not self.document_ref:
            raise UserError(self.env._("Choose a document: only approval managers try out routes without one."))
        document = self.document_ref or None
        if document is not None:
            document.check_access('read')
        facts = document._get_approval_facts() if document is not None else self._get_facts()
        Route = self.env['company.approval.route']
        route = Route._find_by_facts(self.model_id.model, facts, document)
        self.line_ids.unlink()
        if not route:
            self.write({'route_id': False, 'message': self.env._(
                "No route matches: submission would be refused and the administrators told.")})
            return True
        plan = route._resolve(facts, document)
        route._plan_deadlines(plan, fields.Datetime.now(), facts['company'])
        self.write({
            'route_id': route.id, 'message': self._get_message(route, plan, document),
            'line_ids': [(0, 0, self._prepare_line(entry)) for entry in plan]})
        return True

    def _get_facts(self):
        requester = self.requester_id or self.env.user
        employee = self.env['company.approval.route']._get_employee(requester, self.company_id)
        return {'company': self.company_id, 'amount': self.amount, 'category': self.category_code or '',
                'department': self.department_id or employee.department_id, 'requester': requester,
                'submitter': requester}

    def _get_message(self, route, plan, document):
        problems = [entry['problem'] for entry in plan if entry['problem']]
        if problems:
            return self.env._("Submission would be refused: %s.", "; ".join(problems))
        if document is None and route.domain and route.domain != '[]':
            return self.env._("The condition of the route was not checked, there is no document.")
        return self.env._("Submission would be possible.")

    def _prepare_line(self, entry):
        return {
            'name': entry['name'], 'order': entry['order'], 'mode': entry['mode'], 'deadline': entry['deadline'],
            'approvers': ", ".join(approver['user'].name for approver in entry['approvers']),
            'skipped': entry['skipped'],
            'notes': "; ".join(entry['notes'] + ([entry['problem']] if entry['problem'] else [])),
        }


class CompanyApprovalSimulationLine(models.TransientModel):
    _name = 'company.approval.simulation.line'
    _inherit = ['company.wizard.mixin']
    _description = 'Approval Simulation Step'
    _order = 'id'

    simulation_id = fields.Many2one('company.approval.simulation', required=True, ondelete='cascade', index=True)
    name = fields.Char("Step", readonly=True)
    order = fields.Integer(readonly=True)
    mode = fields.Selection(MODES, readonly=True)
    approvers = fields.Char(readonly=True)
    deadline = fields.Datetime(readonly=True)
    notes = fields.Char(readonly=True)
    skipped = fields.Boolean(readonly=True)
