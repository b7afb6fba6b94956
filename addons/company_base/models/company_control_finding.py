from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.fields import EvidenceMany2one
from .company_control import MODES


class CompanyControlFinding(models.Model):
    """What a control met: who, when, on which record, with which outcome."""

    _name = 'company.control.finding'
    _inherit = ['company.evidence.mixin']
    _description = 'Control Finding'
    _order = 'id desc'
    _rec_name = 'control_code'
    _log_access = False

    control_id = EvidenceMany2one('company.control', 'Control', required=True, readonly=True, index=True)
    control_code = fields.Char('Code', required=True, readonly=True)
    company_id = EvidenceMany2one(
        'res.company', 'Company', required=True, readonly=True, index=True, default=lambda self: self.env.company)
    user_id = EvidenceMany2one('res.users', 'User', readonly=True, index=True)
    user_name = fields.Char(readonly=True)
    date = fields.Datetime(required=True, readonly=True, index=True)
    mode = fields.Selection(MODES, required=True, readonly=True)
    outcome = fields.Selection([
        ('blocked', 'Blocked'),
        ('warned', 'Warned'),
        ('override', 'Exception Allowed'),
        ('overridden', 'Passed by Exception'),
    ], required=True, readonly=True)
    res_model = fields.Char('Model', readonly=True)
    res_id = fields.Many2oneReference('Record', model_field='res_model', readonly=True)
    record_name = fields.Char('Document', readonly=True)
    fact = fields.Char(readonly=True, help="What was found. An exception holds for this finding only.")
    reason = fields.Text('What Was Missing', readonly=True)
    override_reason = fields.Text('Reason of the Exception', readonly=True)
    override_id = EvidenceMany2one(
        'company.control.finding', 'Belongs to', readonly=True,
        help="The exception that was used, or the finding for which the exception was allowed.")
    can_override = fields.Boolean(compute='_compute_can_override')

    _record_idx = models.Index('(res_model, res_id, control_id)')

    @api.depends_context('uid')
    @api.depends('outcome', 'control_id')
    def _compute_can_override(self):
        refusals = self._get_override_refusals()
        for finding in self:
            finding.can_override = not refusals[finding.id]

    # ------------------------------------------------------------------
    # Written by company.control
    # ------------------------------------------------------------------

    @api.model
    def _prepare_values(self, control, company, record, mode, outcome, reason, fact):
        user = self.env.user
        return {
            'control_id': control.id, 'control_code': control.code, 'company_id': company.id,
            'user_id': user.id, 'user_name': user.name, 'date': fields.Datetime.now(),
            'mode': mode, 'outcome': outcome, 'res_model': record._name, 'res_id': record._origin.id or 0,
            'record_name': control._get_record_name(record), 'reason': str(reason), 'fact': fact or '',
        }

    @api.model
    def _find_override(self, control, company, record, fact):
        """The exception that was allowed for this control, record and fact."""
        if not control.can_override or not record._origin.id:
            return self.browse()
        return self.search([
            ('outcome', '=', 'override'), ('control_id', '=', control.id), ('company_id', '=', company.id),
            ('res_model', '=', record._name), ('res_id', '=', record._origin.id), ('fact', '=', fact or ''),
        ], limit=1)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_override(self, reason):
        """Allow the exception: by a holder of the control's owner role, with a reason, kept in the ledger.

        :param reason: why the exception is right
        :return: True
        """
        self.check_access('read')
        refusals = self._get_override_refusals()
        for finding in self:
            if refusals[finding.id]:
                raise UserError(self.env._(
                    "%(control)s, %(record)s: %(reason)s", control=finding.control_code,
                    record=finding.record_name, reason=refusals[finding.id]))
        reason = (reason or '').strip() if isinstance(reason, str) else ''
        if not reason:
            raise UserError(self.env._("Give the reason of the exception; auditors will read it."))
        for finding in self:
            finding._do_override(reason)
        return True

    def _get_override_refusals(self):
        """{id: reason why the current user can't allow this exception, or False}"""
        refusals, owners = {}, {}
        for finding in self:
            control = finding.control_id.sudo()
            key = (control, finding.company_id)
            if key not in owners:
                owners[key] = self.env['company.role']._get_control_owners(*key)
            if finding.outcome != 'blocked':
                reason = self.env._("an exception belongs to a finding that blocked")
            elif not control.can_override:
                reason = self.env._("the regulation allows no exception from this control")
            elif not finding.res_id:
                reason = self.env._("save the record first; an exception belongs to a saved record")
            elif self.env.user not in owners[key]:
                reason = self.env._(
                    "only a holder of the role “%(role)s” can allow it", role=control.owner_role_id.name or '')
            elif finding.user_id == self.env.user:
                reason = self.env._("nobody allows an exception for himself; ask another holder of the role")
            else:
                reason = False
            refusals[finding.id] = reason
        return refusals

    def _do_override(self, reason):
        self.ensure_one()
        override = self.sudo()._as_engine().create({
            'control_id': self.control_id.id, 'control_code': self.control_code, 'company_id': self.company_id.id,
            'user_id': self.env.uid, 'user_name': self.env.user.name, 'date': fields.Datetime.now(),
            'mode': self.mode, 'outcome': 'override', 'res_model': self.res_model, 'res_id': self.res_id,
            'record_name': self.record_name, 'fact': self.fact, 'reason': self.reason,
            'override_reason': reason, 'override_id': self.id,
        })
        self.env['company.ledger.entry']._append('control.override', override, {
            'control': self.control_code, 'finding': self.id, 'res_model': self.res_model, 'res_id': self.res_id,
            'fact': self.fact, 'reason': reason})

    def action_open_record(self):
        """Open the record that the control met."""
        self.ensure_one()
        self.check_access('read')
        record = self.env[self.res_model].browse(self.res_id) if self.res_model in self.env and self.res_id else None
        if record is None or not record.exists():
            raise UserError(self.env._(
                "%(record)s: this record was never saved or no longer exists.", record=self.record_name))
        return {'type': 'ir.actions.act_window', 'res_model': self.res_model, 'res_id': self.res_id,
                'views': [(False, 'form')]}

