from odoo import fields, models


class CompanyPurchaseSourcingReason(models.TransientModel):
    _inherit = "company.purchase.sourcing.reason"

    step = fields.Selection(selection_add=[("collusion", "Answer Signs of Collusion")],
                            ondelete={"collusion": "cascade"})

    def action_confirm(self):
        """Also the answer to signs of collusion (see company.purchase.sourcing.action_answer_collusion)."""
        if self.ensure_one().step != "collusion":
            return super().action_confirm()
        self.sourcing_id.action_answer_collusion(self.reason)
        return {"type": "ir.actions.act_window_close"}
