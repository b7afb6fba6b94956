from odoo import api, fields, models
from odoo.exceptions import UserError

STEPS = {       # what the dialog may call; each method checks right and state itself
    ("company.seal.handover", "refuse"): "action_refuse",
    ("company.seal.handover", "cancel"): "action_cancel",
    ("company.seal", "loss"): "action_report_loss",
    ("company.seal.loss", "found"): "action_report_found",
    ("company.seal.count.line", "resolve"): "action_resolve",
}


class CompanySealReason(models.TransientModel):
    """Dialog that asks for the reason of a step."""

    _name = "company.seal.reason"
    _inherit = ["company.wizard.mixin"]
    _description = "Reason of a Step on Seals"

    record = fields.Reference(selection="_get_record_models", string="Paper", required=True)
    step = fields.Char(required=True)
    reason = fields.Text("Reason", required=True)
    place = fields.Char("Lost at")

    @api.model
    def _get_record_models(self):
        return [(name, self.env[name]._description) for name in sorted({model for model, _step in STEPS})]

    def action_confirm(self):
        """Take the step with this reason, with the rights of the user."""
        self.ensure_one()
        method = STEPS.get((self.record._name, self.step))
        if not method:
            raise UserError(self.env._("This step is not known."))
        if self.step == "loss":
            loss_id = self.record.action_report_loss(self.reason, self.place or "")
            return {"type": "ir.actions.act_window", "res_model": "company.seal.loss", "res_id": loss_id,
                    "views": [(False, "form")]}
        getattr(self.record, method)(self.reason)
        return {"type": "ir.actions.act_window_close"}
