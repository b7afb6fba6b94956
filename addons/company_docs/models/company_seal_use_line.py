from odoo import api, fields, models


class CompanySealUseLine(models.Model):
    """One seal of an application: how many copies were approved, and how many the holder has sealed."""

    _name = "company.seal.use.line"
    _description = "Seal of an Application"
    _inherit = ["company.approval.line.mixin", "company.state.mixin"]
    _order = "id"
    _check_company_auto = True
    _rec_name = "seal_id"

    _client_parent_field = "use_id"
    _approval_parent_field = "use_id"
    _client_fields = {"draft": frozenset({"seal_id", "copies"})}

    use_id = fields.Many2one("company.seal.use", "Application", required=True, index=True, ondelete="cascade",
                             check_company=True)
    company_id = fields.Many2one(related="use_id.company_id", store=True, index=True, precompute=True)
    use_state = fields.Selection(related="use_id.state", string="State of the Application")
    seal_id = fields.Many2one("company.seal", "Seal", required=True, index=True, ondelete="restrict",
                              check_company=True)
    seal_type = fields.Selection(related="seal_id.seal_type")
    entity_name = fields.Char(related="seal_id.entity_name")
    holder_id = fields.Many2one(related="seal_id.holder_id", string="Present Holder of the Seal")
    copies = fields.Integer("Copies Approved", required=True, default=1)
    copies_used = fields.Integer("Copies Sealed", readonly=True, copy=False, default=0)
    copies_left = fields.Integer("Copies Left", compute="_compute_copies_left")

    _copies_positive = models.Constraint("CHECK(copies > 0 AND copies_used >= 0)", "At least one copy is sealed.")
    _seal_once = models.UniqueIndex("(use_id, seal_id)", "Each seal stands once on an application.")

    @api.depends("copies", "copies_used")
    def _compute_copies_left(self):
        for line in self:
            line.copies_left = max(line.copies - line.copies_used, 0)
