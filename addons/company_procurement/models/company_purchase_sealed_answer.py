import os

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import sealed_answer


class CompanyPurchaseSealedAnswer(models.Model):
    """An answer in a sealed category, encrypted until the inquiry is closed. No group has any right on it."""

    _name = "company.purchase.sealed.answer"
    _description = "Sealed Answer"
    _inherit = ["company.evidence.mixin"]
    _order = "quote_id, number"
    _check_company_auto = True

    quote_id = fields.Many2one("purchase.order", required=True, index=True, ondelete="restrict", check_company=True)
    sourcing_id = fields.Many2one("company.purchase.sourcing", "Sourcing Case", required=True, index=True,
                                  ondelete="restrict", check_company=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    number = fields.Integer("Round", required=True)
    submitted_by_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    received_on = fields.Datetime(required=True)
    content = fields.Text(required=True, help="AES-256-GCM, base64.")
    digest = fields.Char(required=True, help="SHA-256 of the content before it was encrypted.")

    _number_uniq = models.UniqueIndex("(quote_id, number)", "A round of a sealed answer is kept once.")

    @api.model
    def _get_secret(self):
        """Secret of the server; a key in its environment (ERP_SEAL_KEY) keeps the database alone from opening."""
        return self.env["ir.config_parameter"].sudo().get_param("database.secret") + os.environ.get("ERP_SEAL_KEY", "")

    @api.model
    def _get_context(self, quote, number):
        return f"quote {quote.id} round {number}"

    @api.model
    def _keep(self, quote, text):
        """Encrypt and keep one answer; returns the row."""
        number = quote.quote_sealed_count + 1
        return self._as_engine().create({
            "quote_id": quote.id,
            "sourcing_id": quote.sourcing_id.id,
            "company_id": quote.company_id.id,
            "number": number,
            "submitted_by_id": self.env.uid,
            "received_on": fields.Datetime.now(),
            "content": sealed_answer.seal(text, self._get_secret(), self._get_context(quote, number)),
            "digest": sealed_answer.digest(text),
        })

    def _open_content(self):
        """The answer's text, after a check of its digest."""
        self.ensure_one()
        try:
            text = sealed_answer.open_seal(
                self.content, self._get_secret(), self._get_context(self.quote_id, self.number))
        except sealed_answer.SealBroken as error:
            raise UserError(self.env._(
                "The sealed answer %(number)s of %(supplier)s can't be opened: it was changed, or the server's secret "
                "(database.secret, ERP_SEAL_KEY) is not the one it was sealed with. Restore the secret.",
                number=self.number, supplier=self.quote_id.partner_id.name)) from error
        if sealed_answer.digest(text) != self.digest:
            raise UserError(self.env._("The sealed answer %(number)s of %(supplier)s does not match its digest.",
                                       number=self.number, supplier=self.quote_id.partner_id.name))
        return text
