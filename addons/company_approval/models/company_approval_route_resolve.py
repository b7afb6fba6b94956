from odoo import api, models

from ..engine import resolution

TOP_ROLES = ('general_manager', 'chairman')


class CompanyApprovalRoute(models.Model):
    """Who will have to approve: used by submission, preview and simulation alike; writes nothing."""
    _inherit = 'company.approval.route'

    def _resolve(self, facts, document=None):
        """Plan of the steps, in order: dicts with route_step, name, order, lane, level, approvers, skipped, problem.

        `approvers` is a list of {'user', 'origin', 'origin_user'}.
        """
        self.ensure_one()
        route_sudo = self.sudo()
        facts = dict(facts, barred=set() if route_sudo.allow_self_approval else {
            facts['requester'].id, facts['submitter'].id})
        plan = []
        steps_sudo = self.env['company.approval.route.step'].sudo().search_fetch(
            [('route_id', '=', self.id)], order='order, sequence, id')
        for lane, step in enumerate(steps_sudo):
            plan += step._resolve(facts, lane, document)
        return plan

    @api.model
    def _plan_deadlines(self, plan, start, company, factor=1.0):
        """Set `deadline` of the planned steps, each beginning when all before it used their time.

        `factor` shortens them where the document is urgent.
        """
        compute_due = self.env['company.deadline.mixin']._compute_due
        group_start, group_end, order, lane_time = start, start, None, {}
        for entry in plan:
            if entry['order'] != order:
                order, group_start, lane_time = entry['order'], group_end, {}
            begin = lane_time.get(entry['lane'], group_start)
            step = entry['route_step']
            entry['deadline'] = False
            if not entry['skipped'] and step.deadline_amount:
                entry['deadline'] = compute_due(
                    begin, step.deadline_amount * factor, step.deadline_unit, company)
                lane_time[entry['lane']] = entry['deadline']
                group_end = max(group_end, entry['deadline'])

    # ------------------------------------------------------------------
    # People
    # ------------------------------------------------------------------

    @api.model
    def _get_employee(self, user, company):
        """The employee of a user in a company (superuser mode)."""
        return self.env['hr.employee'].sudo().with_context(active_test=False).search_fetch(
            [('user_id', '=', user.id), ('company_id', '=', company.id)], ('department_id', 'parent_id'),
            order='active desc', limit=1)

    @api.model
    def _get_managers(self, employee):
        """Employees above an employee, nearest first."""
        employees_sudo = self.env['hr.employee'].sudo()
        parent_of = lambda employee_id: employees_sudo.browse(employee_id).parent_id.id  # noqa: E731
        return employees_sudo.browse(resolution.walk_up(employee.id, parent_of)) if employee else employees_sudo

    @api.model
    def _is_available(self, user, company):
        user._load_people(user._prefetch_ids)
        return bool(user and user.active and not user.share and company.id in user._get_company_ids())

    @api.model
    def _get_stand_in(self, user, company, model_name, escalation_type='none', escalation_role=None, barred=()):
        """Who takes the place of somebody who is gone: his delegate, else the escalation target; empty: nobody."""
        delegates = self.env['company.approval.delegation']._get_delegates(user, model_name)
        others = self._get_escalation_users(user, company, escalation_type, escalation_role)
        fitting = (delegates + others).filtered(lambda u: u.id not in barred and self._is_available(u, company))
        return fitting[:1]

    @api.model
    def _get_escalation_users(self, user, company, escalation_type, escalation_role=None):
        """Users a step of `user` escalates to, nearest first."""
        if escalation_type == 'role' and escalation_role:
            return self.env['company.role']._get_users(escalation_role.code, company)
        if escalation_type == 'manager':
            return self._get_managers(self._get_employee(user, company)).user_id
        return self.env['res.users'].sudo()

    @api.model
    def _get_substitutes(self, facts):
        """Ids of those who may decide where the requester himself would have to: his managers, then the top."""
        employee = self._get_employee(facts['requester'], facts['company'])
        for manager in self._get_managers(employee):
            if self._is_available(manager.user_id, facts['company']):
                yield manager.user_id.id
        for code in TOP_ROLES:
            for user in self.env['company.role']._get_users(code, facts['company']):
                if self._is_available(user, facts['company']):
                    yield user.id


