from collections import defaultdict

from odoo import fields, models

from ..engine import quotes

GENERAL_RULE = 3    # quotes that R1 §二.6 asks for; a category with another number makes its own exception
QUOTE_FIELDS = [
    "sourcing_id", "partner_id", "name", "quote_status", "quote_supplier_state", "quote_scan_id",
    "quote_scan_checksum", "quote_scan_marks", "quote_valid_until", "quote_identity", "freight_amount",
    "currency_id", "currency_rate",
]


class CompanyPurchaseSourcing(models.Model):
    """What the quotes are worth: valid ones, independent ones, suspicious ones."""

    _inherit = "company.purchase.sourcing"

    def _get_required_quotes(self):
        """Valid quotes this case needs; a justified single source needs one."""
        self.ensure_one()
        category = self.category_id
        minimum = category.min_quotes
        if minimum == GENERAL_RULE:  # the category follows the rule; the company sets its number in the register
            minimum = int(self.env["company.control"]._get_value("PUR-QUOTES", self.company_id)) or minimum
        single = self.single_source and category.allow_single_source and (self.single_source_reason or "").strip()
        return quotes.required(minimum, bool(single))

    def _assess_quotes(self):
        """{case id: {valid, required, defects, related}} for all cases with the same number of queries."""
        quotes_sudo = self.env["purchase.order"].sudo().search_fetch(
            [("sourcing_id", "in", self.ids), ("is_quote", "=", True), ("quote_status", "!=", "void")],
            QUOTE_FIELDS)
        quotes_sudo.quote_scan_id.fetch(["checksum"])
        missing = self._get_missing_prices(quotes_sudo)
        identities = quotes_sudo._get_quote_identities()
        by_case = defaultdict(list)
        for quote in quotes_sudo:
            by_case[quote.sourcing_id.id].append({
                "key": quote.id,
                "status": quote.quote_status,
                "supplier_state": quote.quote_supplier_state,
                "missing_prices": missing.get(quote.id, 0),
                "has_scan": bool(quote.quote_scan_id),
                "scan_intact": quote.quote_scan_id.checksum == quote.quote_scan_checksum,
                "valid_until": quote.quote_valid_until,
                "identity": identities[quote.id],
            })
        today = fields.Date.context_today(self)
        return {
            case.id: {
                **quotes.assess(by_case[case.id], today, case.company_id._get_public_mail_domains()),
                "required": case._get_required_quotes(),
            } for case in self.sudo()
        }

    def _get_missing_prices(self, quotes_sudo):
        """{quote id: number of lines without a price}."""
        if not quotes_sudo:
            return {}
        return {order.id: count for order, count in self.env["purchase.order.line"].sudo()._read_group(
            [("order_id", "in", quotes_sudo.ids), ("sourcing_line_id", "!=", False), ("price_unit", "<=", 0)],
            ["order_id"], ["__count"])}

    def _explain_defect(self, code):
        return {
            "no_answer": self.env._("no answer yet"),
            "declined": self.env._("declined to quote"),
            "void": self.env._("void: the inquiry was changed"),
            "cancelled": self.env._("inquiry cancelled"),
            "unqualified": self.env._("supplier not qualified when quoting"),
            "incomplete": self.env._("prices missing"),
            "no_scan": self.env._("sealed scan missing"),
            "scan_changed": self.env._("scan was changed after recording"),
            "no_validity": self.env._("no validity date"),
            "expired": self.env._("expired"),
            "related": self.env._("related to another supplier"),
        }.get(code, code)

    def _explain_mark(self, mark):
        return {
            "commercial": self.env._("same company"),
            "vat": self.env._("same tax number"),
            "bank": self.env._("same bank account"),
            "phone": self.env._("same phone"),
            "email": self.env._("same e-mail"),
            "email_domain": self.env._("same mail domain"),
            "website": self.env._("same website"),
            "address": self.env._("same address"),
            "legal_representative": self.env._("same legal representative"),
            "file": self.env._("same file as quotation"),
            "building": self.env._("same building"),
            "person": self.env._("same person"),
            "pdf_author": self.env._("quotation written by the same author"),
            "pdf_made": self.env._("quotation made by the same program in the same second"),
            "pdf_id": self.env._("quotation derived from the same file"),
        }.get(mark, mark)

    def _get_quotes_problem(self, assessment, awarded_quotes=None):
        """Text of what keeps PUR-QUOTES from being met and its fact; (False, '') when it is met."""
        self.ensure_one()
        defects = assessment["defects"]
        if not assessment["required"]:
            return False, ""
        bad_award = [quote for quote in awarded_quotes or () if set(defects.get(quote.id, ["void"])) - {"related"}]
        if assessment["valid"] >= assessment["required"] and not bad_award:
            return False, ""
        names = {quote.id: quote.partner_id.name for quote in self.env["purchase.order"].sudo().browse(defects)}
        details = [
            self.env._("%(supplier)s: %(defects)s", supplier=names[quote_id],
                       defects=", ".join(self._explain_defect(code) for code in codes))
            for quote_id, codes in defects.items() if codes
        ] + [
            self.env._("%(suppliers)s belong together: %(marks)s",
                       suppliers=", ".join(names[key] for key in keys),
                       marks=", ".join(self._explain_mark(mark) for mark in marks))
            for keys, marks in assessment["related"]
        ]
        reason = self.env._(
            "%(valid)s valid quotes of independent suppliers, %(required)s are needed. %(details)s Get the missing "
            "quotes, or have a single source justified and approved.",
            valid=assessment["valid"], required=assessment["required"],
            details="; ".join(details) + "." if details else "")
        if bad_award and assessment["valid"] >= assessment["required"]:
            reason = self.env._(
                "the awarded quote is not valid. %(details)s Have it renewed and award again.",
                details="; ".join(details) + ".")
        lacks = ";".join(f"{quote_id}:{','.join(codes)}" for quote_id, codes in sorted(defects.items()) if codes)
        fact = f"valid={assessment['valid']}/{assessment['required']};{lacks}"
        return reason, fact

    def _enforce_quotes(self):
        """PUR-QUOTES at award and submission."""
        assessments = self._assess_quotes()
        for case in self.sudo():
            reason, fact = case._get_quotes_problem(assessments[case.id], case.award_ids.quote_id)
            if reason:
                self.env["company.control"]._enforce("PUR-QUOTES", case, reason, fact=fact)

    # ------------------------------------------------------------------
    # Quotes and orders
    # ------------------------------------------------------------------

    def action_view_quotes(self):
        """Open the quotes of the cases."""
        return self._get_orders_action(self.env._("Quotes"), True)

    def action_view_orders(self):
        """Open the orders of the cases."""
        return self._get_orders_action(self.env._("Purchase Orders"), False)

    def _get_orders_action(self, name, is_quote):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "purchase.order",
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("sourcing_id", "in", self.ids), ("is_quote", "=", is_quote)],
            "context": {"create": False},
        }
