from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    okr_module_head_ratio = fields.Float(
        "Module Head (%)", related="company_id.okr_module_head_ratio", readonly=False)
    okr_department_head_ratio = fields.Float(
        "Department Head (%)", related="company_id.okr_department_head_ratio", readonly=False)
    okr_okr_ratio = fields.Float("OKR (%)", related="company_id.okr_okr_ratio", readonly=False)
    okr_values_ratio = fields.Float("Values (%)", related="company_id.okr_values_ratio", readonly=False)
    okr_personal_ratio = fields.Float("Personal (%)", related="company_id.okr_personal_ratio", readonly=False)
    okr_department_ratio = fields.Float("Department (%)", related="company_id.okr_department_ratio", readonly=False)
    okr_min_objectives = fields.Integer(
        "Objectives at least", related="company_id.okr_min_objectives", readonly=False)
    okr_max_objectives = fields.Integer("Objectives at most", related="company_id.okr_max_objectives", readonly=False)
    okr_max_key_results = fields.Integer(
        "Key Results at most", related="company_id.okr_max_key_results", readonly=False)
    okr_stale_days = fields.Integer(
        "Days until a Check-in is overdue", related="company_id.okr_stale_days", readonly=False)
    okr_pool_size = fields.Integer("Smallest Group for Grades", related="company_id.okr_pool_size", readonly=False)
