from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

AGREEMENT = [("proposed", "Proposed"), ("change", "Change asked"), ("accepted", "Accepted")]
TEXTS = frozenset({
    "name", "description", "weight", "is_overarching", "overarching_id", "combination", "type_id",
    "parent_key_result_id", "key_result_ids"})


class CompanyOkrObjective(models.Model):
    """Discussion of a draft, objective by objective: proposed from below, accepted or sent for change from above.

    It goes before the approval, which decides (R2 §5.1.1, §5.1.2 协商; R14 §3: staff proposes, the manager reviews, the
    company approves). Who changes the text of an objective proposes it anew.
    """

    _inherit = "company.okr.objective"

    agreement = fields.Selection(
        AGREEMENT, required=True, default="proposed", readonly=True, copy=False, index=True, tracking=True,
        help="What the heads said in the discussion of the draft. The approval comes after it.")
    remark = fields.Text("Head's Remark", readonly=True, copy=False)
    remark_by_id = fields.Many2one("res.users", "Remark by", readonly=True, copy=False)
    remark_on = fields.Datetime(readonly=True, copy=False)
    can_remark = fields.Boolean(compute="_compute_can_remark")
    plan_state = fields.Selection(related="plan_id.state", string="State of the Plan")
    plan_can_write = fields.Boolean(related="plan_id.can_write", string="Plan can be written")
    plan_can_edit = fields.Boolean(related="plan_id.can_edit", string="Steps of the Plan")

    @api.depends("plan_id.state", "plan_id.user_id", "plan_id.department_id")
    @api.depends_context("uid")
    def _compute_can_remark(self):
        for plan, objectives in self.grouped("plan_id").items():
            objectives.can_remark = bool(plan) and plan.state in ("draft", "adjusting") and plan._is_above()

    def action_accept(self, remark=""):
        """Accept a proposed objective before the approval (R14 §3).

        :param str remark: shown to the person responsible
        :return: True
        :raise UserError: the plan is no draft
        :raise AccessError: not a head above, the general manager or HR; one's own plan
        """
        return self._remark("accepted", remark.strip() if isinstance(remark, str) else "")

    def action_ask_change(self, remark):
        """Ask for a change of a proposed objective; a new text proposes it anew (R14 §3).

        :param str remark: what should change, required
        :return: True
        """
        return self._remark("change", self._check_text(remark, self.env._("Say what should change.")))

    def _remark(self, agreement, remark):
        self.check_access("read")
        labels = dict(self._fields["agreement"]._description_selection(self.env))
        for objective in self:
            plan = objective.plan_id
            if not plan._is_above():
                raise AccessError(self.env._(
                    "%(objective)s: the heads above, the general manager and HR accept objectives or ask for changes; "
                    "nobody does so for his own.", objective=objective.name))
            if plan.state not in ("draft", "adjusting"):
                raise UserError(self.env._(
                    "%(objective)s: objectives are discussed while the plan is a draft; now the approval decides.",
                    objective=objective.name))
            objective.sudo()._as_engine().write({
                "agreement": agreement, "remark": remark, "remark_by_id": self.env.uid,
                "remark_on": fields.Datetime.now()})
            plan.sudo().message_post(
                body=self.env._("“%(objective)s”: %(agreement)s. %(remark)s", objective=objective.name,
                                agreement=labels[agreement], remark=remark),
                partner_ids=plan.sudo().user_id.partner_id.ids, author_id=self.env.user.partner_id.id)
        return True

    def _propose_anew(self):
        """The text changed: what the head said belongs to the text before; his remark stays to be read."""
        known = self.sudo().exists().filtered(lambda objective: objective.agreement != "proposed")
        known._as_engine().write({"agreement": "proposed"})

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & TEXTS:
            self._propose_anew()
        return result


class CompanyOkrKeyResult(models.Model):
    _inherit = "company.okr.key.result"

    @api.model_create_multi
    def create(self, vals_list):
        key_results = super().create(vals_list)
        key_results.objective_id._propose_anew()
        return key_results

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & self._client_fields["draft"]:
            self.objective_id._propose_anew()
        return result

    def unlink(self):
        objectives = self.objective_id
        result = super().unlink()
        objectives._propose_anew()
        return result

    def action_propose(self):
        """Window: a new objective of my draft that contributes to this key result (R14 §3, from below).

        :return: action of the form
        :raise UserError: no draft of a lower level in this cycle
        """
        self.ensure_one()
        self.check_access("read")
        level = self.plan_id._get_level_order(self.plan_id.level)
        mine = self.env["company.okr.plan"].search([
            ("cycle_id", "=", self.cycle_id.id), ("user_id", "=", self.env.uid),
            ("state", "in", ("draft", "adjusting"))]).filtered(
                lambda plan: plan._get_level_order(plan.level) > level)[:1]
        if not mine:
            raise UserError(self.env._(
                "You have no draft of a lower level in the cycle “%(cycle)s”. Start your plan under “My OKRs” first; a "
                "published one is opened by an adjustment.", cycle=self.cycle_id.name))
        return {
            "type": "ir.actions.act_window", "res_model": "company.okr.objective", "views": [(False, "form")],
            "target": "new", "name": self.env._("Propose an Objective"),
            "context": {"default_plan_id": mine.id, "default_parent_key_result_id": self.id,
                        "default_name": self.name}}
