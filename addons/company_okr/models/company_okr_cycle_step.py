from odoo import fields, models


class CompanyOkrCycleStep(models.Model):
    """A step of a cycle's calendar with its last day (R2 §5.1, §5.4, §5.6)."""

    _name = "company.okr.cycle.step"
    _description = "Step of an OKR Cycle"
    _inherit = ["company.state.mixin"]
    _order = "due_date, id"
    _rec_name = "code"
    _check_company_auto = True

    _client_parent_field = "cycle_id"
    _client_fields = {"draft": frozenset({"code", "due_date", "note"}), "open": frozenset({"due_date", "note"})}
    _client_create_states = frozenset({"draft"})

    cycle_id = fields.Many2one("company.okr.cycle", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="cycle_id.company_id", store=True, index=True)
    code = fields.Selection(
        [("department_goals", "Department goals agreed"), ("agreement", "All OKRs agreed"),
         ("scoring", "Scores complete"), ("interviews", "Interviews held")], "Step", required=True)
    due_date = fields.Date("Last Day", required=True)
    note = fields.Char()

    _code_unique = models.UniqueIndex("(cycle_id, code)", "A cycle has each step once.")
