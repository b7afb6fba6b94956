from odoo import api, models

from ..engine import rmb


class CompanyPurchasePaymentReport(models.AbstractModel):
    """Values of the payment forms: amount in capital figures, boxes for the signatures."""

    _name = "report.company_procurement.report_purchase_payment"
    _description = "Payment Application Form"

    _form_model = "company.purchase.payment"
    _person_field = "applicant_id"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        documents = self.env[self._form_model].with_context(lang=lang).browse(docids)
        model = documents.browse()
        return {
            "doc_ids": docids,
            "doc_model": documents._name,
            "docs": documents,
            "form_lang": lang,
            "capital": rmb.capital,
            "labels": {
                name: dict(field._description_selection(model.env))
                for name, field in model._fields.items() if field.type == "selection"},
            "boxes": {document.id: self._get_boxes(document) for document in documents},
        }

    @api.model
    def _get_boxes(self, document):
        """The author's box, then those of the approval; empty ones to sign by hand before it runs."""
        env = document.env
        person = document.sudo()[self._person_field] if self._person_field else None
        boxes = [{"label": env._("Buyer"), "name": person.name,
                  "time": document.company_id._format_local_time(document.create_date)[:10]}] if person else []
        trail = document._approval_signature_boxes() if "approval_id" in document._fields else []
        return boxes + (trail or [{"label": env._("Head of Finance")}, {"label": env._("General Manager")}])


class CompanyPurchaseAdvanceReport(models.AbstractModel):
    _name = "report.company_procurement.report_purchase_advance"
    _description = "Advance Form"
    _inherit = "report.company_procurement.report_purchase_payment"

    _form_model = "company.purchase.advance"
    _person_field = "borrower_id"


class CompanyPurchaseReimbursementReport(models.AbstractModel):
    _name = "report.company_procurement.report_purchase_reimbursement"
    _description = "Reimbursement Form"
    _inherit = "report.company_procurement.report_purchase_payment"

    _form_model = "company.purchase.reimbursement"
    _person_field = "claimant_id"


class CompanyPurchaseStatementReport(models.AbstractModel):
    _name = "report.company_procurement.report_purchase_statement"
    _description = "Supplier Statement Form"
    _inherit = "report.company_procurement.report_purchase_payment"

    _form_model = "company.purchase.statement"
    _person_field = None
