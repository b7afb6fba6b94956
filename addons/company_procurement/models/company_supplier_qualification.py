from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import supplier_state
from .res_partner import SUPPLIER_STATES

STATES = [("draft", "In Preparation"), ("submitted", "In Approval"), ("approved", "In Force")]
CHECK_FIELDS = frozenset({"legal_status", "annual_inspection", "dishonesty", "litigation", "check_note"})


class CompanySupplierQualification(models.Model):
    """The file of a supplier in one company: who he is, what he may supply, his papers and his status.

    One file for each supplier and company, kept for ever. A change of status is asked for in the file, approved, and
    then written to the supplier by the engine; the file is opened again for the next change.
    """

    _name = "company.supplier.qualification"
    _description = "Supplier Qualification"
    _number_prefix = "GYS%(year)s-"
    _inherit = ["company.approval.mixin", "company.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    _transitions = frozenset({
        ("draft", "submitted"), ("submitted", "draft"), ("submitted", "approved"), ("approved", "draft"),
        ("approved", "submitted"),
    })
    _client_fields = {
        "draft": frozenset({
            "partner_id", "kind", "buyer_id", "target_state", "reason", "score_exception", "contact_ids",
            "product_category_ids", "product_ids", "paper_ids", *CHECK_FIELDS}),
        "approved": frozenset({"buyer_id", "contact_ids", "paper_ids"}),
    }
    _client_unlink_states = frozenset()
    _approval_resubmit_rejected = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, copy=False,
                                 default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Supplier", required=True, index=True, copy=False, check_company=True, ondelete="restrict",
        domain="[('parent_id', '=', False)]", tracking=True)
    state = fields.Selection(STATES, "File", default="draft", required=True, readonly=True, copy=False, index=True,
                             tracking=True)
    supplier_state = fields.Selection(
        SUPPLIER_STATES, "Supplier Status", default="candidate", required=True, readonly=True, copy=False, index=True,
        tracking=True, help="Status of the supplier in this company; changed by approval only (R1 §2.4, §3.3).")
    kind = fields.Selection(
        [("company", "Company"), ("person", "Person")], compute="_compute_kind", store=True, readonly=False,
        precompute=True, required=True, copy=False,
        help="Companies hand in the business licence, persons their ID card (R4 §3.1.3.2).")
    buyer_id = fields.Many2one("res.users", "Buyer in Charge", required=True, index=True, copy=False, tracking=True,
                               default=lambda self: self.env.user, domain="[('share', '=', False)]")
    requester_id = fields.Many2one("res.users", "Requested by", readonly=True, copy=False)
    # the change that is asked for
    target_state = fields.Selection(SUPPLIER_STATES, "Wanted Status", copy=False, tracking=True)
    reason = fields.Text("Reason of the Change", copy=False, tracking=True)
    score_exception = fields.Text(
        "Reason without Score", copy=False,
        help="Why the supplier becomes preferred without the score that the settings ask for (R4 §3.2.4.2).")
    effective_on = fields.Datetime("Status since", readonly=True, copy=False)
    # eligibility, R4 §三.1.3.2
    legal_status = fields.Selection(
        [("unchecked", "Not Checked"), ("active", "In Business"), ("closed", "Out of Business"),
         ("revoked", "Licence Revoked"), ("deregistered", "Deregistered")],
        default="unchecked", required=True, copy=False, tracking=True,
        help="Does the supplier still do business? (R4 §3.1.3.2)")
    annual_inspection = fields.Selection(
        [("unchecked", "Not Checked"), ("passed", "Passed"), ("not_required", "Not Required"),
         ("failed", "Not Passed")],
        default="unchecked", required=True, copy=False, tracking=True,
        help="Annual inspection or published annual report (R4 §3.1.3.2).")
    dishonesty = fields.Selection(
        [("unchecked", "Not Checked"), ("none", "None"), ("found", "On Record")], "Dishonesty Record",
        default="unchecked", required=True, copy=False, tracking=True,
        help="Is the supplier on the list of dishonest debtors? (R4 §3.1.3.2)")
    litigation = fields.Selection(
        [("unchecked", "Not Checked"), ("none", "None"), ("minor", "Minor"), ("major", "Major")], "Major Litigation",
        default="unchecked", required=True, copy=False, tracking=True,
        help="Lawsuits that put deliveries at risk (R4 §3.1.3.2).")
    check_note = fields.Text("Findings of the Check", copy=False)
    checked_on = fields.Date("Date of the Check", readonly=True, copy=False)
    checked_by_id = fields.Many2one("res.users", "Checked by", readonly=True, copy=False)
    contact_ids = fields.Many2many(
        "res.partner", "company_supplier_qualification_contact_rel", "qualification_id", "partner_id",
        "Contacts for Price Checks", copy=False, help="Whom the price checker calls (R4 §3.1.3.2).")
    product_category_ids = fields.Many2many(
        "product.category", "company_supplier_qualification_categ_rel", "qualification_id", "category_id",
        "Goods Supplied", copy=False, help="Their subcategories included; counted in the coverage report (R1 §4.1).")
    product_ids = fields.Many2many(
        "product.product", "company_supplier_qualification_product_rel", "qualification_id", "product_id",
        "Single Materials", copy=False, check_company=True)
    paper_ids = fields.One2many("company.supplier.paper", "qualification_id", "Papers", copy=False)
    next_expiry = fields.Date("Next Expiry", compute="_compute_next_expiry", store=True, index=True,
                              help="Day on which the first of the papers in force expires.")
    reminder_stage = fields.Integer(readonly=True, copy=False)
    papers_problem = fields.Char("What the Papers Lack", compute="_compute_problems")
    problem = fields.Text("What Keeps the Supplier from Qualifying", compute="_compute_problems")
    # suspension
    suspension_origin = fields.Selection(
        [("expiry", "Expired Paper"), ("head", "Head of Purchasing"), ("approval", "Approval")], readonly=True,
        copy=False)
    suspension_reason = fields.Text(readonly=True, copy=False)
    suspended_from = fields.Selection(SUPPLIER_STATES, "Status before Suspension", readonly=True, copy=False)
    can_suspend = fields.Boolean(compute="_compute_can_steps")
    can_request = fields.Boolean(compute="_compute_can_steps")

    _partner_company_uniq = models.UniqueIndex(
        "(company_id, partner_id)", "This supplier has a file in the company already.")
    _name_uniq = models.UniqueIndex("(company_id, name) WHERE name != '/'", "The number of a file is unique.")
    _expiry_idx = models.Index("(next_expiry) WHERE supplier_state IN ('qualified', 'preferred')")

    # ------------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------------

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for record in self:
            record.display_name = " ".join(filter(None, (
                record.name if record.name != "/" else self.env._("New File"), record.partner_id.sudo().name)))

    @api.depends("partner_id")
    def _compute_kind(self):
        for record in self:
            record.kind = "person" if record.partner_id and not record.partner_id.is_company else "company"

    @api.depends("paper_ids.state", "paper_ids.expires_on", "paper_ids.kind_id.suspends")
    def _compute_next_expiry(self):
        today = fields.Date.today()
        for record in self:
            papers = record.paper_ids.filtered("kind_id.suspends")
            counting = supplier_state.latest(papers._get_figures(), today)
            keys = {key for key, _validity in counting.values()}
            record.next_expiry = min((
                paper.expires_on for paper in papers if paper.expires_on and paper._get_key() in keys), default=False)

    @api.depends("state", "supplier_state", "suspension_origin")
    @api.depends_context("uid")
    def _compute_can_steps(self):
        suspend, request = self._get_suspend_refusals(), self._get_request_refusals()
        for record in self:
            record.can_suspend = not suspend[record.id]
            record.can_request = not request[record.id]

    @api.depends("paper_ids.state", "paper_ids.expires_on", "kind", "contact_ids", "product_category_ids",
                 "product_ids", "checked_on", *CHECK_FIELDS)
    @api.depends_context("lang")
    def _compute_problems(self):
        required = {}
        for record in self:
            key = (record.company_id, record.kind)
            if key not in required:
                required[key] = self.env["company.supplier.paper.kind"].sudo()._get_required(*key)
            problems = record._get_paper_problems(required[key])
            record.papers_problem = "; ".join(problems)
            record.problem = "; ".join(problems + record._get_check_problems())

    # ------------------------------------------------------------------
    # Create and change
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        partners = self.env["res.partner"]
        for vals in vals_list:
            if vals.get("partner_id"):
                vals["partner_id"] = partners.browse(vals["partner_id"]).commercial_partner_id.id
        records = super().create(vals_list)
        for record in records:
            sequence = self.env["ir.sequence"].sudo().with_company(record.company_id)
            record._as_engine().write({
                "name": sequence.next_by_code(self._name) or "/", "requester_id": self.env.uid,
                "supplier_state": record.partner_id._get_supplier_state(record.company_id)})
        records.filtered(lambda record: record.legal_status != "unchecked")._stamp_check()
        return records

    def write(self, vals):
        if "partner_id" in vals and any(record.partner_id.id != vals["partner_id"] for record in self):
            raise UserError(self.env._("A file stays with its supplier. Open a file for the other one."))
        result = super().write(vals)
        if CHECK_FIELDS & vals.keys():
            self._stamp_check()
        return result

    @api.constrains("partner_id")
    def _check_partner(self):
        for record in self:
            if record.partner_id.sudo().commercial_partner_id != record.partner_id:
                raise UserError(self.env._(
                    "%(name)s is a contact of a supplier. The file belongs to the supplier itself.",
                    name=record.partner_id.sudo().display_name))

    def _stamp_check(self):
        self._as_engine().write({"checked_on": fields.Date.context_today(self), "checked_by_id": self.env.uid})

    def _check_file_open(self):
        """Papers come and go while nobody is deciding on the file."""
        self._raise_refusals({
            record.id: record.sudo().state == "submitted" and self.env._(
                "its papers stay as they are while the approval runs; withdraw it first") for record in self})

    # ------------------------------------------------------------------
    # What the file lacks
    # ------------------------------------------------------------------

    def _get_paper_problems(self, required):
        self.ensure_one()
        today = fields.Date.context_today(self)
        kinds = required | self.paper_ids.kind_id.filtered("suspends")
        texts = {
            "missing": self.env._("%s is missing"), "unverified": self.env._("%s is not verified yet"),
            "expired": self.env._("%s has expired"),
        }
        figures = self.paper_ids._get_figures()
        gaps = supplier_state.gaps(kinds.ids, figures, today)
        names = {kind.id: kind.name for kind in kinds}
        return [texts[code] % names[kind] for kind, code in gaps if kind in required.ids or code == "expired"]

    def _get_check_problems(self):
        """Failed or missing checks of the eligibility (R4 §三.1.3.2)."""
        self.ensure_one()
        limit = self.company_id.sudo().supplier_check_days
        texts = {
            "legal": self.env._("legal status not checked"),
            "closed": self.env._("not in business"),
            "inspection": self.env._("annual inspection not checked"),
            "inspection_failed": self.env._("annual inspection not passed"),
            "dishonesty": self.env._("dishonesty record not checked"),
            "dishonest": self.env._("on the record of dishonesty"),
            "litigation": self.env._("litigation not checked"),
            "sued": self.env._("involved in major litigation"),
            "old": self.env._("the check of %(date)s is older than %(days)s days", date=self.checked_on, days=limit),
            "contact": self.env._("no contact for price checks"),
            "goods": self.env._("no goods named"),
        }
        return [texts[code] for code in self._get_check_codes(limit)]

    def _get_check_codes(self, limit):
        oldest = fields.Date.subtract(fields.Date.context_today(self), days=limit)
        wrong = {
            "legal": self.legal_status == "unchecked",
            "closed": self.legal_status not in ("unchecked", "active"),
            "inspection": self.kind == "company" and self.annual_inspection == "unchecked",
            "inspection_failed": self.annual_inspection == "failed",
            "dishonesty": self.dishonesty == "unchecked",
            "dishonest": self.dishonesty == "found",
            "litigation": self.litigation == "unchecked",
            "sued": self.litigation == "major",
            "old": limit and self.checked_on and self.checked_on < oldest,
            "contact": not self.contact_ids,
            "goods": not self.product_category_ids and not self.product_ids,
        }
        return [code for code, failed in wrong.items() if failed]
