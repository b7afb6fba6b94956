from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    okr_department_ids = fields.Many2many(
        "hr.department", compute="_compute_okr_department_ids", string="Departments Headed",
        help="Departments and modules whose head the user is; their OKRs and those below are in his hands.")

    def _compute_okr_department_ids(self):
        departments_sudo = self.env["hr.department"].sudo().search([
            ("manager_id.user_id", "in", self.ids), ("manager_id.active", "=", True)])
        for user in self:
            user.okr_department_ids = departments_sudo.filtered(lambda unit, u=user: unit.manager_id.user_id == u)

    @api.model
    def _forget_okr_departments(self):
        """Called when heads change: the rules' domains name the units of each user and are cached."""
        self.invalidate_model(["okr_department_ids"])
        self.env.registry.clear_cache()
