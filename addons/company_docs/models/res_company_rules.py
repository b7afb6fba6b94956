from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_document_issuers()
        return companies

    @api.model
    def _init_document_issuers(self):
        """Give every company that exists at installation its unit and its issuer."""
        self.sudo().search([])._create_document_issuers()

    def _create_document_issuers(self):
        """The company is a unit of the tree, and issues under its own name until the office says otherwise."""
        issuers_sudo = self.env["company.document.issuer"].sudo()
        known = issuers_sudo.with_context(active_test=False).search([("company_id", "in", self.ids)]).company_id
        self.sudo().partner_id.filtered(lambda unit: not unit.is_document_unit).write(
            {"is_company": True, "is_document_unit": True})
        return issuers_sudo.create([{
            "company_id": company.id,
            "name": company.name,
            "code": company.partner_id.document_short_name or company.name,
        } for company in self - known])
