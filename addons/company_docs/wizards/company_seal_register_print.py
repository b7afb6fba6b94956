import base64

from odoo import fields, models


class CompanySealRegisterPrint(models.TransientModel):
    """Which part of the seal use register is printed: year, seal, with or without what was refused."""

    _name = "company.seal.register.print"
    _inherit = ["company.wizard.mixin"]
    _description = "Print of the Seal Use Register"

    year = fields.Integer(required=True, default=lambda self: fields.Date.context_today(self).year)
    seal_id = fields.Many2one("company.seal", "Seal", help="Empty: all seals.")

    def action_print(self):
        """Print the register of the year 用印登记表 as PDF."""
        self.ensure_one()
        entries = self.env["company.seal.register"]._get_book(self.year, self.seal_id)
        return self.env.ref("company_docs.company_seal_register_report").report_action(entries)

    def action_close_year(self):
        """Close the register of the year and open what was filed. Administrator of seals."""
        self.ensure_one()
        book_id = self.env["company.seal.register"].action_close_year(self.year)
        return {"type": "ir.actions.act_window", "res_model": "company.seal.register.year", "res_id": book_id,
                "views": [(False, "form")]}

    def action_export(self):
        """Download the register of the year as XLSX."""
        self.ensure_one()
        content = self.env["company.seal.register"].get_xlsx(self.year, self.seal_id.id)
        file = self.env["ir.attachment"].create({
            "name": self.env._("Seal Use Register %s.xlsx", self.year), "raw": base64.b64decode(content)})
        return {"type": "ir.actions.act_url", "url": f"/web/content/{file.id}?download=true", "target": "download"}
