"""Approvals, to-dos and findings on classified documents are hidden with the document; names carry no title."""
from odoo import api, models


class CompanyApproval(models.Model):
    _name = "company.approval"
    _inherit = ["company.approval", "company.document.trace.mixin"]
    _trace_needs = "approval_id"


class CompanyTodo(models.Model):
    _name = "company.todo"
    _inherit = ["company.todo", "company.document.trace.mixin"]


class CompanyControlFinding(models.Model):
    _name = "company.control.finding"
    _inherit = ["company.control.finding", "company.document.trace.mixin"]

    @api.model
    def _prepare_values(self, control, company, record, mode, outcome, reason, fact):
        values = super()._prepare_values(control, company, record, mode, outcome, reason, fact)
        if hasattr(record, "_get_evidence_name"):
            values["record_name"] = record._get_evidence_name()
        return values
