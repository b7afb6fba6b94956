from odoo import api, fields, models

from odoo.addons.company_base.tools.engine import as_engine
from odoo.addons.company_base.tools.fields import EvidenceMany2one

from ..engine import sanctions

STATES = [
    ("draft", "Draft"),
    ("hearing", "Hearing"),
    ("approval", "In Approval"),
    ("decided", "Decided"),
    ("closed", "Carried Out"),
    ("dismissed", "Dismissed"),
]
NATURES = [
    ("breach", "Breach of the Procedure or of Filing"),
    ("bribery", "Gifts, Kickbacks or Bribes"),
    ("negligence", "Grave Failure of Duty"),
    ("crime", "Suspected Crime"),
]
SEVERITIES = [("minor", "Slight"), ("medium", "Medium"), ("serious", "Serious"), ("grave", "Grave")]
SANCTIONS = [
    ("criticism", "Criticism by the Head in Charge"),
    ("pay_cut", "Pay Cut"),
    ("probation", "Back to Probation"),
    ("demotion", "Demotion"),
    ("dismissal", "Dismissal"),
]
DECIDED = ("decided", "closed")
FACTS = frozenset({
    "clause", "fact", "occurred_on", "nature", "severity", "loss_amount", "sanction", "milder_reason",
    "compensation_amount", "evidence_ids",
})


