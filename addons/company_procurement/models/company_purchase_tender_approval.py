from odoo import models

from .company_purchase_tender import PLAN_FIELDS


class CompanyPurchaseTender(models.Model):
    """Approval of the plan: how, whom, by what and until when is tendered."""

    _inherit = "company.purchase.tender"

    def _approval_amount(self):
        self.ensure_one()
        return self.sudo().amount_estimated, self.currency_id

    def _approval_department(self):
        return self.sudo().department_id

    def _approval_category(self):
        return self.sudo().category_id.code

    def _approval_requester(self):
        return self.sudo().buyer_id

    def _approval_digest_fields(self):
        return [
            "sourcing_id", "subject", "mode", "bid_deadline", "scoring_days", "bid_validity_days", "bid_bond", "note",
            "bidder_ids.partner_id", "opener_ids.user_id", "member_ids.user_id",
            *(f"criterion_ids.{name}" for name in ("name", "kind", "method", "weight")),
        ]

    def _approval_protected_fields(self):
        # openers set their keys, members declare, bidders come by the steps of the running tender
        return sorted(PLAN_FIELDS)

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for tender in self:
            if not refusals.get(tender.id) and tender.state != "draft":
                refusals[tender.id] = self.env._("is “%(state)s”; a plan is submitted from the draft",
                                                 state=tender._get_state_label())
        return refusals

    def _on_approval_submitted(self, approval):
        super()._on_approval_submitted(approval)
        for tender_sudo in self.sudo():
            tender_sudo._check_plan_complete()
            tender_sudo._set_state("approval")

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        self.sudo()._set_state("approved")

    def _on_approval_rejected(self, approval):
        super()._on_approval_rejected(approval)
        self.sudo()._set_state("draft")

    def _on_approval_returned(self, approval):
        super()._on_approval_returned(approval)
        self.sudo()._set_state("draft")

    def _on_approval_withdrawn(self, approval):
        super()._on_approval_withdrawn(approval)
        self.sudo().filtered(lambda tender: tender.state == "approval")._set_state("draft")
