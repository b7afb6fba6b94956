from odoo import api, fields, models

KINDS = [
    ("request", "Purchase Request"),
    ("case", "Circulation Form"),
    ("quote", "Sealed Quotation"),
    ("tender", "Tender Record"),
    ("contract", "Contract"),
    ("order", "Purchase Order"),
    ("acceptance", "Acceptance Certificate"),
    ("stock_in", "Stock-in Slip"),
    ("invoice", "Invoice or Receipt"),
    ("payment", "Payment Application"),
    ("supplier", "Proof of the Supplier"),
]


class CompanyPurchaseFilingPaper(models.Model):
    """One paper of a filed case: where it comes from, which files it consists of, whether it is there."""

    _name = "company.purchase.filing.paper"
    _description = "Paper of a Filing"
    _inherit = ["company.state.mixin"]
    _order = "filing_id, sequence, id"
    _check_company_auto = True

    _client_parent_field = "filing_id"
    _client_unlink_states = frozenset()

    filing_id = fields.Many2one("company.purchase.filing", required=True, index=True, ondelete="cascade",
                                check_company=True, readonly=True)
    company_id = fields.Many2one(related="filing_id.company_id", store=True, index=True)
    sequence = fields.Integer(readonly=True, copy=False)
    kind = fields.Selection(KINDS, required=True, readonly=True, copy=False)
    name = fields.Char("Paper", required=True, readonly=True, copy=False)
    required = fields.Boolean(readonly=True, copy=False)
    present = fields.Boolean("There", readonly=True, copy=False)
    res_model = fields.Char(readonly=True, copy=False)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True, copy=False)
    report_name = fields.Char(readonly=True, copy=False, help="Printed into the bundle by this report.")
    attachment_ids = fields.Many2many("ir.attachment", "company_purchase_filing_paper_attachment_rel",
                                      string="Files", readonly=True, copy=False)
    file_count = fields.Integer("Number of Files", compute="_compute_file_count")

    @api.depends("attachment_ids", "report_name", "present")
    def _compute_file_count(self):
        for paper in self:
            paper.file_count = len(paper.attachment_ids) + bool(paper.report_name and paper.present)

    def _get_client_create_fields(self, vals):
        return None

    def action_open_record(self):
        """Open the record the paper comes from."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "res_model": self.res_model, "res_id": self.res_id,
                "view_mode": "form", "views": [(False, "form")]}
