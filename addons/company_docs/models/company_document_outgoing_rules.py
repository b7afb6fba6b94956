from markupsafe import Markup

from odoo import api, fields, models

from ..engine import writing_rules, writing_text
from ..engine.outgoing_text import split_keywords
from ..engine.unit_tree import get_direction
from .company_document_mixin import CLASSIFIED

FLAGS = {"is_request": "request", "is_report": "report", "is_answer": "answer", "main_required": "main_required",
         "authority_allowed": "authority"}
WRITING_FIELDS = (
    "title", "kind_id", "head_type", "issuer_id", "body", "keywords", "main_unit_ids", "cc_unit_ids",
    "main_department_ids", "cc_department_ids", "addressee_id", "leader_assigned", "important", "signer_id",
    "department_id", "countersign_department_ids", "concerned_department_ids", "state", "secrecy_level", "main_text",
    "cc_text")


class CompanyDocumentOutgoing(models.Model):
    """The writing rules on outgoing documents: shown while drafting, enforced on the way out (R6 §5.7)."""

    _inherit = "company.document.outgoing"

    issuer_id = fields.Many2one(default=lambda self: self._default_issuer_id())
    # whom a document went to stays: units and departments that stand in documents can't be deleted
    main_unit_ids = fields.Many2many(ondelete="restrict")
    cc_unit_ids = fields.Many2many(ondelete="restrict")
    main_department_ids = fields.Many2many(ondelete="restrict")
    cc_department_ids = fields.Many2many(ondelete="restrict")
    joint_issuer_ids = fields.Many2many(ondelete="restrict")
    concerned_department_ids = fields.Many2many(
        "hr.department", "company_document_outgoing_concerned_rel", "document_id", "department_id",
        "Departments Concerned", check_company=True, ondelete="restrict",
        help="Departments whose duties the matter touches. Before the document goes down each of them countersigns "
             "(R6 §5.7.4.2).")
    writing_points = fields.Html(
        "Open Points", compute="_compute_writing_points", sanitize=False, compute_sudo=False,
        help="What the writing rules say to this draft (R6 §5.7). Red points stop the submission.")
    writing_block_count = fields.Integer("Points that Stop", compute="_compute_writing_points", compute_sudo=False)

    @api.model
    def _default_issuer_id(self):
        """The issuer in the company's own name."""
        company = self.env.company
        return self.env["company.document.issuer"].search([
            ("company_id", "=", company.id), ("department_id", "=", False),
            ("partner_id", "=", company.partner_id.id)], limit=1)

    @api.onchange("kind_id")
    def _onchange_kind_template(self):
        """A draft without text of its own begins with the template of its kind."""
        templates = self.env["company.document.kind"].search([("body_template", "!=", False)]).mapped("body_template")
        text = writing_text.plain_text(self.body)
        if not text or text in map(writing_text.plain_text, templates):
            self.body = self.kind_id.body_template

    # ------------------------------------------------------------------
    # Direction by the tree
    # ------------------------------------------------------------------

    def _get_direction(self):
        """Direction by the tree of units: up wins over down, down over parallel."""
        self.ensure_one()
        draft = self._get_draft(self.env["res.partner"]._get_unit_tree())
        return get_direction([draft.relation(unit) for unit in draft.main])

    def _get_sender(self, tree):
        """Key of the unit that issues; a department stands under its company in ``tree`` from now on."""
        issuer = self.issuer_id
        company_unit = issuer.partner_id or self.company_id.partner_id
        if not issuer.department_id:
            return company_unit._origin.id
        key = ("department", issuer.department_id._origin.id)
        tree[key] = (self.company_id.partner_id.id, None)
        return key

    def _get_recipients(self, units, departments, tree):
        """Keys of recipients; people stand for their unit, departments under the company of the document."""
        keys = [(unit if unit.is_company else unit.commercial_partner_id)._origin.id for unit in units]
        for department in departments:
            key = ("department", department._origin.id)
            tree[key] = (self.company_id.partner_id.id, None)
            keys.append(key)
        return tuple(dict.fromkeys(keys))

    # ------------------------------------------------------------------
    # What the rules look at
    # ------------------------------------------------------------------

    def _get_draft(self, tree, departments=None):
        """The document as the rules see it.

        :param tree: {unit: superiors} of all units, a copy is taken
        :param departments: {id: name} of the company's departments, for the rules on countersigning
        """
        self.ensure_one()
        tree, document = dict(tree), self.sudo()
        kind, issuer, own = document.kind_id, document.issuer_id, document.department_id._origin.id
        units = document.main_unit_ids | document.cc_unit_ids
        return writing_rules.Draft(
            directions=frozenset(kind._get_directions()) if kind else frozenset(("up", "parallel", "down")),
            heads=frozenset(kind._get_heads()) if kind else frozenset(),
            kind=frozenset(flag for name, flag in FLAGS.items() if kind[name]),
            head=document.head_type, company_name=not issuer or issuer._is_company_name(),
            issued_by_person=bool(issuer.partner_id) and not issuer.partner_id.is_company,
            sender=document._get_sender(tree),
            main=document._get_recipients(document.main_unit_ids, document.main_department_ids, tree),
            cc=document._get_recipients(document.cc_unit_ids, document.cc_department_ids, tree), tree=tree,
            authorities=frozenset(units.filtered("is_document_authority")._origin.ids),
            persons=tuple(units.filtered(lambda unit: not unit.is_company)._origin.ids),
            addressee=bool(document.addressee_id), assigned=document.leader_assigned, important=document.important,
            signer=bool(document.signer_id), title=document.title or "", text=writing_text.plain_text(document.body),
            keywords=tuple(split_keywords(document.keywords)),
            departments={key: name for key, name in (departments or {}).items() if key != own},
            concerned=frozenset(document.concerned_department_ids._origin.ids) - {own},
            countersigning=frozenset(document._get_countersigning()._origin.ids),
            **document._get_related_facts(tree))

    def _get_countersigning(self):
        """Departments that countersign; once under review only those that have agreed count (R6 §5.7.4.2)."""
        departments = self.countersign_department_ids
        if self.state == "draft":
            return departments
        agreed = self.approval_id.step_ids.assignment_ids.filtered(lambda row: row.state in ("approved", "carried"))
        users = agreed.user_id | agreed.origin_user_id | agreed.decided_by_id | self.drafter_id
        return departments.filtered(lambda department: department.manager_id.user_id in users)

    def _has_recipient(self):
        """Announcements and the like go to everybody; the main recipient of others is a rule (DOC-RECIPIENT)."""
        return super()._has_recipient() or (bool(self.kind_id) and not self.kind_id.main_required)

    def _get_writing_points(self):
        """{record: [Point]} of the writing rules."""
        tree = self.env["res.partner"]._get_unit_tree()
        departments = {}
        for department in self.env["hr.department"].sudo().search_fetch(
                [("company_id", "in", self.company_id.ids)], ["name", "company_id"]):
            departments.setdefault(department.company_id, {})[department.id] = department.name
        control = self.env["company.control"]
        points, units = {}, self._get_unit_names_known()
        for document in self:
            draft = document._get_draft(tree, departments.get(document.company_id))
            draft.printed_main = document._get_printed(document.main_text, units)
            draft.printed_cc = document._get_printed(document.cc_text, units)
            draft.keyword_max = int(control._get_value("DOC-KEYWORDS", document.company_id))
            draft.copied_max = control._get_value("DOC-FORWARD", document.company_id) / 100
            points[document] = writing_rules.check(draft)
        return points

    @api.model
    def _get_unit_names_known(self):
        """{(id, field): name} of all units, with full and short names."""
        units_sudo = self.env["res.partner"].sudo().search_fetch(
            [("is_document_unit", "=", True)], ["name", "document_short_name"])
        return {(unit.id, name): unit[name] for unit in units_sudo for name in ("name", "document_short_name")
                if unit[name]}

    def _get_printed(self, text, names):
        """Ids of the units that a printed line of recipients names, the own company aside."""
        own = self.company_id.sudo().partner_id.id
        return frozenset(key for key, _name in writing_text.find_names(names, text)) - {own}

    # ------------------------------------------------------------------
    # Shown
    # ------------------------------------------------------------------

    @api.depends(*WRITING_FIELDS)
    @api.depends_context("lang")
    def _compute_writing_points(self):
        drafts = self.filtered(lambda document: document.state == "draft")
        (self - drafts).update({"writing_points": False, "writing_block_count": 0})
        control = self.env["company.control"]
        for document, points in drafts._get_writing_points().items():
            rows = [(control._get_mode(point.code, document.company_id), point) for point in points]
            rows = [(mode, point) for mode, point in rows if mode != "off"]
            document.writing_block_count = sum(mode == "block" for mode, _point in rows)
            document.writing_points = document._render_points(rows)

    def _render_points(self, rows):
        """The open points as a list of rows, what stops the submission first."""
        if not rows:
            return False
        clauses = {control.code: control.clause for control in self.env["company.control"].sudo().search(
            [("code", "in", [point.code for _mode, point in rows])])}
        return Markup('<ul class="list-unstyled mb-0">%s</ul>') % Markup("").join(
            Markup('<li class="mb-1"><i class="fa fa-fw %s"></i> %s <span class="text-muted">%s %s</span></li>') % (
                "fa-times-circle text-danger" if mode == "block" else "fa-exclamation-triangle text-warning",
                self._get_point_text(point), point.code, clauses.get(point.code) or "")
            for mode, point in sorted(rows, key=lambda row: row[0] != "block"))

    # ------------------------------------------------------------------
    # Enforced
    # ------------------------------------------------------------------

    def _check_writing_rules(self):
        """Enforce the writing rules; called when a document is submitted and again before it is issued.

        A warning that was given already for the same reason is not given twice.

        :raise ControlError: names the clause, what is missing and the way out
        """
        for document, points in self._get_writing_points().items():
            warned = document._get_given_warnings()
            for point in points:
                fact = document._get_point_fact(point)
                if (point.code, fact) not in warned:
                    self.env["company.control"]._enforce(
                        point.code, document, document._get_point_text(point), fact)
        return True

    def _get_given_warnings(self):
        return set(self.env["company.control.finding"].sudo()._read_group(
            [("res_model", "=", self._name), ("res_id", "=", self.id), ("outcome", "=", "warned"),
             ("control_code", "=like", "DOC-%")], ["control_code", "fact"]))

    def _get_point_fact(self, point):
        """Key of what was found: an exception holds for these units only."""
        units = ",".join(str(unit[1] if isinstance(unit, tuple) else unit) for unit in point.units)
        return ":".join(filter(None, (point.key, units)))

    def _get_point_quote(self, point):
        """Words of the text that a point quotes; classified documents are not quoted."""
        return point.text if self.secrecy_level < CLASSIFIED else "…"
