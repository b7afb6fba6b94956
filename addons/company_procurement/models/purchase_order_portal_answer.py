import json
import math

from odoo import fields, models
from odoo.exceptions import UserError


class PurchaseOrder(models.Model):
    """From the values of a supplier's client to an answer that the case can take; nothing is written here."""

    _inherit = "purchase.order"

    def _read_portal_answer(self, values, draft=False):
        """({lines, valid_until, freight_amount, remark, payment_terms}, scan) or a refusal that names the field."""
        lines = values.get("lines") or [] if isinstance(values, dict) else None
        if not isinstance(lines, list):
            raise UserError(self.env._("%(quote)s: give prices, validity and scan.", quote=self.name))
        scan = self._read_portal_scan(values.get("scan"))
        until = self._read_date(values.get("valid_until"), self.env._("Valid until"))
        answer = {
            "lines": [self._read_portal_line(line) for line in lines],
            "valid_until": fields.Date.to_string(until) or False,
            "freight_amount": self._read_number(values.get("freight_amount"), self.env._("Freight")),
            "remark": self._read_text(values.get("remark"), 500),
            "payment_terms": self._read_text(values.get("payment_terms"), 200),
        }
        if not draft:
            self._check_portal_answer(answer, scan, until)
        return answer, scan

    def _check_portal_answer(self, answer, scan, until):
        """Everything that taking the answer would refuse, so that a sealed one opens without a surprise."""
        if not until or until < fields.Date.context_today(self):
            raise UserError(self.env._("%(quote)s: say until when your prices are valid.", quote=self.name))
        if self.company_id.purchase_portal_scan_required and not scan:
            raise UserError(self.env._(
                "%(quote)s: upload the signed and sealed quotation (R1 §3.3).", quote=self.name))
        if not any(line["price_unit"] for line in answer["lines"]):
            raise UserError(self.env._("%(quote)s: fill in at least one price.", quote=self.name))
        case = self.sourcing_id
        by_line = {line.sourcing_line_id.id: line for line in self.order_line if line.sourcing_line_id}
        seen = [line["sourcing_line_id"] for line in answer["lines"]]
        if len(seen) != len(set(seen)):
            raise UserError(self.env._("%(quote)s: each item is priced once.", quote=self.name))
        for line in answer["lines"]:
            by_line[case._get_own_line(line).id]._prepare_answer(line, case)

    def _read_portal_line(self, line):
        if not isinstance(line, dict):
            raise UserError(self.env._("%(quote)s: give prices, validity and scan.", quote=self.name))
        own = self.sourcing_id._get_own_line(line)
        name = own.display_name
        answer = {
            "sourcing_line_id": own.id,
            "price_unit": self._read_number(line.get("price_unit"), name),
            "remark": self._read_text(line.get("remark"), 200),
        }
        if quantity := self._read_number(line.get("quantity"), name):
            answer["quantity"] = quantity
        if date := self._read_date(line.get("date_planned"), name):
            answer["date_planned"] = fields.Date.to_string(date)
        tax_ids = line.get("tax_ids")
        tax_id = line.get("tax_id", tax_ids[0] if isinstance(tax_ids, list) and tax_ids else None)
        if tax_id is not None:
            tax = self._get_portal_taxes().filtered(lambda tax: tax.id == tax_id)
            if tax_id and not tax:
                raise UserError(self.env._(
                    "%(case)s, %(line)s: only purchase taxes of the company apply.", case=self.name, line=name))
            answer["tax_ids"] = tax.ids
        return answer

    def _get_portal_taxes(self):
        """The purchase taxes that a supplier chooses from."""
        return self.env["account.tax"].sudo().search([
            ("type_tax_use", "=", "purchase"), ("company_id", "parent_of", self.company_id.id)], order="sequence, id")

    def _read_number(self, value, label):
        if value in (None, False, ""):
            return 0.0
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) \
                or not 0 <= value < 1e12:
            raise UserError(self.env._("%(quote)s, %(field)s: give a number, not below 0.",
                                       quote=self.name, field=label))
        return float(value)

    def _read_text(self, value, size):
        return (value if isinstance(value, str) else "").strip()[:size] or False

    def _read_date(self, value, label):
        try:
            return fields.Date.to_date(value or False)
        except (ValueError, TypeError) as error:
            raise UserError(self.env._("%(quote)s, %(field)s: give a date as 2026-12-31.",
                                       quote=self.name, field=label)) from error

    # ------------------------------------------------------------------
    # Draft
    # ------------------------------------------------------------------

    def _keep_draft(self, answer):
        draft_sudo = self.env["company.purchase.quote.draft"].sudo()
        draft_sudo._keep(self, json.dumps(answer))

    def _drop_draft(self):
        self.env["company.purchase.quote.draft"].sudo().search([("quote_id", "in", self.ids)]).unlink()

    def _get_draft(self):
        """The answer in preparation, for the supplier's eyes; None without one."""
        text = self.env["company.purchase.quote.draft"].sudo()._read_for(self)
        return json.loads(text) if text else None
