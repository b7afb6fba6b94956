from odoo import api, fields, models


class CompanyWorkday(models.Model):
    """A day off by the calendar on which the company works, such as the Saturday that makes up for a long holiday."""

    _name = 'company.workday'
    _description = 'Make-up Working Day'
    _order = 'date desc'
    _rec_name = 'date'
    _check_company_auto = True

    date = fields.Date(required=True)
    name = fields.Char('Reason')
    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company, ondelete='cascade', index=True)

    _date_unique = models.Constraint('UNIQUE (company_id, date)', "This day is a make-up working day already.")

    @api.model
    def _get_dates(self, company, start, end):
        """Make-up working days of a company between two dates."""
        return self.sudo().search([
            ('company_id', '=', company.id), ('date', '>=', start), ('date', '<=', end)]).mapped('date')
