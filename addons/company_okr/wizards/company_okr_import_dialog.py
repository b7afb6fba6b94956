from odoo import fields, models


class CompanyOkrImportDialog(models.TransientModel):
    """Imports OKRs from a spreadsheet; errors are listed by row and column and nothing is saved."""

    _name = "company.okr.import.dialog"
    _description = "Import OKRs"
    _inherit = ["company.wizard.mixin"]

    cycle_id = fields.Many2one(
        "company.okr.cycle", "Cycle", required=True, domain="[('state', 'in', ('draft', 'open'))]",
        default=lambda self: self.env["company.okr.plan"]._default_cycle())
    file = fields.Binary("XLSX File", required=True, attachment=False)
    file_name = fields.Char()
    errors = fields.Text(readonly=True)

    def action_confirm(self):
        """Import, see company.okr.plan.action_import; opens the plans made, or stays with the list of errors."""
        self.ensure_one()
        result = self.env["company.okr.plan"].action_import(self.cycle_id.id, self.file)
        if result["errors"]:
            self.errors = "\n".join(
                self.env._("Row %(row)s, %(column)s: %(problem)s", **error) for error in result["errors"])
            return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "target": "new",
                    "views": [(False, "form")]}
        return {"type": "ir.actions.act_window", "res_model": "company.okr.plan", "name": self.env._("OKR Plans"),
                "domain": [("id", "in", result["plan_ids"])], "views": [(False, "list"), (False, "form")]}
