from odoo import models


class CompanyPurchaseReimbursement(models.Model):
    _name = "company.purchase.reimbursement"
    _inherit = ["company.purchase.reimbursement", "company.purchase.sealed.mixin"]

    _seal_types = ("finance", "official")
    _seal_document_kind = "reimbursement"
    _seal_report = "company_procurement.report_purchase_reimbursement"
    _seal_basis = "fund_owner"

    def _get_seal_refusal(self):
        """Claimant or finance; signed by the owner of the funds in the system (R7 §三.2)."""
        self.ensure_one()
        finance = self.env.user.has_group("company_procurement.group_finance")
        if self.state not in ("approved", "paid"):
            return self.env._("is “%(state)s”; it is sealed once the owner of the funds has signed",
                              state=self._get_state_label())
        if not finance and self.claimant_id != self.env.user:
            return self.env._("only its claimant or finance has it sealed")
        return False

    def _get_seal_purpose(self):
        return self.env._("Reimbursement settlement %s", self.name)
