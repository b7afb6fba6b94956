from odoo import fields, models

METHODS = [("paper", "Paper"), ("mail", "E-mail"), ("internal", "Internal Circulation")]


class CompanyDocumentDispatch(models.Model):
    """One recipient of an outgoing document: copies, way, when sent by the office, when received (R6 §5.9.1.5)."""

    _name = "company.document.dispatch"
    _description = "Dispatch of a Document"
    _inherit = ["company.state.mixin"]
    _order = "document_id, is_copy, sequence, id"
    _check_company_auto = True
    _client_parent_field = "document_id"
    _client_create_states = frozenset()
    _client_unlink_states = frozenset()
    _client_fields = {
        state: frozenset({"sequence", "copies", "method", "remark"})
        for state in ("numbered", "proofread", "sealed")}

    document_id = fields.Many2one(
        "company.document.outgoing", "Document", required=True, readonly=True, index=True, ondelete="restrict",
        copy=False)
    company_id = fields.Many2one(related="document_id.company_id", store=True, index=True, precompute=True)
    sequence = fields.Integer(default=10, copy=False)
    is_copy = fields.Boolean("Copy", readonly=True, copy=False, help="On: 抄送; off: 主送.")
    partner_id = fields.Many2one(
        "res.partner", "Unit", readonly=True, index="btree_not_null", ondelete="restrict", check_company=True,
        copy=False)
    department_id = fields.Many2one(
        "hr.department", "Department", readonly=True, index="btree_not_null", ondelete="restrict", check_company=True,
        copy=False)
    copies = fields.Integer("Copies Sent", default=1, copy=False)
    method = fields.Selection(METHODS, "Way of Dispatch", default="paper", required=True, copy=False)
    remark = fields.Char(copy=False, help="Consignment number, courier, e-mail address.")
    sent_on = fields.Datetime("Sent on", readonly=True, copy=False, index=True)
    sent_by_id = fields.Many2one("res.users", "Sent by", readonly=True, copy=False, index="btree_not_null")
    received_on = fields.Datetime("Received on", readonly=True, copy=False)
    received_by = fields.Char("Received by", readonly=True, copy=False)

    _one_recipient = models.Constraint(
        "CHECK ((partner_id IS NULL) <> (department_id IS NULL))", "A line names one unit or one department.")
    _copies_positive = models.Constraint("CHECK (copies > 0)", "At least one copy is sent.")
