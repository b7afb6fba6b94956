from odoo import api, fields, models


class CompanyApprovalRoute(models.Model):
    _inherit = 'company.approval.route'

    summary = fields.Char("Flow", compute='_compute_summary', help="The steps in one line.")

    @api.depends('step_ids.name', 'step_ids.order', 'step_ids.approver_summary', 'step_ids.mode')
    def _compute_summary(self):
        for route in self:
            groups = {}
            for step in route.step_ids.sorted(lambda step: (step.order, step.sequence)):
                groups.setdefault(step.order, []).append(step.name or '')
            route.summary = " → ".join(" ∥ ".join(names) for names in groups.values())


class CompanyApprovalRouteStep(models.Model):
    _inherit = 'company.approval.route.step'

    approver_summary = fields.Char("Approvers", compute='_compute_approver_summary')
    mode_summary = fields.Char(compute='_compute_mode_summary')
    deadline_summary = fields.Char(compute='_compute_deadline_summary')

    @api.depends('approver_type', 'user_ids.name', 'group_id', 'job_id', 'role_id.name', 'user_field', 'chain_levels')
    def _compute_approver_summary(self):
        labels = dict(self._fields['approver_type']._description_selection(self.env))
        for step in self:
            detail = {
                'users': ", ".join(step.user_ids.mapped('name')),
                'group': step.group_id.display_name,
                'job': step.job_id.name,
                'role': step.role_id.name,
                'field': step._get_field_label(),
                'manager_chain': step.env._("%s levels", step.chain_levels) if step.chain_levels else '',
            }.get(step.approver_type)
            label = labels.get(step.approver_type, '')
            step.approver_summary = self.env._("%(label)s: %(detail)s", label=label, detail=detail) if detail else label

    def _get_field_label(self):
        """The label of the document's field that names the approver; the technical path when it is longer."""
        self.ensure_one()
        field = self.user_field and self.res_model in self.env and self.env[self.res_model]._fields.get(self.user_field)
        return field.get_description(self.env)['string'] if field else self.user_field or ''

    @api.depends('mode', 'required_count')
    def _compute_mode_summary(self):
        labels = dict(self._fields['mode']._description_selection(self.env))
        for step in self:
            step.mode_summary = self.env._("At least %s", step.required_count) if step.mode == 'n_of' \
                else labels.get(step.mode, '')

    @api.depends('deadline_amount', 'deadline_unit')
    def _compute_deadline_summary(self):
        labels = dict(self._fields['deadline_unit']._description_selection(self.env))
        for step in self:
            step.deadline_summary = f"{step.deadline_amount:g} {labels.get(step.deadline_unit, '')}" \
                if step.deadline_amount else ''
