from odoo import api, models


class CompanyLedgerEntry(models.Model):
    _inherit = "company.ledger.entry"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "okr.published": self.env._("OKR published"),
            "okr.score_confirmed": self.env._("Appraisal confirmed"),
            "okr.graded": self.env._("Grade given"),
            "okr.grade_changed": self.env._("Grade changed in calibration"),
            "okr.bonus_table": self.env._("Bonus table taken out"),
            "okr.effect": self.env._("Effect of a result confirmed"),
            "okr.ruling": self.env._("Appeal decided"),
        }
