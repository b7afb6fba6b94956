from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.company_base.tools.engine import as_engine, take_mark

from .company_document_outgoing import NUMBERED

RELATIONS = [
    ("reply", "Reply to"), ("forward", "Forward of"), ("refer", "Refers to"), ("supersede", "Supersedes")]
MODELS = {"company.document.outgoing": "outgoing", "company.document.incoming": "incoming"}
ENDS = {f"{side}_{name}_id": model for side in ("from", "to") for model, name in MODELS.items()}


class CompanyDocumentRelation(models.Model):
    """How one document stands to another: answers it, passes it on, refers to it, takes its place.

    A row is seen only by those who may read both documents; for everybody else neither the row nor the other
    document exists. Rows are made and taken away by the buttons of the documents.
    """

    _name = "company.document.relation"
    _description = "Relation between Documents"
    _order = "id desc"
    _rec_name = "relation_type"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    relation_type = fields.Selection(RELATIONS, "Relation", required=True, readonly=True, index=True)
    from_outgoing_id = fields.Many2one(
        "company.document.outgoing", "Outgoing Document (this)", readonly=True, index="btree_not_null",
        ondelete="cascade", check_company=True)
    from_incoming_id = fields.Many2one(
        "company.document.incoming", "Incoming Document (this)", readonly=True, index="btree_not_null",
        ondelete="cascade", check_company=True)
    to_outgoing_id = fields.Many2one(
        "company.document.outgoing", "Outgoing Document (other)", readonly=True, index="btree_not_null",
        ondelete="cascade", check_company=True)
    to_incoming_id = fields.Many2one(
        "company.document.incoming", "Incoming Document (other)", readonly=True, index="btree_not_null",
        ondelete="cascade", check_company=True)
    note = fields.Char(readonly=True)
    from_name = fields.Char("This Document", compute="_compute_names")
    to_name = fields.Char("Other Document", compute="_compute_names")

    _ends = models.Constraint(
        """CHECK(num_nonnulls(from_outgoing_id, from_incoming_id) = 1
            AND num_nonnulls(to_outgoing_id, to_incoming_id) = 1
            AND COALESCE(from_outgoing_id <> to_outgoing_id, TRUE)
            AND COALESCE(from_incoming_id <> to_incoming_id, TRUE))""",
        "A relation goes from one document to another one.")
    _pair_unique = models.UniqueIndex(
        """(relation_type, COALESCE(from_outgoing_id, 0), COALESCE(from_incoming_id, 0), COALESCE(to_outgoing_id, 0),
            COALESCE(to_incoming_id, 0))""", "This relation exists already.")

    @api.depends("from_outgoing_id", "from_incoming_id", "to_outgoing_id", "to_incoming_id")
    @api.depends_context("uid")
    def _compute_names(self):
        for relation in self:
            relation.from_name = relation._get_end("from").display_name
            relation.to_name = relation._get_end("to").display_name

    @api.depends("relation_type")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["relation_type"]._description_selection(self.env))
        for relation in self:
            relation.display_name = labels.get(relation.relation_type)

    def _get_end(self, side):
        """The document at one side: ``from`` or ``to``."""
        self.ensure_one()
        return self[f"{side}_outgoing_id"] or self[f"{side}_incoming_id"]

    def _is_effective(self):
        """Whether the document that relates is out: numbered, or registered when it came in."""
        self.ensure_one()
        return self.from_outgoing_id.state in NUMBERED if self.from_outgoing_id else \
            self.from_incoming_id.state not in ("draft", "refused")

    # ------------------------------------------------------------------
    # Rows are made by the engine; both ends must be readable
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        trusted, self = take_mark(self)
        if not trusted:
            self._refuse_change()
        clean = {key: value for key, value in self.env.context.items() if not key.startswith("default_")}
        return super(CompanyDocumentRelation, self.with_context(clean)).create(vals_list)

    def write(self, vals):
        self._refuse_change()

    def unlink(self):
        trusted, self = take_mark(self)
        if not trusted:
            self._refuse_change()
        return super(CompanyDocumentRelation, self).unlink()

    def _refuse_change(self):
        raise AccessError(self.env._(
            "Relations between documents are made and taken away by the buttons of the documents."))

    def _as_engine(self):
        """The same records; the next create or unlink is trusted."""
        return as_engine(self)

    @api.model
    def _get_open_domain(self):
        """Rows with both documents readable: subqueries with the rules of the documents themselves."""
        domain = Domain.TRUE
        for name, model in ENDS.items():
            empty = Domain(name, "=", False)
            if self.env[model].has_access("read"):
                query = self.env[model].with_context(active_test=False)._search([])
                empty |= Domain.custom(to_sql=lambda rows, alias, _query, name=name, query=query: SQL(
                    "%s IN %s", SQL.identifier(alias, name), query.subselect()))
            domain &= empty
        return domain

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._get_open_domain()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not any(self._ids):
            return result
        forbidden = result[0] if result else self.browse()
        closed = (self - forbidden)._get_closed()
        if not closed:
            return result
        return forbidden | closed, lambda: self.env["ir.rule"]._make_access_error(operation, forbidden | closed)

    def _get_closed(self):
        """Rows of which a document is not readable by the user."""
        closed = self.browse()
        for name in ENDS:
            ends = self.sudo().mapped(name).sudo(False)
            hidden = set((ends - ends._filtered_access("read"))._ids) if ends else ()
            if hidden:
                closed |= self.browse(row.id for row in self.sudo() if row[name].id in hidden)
        return closed

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_open_from(self):
        """Open the document that relates. Returns an action."""
        return self._open_end("from")

    def action_open_to(self):
        """Open the document that is related to. Returns an action."""
        return self._open_end("to")

    def _open_end(self, side):
        self.ensure_one()
        self.check_access("read")
        document = self._get_end(side)
        document.check_access("read")
        return {"type": "ir.actions.act_window", "res_model": document._name, "res_id": document.id,
                "views": [(False, "form")]}
