from odoo import models


class CompanyPurchaseContract(models.Model):
    _name = "company.purchase.contract"
    _inherit = ["company.purchase.contract", "company.purchase.sealed.mixin"]

    _seal_types = ("contract", "official")
    _seal_document_kind = "contract"
    _seal_report = "company_procurement.report_purchase_contract"

    def _get_seal_refusal(self):
        """Buyer, head of purchasing or legal department; approved, not signed yet (R4 §三.1.6.2)."""
        self.ensure_one()
        return self._get_step_refusals("sign")[self.id]

    def _get_seal_purpose(self):
        return self.env._("Conclusion of the contract %s", self.name)

    def _get_seal_receiver(self):
        return self.partner_id.name

    def _on_sealed(self, use):
        """The contract shows the entry of the register."""
        self._on_seal_registered(use.name, use.register_ids.sorted("id")[-1:].used_on)
