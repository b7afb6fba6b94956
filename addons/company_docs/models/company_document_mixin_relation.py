from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import matter

# name of this file's model family in company.document.relation
SIDES = {"company.document.outgoing": "outgoing", "company.document.incoming": "incoming"}
MAX_SHOWN = 100


class CompanyDocumentMixin(models.AbstractModel):
    """Relations of documents: reply to, forward of, refers to, supersedes; the matter they form together (D11)."""

    _inherit = "company.document.mixin"

    related_count = fields.Integer("Documents of the Matter", compute="_compute_related", compute_sudo=False)
    matter_html = fields.Html(
        "Matter", compute="_compute_matter_html", compute_sudo=False, sanitize=False,
        help="Every document of the matter that you may read, by date.")
    is_superseded = fields.Boolean(
        "Superseded", compute="_compute_related", search="_search_is_superseded", compute_sudo=False,
        help="Another document that is issued takes its place.")
    superseded_html = fields.Html(compute="_compute_related", compute_sudo=False, sanitize=False)

    # ------------------------------------------------------------------
    # Read
    # ------------------------------------------------------------------

    def _get_relations(self, side):
        """Relations readable by the user in which these documents are the ``from`` or the ``to`` side."""
        relations = self.env["company.document.relation"]
        if not self.ids:
            return relations
        return relations.search([(f"{side}_{SIDES[self._name]}_id", "in", self.ids)])

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_related(self):
        own = SIDES[self._name]
        pairs = {}
        for side in ("from", "to"):
            for relation in self._get_relations(side):
                pairs.setdefault(relation[f"{side}_{own}_id"].id, []).append((side, relation))
        for document in self:
            found = pairs.get(document._origin.id, [])
            over = [relation for side, relation in found
                    if side == "to" and relation.relation_type == "supersede" and relation._is_effective()]
            document.related_count = len({relation.id for _side, relation in found})
            document.is_superseded = bool(over)
            document.superseded_html = Markup("、").join(
                document._get_document_link(relation._get_end("from")) for relation in over) or False

    def _search_is_superseded(self, operator, value):
        if operator != "in":
            return NotImplemented
        own = f"to_{SIDES[self._name]}_id"
        relations = self.env["company.document.relation"].search([
            ("relation_type", "=", "supersede"), (own, "!=", False)])
        return [("id", "in", relations.filtered(lambda relation: relation._is_effective())[own].ids)]

    def _compute_matter_html(self):
        for document in self:
            document.matter_html = document._render_matter() if document._origin.id else False

    def _get_matter_relations(self):
        """Relations of the whole matter, as far as the user may read its documents."""
        self.ensure_one()
        relations = self.env["company.document.relation"]
        rows = {}

        def get_links(nodes):
            ids = {model: [key for name, key in nodes if name == model] for model in SIDES}
            found = relations.search([
                "|", "|", "|", *((f"{side}_{SIDES[model]}_id", "in", ids[model])
                                 for side in ("from", "to") for model in SIDES)], limit=10 * MAX_SHOWN)
            for row in found:
                rows[row.id] = tuple((row._get_end(side)._name, row._get_end(side).id) for side in ("from", "to"))
            return [rows[row.id] for row in found]

        matter.get_matter((self._name, self._origin.id), get_links)
        return relations.browse(rows)

    # ------------------------------------------------------------------
    # Shown
    # ------------------------------------------------------------------

    @api.model
    def _get_document_link(self, document):
        return Markup('<a href="/odoo/%s/%s">%s</a>') % (document._name, document.id, document.display_name)

    def _get_matter_date(self):
        """Day by which the document stands in its matter: that of the document, else of its making."""
        self.ensure_one()
        if self._name == "company.document.outgoing" and self["signed_on"]:
            return self["signed_on"]
        moment = self["received_on"] if self._name == "company.document.incoming" else self.create_date
        return fields.Datetime.context_timestamp(self, moment).date()

    def _render_matter(self):
        """The matter as rows: day, in or out, number and title, how it stands to the others."""
        relations = self._get_matter_relations()
        if not relations:
            return False
        labels = dict(relations._fields["relation_type"]._description_selection(self.env))
        documents = {}
        for relation in relations:
            source, target = relation._get_end("from"), relation._get_end("to")
            documents.setdefault(target, [])
            documents.setdefault(source, []).append(Markup('<span class="text-muted">%s %s</span>') % (
                labels[relation.relation_type], target.name if target.name and target.name != "/" else target.title))
        shown = sorted(documents, key=lambda document: (document._get_matter_date(), document.create_date))
        return Markup('<table class="table table-sm mb-0"><tbody>%s</tbody></table>') % Markup("").join(
            self._render_matter_row(document, documents[document]) for document in shown[:MAX_SHOWN])

    def _render_matter_row(self, document, notes):
        outgoing = document._name == "company.document.outgoing"
        return Markup('<tr class="%s"><td class="text-nowrap">%s</td><td><i class="fa fa-fw %s" title="%s"></i></td>'
                      "<td>%s<br/>%s</td><td>%s</td></tr>") % (
            "table-active" if document == self._origin else "", document._get_matter_date(),
            "fa-arrow-up text-primary" if outgoing else "fa-arrow-down text-success",
            self.env._("Outgoing") if outgoing else self.env._("Incoming"),
            self._get_document_link(document), Markup("；").join(notes), document._get_state_label())

    # ------------------------------------------------------------------
    # Relate
    # ------------------------------------------------------------------

    def _may_relate(self):
        """Whether the user may say how this document stands to others: drafters of drafts, the office always."""
        self.ensure_one()
        if self.env.su or self.env.user.has_group("company_docs.group_office"):
            return True
        return self.state == "draft" and self.has_access("write")

    def action_relate(self, relation_type, model, document_id, note=False):
        """Say how this document stands to another one (D11).

        Drafters on their drafts, the general office always; both documents must be readable.

        :param relation_type: “reply”, “forward”, “refer” or “supersede”
        :param model: company.document.outgoing or company.document.incoming
        :param document_id: id of the other document
        :param note: text or False
        :return: id of the relation; UserError when it exists or makes no sense, AccessError without the right
        """
        self.ensure_one()
        self.check_access("read")
        if not isinstance(model, str) or model not in SIDES or not isinstance(document_id, int) \
                or isinstance(document_id, bool) or not 0 < document_id < 2 ** 31:
            raise UserError(self.env._("Name the other document by its model and id."))
        other = self.env[model].browse(document_id).exists()
        if not other or not other.has_access("read"):
            raise UserError(self.env._("The other document doesn't exist, or is not for you to read."))
        if not self._may_relate():
            raise UserError(self.env._(
                "%(document)s: relations are set by its drafter while it is a draft, later by the general office.",
                document=self._get_masked_name()))
        return self._relate(relation_type, other, note).id

    def _relate(self, relation_type, other, note=False):
        """Make a relation; the caller has checked the rights."""
        relations = self.env["company.document.relation"]
        if refusal := self._get_relate_refusal(relation_type, other):
            raise UserError(refusal)
        return relations.sudo()._as_engine().create({
            "company_id": self.company_id.id, "relation_type": relation_type,
            f"from_{SIDES[self._name]}_id": self.id, f"to_{SIDES[other._name]}_id": other.id,
            "note": note.strip()[:200] if isinstance(note, str) else False}).sudo(False)

    def _get_relate_refusal(self, relation_type, other):
        """Why this document can't stand so to the other one, or False."""
        relations = self.env["company.document.relation"].sudo()
        types = dict(relations._fields["relation_type"].selection)
        if not isinstance(relation_type, str) or relation_type not in types:
            return self.env._("A relation is one of: %(types)s.", types=", ".join(types))
        if other == self or other.company_id != self.company_id:
            return self.env._("Relate it to another document of the same company.")
        pairs = ((self, other), (other, self)) if relation_type == "supersede" else ((self, other),)
        for source, target in pairs:
            if relations.search_count([
                    ("relation_type", "=", relation_type), (f"from_{SIDES[source._name]}_id", "=", source.id),
                    (f"to_{SIDES[target._name]}_id", "=", target.id)], limit=1):
                return self.env._("These documents are related in this way already.")
        if relation_type == "supersede" and other.state in ("draft", "submitted", "refused", "cancelled"):
            return self.env._("Only a document that is out can be superseded; change or cancel this one instead.")
        return False

    def action_unrelate(self, relation_id):
        """Take away a relation of this document: its drafter while it is a draft, else the general office.

        :param relation_id: id of a company.document.relation that starts at this document
        :return: True
        """
        self.ensure_one()
        self.check_access("read")
        relation = self._get_relations("from").filtered(lambda row: row.id == relation_id)
        if not relation:
            raise UserError(self.env._("This document has no such relation."))
        if not self._may_relate():
            raise UserError(self.env._(
                "%(document)s: relations are set by its drafter while it is a draft, later by the general office.",
                document=self._get_masked_name()))
        relation.sudo()._as_engine().unlink()
        return True

    def action_view_matter(self):
        """Open the relations of the matter that this document belongs to. Returns an action."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("company_docs.company_document_relation_action")
        return dict(action, domain=[("id", "in", self._get_matter_relations().ids)], context={})
