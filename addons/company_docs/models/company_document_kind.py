from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

HEAD_TYPES = [("red", "Red-head"), ("black", "Black-head")]


class CompanyDocumentKind(models.Model):
    """Kind of official document with its purpose and the rules that depend on it (R6 §5.1, §5.2).

    The kinds of the regulation belong to every company. A company that needs one of them otherwise makes a record of
    its own with the same code (``action_make_own``); for this company it stands in for the shared one.
    """

    _name = "company.document.kind"
    _description = "Document Kind"
    _order = "sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, index=True, copy=False, help="Key for routes and integrations, e.g. qingshi.")
    name = fields.Char(required=True, translate=True)
    title_name = fields.Char(
        "Name in Titles", help="The kind as it ends the title of a document, e.g. 批复. Empty: its name.")
    purpose = fields.Text(
        "What the Kind is for", translate=True, help="What the regulation says this kind is for (R6 §5.1).")
    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company, help="Empty: for every company.")
    active = fields.Boolean(default=True)
    head_type = fields.Selection(
        HEAD_TYPES, "Default Head", required=True, default="red", help="Head of a new draft of this kind (R6 §5.2).")
    red_allowed = fields.Boolean(
        "Red-head Allowed", default=True, help="May carry the red head of the company (R6 §5.2.2.1).")
    black_allowed = fields.Boolean(
        "Black-head Allowed", default=True,
        help="May be written with a black head by a unit in its own matters (R6 §5.2.2.2).")
    direction_up = fields.Boolean("Upward", help="May go to a superior unit (R6 §5.3.1).")
    direction_parallel = fields.Boolean("Parallel", help="May go to a unit that is not subordinate (R6 §5.3.2).")
    direction_down = fields.Boolean("Downward", help="May go to a subordinate unit or department (R6 §5.3.3).")
    authority_allowed = fields.Boolean(
        "To Authorities", help="May go up to a government office that is no superior unit (R6 §5.1.8, §5.1.9).")
    is_request = fields.Boolean(
        "Asks for a Decision", help="One matter, one main recipient (R6 §5.7.3.1, §5.7.3.4).")
    is_report = fields.Boolean("Only Reports", help="Must not carry a request (R6 §5.7.3.4).")
    is_answer = fields.Boolean("Answers a Request", help="Is linked to the document that it answers (R6 §5.1.10).")
    main_required = fields.Boolean(
        "Names its Recipient", default=True, help="Has a main recipient; announcements to everybody have none.")
    number_group = fields.Char(
        help="Kinds with the same group share one series of numbers per issuer and year. It stands in the number "
             "where the pattern of the issuer has {group}, e.g. 函 in 华筑函〔2026〕1号.")
    body_template = fields.Html(
        "Draft Template", sanitize_style=True, help="Text that a new draft of this kind begins with.")
    retention = fields.Selection(
        [("10", "10 years"), ("30", "30 years"), ("permanent", "Permanent")], default="30", required=True,
        help="How long the archive keeps documents of this kind.")
    is_effective = fields.Boolean(
        "Used in this Company", compute="_compute_is_effective", search="_search_is_effective",
        help="No record of the company's own stands in for it.")

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is a document kind with this code already.")
    _head_allowed = models.Constraint(
        "CHECK(CASE head_type WHEN 'red' THEN red_allowed ELSE black_allowed END)",
        "The default head of a document kind must be one that is allowed for it.")

    # ------------------------------------------------------------------
    # The company's own kinds before the shared ones
    # ------------------------------------------------------------------

    @api.depends("code", "company_id")
    @api.depends_context("company")
    def _compute_is_effective(self):
        effective = set(self._get_effective()._ids)
        for kind in self:
            kind.is_effective = kind._origin.id in effective

    def _search_is_effective(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("id", "in", self._get_effective().ids)]

    @api.model
    def _get_effective(self, company=None):
        """Kinds of a company: its own, and the shared ones that it has no record for (archived ones count too)."""
        company = company or self.env.company
        kinds = self.sudo().with_context(active_test=False).search([("company_id", "in", [company.id, False])])
        own = set(kinds.filtered("company_id").mapped("code"))
        return kinds.filtered(lambda kind: kind.active and (kind.company_id or kind.code not in own)).sudo(False)

    @api.model
    def _get_kind(self, code, company=None):
        """The kind with a code as a company has it; empty when there is none."""
        return self._get_effective(company).filtered(lambda kind: kind.code == code)

    def _get_title_name(self):
        """The kind as it stands in titles: official documents are in Chinese, whatever the language of the user."""
        self.ensure_one()
        return self.title_name or self.with_context(lang="zh_CN").name

    def _get_directions(self):
        """Directions that the kind may take: a set of up, parallel, down."""
        self.ensure_one()
        return {name for name in ("up", "parallel", "down") if self[f"direction_{name}"]}

    def _get_heads(self):
        """Heads that the kind may carry: a set of red, black."""
        self.ensure_one()
        return {name for name in ("red", "black") if self[f"{name}_allowed"]}

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        kinds = super().create(vals_list)
        kinds._check_shared()
        return kinds

    def write(self, vals):
        self._check_shared()
        if "code" in vals and (used := self.filtered(lambda kind: kind.code != vals["code"])._get_used()):
            raise UserError(self.env._(
                "%(kinds)s: the code stays, documents and routes go by it. Archive the kind and make a new one.",
                kinds=", ".join(used.mapped("name"))))
        if "company_id" in vals and (used := self.filtered(
                lambda kind: kind.company_id.id != vals["company_id"])._get_used()):
            raise UserError(self.env._(
                "%(kinds)s: there are documents of this kind, so it can't move to another company.",
                kinds=", ".join(used.mapped("name"))))
        result = super().write(vals)
        self._check_shared()
        return result

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        self._check_shared()
        return super()._update_field_translations(field_name, translations, digest=digest, source_lang=source_lang)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_shared()
        if used := self._get_used():
            raise UserError(self.env._(
                "%(kinds)s: there are documents of this kind, so it stays. Archive it instead.",
                kinds=", ".join(used.mapped("name"))))

    def _check_shared(self):
        """What belongs to every company is changed by the administrator of the system, others adapt it."""
        if self.env.su or self.env.user.has_group("base.group_system"):
            return
        if shared := self.filtered(lambda kind: not kind.company_id):
            raise AccessError(self.env._(
                "%(kinds)s belongs to every company. Adapt it for your company with the button “Adapt for this "
                "Company” and change that record.", kinds=", ".join(shared.mapped("name"))))

    def _get_used(self):
        """Kinds of these that some document has, in whatever company."""
        used = self.browse()
        for name in self.env.registry:
            model = self.env[name]
            field = model._fields.get("kind_id")
            if model._abstract or model._transient or not model._auto or field is None or not field.store \
                    or field.comodel_name != self._name:
                continue
            used |= self.browse([kind.id for kind, in model.sudo().with_context(active_test=False)._read_group(
                [("kind_id", "in", self.ids)], ["kind_id"])])
        return used

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_make_own(self):
        """Give the current company its own record of a shared kind, which it may change then.

        Administrators of documents. Returns an action that opens the record. UserError when the kind is a company's
        own already; where the company has its record of it, that one opens.
        """
        self.ensure_one()
        self.check_access("read")
        self.env[self._name].check_access("create")
        if self.company_id:
            raise UserError(self.env._("%(kind)s is a company's own kind already.", kind=self.name))
        own = self.with_context(active_test=False).search(
            [("code", "=", self.code), ("company_id", "=", self.env.company.id)], limit=1)
        own = own or self.copy({"code": self.code, "company_id": self.env.company.id, "name": self.name})
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": own.id, "views": [(False, "form")]}
