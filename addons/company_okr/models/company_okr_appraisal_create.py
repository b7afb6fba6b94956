from odoo import models
from odoo.exceptions import UserError


class CompanyOkrCycle(models.Model):
    _inherit = "company.okr.cycle"

    def action_create_appraisals(self):
        """Make the appraisals of everybody who has a published plan in this cycle, with the objectives as they stand
        and the criteria of the values; may run again for people who came later (R2 §5.4.1).

        :return: number of appraisals made
        :raise UserError: the cycle is not in scoring, or nobody has a published plan
        :raise AccessError: not HR performance
        """
        self.ensure_one()
        self._check_hr()
        self._check_state("scoring")
        plans_sudo = self.env["company.okr.plan"].sudo().search([
            ("cycle_id", "=", self.id), ("state", "in", ("published", "closed")), ("user_id", "!=", False),
            ("employee_id.active", "=", True), ("level", "!=", "company")])
        appraisals = self.env["company.okr.appraisal"]._make(self, plans_sudo)
        if not plans_sudo:
            raise UserError(self.env._(
                "%(cycle)s: nobody has a published plan in this cycle, so there is nothing to score.",
                cycle=self.name))
        return len(appraisals)


class CompanyOkrAppraisal(models.Model):
    _inherit = "company.okr.appraisal"

    def _make(self, cycle, plans_sudo):
        """Appraisals of the people of these plans who have none yet, with lines, criteria and to-dos, in batches."""
        known = set(self.sudo().search([("cycle_id", "=", cycle.id)]).employee_id.ids)
        by_person = {}
        for plan in plans_sudo.sorted(lambda plan: (("department", "module", "position").index(plan.level), plan.id)):
            if plan.employee_id.id not in known:
                by_person.setdefault(plan.employee_id.id, plan)
        leaders = self._get_leaders(cycle.company_id)
        appraisals_sudo = self.sudo()._as_engine().create(
            [self._prepare_appraisal(cycle, plan, leaders) for plan in by_person.values()])
        appraisals_sudo._make_rows()
        self.env["company.todo"]._open(
            "okr.self_score", appraisals_sudo, {one.id: one.user_id for one in appraisals_sudo},
            {one.id: one.display_name for one in appraisals_sudo}, deadline=cycle._get_scoring_deadline())
        return appraisals_sudo

    def _prepare_appraisal(self, cycle, plan, leaders):
        employee, unit = plan.employee_id, plan.department_id or plan.employee_id.department_id
        module, department = self._get_units(unit) if plan.level != "department" else (unit.browse(), unit)
        return {
            "company_id": cycle.company_id.id, "cycle_id": cycle.id, "employee_id": employee.id,
            "user_id": employee.user_id.id, "plan_id": plan.id, "department_id": department.id,
            "module_id": module.id, "unit_id": unit.id,
            **self._prepare_assessors(employee, plan.level, module, department, leaders)}

    def _get_units(self, unit):
        """(module, department): the nearest module at or above the unit and what it stands under; else the unit."""
        module = unit
        while module and not module.is_okr_module:
            module = module.parent_id
        return module, module.parent_id or unit

    def _prepare_assessors(self, employee, plan_level, module, department, leaders):
        """Who scores a person, and as what (R2 §5.4.2): nobody himself, and nobody who is gone."""
        module_head = module.manager_id if self._can_score(module.manager_id) else module.manager_id.browse()
        if plan_level == "department" or employee == department.manager_id:
            level, final, module_head = "department", (leaders - employee)[:1], module_head.browse()
        else:
            level = "module" if employee == module.manager_id or plan_level == "module" else "position"
            final = self._find_head(department, employee) or (leaders - employee)[:1]
            if level == "module" or module_head == final:
                module_head = module_head.browse()
        return {
            "level": level, "module_head_id": module_head.id, "module_head_user_id": module_head.user_id.id,
            "department_head_id": final.id, "department_head_user_id": final.user_id.id}

    def _can_score(self, head):
        return head.active and head.user_id.active

    def _find_head(self, unit, employee):
        """The head of the unit, or the nearest above, who is in the company, has a user and is somebody else."""
        while unit and (unit.manager_id == employee or not self._can_score(unit.manager_id)):
            unit = unit.parent_id
        return unit.manager_id

    def _get_leaders(self, company):
        """The general manager, and the chairman for the general manager, as nobody scores himself."""
        holders = self.env["company.role"]._get_holders
        return (holders("general_manager", company) | holders("chairman", company)).filtered(self._can_score)

    def _make_rows(self):
        criteria = self.env["company.okr.criterion"].sudo().search([
            ("company_id", "in", [*self.company_id.ids, False])])
        self.env["company.okr.appraisal.value"].sudo()._as_engine().create([
            {"appraisal_id": appraisal.id, "company_id": appraisal.company_id.id, "criterion_id": criterion.id,
             "weight": criterion.weight}
            for appraisal in self for criterion in criteria if criterion.company_id in (
                criterion.company_id.browse(), appraisal.company_id)])
        self.env["company.okr.appraisal.line"].sudo()._as_engine().create([
            {"appraisal_id": appraisal.id, "company_id": appraisal.company_id.id, "objective_id": objective.id,
             "overarching_id": objective.overarching_id.id, "name": objective.name, "weight": objective.weight,
             "sequence": objective.sequence, "progress": objective.progress,
             "is_counted": all(stage.state == "dropped" for stage in objective.stage_ids)}
            for appraisal in self for objective in appraisal.plan_id.objective_ids if objective.state != "dropped"])
