from odoo import api, fields, models


class CompanyPurchaseTenderScoring(models.TransientModel):
    """The score sheet of one member."""

    _name = "company.purchase.tender.scoring"
    _description = "Score Sheet"
    _inherit = ["company.wizard.mixin"]

    tender_id = fields.Many2one("company.purchase.tender", required=True, ondelete="cascade")
    line_ids = fields.One2many("company.purchase.tender.scoring.line", "scoring_id")
    dissent = fields.Text("Dissent", help="A member who does not agree writes why.")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        tender = self.env["company.purchase.tender"].browse(self.env.context.get("active_id")).exists()
        tender.check_access("read")
        values["tender_id"] = tender.id
        values["line_ids"] = [fields.Command.create({"bid_id": bid.id, "criterion_id": criterion.id})
                              for bid in tender.bid_ids.filtered(lambda bid: bid.state == "opened")
                              for criterion in tender._get_scored_criteria()]
        return values

    def action_confirm(self):
        """Give the scores (see company.purchase.tender.action_score)."""
        self.ensure_one()
        self.tender_id.check_access("read")
        self.tender_id.action_score([{
            "bid_id": line.bid_id.id, "criterion_id": line.criterion_id.id, "score": line.score,
            "comment": line.comment} for line in self.line_ids], self.dissent or "")
        return {"type": "ir.actions.act_window_close"}


class CompanyPurchaseTenderScoringLine(models.TransientModel):
    _name = "company.purchase.tender.scoring.line"
    _description = "Line of a Score Sheet"
    _inherit = ["company.wizard.mixin"]

    scoring_id = fields.Many2one("company.purchase.tender.scoring", required=True, index=True, ondelete="cascade")
    bid_id = fields.Many2one("company.purchase.tender.bid", "Bid", required=True)
    technical_note = fields.Text(related="bid_id.technical_note", related_sudo=False)
    criterion_id = fields.Many2one("company.purchase.tender.criterion", "Criterion", required=True)
    weight = fields.Float(related="criterion_id.weight", related_sudo=False)
    guide = fields.Char(related="criterion_id.guide", related_sudo=False)
    score = fields.Float()
    comment = fields.Char()
