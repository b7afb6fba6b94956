from odoo import api, fields, models

from .company_okr_plan import ABOVE

LEADERS = ("general_manager", "chairman")


class CompanyOkrPlan(models.Model):
    """Who drafts which plan (R2 §5.1.1, §5.1.2): goals of a unit come from its head, of a position from its person."""

    _inherit = "company.okr.plan"

    can_write = fields.Boolean("Text can be changed", compute="_compute_can_write", help="By this user, in this state.")
    can_edit = fields.Boolean("Steps can be taken", compute="_compute_can_edit", help="By this user, in any state.")

    @api.depends("state", "user_id", "department_id")
    @api.depends_context("uid")
    def _compute_can_write(self):
        """New plans can be written; the others by the rules, as drafts."""
        writable = self._origin._filtered_access("write")
        for plan in self:
            plan.can_write = not plan._origin or plan._origin in writable and plan.state in ("draft", "adjusting")

    @api.depends("user_id", "department_id")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        for plan in self:
            plan.can_edit = plan._can_edit()

    @api.onchange("cycle_id", "level", "employee_id")
    def _onchange_level(self):
        """What follows from level and person, as long as it is empty: unit and plan above."""
        unit = self.sudo().employee_id.department_id.sudo(False)
        if self.level == "company":
            self.department_id = self.parent_id = False
        elif not self.department_id and (self.level != "module" or unit.is_okr_module):
            self.department_id = unit
        if self.level != "company" and not self.parent_id:
            self.parent_id = self._find_above()

    def _find_above(self):
        """The plan of the module, department or company above in this cycle; empty where there is none."""
        unit = self.department_id
        units = (unit if self.level == "position" else self.env["hr.department"]) | unit.parent_id
        return self.search([
            ("cycle_id", "=", self.cycle_id.id), ("level", "=", ABOVE.get(self.level)), ("state", "!=", "cancelled"),
            "|", ("department_id", "in", units.ids), ("level", "=", "company")], limit=1)

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        plans._check_author()
        return plans

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"employee_id", "department_id", "level", "company_id"}:
            self.check_access("write")      # the rules hold for what it became, too: nobody drafts for a stranger
            self._check_author()
        return result

    def _check_author(self):
        """OKR-AUTHOR: naming oneself responsible gives nobody the goals of a unit or of the company."""
        for plan in self:
            if not plan._is_author():
                self.env["company.control"]._enforce("OKR-AUTHOR", plan, plan._get_author_reason())

    def _is_author(self):
        """Whether this user may draft a plan of this level for this unit and person."""
        self.ensure_one()
        user, plan_sudo = self.env.user, self.sudo()
        if self.env.su or user.has_group("company_okr.group_hr") or user in plan_sudo._get_leaders():
            return True
        if self.level == "company":
            return user.has_group("company_okr.group_head")
        if self.level == "position":
            return user in plan_sudo.user_id | plan_sudo.employee_id.department_id._get_okr_heads()
        return user in plan_sudo.department_id._get_okr_heads()

    def _is_above(self):
        """Whether this user discusses the plan from above: a head, the leaders of the company, HR; not his own."""
        self.ensure_one()
        user, plan_sudo = self.env.user, self.sudo()
        return user != plan_sudo.user_id and (
            user in plan_sudo._get_heads() | plan_sudo._get_leaders() or user.has_group("company_okr.group_hr"))

    def _get_leaders(self):
        """Users of the general manager and the chairman."""
        users = self.env["res.users"]
        return users.union(*(self.env["company.role"]._get_users(role, self.company_id) for role in LEADERS))

    def _get_author_reason(self):
        if self.level == "company":
            return self.env._(
                "goals of the company are drafted by the general manager, the strategy authors and HR performance. "
                "Ask one of them, or write what you propose into the discussion of the company's plan.")
        if self.level == "position":
            return self.env._(
                "the OKR of a position is drafted by the person in it, the heads above him and HR performance. "
                "Ask the person or his head.")
        return self.env._(
            "the OKR of “%(unit)s” is drafted by its head, the heads above and HR performance. Ask the head, or "
            "propose an objective of your own plan that contributes to his.", unit=self.sudo().department_id.name)
