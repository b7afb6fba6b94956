from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    okr_module_head_ratio = fields.Float(
        default=60, help="Share of the module head in scores of positions, in percent (R2 §5.4.2, §5.5.2).")
    okr_department_head_ratio = fields.Float(
        default=40, help="Share of the department head in scores of positions, in percent (R2 §5.4.2, §5.5.2).")
    okr_okr_ratio = fields.Float(default=70, help="Share of the OKR score in the final score (R2 §5.5.1).")
    okr_values_ratio = fields.Float(default=30, help="Share of the values score in the final score (R2 §5.5.1).")
    okr_personal_ratio = fields.Float(default=80, help="Share of the own score in the yearly result (R2 §5.5.3).")
    okr_department_ratio = fields.Float(
        default=20, help="Share of the department's score in the yearly result (R2 §5.5.3).")
    okr_min_objectives = fields.Integer(default=3, help="Objectives of a plan, at least (R2 §5.1.3, §5.1.5A).")
    okr_max_objectives = fields.Integer(default=5, help="Objectives of a plan, at most (R2 §5.1.3, §5.1.5A).")
    okr_max_key_results = fields.Integer(default=4, help="Key results of an objective, at most (R2 §5.1.5B).")
    okr_stale_days = fields.Integer(
        default=31, help="A key result without a check-in for more days counts as overdue (R2 §5.3.1.1: monthly).")

    okr_pool_size = fields.Integer(
        default=5, help="Departments with fewer people are graded together with others (R2 §5.5.4).")

    _okr_figures = models.Constraint(
        """CHECK(COALESCE(okr_min_objectives, 1) > 0
            AND COALESCE(okr_max_objectives, 1) >= COALESCE(okr_min_objectives, 1)
            AND COALESCE(okr_max_key_results, 1) > 0 AND COALESCE(okr_stale_days, 1) > 0
            AND COALESCE(okr_pool_size, 1) > 0)""",
        "Numbers of objectives and days are positive; the most is not below the least.")
    _okr_ratios = models.Constraint(
        """CHECK(
            ROUND((COALESCE(okr_module_head_ratio, 60) + COALESCE(okr_department_head_ratio, 40))::numeric, 6) = 100
            AND ROUND((COALESCE(okr_okr_ratio, 70) + COALESCE(okr_values_ratio, 30))::numeric, 6) = 100
            AND ROUND((COALESCE(okr_personal_ratio, 80) + COALESCE(okr_department_ratio, 20))::numeric, 6) = 100
            AND LEAST(okr_module_head_ratio, okr_department_head_ratio, okr_okr_ratio, okr_values_ratio,
                      okr_personal_ratio, okr_department_ratio) >= 0)""",
        "The two shares of each pair make 100 % together (R2 §5.4.2, §5.5.1, §5.5.3).")
