from odoo import models


class CompanyPurchaseBudgetReservation(models.Model):
    _inherit = "company.purchase.budget.reservation"

    def _move_to_version(self, before, after):
        """Rows of a replaced version count against the lines of its successor."""
        lines = {line.previous_line_id.id: line.id for line in after.line_ids if line.previous_line_id}
        rows = self.search([("budget_id", "=", before.id), ("state", "in", ("reserved", "used", "moved"))])
        for line, own in rows.grouped("budget_line_id").items():
            own._as_engine().write({"budget_id": after.id, "budget_line_id": lines.get(line.id, False)})
        (before | after)._refresh_figures()
