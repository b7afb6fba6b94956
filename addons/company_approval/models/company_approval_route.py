from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from ..engine import routing


class CompanyApprovalRoute(models.Model):
    _name = 'company.approval.route'
    _description = 'Approval Route'
    _order = 'sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10, help="The first matching route applies.")
    company_id = fields.Many2one('res.company', index=True, default=lambda self: self.env.company,
                                 help="Empty: for every company.")
    currency_id = fields.Many2one('res.currency', compute='_compute_currency_id')
    model_id = fields.Many2one('ir.model', "Document", required=True, index=True, ondelete='cascade',
                               domain=[('transient', '=', False)])
    res_model = fields.Char(related='model_id.model', store=True, index=True, string="Model Name")
    domain = fields.Char("Condition", default='[]')
    amount_min = fields.Monetary("From Amount", help="In company currency; this amount itself is included.")
    amount_max = fields.Monetary("Below Amount", help="In company currency; this amount itself belongs to the next "
                                                      "route. 0 = no limit.")
    category_codes = fields.Char("Categories", help="Codes separated by commas; empty = every category.")
    department_ids = fields.Many2many('hr.department', 'company_approval_route_department_rel', 'route_id',
                                      'department_id', "Departments",
                                      help="Departments below them are included; empty = every department.")
    return_mode = fields.Selection([('replay', "Replay the steps between"), ('direct', "Come straight back")],
                                   "After a Return", default='replay', required=True)
    allow_self_approval = fields.Boolean("Own Requests Allowed", help="The requester may approve his own request; "
                                                                     "each case is noted in the ledger.")
    amend_role_id = fields.Many2one('company.role', "May Change Locked Documents", index='btree_not_null',
                                    help="Holders may change a locked document with a reason; the approval restarts.")
    note = fields.Text("Notes", translate=True)
    step_ids = fields.One2many('company.approval.route.step', 'route_id', "Steps", copy=True)
    step_count = fields.Integer(compute='_compute_step_count')

    _band = models.Constraint('CHECK (amount_min >= 0 AND (amount_max = 0 OR amount_max > amount_min))',
                              "The amount band is empty: “below” must be higher than “from”.")

    @api.depends('company_id')
    @api.depends_context('company')
    def _compute_currency_id(self):
        for route in self:
            route.currency_id = (route.company_id or self.env.company).currency_id

    @api.depends('step_ids')
    def _compute_step_count(self):
        for route in self:
            route.step_count = len(route.step_ids)

    @api.constrains('domain', 'model_id')
    def _check_route_domain(self):
        for route in self:
            route._check_domain(route.domain)

    @api.constrains('model_id')
    def _check_model(self):
        for route in self:
            if not hasattr(self.env[route.res_model], '_approval_required'):
                raise ValidationError(self.env._("“%s” is not a document with approvals.", route.model_id.name))

    @api.model
    def _eval_domain(self, text):
        return Domain(safe_eval(text or '[]', {'uid': self.env.uid}))

    def _check_domain(self, text):
        self.ensure_one()
        try:
            self._eval_domain(text).validate(self.env[self.res_model])
        except Exception as error:
            raise ValidationError(self.env._("The condition %(text)s doesn't fit “%(model)s”: %(error)s", text=text,
                                             model=self.model_id.name, error=error)) from error

    def _check_field_path(self, path):
        self.ensure_one()
        model = self.env[self.res_model]
        for name in path.split('.'):
            field = model._fields.get(name) if model is not None else None
            if field is None:
                raise ValidationError(self.env._("“%(model)s” has no field “%(path)s”.", model=self.model_id.name,
                                                 path=path))
            model = self.env[field.comodel_name] if field.relational else None

    @api.model
    def _find_route(self, document):
        """The first route that matches the document, or an empty recordset."""
        facts = document._get_approval_facts()
        return self._find_by_facts(document._name, facts, document)

    @api.model
    def _find_by_facts(self, model_name, facts, document=None):
        routes_sudo = self.sudo().search_fetch([
            ('res_model', '=', model_name), ('company_id', 'in', [False, facts['company'].id])])
        department = facts['department'].sudo()
        path = [int(part) for part in (department.parent_path or '').split('/') if part]
        rounding = facts['company'].currency_id.rounding
        for route in routes_sudo:
            if routing.matches(
                    facts['amount'], facts['category'], path, low=route.amount_min, high=route.amount_max,
                    codes=route.category_codes, departments=route.department_ids.ids, rounding=rounding,
            ) and (document is None or document.sudo().filtered_domain(self._eval_domain(route.domain))):
                return route
        return routes_sudo.browse()
