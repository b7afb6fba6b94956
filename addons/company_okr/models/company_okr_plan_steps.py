from odoo import fields, models

from ..engine.rounding import exact


class CompanyOkrPlan(models.Model):
    """Agreement and publication (R2 §5.1, R14 §3: staff proposes, manager reviews, company approves)."""

    _inherit = "company.okr.plan"
    _approval_resubmit_rejected = True

    # ------------------------------------------------------------------
    # Approval (R14 §3: staff proposes, manager reviews, company approves)
    # ------------------------------------------------------------------

    def _approval_category(self):
        return self.level

    def _approval_requester(self):
        self.ensure_one()
        return self.user_id or self.create_uid

    def _approval_subject(self):
        return self.display_name

    def _approval_digest_fields(self):
        return [
            "cycle_id", "level", "department_id", "employee_id", "parent_id",
            *(f"objective_ids.{name}" for name in (
                "name", "description", "weight", "is_overarching", "combination", "type_id", "parent_key_result_id",
                "signed_key_results")),
        ]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for plan in self:
            refusals[plan.id] = refusals.get(plan.id) or plan._get_plan_refusal()
        return refusals

    def _get_plan_refusal(self):
        """Why this plan can't be submitted; False when it can."""
        self.ensure_one()
        if self.state not in ("draft", "adjusting"):
            return self.env._("only a draft is submitted.")
        if self.cycle_id.state not in ("open", "scoring"):
            return self.env._("the cycle “%(cycle)s” is not running.", cycle=self.cycle_id.name)
        if not self._can_edit():
            return self.env._("only the person responsible, the heads above and HR submit it.")
        return False

    def action_submit(self):
        """Submit the plan for agreement; the limits of R2 §5.1.3 and §5.1.5 are checked as controls.

        :return: what the approval mixin returns
        :raise ControlError: numbers of objectives or key results, weights that do not make 100 %, no measure
        """
        for plan in self:
            plan._check_limits()
        return super().action_submit()

    def _check_limits(self):
        """OKR-OBJECTIVES, OKR-KR, OKR-WEIGHT, OKR-MEASURE (R2 §5.1.3, §5.1.5)."""
        self.ensure_one()
        enforce, company = self.env["company.control"]._enforce, self.company_id
        counted = self.objective_ids.filtered(lambda objective: not objective.is_overarching)
        if not company.okr_min_objectives <= len(counted) <= company.okr_max_objectives:
            enforce("OKR-OBJECTIVES", self, self.env._(
                "%(count)s objectives; a plan has %(least)s to %(most)s. Merge or add objectives.",
                count=len(counted), least=company.okr_min_objectives, most=company.okr_max_objectives))
        tops = self.objective_ids.filtered(lambda objective: not objective.overarching_id)
        total = sum(map(exact, tops.mapped("weight")))
        if total != 100:
            enforce("OKR-WEIGHT", self, self.env._(
                "the weights of the objectives make %(total)s %%, not 100 %%; those under an overarching objective "
                "have none.", total=f"{total.normalize():f}"))
        for objective in self.objective_ids:
            objective._check_limits()

    # ------------------------------------------------------------------
    # What the approval does to the plan
    # ------------------------------------------------------------------

    def _on_approval_submitted(self, approval):
        self._set_state("submitted")

    def _on_approval_approved(self, approval):
        self._set_state("approved")
        self._publish()

    def _on_approval_rejected(self, approval):
        self._take_back()

    def _on_approval_returned(self, approval):
        self._take_back()

    def _on_approval_withdrawn(self, approval):
        self._take_back()

    def _take_back(self):
        for plan in self:
            plan._set_state("adjusting" if plan.version_ids else "draft")

    def action_publish(self):
        """Publish agreed plans to the company (R2 §5.1.5C). Agreed plans are published at once; this door serves
        plans whose company agrees first and publishes later.

        :return: True
        :raise UserError: not agreed
        """
        self.check_access("write")
        self._check_state("approved")
        self._publish()
        return True

    def _publish(self):
        self._set_state("published")
        self._as_engine().write({"published_on": fields.Datetime.now()})
        for plan in self:
            self.env["company.ledger.entry"]._append("okr.published", plan, {
                "plan": plan.name, "cycle": plan.cycle_id.name, "level": plan.level,
                "version": plan._keep_version(), "objectives": plan.objective_ids.mapped("name")})

    # ------------------------------------------------------------------
    # Who may write
    # ------------------------------------------------------------------

    def _can_edit(self):
        """The person responsible, the heads above and HR; for the company's plan the strategy authors, too."""
        self.ensure_one()
        user = self.env.user
        if self.env.su or user.has_group("company_okr.group_hr"):
            return True
        if self.level == "company" and user.has_group("company_okr.group_head"):
            return True
        plan_sudo = self.sudo()
        return user in (plan_sudo.user_id | plan_sudo._get_heads() | plan_sudo.create_uid)

    def _get_heads(self):
        """Users of the heads of the unit and of all units above."""
        self.ensure_one()
        return (self.department_id or self.employee_id.department_id)._get_okr_heads()