class CompanyApprovalRouteStep(models.Model):
    _inherit = 'company.approval.route.step'

    def _resolve(self, facts, lane, document=None):
        self.ensure_one()
        base = {'route_step': self, 'name': self.name, 'order': self.order, 'lane': lane, 'level': 0, 'mode': self.mode,
                'required_count': self.required_count, 'approvers': [], 'skipped': False, 'problem': False,
                'notes': []}
        if self.condition and document is not None:
            domain = self.route_id._eval_domain(self.condition)
            if not document.sudo().filtered_domain(domain):
                return [dict(base, skipped=True, notes=[self.env._("Not needed: its condition doesn't apply.")])]
        if self.condition and document is None:
            base['notes'] = [self.env._("Only if: %s", self.condition)]
        if self.approver_type == 'manager_chain':
            return self._resolve_chain(facts, base)
        return [self._resolve_flat(facts, base, self._get_candidates(facts, document))]

    def _resolve_chain(self, facts, base):
        """One step for each manager above the requester."""
        Route = self.env['company.approval.route']
        users = self.env['res.users'].sudo()
        for manager in Route._get_managers(Route._get_employee(facts['requester'], facts['company'])):
            user = manager.user_id
            if user and not Route._is_available(user, facts['company']):
                user = self._get_delegate(user, facts)
            users |= user
        chain = resolution.collapse_chain(users.ids, facts['barred'], self.chain_levels)
        if len(chain) <= 1:
            return [self._resolve_flat(facts, dict(base, mode='any'), users.browse(chain))]
        names = self.env._
        return [dict(base, mode='any', level=level, approvers=[self._approver(users.browse(user_id))],
                     name=names("%(step)s %(level)s", step=self.name, level=level + 1))
                for level, user_id in enumerate(chain)]

    def _get_delegate(self, user, facts):
        model_name = self.route_id.res_model
        return self.env['company.approval.route']._get_stand_in(user, facts['company'], model_name,
                                                                barred=facts['barred'])

    def _resolve_flat(self, facts, base, candidates):
        """Fill `approvers`: gone people replaced, the requester's place taken by those above him."""
        Route = self.env['company.approval.route']
        approvers, missing = {}, []
        for user in candidates:
            if Route._is_available(user, facts['company']):
                approvers.setdefault(user.id, self._approver(user))
                continue
            other = Route._get_stand_in(user, facts['company'], self.route_id.res_model, self.escalation_type,
                                        self.escalation_role_id, facts['barred'])
            if other:
                approvers.setdefault(other.id, self._approver(other, 'absent', user))
            else:
                missing.append(user)
        if not candidates and self.escalation_type == 'role':
            for user in Route._get_escalation_users(None, facts['company'], 'role', self.escalation_role_id):
                approvers.setdefault(user.id, self._approver(user, 'escalation'))
        needed = resolution.needed_count(base['mode'], base['required_count'])
        own = bool(approvers.keys() & facts['barred']) or (
            not candidates and self.approver_type in ('requester_manager', 'manager_chain'))
        persons, added = resolution.fill_up(
            list(approvers), facts['barred'], needed, Route._get_substitutes(facts) if own else ())
        for user_id in added:
            approvers[user_id] = self._approver(Route.env['res.users'].sudo().browse(user_id), 'self',
                                                facts['requester'])
        entry = dict(base, approvers=[approvers[user_id] for user_id in persons])
        entry['problem'] = self._get_problem(base['mode'], persons, needed, missing)
        entry['notes'] = base['notes'] + self._get_notes(facts, approvers, persons, missing)
        return entry

    def _get_problem(self, mode, persons, needed, missing):
        if len(persons) < needed:
            return self.env._("nobody can approve step “%(step)s” (%(kind)s): %(found)s of %(needed)s found",
                              step=self.name, kind=self._get_type_label(), found=len(persons), needed=needed)
        if missing and mode in ('all', 'sequential'):
            return self.env._("%(users)s in step “%(step)s” cannot approve any more and has no delegate",
                              users=", ".join(user.name for user in missing), step=self.name)
        return False

    def _get_notes(self, facts, approvers, persons, missing):
        notes = []
        if facts['barred'] & approvers.keys():
            notes.append(self.env._("The requester does not approve his own request."))
        for user_id in persons:
            if approvers[user_id]['origin'] in ('absent', 'self') and approvers[user_id]['origin_user']:
                notes.append(self.env._("%(user)s in place of %(other)s", user=approvers[user_id]['user'].name,
                                        other=approvers[user_id]['origin_user'].name))
        notes += [self.env._("%s cannot approve any more.", user.name) for user in missing]
        return notes

    @api.model
    def _approver(self, user, origin='route', origin_user=None):
        return {'user': user, 'origin': origin, 'origin_user': origin_user}

    def _get_type_label(self):
        return dict(self._fields['approver_type']._description_selection(self.env))[self.approver_type]

    def _get_candidates(self, facts, document):
        """Users named by the step, archived ones included."""
        step_sudo = self.sudo().with_context(active_test=False)
        users_sudo = self.env['res.users'].sudo()
        company = facts['company']
        if step_sudo.approver_type == 'users':
            return step_sudo.user_ids.with_context(active_test=True)
        if step_sudo.approver_type == 'group':
            return users_sudo.search([('all_group_ids', 'in', step_sudo.group_id.id), ('share', '=', False),
                                      ('company_ids', 'in', company.id)], order='id')
        if step_sudo.approver_type == 'job':
            return self.env['hr.employee'].sudo().search(
                [('job_id', '=', step_sudo.job_id.id), ('company_id', '=', company.id)], order='id').user_id
        if step_sudo.approver_type == 'role':
            return self.env['company.role']._get_users(step_sudo.role_id.code, company)
        if step_sudo.approver_type == 'department_manager':
            return self._get_department_manager(facts['department'].sudo())
        if step_sudo.approver_type == 'requester_manager':
            Route = self.env['company.approval.route']
            return Route._get_managers(Route._get_employee(facts['requester'], company)).user_id[:1]
        return self._get_field_users(document)

    def _get_department_manager(self, department):
        """Manager of the department, or of the nearest department above that has one."""
        while department:
            if department.manager_id.user_id:
                return department.manager_id.user_id
            department = department.parent_id
        return self.env['res.users'].sudo()

    def _get_field_users(self, document):
        users_sudo = self.env['res.users'].sudo()
        if document is None:
            return users_sudo
        value = document.sudo().with_context(active_test=False).mapped(self.user_field)
        if value._name == 'hr.employee':
            value = value.user_id
        return value if value._name == 'res.users' else users_sudo
