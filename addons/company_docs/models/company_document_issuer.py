from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine import number_pattern


class CompanyDocumentIssuer(models.Model):
    """Who issues documents under which code, mark and signature (R6 §5.6.1.1.4, §5.6.1.1.5, §5.6.1.1.13)."""

    _name = "company.document.issuer"
    _description = "Document Issuer"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True
    _rec_names_search = ["name", "code"]

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company)
    department_id = fields.Many2one(
        "hr.department", "Department", index=True, check_company=True, tracking=True,
        help="Empty: issues in the name of the company, which is what a red head needs (R6 §5.2.2.1). A department "
             "issues black-head documents in its own matters (R6 §5.2.2.2).")
    partner_id = fields.Many2one(
        "res.partner", "Unit", index=True, tracking=True, domain=[("is_document_unit", "=", True)],
        compute="_compute_partner_id", store=True, readonly=False,
        help="The unit in the organisation tree that issues; another unit here is a partner of joint issues.")
    code = fields.Char(
        "Issuer Code", required=True, tracking=True, help="In front of the number, e.g. 番禺基金 (R6 §5.6.1.1.5).")
    mark = fields.Char(
        "Issuer Mark", required=True, compute="_compute_texts", store=True, readonly=False, precompute=True,
        tracking=True, help="The red line on top: full or standard short name and “文件” (R6 §5.6.1.1.4).")
    signature = fields.Char(
        required=True, compute="_compute_texts", store=True, readonly=False, precompute=True, tracking=True,
        help="The name above the date; the seal has to match it (R6 §5.6.1.1.13).")
    printing_unit = fields.Char(
        compute="_compute_printing_unit", store=True, readonly=False, precompute=True, tracking=True,
        help="The unit named beside the printing date at the foot of the last page (R6 §5.6.1.1.19).")
    number_pattern = fields.Char(
        required=True, default=number_pattern.DEFAULT_PATTERN, tracking=True,
        help="{code}, {year}, {number} or {number:02d}, and {group} for the group of the kind. Without {group} all "
             "kinds of the issuer share one series.")
    number_example = fields.Char(compute="_compute_number_example")

    _code_unique = models.UniqueIndex(
        "(company_id, code) WHERE active", "The company has an issuer with this code already.")

    # ------------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------------

    @api.depends("company_id")
    def _compute_partner_id(self):
        for issuer in self:
            issuer.partner_id = issuer.partner_id or issuer.company_id.partner_id

    @api.depends("name")
    def _compute_texts(self):
        for issuer in self:
            issuer.mark = issuer.mark or (f"{issuer.name}文件" if issuer.name else False)
            issuer.signature = issuer.signature or issuer.name

    @api.depends("company_id")
    def _compute_printing_unit(self):
        for issuer in self:
            issuer.printing_unit = issuer.printing_unit or issuer.company_id.name

    @api.depends("code", "number_pattern")
    def _compute_number_example(self):
        year = fields.Date.context_today(self).year
        for issuer in self:
            valid = issuer.number_pattern and not number_pattern.check_pattern(issuer.number_pattern)
            groups = ("", "函") if valid and number_pattern.has_group(issuer.number_pattern) else ("",)
            issuer.number_example = valid and "，".join(issuer._format_number(year, 1, group) for group in groups)

    @api.depends("name", "code")
    def _compute_display_name(self):
        for issuer in self:
            issuer.display_name = f"{issuer.name} ({issuer.code})" if issuer.code else issuer.name

    @api.constrains("number_pattern")
    def _check_number_pattern(self):
        for issuer in self:
            problem = number_pattern.check_pattern(issuer.number_pattern)
            if problem:
                raise ValidationError(self.env._(
                    "%(issuer)s: “%(pattern)s” is no pattern for numbers: %(reason)s. Use {year} and {number} (or "
                    "{number:02d}), and {code} and {group} if wanted (R6 §5.6.1.1.5).",
                    issuer=issuer.name, pattern=issuer.number_pattern, reason=self._get_pattern_reason(*problem)))

    def _get_pattern_reason(self, key, detail):
        return {
            "broken": self.env._("a brace is open"),
            "unknown": self.env._("{%(name)s} is unknown", name=detail),
            "format": self.env._("{%(name)s} has a format that is not allowed", name=detail),
            "missing": self.env._("{%(name)s} is missing", name=detail),
        }[key]

    # ------------------------------------------------------------------
    # For the numbers of outgoing documents
    # ------------------------------------------------------------------

    def _get_number_group(self, kind):
        """Group of the series that a kind takes its numbers from; “” where the pattern tells no groups apart.

        Two series whose numbers would look the same can't arise by this.
        """
        self.ensure_one()
        return (kind.number_group or "") if number_pattern.has_group(self.number_pattern) else ""

    def _format_number(self, year, number, group=""):
        """The number as printed, e.g. 番禺基金〔2016〕01号 (R6 §5.6.1.1.5)."""
        self.ensure_one()
        return number_pattern.format_number(self.number_pattern, self.code, year, number, group)

    def _is_company_name(self):
        """Whether it issues in the name of the company, not of a department."""
        self.ensure_one()
        return not self.department_id
