from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    due_soon_hours = fields.Integer('Due Soon (Hours)', default=24, required=True)

    _due_soon_hours_positive = models.Constraint(
        'CHECK (due_soon_hours >= 0)', "The hours before a deadline can't be negative.")

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_numbering()
        return companies

    @api.model
    def _init_numbering(self):
        """Give every company that exists at installation of an addon the sequences of its documents."""
        self.search([])._create_numbering()

    def _format_local_time(self, moment):
        """A moment as the company's forms print it: its calendar's time zone, or else that of its address or the user.

        :param moment: naive UTC datetime, may be empty
        :return: text to the minute, "" without a moment
        """
        if not moment:
            return ""
        company_sudo = self.sudo()
        zone = company_sudo.resource_calendar_id.tz or company_sudo.partner_id.tz or self.env.user.tz or 'UTC'
        local = fields.Datetime.context_timestamp(company_sudo.with_context(tz=zone), moment)
        return local.strftime('%Y-%m-%d %H:%M')

    def _create_numbering(self):
        """Create the missing sequences of all documents that name a ``_number_prefix`` (see company.number.mixin)."""
        numbered = {name: model for name in self.env.registry
                    if getattr(model := self.env[name], '_number_prefix', None) and not model._abstract}
        sequence_sudo = self.env['ir.sequence'].sudo()
        known = set(sequence_sudo._read_group(
            [('code', 'in', list(numbered)), ('company_id', 'in', self.ids)], ['company_id', 'code']))
        sequence_sudo.create([
            {'name': model._description, 'code': name, 'prefix': model._number_prefix,
             'padding': getattr(model, '_number_padding', 4), 'company_id': company.id}
            for company in self for name, model in sorted(numbered.items()) if (company, name) not in known])
