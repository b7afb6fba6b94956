from odoo import api, fields, models

from ..engine import comparison
from ..models.company_purchase_sourcing_line import VERIFY_RESULTS


class CompanyPurchaseSourcingCheck(models.TransientModel):
    _name = "company.purchase.sourcing.check"
    _inherit = ["company.wizard.mixin"]
    _description = "Verify Prices"

    sourcing_id = fields.Many2one("company.purchase.sourcing", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="sourcing_id.currency_id")
    opinion = fields.Text("Price Check Opinion", required=True)
    line_ids = fields.One2many("company.purchase.sourcing.check.line", "wizard_id", "Prices")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        case = self.env["company.purchase.sourcing"].browse(
            values.get("sourcing_id") or self.env.context.get("active_id"))
        if case and "line_ids" in fields_list:
            case.check_access("read")
            history, lowest = case._get_price_history(), case._get_lowest_prices()
            values.update(sourcing_id=case.id, opinion=case.price_check_opinion, line_ids=[fields.Command.create({
                "sourcing_line_id": line.id,
                "lowest_price": lowest.get(line.id, 0.0),
                "last_price": history[line.id]["last"] or 0.0,
                "average_price": history[line.id]["average"] or 0.0,
                "median_price": history[line.id]["median"] or 0.0,
                "lowest_paid": history[line.id]["low"] or 0.0,
                "survey_price": history[line.id]["survey"] or 0.0,
                "change_last": comparison.change(lowest.get(line.id), history[line.id]["last"]) or 0.0,
                "verified_price": line.verified_price or lowest.get(line.id, 0.0),
                "result": line.verify_result or ("accepted" if history[line.id]["last"] else "no_basis"),
                "opinion": line.verify_opinion,
            }) for line in case.sudo().line_ids])
        return values

    def action_confirm(self):
        """Verify the prices (see company.purchase.sourcing.action_check_price)."""
        self.ensure_one()
        self.sourcing_id.action_check_price([{
            "sourcing_line_id": line.sourcing_line_id.id, "verified_price": line.verified_price,
            "result": line.result, "opinion": line.opinion,
        } for line in self.line_ids], self.opinion)
        return {"type": "ir.actions.act_window_close"}


class CompanyPurchaseSourcingCheckLine(models.TransientModel):
    _name = "company.purchase.sourcing.check.line"
    _inherit = ["company.wizard.mixin"]
    _description = "Verified Price"

    wizard_id = fields.Many2one("company.purchase.sourcing.check", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    sourcing_line_id = fields.Many2one("company.purchase.sourcing.line", "Item", required=True, ondelete="cascade")
    quantity = fields.Float(related="sourcing_line_id.quantity")
    uom_id = fields.Many2one(related="sourcing_line_id.uom_id")
    estimated_price = fields.Monetary(related="sourcing_line_id.estimated_price")
    lowest_price = fields.Monetary("Lowest Valid Quote", readonly=True)
    last_price = fields.Monetary("Last Price", readonly=True)
    average_price = fields.Monetary("12-Month Average", readonly=True)
    median_price = fields.Monetary("12-Month Median", readonly=True)
    lowest_paid = fields.Monetary("Lowest Price Paid", readonly=True)
    survey_price = fields.Monetary("Market Survey", readonly=True)
    change_last = fields.Float("Lowest vs Last in %", digits=(16, 1), readonly=True)
    verified_price = fields.Monetary("Verified Unit Price")
    result = fields.Selection(VERIFY_RESULTS, required=True)
    opinion = fields.Char()
