from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import collusion, independence

CODE = "PUR-COLLUSION"


class CompanyPurchaseSourcing(models.Model):
    """Signs that quotes were made by one hand (围标、串标): pointed out, answered before the award (R4 §五.2.3)."""

    _inherit = "company.purchase.sourcing"

    collusion_answer = fields.Text(
        "Answer to the Signs", readonly=True, copy=False,
        help="What the buyer found out about the signs of collusion; the approvers of the award read it (R4 §五.2.3).")
    collusion_answered_by_id = fields.Many2one("res.users", "Answered By", readonly=True, copy=False)
    collusion_answered_on = fields.Datetime("Answered On", readonly=True, copy=False)
    collusion_fact = fields.Char("Signs Answered", readonly=True, copy=False)
    collusion_open = fields.Boolean("Signs to Answer", compute="_compute_collusion_open")

    def _compute_collusion_open(self):
        """Signs that nobody answered yet; looked at while the buyer can answer."""
        states = self._steps["answer_collusion"][0]
        for case in self:
            case.collusion_open = case.state in states and bool(case.sudo()._get_collusion_problem())

    # ------------------------------------------------------------------
    # Signs
    # ------------------------------------------------------------------

    def _get_collusion_signs(self, cells=None):
        """[(quotes, code, figure)] over the received quotes of a case; ``cells``: see ``_get_cells``."""
        self.ensure_one()
        received = self._get_live_quotes().filtered(lambda quote: quote.quote_status == "received")
        if len(received) < 2:
            return []
        prices = {quote.id: {} for quote in received}
        texts = {quote.id: [quote.quote_remark] for quote in received}
        own = self.company_id.currency_id
        plain = {quote.id: quote.currency_id == own for quote in received}
        for line_id, row in (self._get_cells() if cells is None else cells).items():
            for cell in row.values():
                values, quote = cell["values"], cell["quote"]
                if values["price_unit"]:
                    prices[quote][line_id] = cell["record"]._get_footing_price() if not plain[quote] or (
                        values["product_uom_id"] != self._get_line_unit(line_id)) else values["price_unit"]
                    texts[quote].append(values["quote_remark"])
        scans = {quote.id: quote.quote_scan_checksum for quote in received}
        found = collusion.signs(prices, scans, texts)
        found += self._get_identity_hints(received)
        found += self._get_rotation_sign(received)
        orders = self.env["purchase.order"]
        return [(orders.browse(keys), code, figure) for keys, code, figure in found]

    def _get_line_unit(self, line_id):
        return self.env["company.purchase.sourcing.line"].sudo().browse(line_id).uom_id.id

    def _get_identity_hints(self, received):
        """Weak marks that two suppliers share: they count apart, and are asked about."""
        public = self.company_id._get_public_mail_domains()
        return [((first, second), mark, None)
                for first, second, marks in independence.hints(received._get_quote_identities(), public)
                for mark in marks]

    def _get_rotation_sign(self, received):
        """Suppliers that took turns winning the last cases of the same goods, this one's cheapest being next."""
        count = self.company_id.purchase_rotation_cases
        if count < 3 or not self.line_ids.product_id:
            return []
        quote_of = {quote.partner_id.commercial_partner_id.id: quote.id for quote in received}
        now = {partner: self._get_quote_value(received.browse(quote)) for partner, quote in quote_of.items()}
        past = self._get_rotation_past(count - 1)
        cases = [*past, {"winner": min(now, key=now.get), "totals": now}]
        sign = collusion.rotation(cases, least=min(4, count))
        return [(tuple(sorted(quote_of[partner] for partner in sign[0])), *sign[1:])] if sign else []

    def _get_quote_value(self, quote):
        return quote.amount_total / (quote.currency_rate or 1.0)

    def _get_rotation_past(self, count):
        """The last awarded cases of the same product categories, oldest first: winner and totals of each."""
        awards_sudo = self.env["company.purchase.sourcing.award"].sudo()
        goods = self.line_ids.product_id.product_tmpl_id.categ_id.ids
        rows = awards_sudo._read_group([
            ("sourcing_id.company_id", "=", self.company_id.id), ("sourcing_id", "!=", self.id),
            ("sourcing_id.state", "in", ("approved", "ordered", "done")),
            ("sourcing_line_id.product_id.categ_id", "in", goods),
        ], ["sourcing_id"], ["partner_id:recordset"], order="sourcing_id DESC", limit=count)
        winners = {case.id: partners.commercial_partner_id for case, partners in rows}
        totals = defaultdict(dict)
        for quote in self.env["purchase.order"].sudo().search_fetch(
                [("sourcing_id", "in", list(winners)), ("is_quote", "=", True), ("quote_status", "=", "received")],
                ["sourcing_id", "partner_id", "amount_total", "currency_rate"]):
            totals[quote.sourcing_id.id][quote.partner_id.commercial_partner_id.id] = self._get_quote_value(quote)
        return [{"winner": winners[case].id if len(winners[case]) == 1 else False, "totals": totals[case]}
                for case in sorted(winners)]

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    def _explain_sign(self, quotes, code, figure):
        """A sign in one sentence, with its figure."""
        texts = {
            "identical": self.env._("the same prices on every common line"),
            "proportional": self.env._(
                "prices in a constant ratio of %s; dealers of one maker would explain it", figure),
            "constant_step": self.env._("prices at a constant distance of %s on every line", figure),
            "same_cents": self.env._("unusual and equal cents (.%02d) on every line", figure or 0),
            "arithmetic": self.env._("prices evenly spaced on every line, each step %s %%", figure)
            if figure else self.env._("prices evenly spaced on every line"),
            "geometric": self.env._("prices rising by %s %% each on every line", figure)
            if figure else self.env._("prices rising by the same percentage on every line"),
            "same_text": self.env._("remarks in the same unusual words"),
            "same_file": self.env._("the same file as quotation"),
            "rotation": self.env._(
                "they take turns winning, the loser always %s %% above the winner", figure),
        }
        return self.env._(
            "%(suppliers)s: %(sign)s", suppliers=", ".join(quotes.sudo().partner_id.mapped("name")),
            sign=texts.get(code) or self._explain_mark(code))

    @staticmethod
    def _get_collusion_fact(signs):
        return ";".join(sorted(f"{'-'.join(map(str, quotes.ids))}:{code}" for quotes, code, _figure in signs))

    def _get_collusion_problem(self):
        """(text, fact) of the signs that nobody answered; None where there are none."""
        self.ensure_one()
        signs = self._get_collusion_signs()
        fact = self._get_collusion_fact(signs)
        if not signs or (self.collusion_answer and self.collusion_fact == fact):
            return None
        return "; ".join(self._explain_sign(*sign) for sign in signs), fact

    # ------------------------------------------------------------------
    # Warn, answer, enforce
    # ------------------------------------------------------------------

    def _check_collusion(self):
        """PUR-COLLUSION: point out quotes that look made by one hand, when the inquiry closes and on new rounds."""
        control = self.env["company.control"]
        for case in self.sudo():
            problem = case._get_collusion_problem()
            mode = control._get_mode(CODE, case.company_id)
            if problem and mode == "warn":
                control._enforce(CODE, case, self.env._(
                    "%(signs)s. Ask the suppliers and other sources before awarding.", signs=problem[0]),
                    fact=problem[1])
            elif problem and mode == "block":   # recording goes on; the award stops
                case.message_post(body=self.env._("Signs of collusion: %s", problem[0]))

    def action_answer_collusion(self, answer):
        """Say what was found out about the signs of collusion. Returns True.

        Buyer of the case; states compared, price_checked and awarded. ``answer``: text. The answer holds for the
        signs as they are now: a new round that changes them needs another one. R4 §五.2.3.
        """
        case_sudo = self._start_step("answer_collusion")
        signs = case_sudo._get_collusion_signs()
        if not signs:
            raise UserError(self.env._("%(case)s shows no signs of collusion.", case=case_sudo.name))
        answer = self._check_text(answer, self.env._("Say what you found out about the signs of collusion."))
        fact = self._get_collusion_fact(signs)
        case_sudo._as_engine().write({
            "collusion_answer": answer, "collusion_fact": fact, "collusion_answered_by_id": self.env.uid,
            "collusion_answered_on": fields.Datetime.now()})
        case_sudo.message_post(body=self.env._("Signs of collusion answered: %s", answer))
        self.env["company.ledger.entry"]._append("purchase.collusion", case_sudo, {
            "case": case_sudo.name, "signs": fact, "answer": answer})
        return True

    def _enforce_collusion(self):
        """No award over signs that nobody answered; where the control blocks, its owner allows it or not at all."""
        control = self.env["company.control"]
        mode = control._get_mode(CODE, self.company_id)
        signs = self._get_collusion_signs() if mode != "off" else []
        if not signs:
            return
        text = "; ".join(self._explain_sign(*sign) for sign in signs)
        fact = self._get_collusion_fact(signs)
        if mode == "block":
            control._enforce(CODE, self, self.env._(
                "%(signs)s. Ask the suppliers and other sources; internal audit decides.", signs=text), fact=fact)
        elif not self.collusion_answer or self.collusion_fact != fact:
            raise UserError(self.env._(
                "[%(code)s] %(case)s: %(signs)s. Say what you found out about it with “Answer Signs of Collusion” "
                "before awarding (R4 §五.2.3).", code=CODE, case=self.name, signs=text))


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def _get_footing_price(self):
        """The quoted price as written, or per unit of the case and in company currency where it is in another one."""
        self.ensure_one()
        price, wanted = self.price_unit, self.sourcing_line_id.uom_id
        if self.product_uom_id != wanted:
            price = self.product_uom_id._compute_price(price, wanted)
        if self.order_id.currency_id != self.company_id.currency_id:
            price /= self.order_id.currency_rate or 1.0
        return price
