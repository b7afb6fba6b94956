from odoo import fields, models


class CompanyDocumentAnnex(models.Model):
    """Annex of an outgoing document, in the order of the printed note 附件 (R6 §5.6.1.1.11)."""

    _name = "company.document.annex"
    _description = "Annex of a Document"
    _inherit = ["company.approval.line.mixin", "company.state.mixin"]
    _order = "document_id, sequence, id"
    _check_company_auto = True
    _approval_parent_field = "document_id"
    _client_parent_field = "document_id"
    _client_fields = {"draft": frozenset({"sequence", "name", "file", "file_name"})}

    document_id = fields.Many2one(
        "company.document.outgoing", "Document", required=True, index=True, ondelete="cascade", copy=False)
    company_id = fields.Many2one(related="document_id.company_id", store=True, index=True, precompute=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Annex", required=True)
    file = fields.Binary("Annex File", attachment=True)
    file_name = fields.Char()
