from odoo import api, fields, models


class CompanyDocumentOutgoingStep(models.TransientModel):
    """Asks for the words that a step of an outgoing document needs; the step itself checks everything."""

    _name = "company.document.outgoing.step"
    _description = "Step of an Outgoing Document"
    _inherit = ["company.wizard.mixin"]

    document_id = fields.Many2one("company.document.outgoing", "Document", ondelete="cascade")
    dispatch_id = fields.Many2one("company.document.dispatch", "Recipient", ondelete="cascade")
    step = fields.Selection([
        ("proof_ok", "Proof is Right"), ("proof_return", "Return the Proof"), ("send_proof", "Give a New Proof"),
        ("void", "Make the Number Void"), ("restart", "Open Again"), ("cancel", "Give up the Document"),
        ("receive", "Record the Receipt"),
    ], "Step", required=True, readonly=True)
    note = fields.Text("Words on the Step")
    number = fields.Char(related="document_id.name")
    cancel = fields.Boolean("Give up the document as well")
    received_by = fields.Char("Signed for by")
    received_on = fields.Datetime("Signed for on", default=fields.Datetime.now)

    @api.depends("step")
    def _compute_display_name(self):
        labels = dict(self._fields["step"]._description_selection(self.env))
        for wizard in self:
            wizard.display_name = labels.get(wizard.step, "")

    def action_confirm(self):
        """Take the step (see company.document.outgoing); the dialog closes."""
        self.ensure_one()
        self._check_links()
        document = self.document_id
        if self.step in ("proof_ok", "proof_return"):
            document.action_proofread(self.step == "proof_ok", self.note or "")
        elif self.step == "send_proof":
            document.action_send_proof(self.note or "")
        elif self.step == "void":
            document.action_void_number(self.note, self.cancel)
        elif self.step == "restart":
            document.action_restart(self.note)
        elif self.step == "cancel":
            document.action_cancel(self.note)
        elif self.step == "receive":
            self.dispatch_id.action_receive(self.received_by, fields.Datetime.to_string(self.received_on))
        return {"type": "ir.actions.act_window_close"}
