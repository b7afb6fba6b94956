import logging

import psycopg2

from odoo import SUPERUSER_ID, api, fields, models, tools
from odoo.exceptions import AccessError

from ..exceptions import ControlError

_logger = logging.getLogger(__name__)

MODES = [('block', 'Block'), ('warn', 'Warn'), ('off', 'Off')]


class CompanyControl(models.Model):
    """A rule of the regulations that the software enforces, as data."""

    _name = 'company.control'
    _inherit = ['mail.thread']
    _description = 'Control'
    _order = 'regulation, sequence, code'
    _rec_name = 'code'
    _rec_names_search = ['code', 'name']

    _client_fields = frozenset({
        'owner_role_id', 'mode', 'value', 'message_follower_ids', 'message_ids', 'message_main_attachment_id'})

    code = fields.Char(required=True, readonly=True, index=True)
    name = fields.Char('Control', required=True, readonly=True, translate=True)
    sequence = fields.Integer(default=10, readonly=True)
    summary = fields.Text(readonly=True, translate=True, help="The rule in one sentence.")
    regulation = fields.Char(required=True, readonly=True, translate=True)
    clause = fields.Char(readonly=True)
    addon = fields.Char(readonly=True)
    owner_role_id = fields.Many2one(
        'company.role', 'Owner', tracking=True, ondelete='restrict', index=True,
        help="Holders of this role answer for the rule; they may override it where that is allowed.")
    default_mode = fields.Selection(MODES, required=True, default='block', readonly=True)
    can_override = fields.Boolean('Can be Overridden', readonly=True)
    parameter_label = fields.Char('Parameter', readonly=True, translate=True)
    default_value = fields.Float('Default Value', readonly=True)
    setting_ids = fields.One2many('company.control.setting', 'control_id', 'Company Settings', readonly=True)
    mode = fields.Selection(
        MODES, compute='_compute_setting', inverse='_inverse_mode', search='_search_mode',
        help="Mode in the current company: refuse the operation, let it pass with a warning, or don't check.")
    value = fields.Float(compute='_compute_setting', inverse='_inverse_value', help="Value in the current company.")
    finding_ids = fields.One2many('company.control.finding', 'control_id', 'Findings', readonly=True)
    finding_count = fields.Integer('Number of Findings', compute='_compute_finding_count')

    _code_unique = models.Constraint('UNIQUE (code)', "A control with this code exists already.")

    # ------------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------------

    @api.depends('code', 'name')
    def _compute_display_name(self):
        for control in self:
            control.display_name = f'{control.code} {control.name}'

    @api.depends('setting_ids.mode', 'setting_ids.value', 'setting_ids.company_id', 'default_mode', 'default_value')
    @api.depends_context('company')
    def _compute_setting(self):
        settings = {setting.control_id.id: setting for setting in self.env['company.control.setting'].sudo().search([
            ('control_id', 'in', self.ids), ('company_id', '=', self.env.company.id)])}
        for control in self:
            setting = settings.get(control.id)
            control.mode = setting.mode if setting else control.default_mode
            control.value = setting.value if setting else control.default_value

    def _search_mode(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return [('id', 'in', self.sudo().search([]).filtered(lambda control: control.mode in value).ids)]

    @api.depends('finding_ids')
    def _compute_finding_count(self):
        counts = dict(self.env['company.control.finding']._read_group(
            [('control_id', 'in', self.ids)], ['control_id'], ['__count']))
        for control in self:
            control.finding_count = counts.get(control, 0)

    def _inverse_mode(self):
        for control in self:
            self.env['company.control.setting']._set(control, self.env.company, {'mode': control.mode})

    def _inverse_value(self):
        for control in self:
            self.env['company.control.setting']._set(control, self.env.company, {'value': control.value})

    # ------------------------------------------------------------------
    # CRUD: the text of a rule comes with its addon
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Controls come with the addons that enforce them; they are not made by hand."))
        controls = super().create(vals_list)
        self.env.registry.clear_cache()
        return controls

    def write(self, vals):
        refused = vals.keys() - self._client_fields
        if refused and not self.env.su:
            raise AccessError(self.env._(
                "The text of a control is that of the regulation; only its mode, value and owner can be changed."))
        owners = {control.id: control.owner_role_id.code for control in self}
        result = super().write(vals)
        self.env.registry.clear_cache()
        for control in self:
            if 'owner_role_id' in vals and control.owner_role_id.code != owners[control.id]:
                self.env['company.ledger.entry']._append('control.owner', control, {
                    'control': control.code, 'owner': [owners[control.id], control.owner_role_id.code]})
        return result

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=''):
        if not self.env.su:
            raise AccessError(self.env._("The text of a control is that of the regulation, in every language."))
        return super()._update_field_translations(field_name, translations, digest=digest, source_lang=source_lang)

    def unlink(self):
        if not self.env.su:
            raise AccessError(self.env._("A control can be switched off with its mode, not deleted."))
        self.env.registry.clear_cache()
        return super().unlink()

    # ------------------------------------------------------------------
    # Reading the register
    # ------------------------------------------------------------------

    @api.model
    @tools.ormcache('company_id')
    def _get_register(self, company_id):
        """{code: (control id, mode, value)} of one company."""
        settings = {setting.control_id.id: setting for setting in self.env['company.control.setting'].sudo().search([
            ('company_id', '=', company_id)])}
        register = {}
        for control in self.sudo().search([]):
            source = settings.get(control.id)
            register[control.code] = (
                control.id,
                source.mode if source else control.default_mode,
                source.value if source else control.default_value,
            )
        return register

    @api.model
    def _get_entry(self, code, company):
        try:
            return self._get_register((company or self.env.company).id)[code]
        except KeyError:
            raise ValueError(f"No control with the code {code!r} is registered") from None

    @api.model
    def _get_mode(self, code, company=None):
        """Mode of a control in a company: 'block', 'warn' or 'off'."""
        return self._get_entry(code, company)[1]

    @api.model
    def _get_value(self, code, company=None):
        """Parameter of a control in a company."""
        return self._get_entry(code, company)[2]

    # ------------------------------------------------------------------
    # Enforcing
    # ------------------------------------------------------------------

    @api.model
    def _enforce(self, code, record, reason, fact=''):
        """Apply a control that found something missing on ``record``.

        :param record: one record, may be unsaved
        :param reason: translated text: what is missing and the way out
        :param fact: what was found, as a short key; an override holds for this control, record and fact only
        :return: True when nothing stands in the way, False when only a warning was given
        :raise ControlError: in mode 'block'
        """
        company = self._get_record_company(record)
        control_id, mode, _value = self._get_entry(code, company)
        if mode == 'off':
            return True
        control = self.sudo().browse(control_id)
        findings = self.env['company.control.finding'].sudo()
        override = findings._find_override(control, company, record, fact)
        outcome = 'overridden' if override else 'warned' if mode == 'warn' else 'blocked'
        vals = findings._prepare_values(control, company, record, mode, outcome, reason, fact)
        if outcome == 'blocked':
            self._refuse(control, company, record, reason, vals)
        findings._as_engine().create(dict(vals, override_id=override.id))
        if outcome == 'warned':
            control._post_warning(record, reason)
        return outcome == 'overridden'

    def _refuse(self, control, company, record, reason, vals):
        finding_id = self._keep_apart(vals)
        message = control._format_refusal(record, reason)
        if control.can_override and control.owner_role_id and vals['res_id']:
            message += '\n' + self.env._(
                "An exception can be allowed by: %(role)s.", role=control.owner_role_id.display_name)
        raise ControlError(message, code=control.code, finding_id=finding_id)

    @api.model
    def _keep_apart(self, vals):
        """Write the finding of a refusal in a transaction of its own, as the caller's is about to be rolled back."""
        try:
            with self.env.registry.cursor() as cr:
                cr.execute("SET LOCAL lock_timeout = '3s'")     # an installation may hold the table in the caller's own
                env = api.Environment(cr, SUPERUSER_ID, {})
                return env['company.control.finding']._as_engine().create(vals).id
        except (psycopg2.Error, psycopg2.pool.PoolError):
            _logger.exception("The finding of a refusal could not be kept: %s", vals)
            return 0

    def _format_refusal(self, record, reason):
        return self.env._(
            "[%(code)s] %(regulation)s %(clause)s — %(record)s: %(reason)s", code=self.code,
            regulation=self.regulation, clause=self.clause or '', record=self._get_record_name(record),
            reason=reason)

    @api.model
    def _note(self, code, record, reason, fact=''):
        """Keep a finding about something that has happened and that no refusal could undo.

        For what time or a person brought about: a term that passed, a consent that was denied, a seal that was lost.
        The same fact of the same record is noted once; nothing is noted while the control is off.

        :return: True when the finding is new
        """
        company = self._get_record_company(record)
        control_id, mode, _value = self._get_entry(code, company)
        findings_sudo = self.env['company.control.finding'].sudo()
        if mode == 'off' or findings_sudo.search_count([
                ('control_id', '=', control_id), ('res_model', '=', record._name), ('res_id', '=', record.id),
                ('fact', '=', fact)], limit=1):
            return False
        control_sudo = self.sudo().browse(control_id)
        findings_sudo._as_engine().create(
            findings_sudo._prepare_values(control_sudo, company, record, mode, 'warned', reason, fact))
        control_sudo._post_warning(record, reason)
        return True

    def _post_warning(self, record, reason):
        self.ensure_one()
        if record._origin.id and hasattr(record, '_message_log'):
            record.sudo()._message_log(body=self._format_refusal(record, reason))

    @api.model
    def _get_record_company(self, record):
        company = record.sudo()['company_id'] if 'company_id' in record._fields else None
        return company or self.env.company

    @api.model
    def _get_record_name(self, record):
        return record.sudo().display_name or self.env['ir.model']._get(record._name).name

    def _get_matrix(self):
        """Rows of the printed matrix: [(regulation, [(control, {outcome: number of findings})])]."""
        counts = {}
        for control, outcome, number in self.env['company.control.finding']._read_group(
                [('control_id', 'in', self.ids)], ['control_id', 'outcome'], ['__count']):
            counts.setdefault(control.id, {})[outcome] = number
        matrix = {}
        for control in self.sorted(lambda control: (control.regulation, control.sequence, control.code)):
            matrix.setdefault(control.regulation, []).append((control, counts.get(control.id, {})))
        return list(matrix.items())

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_view_findings(self):
        """Open the findings of these controls."""
        action = self.env['ir.actions.act_window']._for_xml_id('company_base.company_control_finding_action')
        return dict(action, domain=[('control_id', 'in', self.ids)], context={})

    def action_print_matrix(self):
        """Print the matrix regulation → control → findings, of all controls when none is selected."""
        controls = self or self.search([])
        return self.env.ref('company_base.action_report_control_matrix').report_action(controls)
