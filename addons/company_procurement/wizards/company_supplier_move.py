from odoo import fields, models
from odoo.exceptions import UserError

from ..models.res_partner import SUPPLIER_STATES


class CompanySupplierMove(models.TransientModel):
    """Asks for the reason of a step on a supplier's file: another status, suspension, refusal of a paper."""

    _name = "company.supplier.move"
    _inherit = ["company.wizard.mixin"]
    _description = "Change Supplier Status"

    step = fields.Selection([("request", "Change Status"), ("suspend", "Suspend at Once"), ("refuse", "Refuse Paper")],
                            required=True, default="request")
    qualification_id = fields.Many2one("company.supplier.qualification", "File", required=True, ondelete="cascade",
                                       default=lambda self: self.env.context.get("active_id"))
    supplier_state = fields.Selection(related="qualification_id.supplier_state", related_sudo=False)
    paper_id = fields.Many2one("company.supplier.paper", ondelete="cascade")
    target_state = fields.Selection(SUPPLIER_STATES, "Wanted Status")
    reason = fields.Text(required=True)
    score_exception = fields.Text("Reason without Score")

    def action_confirm(self):
        """Take the step (see company.supplier.qualification and company.supplier.paper, which check everything)."""
        self.ensure_one()
        if self.step == "request":
            self.qualification_id.action_request_state(
                self.target_state, self.reason, self.score_exception or "")
        elif self.step == "suspend":
            self.qualification_id.action_suspend(self.reason)
        elif self.paper_id:
            self.paper_id.action_refuse(self.reason)
        else:
            raise UserError(self.env._("Choose the paper."))
        return {"type": "ir.actions.act_window_close"}
