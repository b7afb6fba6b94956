import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import seal_use as engine


class CompanySealUseStep(models.TransientModel):
    """Asks for copies, reason or file of a step at the seal."""

    _name = "company.seal.use.step"
    _inherit = ["company.wizard.mixin"]
    _description = "Step of a Seal Use"

    use_id = fields.Many2one("company.seal.use", "Application", required=True, ondelete="cascade")
    step = fields.Selection([
        ("use", "Use the Seal"), ("refuse", "Refuse to Seal"), ("finish", "Close: No Further Copies"),
        ("cancel", "Give up the Application"), ("confirm", "Confirm my Signature"),
        ("deny", "Not my Signature"), ("attach", "Attach the Sealed Copy"),
    ], required=True, readonly=True)
    seal_id = fields.Many2one("company.seal", "Seal", compute="_compute_seal_id", store=True, readonly=False,
                              domain="[('id', 'in', seal_ids)]")
    seal_ids = fields.Many2many("company.seal", string="Seals I Hold", compute="_compute_seal_ids")
    copies = fields.Integer("Copies Sealed Now", compute="_compute_copies", store=True, readonly=False)
    reason = fields.Text()
    paper = fields.Binary("Paper at Hand", help="Optional: the file of the paper before you; its digest is compared "
                                                "with what was approved.")
    paper_name = fields.Char()
    paper_note = fields.Char(related="use_id.paper_note")
    entity_name = fields.Char(related="use_id.entity_name")

    @api.depends("use_id")
    def _compute_seal_ids(self):
        for wizard in self:
            wizard.seal_ids = wizard.use_id._get_my_lines().seal_id if wizard.use_id else False

    @api.depends("use_id")
    def _compute_seal_id(self):
        for wizard in self:
            wizard.seal_id = wizard.seal_ids[:1]

    @api.depends("use_id", "seal_id")
    def _compute_copies(self):
        for wizard in self:
            lines = wizard.use_id._get_my_lines() if wizard.use_id else self.env["company.seal.use.line"]
            wizard.copies = sum(lines.filtered(
                lambda line, w=wizard: line.seal_id._origin == w.seal_id._origin).mapped("copies_left"))

    def action_confirm(self):
        """Take the step (see company.seal.use)."""
        self.ensure_one()
        use = self.use_id
        if self.step == "use":
            digest = engine.file_digest(base64.b64decode(self.paper)) if self.paper else False
            use.action_use(self.copies, self.seal_id.id, digest)
        elif self.step == "confirm":
            use.action_confirm_signature(self.reason or "")
        elif self.step == "attach":
            self._attach()
        else:
            {"refuse": use.action_refuse, "finish": use.action_finish, "cancel": use.action_cancel,
             "deny": use.action_deny_signature}[self.step](self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _attach(self):
        if not self.paper:
            raise UserError(self.env._("Add the scan of the sealed paper."))
        attachment = self.env["ir.attachment"].create({"name": self.paper_name or "scan.pdf", "datas": self.paper})
        self.use_id.action_attach_sealed(attachment.id)
