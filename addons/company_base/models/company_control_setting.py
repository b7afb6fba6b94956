from odoo import api, fields, models
from odoo.exceptions import UserError

from .company_control import MODES


class CompanyControlSetting(models.Model):
    """Mode and parameter of a control in one company; auditors see in the ledger who set them when."""

    _name = 'company.control.setting'
    _description = 'Control Setting of a Company'
    _order = 'control_id, company_id'
    _check_company_auto = True

    control_id = fields.Many2one('company.control', required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company, ondelete='cascade', index=True)
    mode = fields.Selection(MODES, required=True, default='block')
    value = fields.Float()

    _control_company_unique = models.Constraint(
        'UNIQUE (control_id, company_id)', "This company has set this control already.")

    @api.depends('control_id.code', 'company_id.name')
    def _compute_display_name(self):
        for setting in self:
            setting.display_name = f'{setting.control_id.code} / {setting.company_id.name}'

    @api.model_create_multi
    def create(self, vals_list):
        before = []
        for vals in vals_list:
            company = self.env['res.company'].browse(vals.get('company_id') or self.env.company.id)
            control = self.env['company.control'].browse(vals['control_id'])
            vals.setdefault('value', control.default_value)
            vals.setdefault('mode', control.default_mode)
            before.append((control.default_mode, control.default_value, company))
        settings = super().create(vals_list)
        self.env.registry.clear_cache()
        for setting, (mode, value, _company) in zip(settings, before, strict=True):
            setting._log_change(mode, value)
        return settings

    def write(self, vals):
        if vals.keys() & {'control_id', 'company_id'}:
            raise UserError(self.env._("A setting stays with its control and company; make another one instead."))
        before = {setting.id: (setting.mode, setting.value) for setting in self}
        result = super().write(vals)
        self.env.registry.clear_cache()
        for setting in self:
            setting._log_change(*before[setting.id])
        return result

    def unlink(self):
        for setting in self:
            setting._log_change(setting.mode, setting.value, setting.control_id.default_mode,
                                setting.control_id.default_value)
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    def _set(self, control, company, values):
        """Set mode or value of a control in a company."""
        setting = self.search([('control_id', '=', control.id), ('company_id', '=', company.id)])
        if setting:
            setting.write(values)
        else:
            self.create({'control_id': control.id, 'company_id': company.id, **values})

    def _log_change(self, old_mode, old_value, mode=None, value=None):
        """Keep in chatter and ledger who changed a control from what to what."""
        self.ensure_one()
        mode = mode or self.mode
        value = self.value if value is None else value
        if (old_mode, old_value) == (mode, value):
            return
        self.env['company.ledger.entry']._append('control.setting', self, {
            'control': self.control_id.code, 'mode': [old_mode, mode], 'value': [old_value, value]})
        labels = dict(self._fields['mode']._description_selection(self.env))
        self.control_id.sudo()._message_log(body=self.env._(
            "%(company)s: mode %(old_mode)s → %(mode)s, value %(old_value)s → %(value)s",
            company=self.company_id.name, old_mode=labels[old_mode], mode=labels[mode],
            old_value=old_value, value=value))
