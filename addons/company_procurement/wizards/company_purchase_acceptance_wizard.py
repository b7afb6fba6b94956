from odoo import api, fields, models


class CompanyPurchaseAcceptanceReason(models.TransientModel):
    """Asks for result and words of a step of an acceptance; the step itself checks right and state."""

    _name = "company.purchase.acceptance.reason"
    _inherit = ["company.wizard.mixin"]
    _description = "Sign or Explain a Step of an Acceptance"

    acceptance_id = fields.Many2one("company.purchase.acceptance", required=True, readonly=True, ondelete="cascade")
    step = fields.Selection(
        [("sign", "Sign"), ("use_first", "Needed at Once"), ("reopen", "Open again")], required=True, readonly=True)
    result = fields.Selection([("ok", "In Order"), ("not_ok", "Not in Order")], default="ok")
    my_slot = fields.Selection(related="acceptance_id.my_slot")
    text = fields.Text("Remark")

    def action_confirm(self):
        """Take the step (see company.purchase.acceptance)."""
        self.ensure_one()
        acceptance = self.acceptance_id
        acceptance.check_access("read")
        if self.step == "sign":
            acceptance.action_sign(self.result, self.text or "")
        elif self.step == "use_first":
            acceptance.action_use_first(self.text)
        else:
            acceptance.action_reopen(self.text)
        return {"type": "ir.actions.act_window_close"}


class CompanyPurchaseAcceptanceCertificate(models.TransientModel):
    """Uploads a paper that came with the goods."""

    _name = "company.purchase.acceptance.certificate"
    _inherit = ["company.wizard.mixin"]
    _description = "Attach Certificate"

    acceptance_id = fields.Many2one("company.purchase.acceptance", required=True, ondelete="cascade",
                                    default=lambda self: self.env.context.get("active_id"))
    kind = fields.Selection(
        [("certificate", "Certificate of Quality"), ("material", "Material Certificate")], required=True,
        default="certificate")
    file = fields.Binary(required=True, attachment=False)
    file_name = fields.Char()
    line_ids = fields.Many2many(
        "company.purchase.acceptance.line", "company_purchase_acceptance_certificate_line_rel",
        string="Delivered Goods", domain="[('acceptance_id', '=', acceptance_id)]",
        help="Empty: all that need this paper.")

    def action_confirm(self):
        """Attach the paper (see company.purchase.acceptance.action_attach_certificate)."""
        self.ensure_one()
        self.acceptance_id.check_access("read")
        paper = self.env["ir.attachment"].create({
            "name": self.file_name or self.env._("Certificate"), "datas": self.file})
        self.acceptance_id.action_attach_certificate(self.kind, paper.id, self.line_ids.ids)
        return {"type": "ir.actions.act_window_close"}


class CompanyPurchaseAcceptanceDefect(models.TransientModel):
    """Reports defects of a delivery with photos."""

    _name = "company.purchase.acceptance.defect"
    _inherit = ["company.wizard.mixin"]
    _description = "Report Defect"

    acceptance_id = fields.Many2one("company.purchase.acceptance", required=True, ondelete="cascade",
                                    default=lambda self: self.env.context.get("active_id"))
    note = fields.Text("What Is Wrong", required=True)
    attachment_ids = fields.Many2many("ir.attachment", "company_purchase_acceptance_defect_attachment_rel",
                                      string="Photos", bypass_search_access=True)
    line_ids = fields.One2many("company.purchase.acceptance.defect.line", "defect_id", "Delivered Goods",
                               compute="_compute_line_ids", store=True, readonly=False)

    @api.depends("acceptance_id")
    def _compute_line_ids(self):
        for wizard in self:
            reported = wizard.acceptance_id._get_reported_quantities()
            wizard.line_ids = [fields.Command.clear()] + [fields.Command.create({
                "acceptance_line_id": line.id, "reason": line.quality_note,
                "quantity": max(line.rejected_qty - reported.get(line.id, 0.0), 0.0),
            }) for line in wizard.acceptance_id.line_ids]

    def action_confirm(self):
        """Report the defects (see company.purchase.acceptance.action_report_nonconformity)."""
        self.ensure_one()
        self.acceptance_id.check_access("read")
        report_id = self.acceptance_id.action_report_nonconformity([
            {"line_id": line.acceptance_line_id.id, "quantity": line.quantity, "reason": line.reason or self.note}
            for line in self.line_ids if line.quantity
        ], self.note, self.attachment_ids.ids)
        return {"type": "ir.actions.act_window", "res_model": "company.purchase.nonconformity", "res_id": report_id,
                "view_mode": "form", "views": [(False, "form")]}


class CompanyPurchaseAcceptanceDefectLine(models.TransientModel):
    _name = "company.purchase.acceptance.defect.line"
    _inherit = ["company.wizard.mixin"]
    _description = "Line of a Defect to Report"

    defect_id = fields.Many2one("company.purchase.acceptance.defect", required=True, index=True, ondelete="cascade")
    acceptance_line_id = fields.Many2one("company.purchase.acceptance.line", "Delivered Goods", required=True,
                                         ondelete="cascade")
    counted_qty = fields.Float(related="acceptance_line_id.counted_qty", string="Counted")
    uom_id = fields.Many2one(related="acceptance_line_id.uom_id")
    quantity = fields.Float("Defective", digits="Product Unit")
    reason = fields.Char()


class CompanyPurchaseNonconformityDecide(models.TransientModel):
    """Asks how a defect is settled."""

    _name = "company.purchase.nonconformity.decide"
    _inherit = ["company.wizard.mixin"]
    _description = "Settle a Non-conformity"

    nonconformity_id = fields.Many2one("company.purchase.nonconformity", required=True, ondelete="cascade",
                                       default=lambda self: self.env.context.get("active_id"))
    step = fields.Selection(
        [("decide", "Settle with Supplier"), ("drop", "Drop Report")], default="decide", required=True)
    decision = fields.Selection(
        selection=lambda self: self.env["company.purchase.nonconformity"]._fields["decision"]._description_selection(
            self.env))
    note = fields.Text("Agreement with the Supplier", required=True)

    def action_confirm(self):
        """Settle or drop the report (see company.purchase.nonconformity)."""
        self.ensure_one()
        report = self.nonconformity_id
        report.check_access("read")
        if self.step == "drop":
            report.action_drop(self.note)
        else:
            report.action_decide(self.decision, self.note)
        return {"type": "ir.actions.act_window_close"}
