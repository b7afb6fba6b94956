from odoo import api, fields, models

from .company_approval_summary import fill_summaries


class CompanyTodo(models.Model):
    """What a row of the to-do list shows, so that it can be decided without opening it."""
    _inherit = 'company.todo'

    document_summary = fields.Char("Content", compute='_compute_document_summary')
    requester_department = fields.Char("Department", compute='_compute_requester_department')

    @api.depends('kind', 'res_model')
    def _compute_kind_name(self):
        """An approval is named after its document."""
        super()._compute_kind_name()
        for todo in self.filtered(lambda row: row.kind == 'approval' and row.res_model in self.env):
            todo.kind_name = self.env['ir.model']._get(todo.res_model).name

    @api.depends('res_model', 'res_id')
    def _compute_document_summary(self):
        fill_summaries(self)

    @api.depends('requester_id', 'company_id')
    def _compute_requester_department(self):
        employees_sudo = self.env['hr.employee'].sudo().with_context(active_test=False).search([
            ('user_id', 'in', self.requester_id.ids), ('company_id', 'in', self.company_id.ids)])
        names = {(employee.user_id.id, employee.company_id.id): employee.department_id.name
                 for employee in employees_sudo}
        for todo in self:
            todo.requester_department = names.get((todo.requester_id.id, todo.company_id.id))
