from odoo import api, fields, models
from odoo.exceptions import UserError


class CompanyRole(models.Model):
    """A function of the regulations (finance head, general manager …), held by employees per company."""

    _name = 'company.role'
    _inherit = ['mail.thread']
    _description = 'Company Role'
    _order = 'sequence, id'

    code = fields.Char(required=True, index=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    description = fields.Text(translate=True)
    active = fields.Boolean(default=True)
    holder_ids = fields.One2many('company.role.holder', 'role_id', 'Holders')
    holder_names = fields.Char('Held by', compute='_compute_holder_names')

    _code_unique = models.Constraint('UNIQUE (code)', "A role with this code exists already.")

    @api.depends('holder_ids.employee_id.name', 'holder_ids.sequence')
    @api.depends_context('company')
    def _compute_holder_names(self):
        for role in self:
            holders = role.holder_ids.sudo().filtered(lambda holder: holder.company_id == self.env.company)
            role.holder_names = ', '.join(holders.employee_id.mapped('name'))

    def write(self, vals):
        if 'code' in vals and any(role.code != vals['code'] for role in self):
            raise UserError(self.env._(
                "The code of a role stays: routes and controls ask for it. Change its name instead."))
        return super().write(vals)

    @api.model
    def _get_holders(self, code, company):
        """Employees who hold a role in a company, in order."""
        return self.env['company.role.holder'].sudo().search([
            ('role_id.code', '=', code), ('company_id', '=', company.id), ('employee_id.active', '=', True),
        ]).employee_id

    @api.model
    def _get_users(self, code, company):
        """Active users of the employees who hold a role in a company, in order."""
        return self._get_holders(code, company).user_id.filtered('active')

    @api.model
    def _get_control_owners(self, control, company):
        """Users who answer for a control in a company."""
        role = control.sudo().owner_role_id
        return self._get_users(role.code, company) if role else self.env['res.users']
