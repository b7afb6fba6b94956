from odoo import api, models


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return dict(super()._get_kind_names(), **{
            "seal.handover": self.env._("Handover of Seals"),
            "seal.return": self.env._("Return of Seals"),
            "seal.appointment": self.env._("Appointment for Sealing"),
            "seal.duty": self.env._("Holiday Duty for Seals"),
            "seal.outing": self.env._("Seal Taken out"),
            "seal.count": self.env._("Count of Seals and Certificates"),
            "seal.change": self.env._("Carving or Destruction of a Seal"),
            "seal.loss": self.env._("Lost Seal"),
        })
