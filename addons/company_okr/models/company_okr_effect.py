from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class CompanyOkrEffect(models.Model):
    """What followed from a result: a decision of people, written down by HR (R2 §5.6.3, §5.6.4).

    It records and decides nothing by itself. The person and the heads above read it once it is confirmed.
    """

    _name = "company.okr.effect"
    _description = "Effect of a Result"
    _inherit = ["company.state.mixin", "mail.thread"]
    _order = "effective_on desc, id desc"
    _check_company_auto = True

    _initial_state = "draft"
    _transitions = frozenset({("draft", "confirmed"), ("confirmed", "withdrawn")})
    _client_fields = {"draft": frozenset({"appraisal_id", "kind_id", "effective_on", "decided_by_id", "text"})}

    appraisal_id = fields.Many2one(
        "company.okr.appraisal", "Appraisal", required=True, index=True, check_company=True, ondelete="restrict",
        domain="[('state', 'in', ('confirmed', 'closed'))]")
    company_id = fields.Many2one(related="appraisal_id.company_id", store=True, index=True)
    cycle_id = fields.Many2one(related="appraisal_id.cycle_id", store=True, index=True)
    employee_id = fields.Many2one(related="appraisal_id.employee_id", string="Person", store=True, index=True)
    user_id = fields.Many2one(related="appraisal_id.user_id", store=True, index=True)
    department_id = fields.Many2one(related="appraisal_id.department_id", store=True, index=True)
    unit_id = fields.Many2one(related="appraisal_id.unit_id", store=True, index=True)
    flag_id = fields.Many2one(
        "company.okr.flag", "Two Lowest Grades", readonly=True, copy=False, index="btree_not_null",
        help="The notice whose plan this is.")
    state = fields.Selection(
        [("draft", "Draft"), ("confirmed", "Confirmed"), ("withdrawn", "Withdrawn")], required=True, default="draft",
        readonly=True, copy=False, index=True, tracking=True)
    kind_id = fields.Many2one("company.okr.effect.kind", "Kind of Effect", required=True, index=True)
    effective_on = fields.Date("Effective on", required=True, default=fields.Date.context_today)
    decided_by_id = fields.Many2one("hr.employee", "Decided by", index=True, check_company=True)
    text = fields.Text("What was decided", required=True)
    withdrawn_reason = fields.Text("Why withdrawn", readonly=True, copy=False)

    @api.depends("kind_id.name", "employee_id.name")
    def _compute_display_name(self):
        for effect in self:
            effect.display_name = " · ".join(filter(None, (effect.kind_id.name, effect.sudo().employee_id.name)))

    @api.constrains("appraisal_id")
    def _check_appraisal(self):
        for effect in self:
            if effect.sudo().appraisal_id.state not in ("confirmed", "closed"):
                raise ValidationError(self.env._("An effect follows from a result that stands."))

    def action_confirm(self):
        """The effect is in force: the person and the heads above read it, its digest is in the ledger.

        :return: True
        :raise UserError: not a draft, nobody named who decided
        :raise AccessError: not HR performance, or an effect of the own result
        """
        self._check_hr()
        self._check_state("draft")
        self._raise_refusals({effect.id: not effect.decided_by_id and self.env._("say who decided it")
                              for effect in self})
        return self.sudo()._confirm()

    def action_withdraw(self, reason):
        """A confirmed effect that does not hold any more; it stays readable with the reason.

        :param str reason: required
        :return: True
        :raise UserError: not confirmed, no reason
        :raise AccessError: not HR performance, or an effect of the own result
        """
        self._check_hr()
        reason = self._check_text(reason, self.env._("Say why it is withdrawn."))
        engine = self.sudo()
        engine._set_state("withdrawn")
        engine._as_engine().write({"withdrawn_reason": reason})
        return True

    def _confirm(self):
        self._set_state("confirmed")
        for effect in self:
            proof = effect.appraisal_id._prepare_proof(
                kind=effect.kind_id.name, effective_on=str(effect.effective_on), text=effect.text)
            self.env["company.ledger.entry"]._append("okr.effect", effect.appraisal_id, proof)
        return True

    def _check_hr(self):
        self.check_access("write")
        if not self.env.user.has_group("company_okr.group_hr"):
            raise AccessError(self.env._("Only HR performance does this (R2 §4.1)."))
