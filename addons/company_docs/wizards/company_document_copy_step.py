from odoo import api, fields, models


class CompanyDocumentCopyStep(models.TransientModel):
    """Asks for the words that a step of numbered copies needs; the step itself checks everything."""

    _name = "company.document.copy.step"
    _description = "Step of Numbered Copies"
    _inherit = ["company.wizard.mixin"]

    step = fields.Selection([
        ("make", "Number Copies"), ("hand_out", "Hand Out"), ("take_back", "Take Back"),
        ("destroy", "Put on the Destruction List"), ("lost", "Report as Lost")], required=True, readonly=True)
    outgoing_id = fields.Many2one("company.document.outgoing", "Outgoing Document")
    incoming_id = fields.Many2one("company.document.incoming", "Incoming Document")
    copy_ids = fields.Many2many(
        "company.document.copy", string="Numbered Copies", default=lambda self: self._default_copy_ids())
    count = fields.Integer("Number of Copies", default=1)
    user_id = fields.Many2one("res.users", "Colleague", domain="[('share', '=', False)]")
    partner_id = fields.Many2one("res.partner", "Unit Outside")
    note = fields.Text("Reason or Remark")

    @api.model
    def _default_copy_ids(self):
        chosen = self.env.context.get("active_model") == "company.document.copy"
        return self.env.context.get("active_ids") or [] if chosen else []

    @api.depends("step")
    def _compute_display_name(self):
        labels = dict(self._fields["step"]._description_selection(self.env))
        for wizard in self:
            wizard.display_name = labels.get(wizard.step, "")

    def action_confirm(self):
        """Take the step (see company.document.copy); the dialog closes."""
        self.ensure_one()
        self._check_links()
        if self.step == "make":
            (self.outgoing_id or self.incoming_id).action_make_copies(self.count)
        elif self.step == "hand_out":
            self.copy_ids.action_hand_out(self.user_id.id, self.partner_id.id)
        elif self.step == "take_back":
            self.copy_ids.action_take_back(self.note or "")
        elif self.step == "destroy":
            self.copy_ids.action_propose_destruction(self.note)
        elif self.step == "lost":
            self.copy_ids.action_report_lost(self.note)
        return {"type": "ir.actions.act_window_close"}
