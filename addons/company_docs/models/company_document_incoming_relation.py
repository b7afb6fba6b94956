from odoo import fields, models


class CompanyDocumentIncoming(models.Model):
    """Relations of incoming documents."""

    _inherit = "company.document.incoming"

    relation_ids = fields.One2many(
        "company.document.relation", "from_incoming_id", "Relations", readonly=True, copy=False)

    def _get_source_text(self):
        """Text of a document that another one passes on, for comparing only."""
        self.ensure_one()
        return "\n".join(filter(None, [self.summary, *self.file_ids.mapped("index_content")]))

    def _get_reply_ends(self):
        """(own unit, unit to answer, tree): an answer goes to the sender."""
        document_sudo = self.sudo()
        return (document_sudo.company_id.partner_id.id, document_sudo.source_partner_id.id,
                self.env["res.partner"]._get_unit_tree())

    def _get_sender_name(self):
        return self.source_name or self.sudo().source_partner_id.name or ""

    def _get_sender_values(self):
        """Recipient of an answer: the unit that sent it."""
        unit = self.sudo().source_partner_id
        return {"main_unit_ids": [(6, 0, unit.ids)]} if unit else {}

    def _get_quoted_name(self):
        return f"《{self.title}》" + (f"（{self.source_number}）" if self.source_number else "")
