from odoo import api, fields, models

from ..engine import sealed_answer


class CompanyPurchaseQuoteDraft(models.Model):
    """What a supplier typed and did not hand in yet: his own, unreadable for the company. No group has any right."""

    _name = "company.purchase.quote.draft"
    _description = "Answer in Preparation"
    _check_company_auto = True

    quote_id = fields.Many2one("purchase.order", required=True, index=True, ondelete="cascade", check_company=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    content = fields.Text(required=True)

    _quote_uniq = models.UniqueIndex("(quote_id)", "An inquiry has one answer in preparation.")

    @api.model
    def _keep(self, quote, text):
        secret = self.env["company.purchase.sealed.answer"]._get_secret()
        values = {"content": sealed_answer.seal(text, secret, f"draft {quote.id}")}
        draft = self.search([("quote_id", "=", quote.id)])
        if draft:
            draft.write(values)
        else:
            self.create({**values, "quote_id": quote.id, "company_id": quote.company_id.id})

    @api.model
    def _read_for(self, quote):
        """Text of the draft, or None; one that can't be opened any more counts as none."""
        draft = self.search([("quote_id", "=", quote.id)])
        secret = self.env["company.purchase.sealed.answer"]._get_secret()
        try:
            return sealed_answer.open_seal(draft.content, secret, f"draft {quote.id}") if draft else None
        except sealed_answer.SealBroken:
            return None
