from odoo import fields, models


class HrEmployee(models.Model):
    """Keepers of seals and certificates don't leave before handover; what everybody holds."""

    _inherit = "hr.employee"

    held_item_count = fields.Integer(
        "Seals and Certificates Held", compute="_compute_held_item_count",
        groups="hr.group_hr_user,company_docs.group_office,company_docs.group_seal_manager")

    def _compute_held_item_count(self):
        held = self.env["company.custody.mixin"]._get_held(self)
        for employee in self:
            employee.held_item_count = len(held.get(employee.id, ()))

    def write(self, vals):
        custody = self.env["company.custody.mixin"]
        if "active" in vals and not vals["active"]:
            custody._guard_departure(self.filtered("active"), self.env._("Archiving"))
        custody._guard_move(self, vals)
        return super().write(vals)

    def unlink(self):
        self.env["company.custody.mixin"]._guard_departure(self, self.env._("Deleting"))
        return super().unlink()

    def action_view_custody(self):
        """Open what this employee holds and held: the rows of custody of the seals."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("company_docs.company_seal_custody_action")
        return dict(action, domain=[("holder_id", "=", self.id)], context={})
