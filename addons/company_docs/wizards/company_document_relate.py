from odoo import fields, models
from odoo.exceptions import UserError

from ..models.company_document_relation import RELATIONS


class CompanyDocumentRelate(models.TransientModel):
    """Dialog: how this document stands to another one."""

    _name = "company.document.relate"
    _description = "Relate Documents"
    _inherit = ["company.wizard.mixin"]

    outgoing_id = fields.Many2one("company.document.outgoing", "This Outgoing Document", readonly=True)
    incoming_id = fields.Many2one("company.document.incoming", "This Incoming Document", readonly=True)
    relation_type = fields.Selection(RELATIONS, "Relation", required=True, default="reply")
    to_kind = fields.Selection(
        [("incoming", "Incoming Document"), ("outgoing", "Outgoing Document")], "Other Side", required=True,
        default="incoming")
    to_incoming_id = fields.Many2one("company.document.incoming", "Incoming Document")
    to_outgoing_id = fields.Many2one("company.document.outgoing", "Outgoing Document")
    note = fields.Char()

    def action_confirm(self):
        """Make the relation; see company.document.outgoing.action_relate. Returns an action that closes the dialog."""
        self.ensure_one()
        document = self.outgoing_id or self.incoming_id
        other = self.to_incoming_id if self.to_kind == "incoming" else self.to_outgoing_id
        if not document or not other:
            raise UserError(self.env._("Choose the other document."))
        document.action_relate(self.relation_type, other._name, other.id, self.note)
        return {"type": "ir.actions.act_window_close"}
