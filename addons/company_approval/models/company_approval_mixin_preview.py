from odoo import api, fields, models


class CompanyApprovalMixin(models.AbstractModel):
    _inherit = 'company.approval.mixin'

    def preview_approval(self):
        """Who will have to approve and by when (试算); nothing is written.

        Returns [{step, order, mode, required_count, approvers, approver_ids, deadline, notes, skipped}].
        """
        self.ensure_one()
        self.check_access('read')
        if not self._approval_required():
            return []
        facts = self._get_approval_facts()
        route = self.env['company.approval.route']._find_by_facts(self._name, facts, self)
        if not route:
            self._raise_no_route(facts)
        plan = route._resolve(facts, self)
        route._plan_deadlines(plan, fields.Datetime.now(), facts['company'], self._get_deadline_factor())
        return [self._format_plan_entry(entry) for entry in plan]

    @api.model
    def _format_plan_entry(self, entry):
        return {
            'step': entry['name'], 'order': entry['order'], 'mode': entry['mode'],
            'required_count': entry['required_count'] if entry['mode'] == 'n_of' else 0,
            'approvers': [approver['user'].name for approver in entry['approvers']],
            'approver_ids': [approver['user'].id for approver in entry['approvers']],
            'deadline': fields.Datetime.to_string(entry['deadline']) or False,
            'notes': entry['notes'] + ([entry['problem']] if entry['problem'] else []),
            'skipped': entry['skipped'],
        }