class CompanyPurchaseViolation(models.Model):
    """A violation of the purchase regulations: fact, evidence, hearing of the person, sanction by the ladder.

    Confidential: internal audit, HR and the heads of the company read it, its approvers do while they decide, and the
    person after the decision; nobody reads what concerns himself before (R4 §五.2).
    """

    _name = "company.purchase.violation"
    _description = "Purchase Violation"
    _number_prefix = "WJ%(year)s%(month)s-"
    _inherit = [
        "company.state.mixin", "company.approval.mixin", "company.purchase.confidential.mixin", "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    _transitions = frozenset({
        ("draft", "hearing"), ("draft", "approval"), ("hearing", "approval"), ("hearing", "draft"),
        ("approval", "draft"), ("approval", "decided"), ("decided", "closed"),
        ("draft", "dismissed"), ("hearing", "dismissed"),
    })
    _client_fields = {
        "draft": FACTS | {"employee_id", "finding_id", "complaint_id", "sourcing_id", "order_id"},
        "hearing": FACTS,
    }
    _client_unlink_states = frozenset()
    _approval_resubmit_rejected = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one("res.company", required=True, index=True, copy=False,
                                 default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(STATES, default="draft", required=True, index=True, copy=False)
    reporter_id = fields.Many2one("res.users", "Reported By", required=True, readonly=True, index=True, copy=False,
                                  default=lambda self: self.env.user)
    employee_id = fields.Many2one("hr.employee", "Person Concerned", required=True, index=True, check_company=True,
                                  copy=False)
    person_user_id = fields.Many2one(related="employee_id.user_id", string="User of the Person", store=True,
                                     index="btree_not_null")
    department_id = fields.Many2one(related="employee_id.department_id", string="Department of the Person", store=True)
    finding_id = EvidenceMany2one("company.control.finding", "Finding", index=True, copy=False)
    complaint_id = fields.Many2one("company.purchase.complaint", "Complaint", index="btree_not_null", copy=False,
                                   check_company=True, ondelete="restrict")
    sourcing_id = fields.Many2one("company.purchase.sourcing", "Sourcing Case", index="btree_not_null", copy=False,
                                  check_company=True, ondelete="restrict")
    order_id = fields.Many2one("purchase.order", "Order", index="btree_not_null", copy=False, check_company=True,
                               ondelete="restrict")
    clause = fields.Char("Clause Violated", copy=False, help="Regulation and clause, such as R4 §二.5.")
    fact = fields.Text("Facts", required=True, copy=False)
    occurred_on = fields.Date(required=True, copy=False, default=fields.Date.context_today)
    nature = fields.Selection(NATURES, required=True, default="breach", copy=False,
                              help="Bribery and grave failure of duty lead to dismissal, a crime to the judicial "
                                   "authorities (R4 §五.2.3).")
    severity = fields.Selection(SEVERITIES, required=True, default="minor", copy=False,
                                help="Decides the sanction of a repeated violation (R4 §五.2.2).")
    loss_amount = fields.Monetary("Loss of the Company", copy=False)
    evidence_ids = fields.Many2many("ir.attachment", "company_purchase_violation_evidence_rel", string="Evidence",
                                    copy=False)
    earlier_count = fields.Integer("Earlier Violations", compute="_compute_proposal", store=True)
    ladder_step = fields.Integer("Time", compute="_compute_proposal", store=True,
                                 help="First, second … confirmed violation within the months of the settings.")
    proposed_sanction = fields.Selection(SANCTIONS, "Sanction by the Ladder", compute="_compute_proposal", store=True)
    judicial = fields.Boolean("To the Judicial Authorities", compute="_compute_proposal", store=True)
    sanction = fields.Selection(SANCTIONS, copy=False, help="Left empty: the sanction by the ladder (R4 §五.2.2).")
    milder_reason = fields.Text("Reason of a Milder Sanction", copy=False)
    compensation_amount = fields.Monetary("Compensation", copy=False,
                                          help="Losses are compensated by whoever caused them (R4 §五.2.3).")
    hearing_ids = fields.One2many("company.purchase.hearing", "violation_id", "Hearing", copy=False)
    statement = fields.Text("Statement of the Person", compute="_compute_statement")
    head_user_ids = fields.Many2many("res.users", compute="_compute_signers", string="Head in Charge")
    hr_user_ids = fields.Many2many("res.users", compute="_compute_signers", string="Human Resources")
    company_head_user_ids = fields.Many2many("res.users", compute="_compute_signers", string="Head of the Company")
    decided_on = fields.Datetime(readonly=True, copy=False)
    read_on = fields.Datetime("Read by the Person", readonly=True, copy=False)
    execution_note = fields.Text("How It Was Carried Out", readonly=True, copy=False)
    dismiss_reason = fields.Text("Reason of the Dismissal of the Matter", readonly=True, copy=False)
    can_lead = fields.Boolean(compute="_compute_can_lead")
    is_own = fields.Boolean(compute="_compute_can_lead")

    _loss_positive = models.Constraint("CHECK(COALESCE(loss_amount, 0) >= 0 AND COALESCE(compensation_amount, 0) >= 0)",
                                       "Loss and compensation can't be negative.")
    _name_company_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "The number of a violation is given once per company.")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("employee_id", "occurred_on", "nature", "severity", "loss_amount")
    def _compute_proposal(self):
        """The step of the ladder, frozen once it is decided."""
        for violation in self:
            if violation.state in DECIDED:
                violation.earlier_count = violation.earlier_count
            else:
                violation.update(violation._get_proposal())

    def _get_proposal(self):
        """Values of the step of the ladder as of now."""
        earlier = self._count_earlier()
        result = sanctions.propose(self.nature or "breach", self.severity or "minor", earlier, self.loss_amount)
        return {"earlier_count": earlier, "ladder_step": result["step"], "proposed_sanction": result["sanction"],
                "judicial": result["judicial"]}

    def _count_earlier(self):
        if not self.employee_id or not self.occurred_on:
            return 0
        others = self.sudo().search_fetch([
            ("employee_id", "=", self.employee_id.id), ("state", "in", DECIDED), ("id", "not in", self._origin.ids)],
            ["occurred_on"])
        months = self.company_id.sudo().purchase_violation_months or 24
        return sanctions.count_earlier(self.occurred_on, others.mapped("occurred_on"), months)

    @api.depends("hearing_ids.statement")
    def _compute_statement(self):
        for violation in self:
            texts = violation.sudo().hearing_ids.filtered("statement").sorted("id").mapped("statement")
            violation.statement = "\n".join(texts) or False

    @api.depends("employee_id", "reporter_id", "company_id")
    def _compute_signers(self):
        """Head in charge → HR → head of the company; never the person himself nor whoever reported it."""
        for violation in self:
            company, employee = violation.company_id, violation.employee_id.sudo()
            barred = employee.user_id | violation.reporter_id
            top = company._get_discipline_users("general_manager") - barred
            top = top or company._get_discipline_users("chairman") - barred
            head = (employee.parent_id.user_id | employee.department_id.manager_id.user_id)[:1] - barred
            violation.head_user_ids = head or top[:1]
            violation.hr_user_ids = company._get_discipline_users("hr_performance") - barred or top[:1]
            violation.company_head_user_ids = top[:1]

    @api.depends_context("uid")
    @api.depends("company_id", "person_user_id")
    def _compute_can_lead(self):
        user = self.env.user
        for violation in self:
            violation.is_own = violation.person_user_id == user
            violation.can_lead = not violation.is_own and user in violation.company_id._get_discipline_users()

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_origin(vals)
        violations = super().create(vals_list)
        for violation in violations:
            number = self.env["ir.sequence"].sudo().with_company(violation.company_id).next_by_code(self._name)
            violation._as_engine().write({"name": number or "/"})
        violations._adopt_evidence()
        return violations

    def write(self, vals):
        self._check_origin(vals)
        result = super().write(vals)
        if "evidence_ids" in vals:
            self._adopt_evidence()
        return result

    def _check_origin(self, vals):
        """Read right on what a client links the violation to."""
        if self.env.su:
            return
        for name in ("finding_id", "complaint_id", "sourcing_id", "order_id"):
            if vals.get(name):
                self.env[self._fields[name].comodel_name].browse(vals[name]).check_access("read")

    def _adopt_evidence(self):
        """Files uploaded before the record was saved become files of the record, read like it."""
        for violation in self:
            files_sudo = violation.sudo().evidence_ids.filtered(
                lambda file: not file.res_id and file.create_uid == self.env.user)
            if files_sudo:
                as_engine(files_sudo).write({"res_model": self._name, "res_id": violation.id})
