from odoo import api, fields, models


class CompanyRoleHolder(models.Model):
    """An employee who holds a role in a company. Who gave whom which role when stays in the ledger."""

    _name = 'company.role.holder'
    _description = 'Holder of a Company Role'
    _order = 'role_id, sequence, id'
    _rec_name = 'employee_id'
    _check_company_auto = True

    role_id = fields.Many2one('company.role', required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company, ondelete='cascade', index=True)
    employee_id = fields.Many2one(
        'hr.employee', required=True, ondelete='cascade', index=True, check_company=True)
    sequence = fields.Integer(default=10)

    _holder_unique = models.Constraint(
        'UNIQUE (role_id, company_id, employee_id)', "This employee holds this role in this company already.")

    @api.model_create_multi
    def create(self, vals_list):
        holders = super().create(vals_list)
        for holder in holders:
            holder._log_change(self.env._("%(employee)s now holds this role in %(company)s.",
                                          employee=holder.employee_id.name, company=holder.company_id.name), 'given')
        return holders

    def write(self, vals):
        if not vals.keys() & {'role_id', 'company_id', 'employee_id'}:
            return super().write(vals)
        self._log_end()
        result = super().write(vals)
        for holder in self:
            holder._log_change(self.env._("%(employee)s now holds this role in %(company)s.",
                                          employee=holder.employee_id.name, company=holder.company_id.name), 'given')
        return result

    def unlink(self):
        self._log_end()
        return super().unlink()

    def _log_end(self):
        for holder in self:
            holder._log_change(self.env._("%(employee)s no longer holds this role in %(company)s.",
                                          employee=holder.employee_id.name, company=holder.company_id.name), 'ended')

    def _log_change(self, body, event):
        self.ensure_one()
        self.role_id.sudo()._message_log(body=body)
        self.env['company.ledger.entry']._append('role.holder', self, {
            'role': self.role_id.code, 'employee': self.employee_id.id, 'employee_name': self.employee_id.name,
            'event': event})
