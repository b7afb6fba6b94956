from odoo import fields, models
from odoo.exceptions import UserError


class CompanyDocumentArchiveStep(models.TransientModel):
    """Dialog of one step of the archive that needs a word: release, return, destruction, interruption, search."""

    _name = "company.document.archive.step"
    _description = "Step of the Archive"
    _inherit = ["company.wizard.mixin"]

    step = fields.Selection([
        ("release", "Release the Hold"), ("return", "Take Back"), ("destroy", "Destroy"),
        ("interrupt", "Interrupt"), ("find", "Entries Found"), ("put", "Put into the Box")], required=True)
    hold_id = fields.Many2one("company.document.archive.hold", "Legal Hold")
    loan_id = fields.Many2one("company.document.archive.loan", "Loan")
    disposal_id = fields.Many2one("company.document.archive.disposal", "Disposal List")
    box_id = fields.Many2one("company.document.archive.box", "Box")
    archive_ids = fields.Many2many("company.document.archive", string="Archive Entries")
    text = fields.Text("Note")

    def action_confirm(self):
        """Take the step; the document checks right and state. Returns an action that closes the dialog."""
        self.ensure_one()
        steps = {
            "release": lambda: self.hold_id.action_release(self.text or ""),
            "return": lambda: self.loan_id.action_return(self.text or ""),
            "destroy": lambda: self.disposal_id.action_destroy(self.text or ""),
            "interrupt": lambda: self.disposal_id.action_interrupt(self.text or ""),
            "find": lambda: self.loan_id.action_find(self.archive_ids.ids),
            "put": lambda: self.box_id.action_put(self.archive_ids.ids),
        }
        if not (self.hold_id or self.loan_id or self.disposal_id or self.box_id):
            raise UserError(self.env._("Open this dialog from its document."))
        steps[self.step]()
        return {"type": "ir.actions.act_window_close"}
