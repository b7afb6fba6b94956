from odoo import fields, models
from odoo.exceptions import UserError


class CompanyOkrFocusChoice(models.AbstractModel):
    """A line of a focus sheet that can become an objective (R14 §2)."""

    _name = "company.okr.focus.choice.mixin"
    _description = "Line of a Strategic Focus"

    focus_id = fields.Many2one("company.okr.focus", "Strategic Focus", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="focus_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    is_chosen = fields.Boolean("In Focus", help="Candidate for the objectives of the cycle.")

    def action_make_objective(self, plan_id, name="", weight=0.0):
        """Make an objective of this line in a draft plan.

        :param int plan_id: draft plan
        :param str name: the objective; empty: the name of the line
        :param float weight: in percent
        :return: id of the objective
        :raise UserError: no plan, or one of another company
        :raise AccessError: a plan the user may not write, or one that is no draft
        """
        self.ensure_one()
        self.check_access("read")
        plan = self.env["company.okr.plan"].browse(plan_id if type(plan_id) is int else ()).exists()
        plan.check_access("write")
        if not plan or plan.company_id != self.company_id:
            raise UserError(self.env._(
                "%(line)s: choose a draft plan of the company the sheet is of.", line=self.name))
        return self.env["company.okr.objective"].create({
            "plan_id": plan.id, "name": name or self.name, "weight": weight, "source": f"{self.focus_id.name}: "
            f"{self.name}"}).id
