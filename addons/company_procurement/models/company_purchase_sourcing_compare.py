from collections import defaultdict

from odoo import fields, models

from ..engine import collusion, independence, quotes

GENERAL_RULE = 3    # quotes that R1 §二.6 asks for; a category with another number makes its own exception
QUOTE_FIELDS = [
    "sourcing_id", "partner_id", "name", "quote_status", "quote_supplier_state", "quote_scan_id",
    "quote_scan_checksum", "quote_valid_until", "quote_identity", "freight_amount", "currency_rate",
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
        missing = self._get_missing_prices(quotes_sudo)
        current = quotes_sudo.partner_id._get_supplier_identities()
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
                "identity": independence.merge(quote.quote_identity, current.get(quote.partner_id.id)),
            })
        today = fields.Date.context_today(self)
        return {
            case.id: {**quotes.assess(by_case[case.id], today), "required": case._get_required_quotes()}
            for case in self.sudo()
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
            "address": self.env._("same address"),
            "legal_representative": self.env._("same legal representative"),
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
    # Collusion
    # ------------------------------------------------------------------

    def _get_collusion_signs(self):
        """[(quote, quote, sign)] over the received quotes of a case."""
        self.ensure_one()
        received = self._get_live_quotes().filtered(lambda quote: quote.quote_status == "received")
        prices = {
            quote.id: {line.sourcing_line_id.id: line.price_unit for line in quote.order_line if line.price_unit}
            for quote in received
        }
        scans = {quote.id: quote.quote_scan_checksum for quote in received}
        orders = self.env["purchase.order"]
        return [(orders.browse(first), orders.browse(second), sign)
                for first, second, sign in collusion.signs(prices, scans)]

    def _explain_sign(self, first, second, sign):
        text = {
            "identical": self.env._("the same prices"),
            "proportional": self.env._("prices in a constant ratio"),
            "constant_step": self.env._("prices at a constant distance"),
            "same_file": self.env._("the same file as quotation"),
        }[sign]
        return self.env._("%(first)s and %(second)s: %(sign)s", first=first.sudo().partner_id.name,
                          second=second.sudo().partner_id.name, sign=text)

    def _check_collusion(self):
        """PUR-COLLUSION: warn about quotes that look made by one hand."""
        for case in self.sudo():
            signs = case._get_collusion_signs()
            if signs:
                self.env["company.control"]._enforce("PUR-COLLUSION", case, self.env._(
                    "%(signs)s. Ask the suppliers and other sources before awarding.",
                    signs="; ".join(case._explain_sign(*sign) for sign in signs)),
                    fact=";".join(f"{first.id}-{second.id}:{sign}" for first, second, sign in signs))

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
