from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import writing_text
from ..engine.unit_tree import DOWN
from .company_document_outgoing import NUMBERED


class CompanyDocumentOutgoing(models.Model):
    """Relations of outgoing documents, and what they mean for the writing rules."""

    _inherit = "company.document.outgoing"

    relation_ids = fields.One2many(
        "company.document.relation", "from_outgoing_id", "Relations", readonly=True, copy=False)
    reply_to = fields.Char("Reply to", compute="_compute_reply_to", compute_sudo=False)

    def _compute_reply_to(self):
        for document in self:
            names = [relation.to_name for relation in document._get_relations("from")
                     if relation.relation_type == "reply"]
            document.reply_to = "、".join(names) or False

    def _get_related_facts(self, tree):
        """Whether it answers something; texts of subordinates' requests that it passes on (R6 §5.7.3.3)."""
        relations = self._origin.sudo().relation_ids
        forwarded = [
            relation._get_end("to") for relation in relations if relation.relation_type == "forward"]
        return {
            "answers": any(relation.relation_type == "reply" for relation in relations),
            "forwarded": tuple(
                source._get_source_text() for source in forwarded
                if source.kind_id.is_request and source._get_sender_relation() == DOWN)}

    def _get_source_text(self):
        """Text of a document that another one passes on, for comparing only."""
        self.ensure_one()
        return writing_text.plain_text(self.body)

    def _get_reply_ends(self):
        """(own unit, unit to answer, tree): an answer goes to the issuer."""
        tree = dict(self.env["res.partner"]._get_unit_tree())
        return self.sudo().company_id.partner_id.id, self.sudo()._get_sender(tree), tree

    def _get_sender_name(self):
        return self.sudo().issuer_id.signature or self.sudo().company_id.name

    def _get_sender_values(self):
        """Recipient of an answer: the department or the unit that issued it."""
        issuer_sudo = self.sudo().issuer_id
        if issuer_sudo.department_id:
            return {"main_department_ids": [(6, 0, issuer_sudo.department_id.ids)]}
        own = self.sudo().company_id.partner_id
        unit = issuer_sudo.partner_id or own
        return {"main_unit_ids": [(6, 0, unit.ids)]} if unit != own else {
            "main_department_ids": [(6, 0, self.sudo().department_id.ids)]}

    def _get_quoted_name(self):
        number = f"（{self.name}）" if self.name and self.name != "/" else ""
        return f"《{self.title}》{number}"

    def action_draft_superseding(self):
        """Begin the document that takes the place of this one: the same text and recipients, a new draft.

        Everybody who may read it and draft. Returns an action that opens the draft (``res_id``).
        """
        self.ensure_one()
        self.check_access("read")
        if self.state not in NUMBERED:
            raise UserError(self.env._(
                "%(document)s is “%(state)s”; only a document with its number is superseded. Open this one again "
                "instead.", document=self._get_masked_name(), state=self._get_state_label()))
        source = self.sudo()
        names = ("title", "kind_id", "issuer_id", "head_type", "body", "keywords", "main_text", "cc_text", "note",
                 "important", "signer_id")
        values = {name: source[name].id if source._fields[name].type == "many2one" else source[name]
                  for name in names}
        values.update({name: [(6, 0, source[name].ids)] for name in (
            "main_unit_ids", "cc_unit_ids", "main_department_ids", "cc_department_ids")})
        return self._open_draft(self, "supersede", values)
