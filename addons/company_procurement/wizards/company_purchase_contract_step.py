from odoo import fields, models
from odoo.exceptions import UserError


class CompanyPurchaseContractStep(models.TransientModel):
    """Asks for reason, date or scan of a step of a contract, a budget, a demand or a negotiation."""

    _name = "company.purchase.contract.step"
    _inherit = ["company.wizard.mixin"]
    _description = "Step of a Contract or Budget"

    contract_id = fields.Many2one("company.purchase.contract", "Contract", ondelete="cascade")
    budget_id = fields.Many2one("company.purchase.budget", ondelete="cascade")
    demand_id = fields.Many2one("company.purchase.annual.demand", "Demand", ondelete="cascade")
    negotiation_id = fields.Many2one("company.purchase.negotiation", "Negotiation", ondelete="cascade")
    step = fields.Selection([
        ("sign", "Record the Signed Contract"), ("terminate", "Terminate the Contract"),
        ("cancel", "Give up the Contract"), ("version", "New Version of the Budget"),
        ("demand_cancel", "Give up the Demand"), ("fail", "No Agreement: End the Contract"),
    ], required=True, readonly=True)
    reason = fields.Text()
    signed_on = fields.Date(default=fields.Date.context_today)
    file = fields.Binary("Signed and Sealed Contract")
    file_name = fields.Char()

    def action_confirm(self):
        """Take the step (see the models); a new version of a budget opens."""
        self.ensure_one()
        if self.step == "sign":
            self._sign()
        elif self.step == "terminate":
            self.contract_id.action_terminate(self.reason)
        elif self.step == "cancel":
            self.contract_id.action_cancel(self.reason)
        elif self.step == "demand_cancel":
            self.demand_id.action_cancel(self.reason)
        elif self.step == "fail":
            self.negotiation_id.action_fail(self.reason)
        elif self.step == "version":
            return {"type": "ir.actions.act_window", "res_model": "company.purchase.budget", "view_mode": "form",
                    "views": [(False, "form")], "res_id": self.budget_id.action_new_version(self.reason)}
        return {"type": "ir.actions.act_window_close"}

    def _sign(self):
        if not self.file:
            raise UserError(self.env._("Add the scan of the signed and sealed contract."))
        attachment = self.env["ir.attachment"].create({
            "name": self.file_name or f"{self.contract_id.name}.pdf", "datas": self.file})
        self.contract_id.action_sign(attachment.id, self.signed_on)
