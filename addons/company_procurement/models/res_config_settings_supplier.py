from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    supplier_remind_days = fields.Integer(related="company_id.supplier_remind_days", readonly=False)
    supplier_remind_last_days = fields.Integer(related="company_id.supplier_remind_last_days", readonly=False)
    supplier_check_days = fields.Integer(related="company_id.supplier_check_days", readonly=False)
    supplier_coverage_min = fields.Integer(related="company_id.supplier_coverage_min", readonly=False)
    supplier_coverage_max = fields.Integer(related="company_id.supplier_coverage_max", readonly=False)
    supplier_preferred_score = fields.Float(related="company_id.supplier_preferred_score", readonly=False)
    supplier_weight_on_time = fields.Float(related="company_id.supplier_weight_on_time", readonly=False)
    supplier_weight_accepted = fields.Float(related="company_id.supplier_weight_accepted", readonly=False)
    supplier_weight_price = fields.Float(related="company_id.supplier_weight_price", readonly=False)
    supplier_weight_papers = fields.Float(related="company_id.supplier_weight_papers", readonly=False)
    survey_days = fields.Integer(related="company_id.survey_days", readonly=False)
    survey_min_orders = fields.Integer(related="company_id.survey_min_orders", readonly=False)
