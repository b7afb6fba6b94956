from odoo import api, fields, models
from odoo.exceptions import AccessError

COMPANY_REASONS = ("strategy", "structure", "market", "management")


class CompanyOkrAdjustment(models.Model):
    """Application to change a published plan (R2 §5.2).

    Goals of a department change only for the reasons A to D, on its application, after HR's assessment, by the CEO;
    modules and positions follow a change of their department or a finished stage, inside the department.
    """

    _name = "company.okr.adjustment"
    _description = "OKR Adjustment"
    _inherit = [
        "company.number.mixin", "company.approval.mixin", "company.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _number_prefix = "OKRT%(year)s-"

    _initial_state = "draft"
    _transitions = frozenset({
        ("draft", "submitted"), ("submitted", "draft"), ("submitted", "approved"), ("submitted", "rejected"),
        ("approved", "done")})
    _client_fields = {"draft": frozenset({"plan_id", "ground", "reason", "company_id"})}

    name = fields.Char("Number", required=True, readonly=True, default="/", copy=False)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    plan_id = fields.Many2one(
        "company.okr.plan", "Plan", required=True, index=True, check_company=True,
        domain="[('state', '=', 'published')]")
    level = fields.Selection(related="plan_id.level")
    department_id = fields.Many2one(related="plan_id.department_id", store=True, index=True)
    user_id = fields.Many2one("res.users", "Applicant", index=True, readonly=True, copy=False,
                              default=lambda self: self.env.user)
    ground = fields.Selection([
        ("strategy", "A: The company's strategy changed"), ("structure", "B: The organisation changed"),
        ("market", "C: The market changed"), ("management", "D: Recognised by the management"),
        ("department", "The department's goals changed"), ("stage", "The stage is finished")], required=True)
    reason = fields.Text("What changes and why", required=True)
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "Waiting for Approval"), ("approved", "Approved"), ("done", "Adjusted"),
         ("rejected", "Rejected")], required=True, default="draft", readonly=True, copy=False, index=True,
        tracking=True)

    @api.depends("name", "plan_id.display_name")
    def _compute_display_name(self):
        for adjustment in self:
            adjustment.display_name = f"{adjustment.name} {adjustment.plan_id.display_name or ''}"

    def _approval_category(self):
        return self.level or ""

    def _approval_subject(self):
        return self.display_name

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for adjustment in self:
            refusals[adjustment.id] = refusals.get(adjustment.id) or (
                adjustment.plan_id.state != "published" and self.env._("only a published plan is adjusted")
                or adjustment.plan_id.cycle_id.state == "closed" and self.env._("its cycle is closed")
                or adjustment._has_rival() and self.env._(
                    "another application for this plan is under way; wait for it, or withdraw it"))
        return refusals

    def _has_rival(self):
        return bool(self.sudo().search_count([
            ("plan_id", "=", self.plan_id.id), ("state", "in", ("submitted", "approved")), ("id", "!=", self.id)],
            limit=1))

    def action_submit(self):
        """Ask for the adjustment; the grounds are checked (OKR-ADJUST, R2 §5.2.1, §5.2.2).

        :return: True
        :raise ControlError: the ground does not fit the level of the plan
        :raise AccessError: neither responsible for the plan nor a head above nor HR
        """
        for adjustment in self:
            if not adjustment.plan_id._can_edit():
                raise AccessError(self.env._(
                    "%(adjustment)s: the person responsible, the heads above and HR ask for adjustments.",
                    adjustment=adjustment.display_name))
            adjustment._check_ground()
        return super().action_submit()

    def _check_ground(self):
        self.ensure_one()
        enforce = self.env["company.control"]._enforce
        if self.level in ("company", "department"):
            if self.ground not in COMPANY_REASONS:
                enforce("OKR-ADJUST", self, self.env._(
                    "goals of a department change only for the reasons A to D (R2 §5.2.1)."))
        elif self.ground == "department" and not self._has_department_changed():
            enforce("OKR-ADJUST", self, self.env._(
                "the goals of the department above were not adjusted since this plan was published (R2 §5.2.2)."))
        elif self.ground == "stage" and not any(one.state != "running" for one in self.plan_id.objective_ids):
            enforce("OKR-ADJUST", self, self.env._(
                "no objective of this plan is finished yet; close it in the review first (R2 §5.2.2)."))

    def _has_department_changed(self):
        above, since = self.plan_id.parent_id, self.plan_id.published_on
        while above:
            if above.published_on and since and above.published_on > since and len(above.version_ids) > 1:
                return True
            above = above.parent_id
        return False

    def _on_approval_submitted(self, approval):
        self._set_state("submitted")

    def _on_approval_approved(self, approval):
        self._set_state("approved")
        for plan in self.plan_id:
            plan._approval_engine().write({"approval_state": "returned"})
            plan._set_state("adjusting")

    def _on_approval_rejected(self, approval):
        self._set_state("rejected")

    def _on_approval_returned(self, approval):
        self._set_state("draft")

    def _on_approval_withdrawn(self, approval):
        self._set_state("draft")
