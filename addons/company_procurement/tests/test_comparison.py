import io
from datetime import timedelta

import pdfplumber
from pypdf import PdfWriter

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.company_base.tests.rpc import RpcCase

from .sourcing_common import SourcingCase, SourcingFixture

LADDER = ((100.0, 20.0), (105.0, 21.0), (110.0, 22.0))


def pdf(author="", made="", text=b""):
    """A PDF of one page with its information dictionary."""
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": author, "/Producer": "WPS", **({"/CreationDate": made} if made else {})})
    writer.write(file)
    return file.getvalue() + b"\n%" + text


class ComparisonFixture(SourcingFixture):

    def _closed(self, prices=LADDER, **values):
        case = self._new_case(**values)
        case.action_invite(self.suppliers[:len(prices)].ids)
        for index, own in enumerate(prices):
            self._record(case, index, prices=own)
        case.action_close_inquiry()
        self._check_prices(case)
        return case


@tagged("post_install", "-at_install")
class TestIndependence(ComparisonFixture, SourcingCase):

    def _count_with(self, **values):
        """Valid quotes of three suppliers, the third one with these marks of the first."""
        old = {name: self.suppliers[2][name] for name in values if name not in ("child_ids",)}
        self.suppliers[2].sudo().write(values)
        case = self._quoted_case()
        count, problem = case.valid_quote_count, case.quote_problem
        self.suppliers[2].sudo().write(old)
        return count, problem or ""

    def test_mail_domain_and_website(self):
        """P8: the same private mail domain, mailbox or website makes one supplier; public ones say nothing."""
        self.suppliers[0].sudo().write({"email": "a@steel-a.cn", "website": "https://www.steel-a.cn"})
        for values in ({"email": "b@mail.steel-a.cn"}, {"website": "http://steel-a.cn/shop"}):
            count, problem = self._count_with(**values)
            self.assertEqual(count, 2, values)
            self.assertIn("Supplier 3", problem)
        self.suppliers[0].sudo().email = "a@qq.com"
        self.assertEqual(self._count_with(email="b@qq.com")[0], 3)
        self.assertEqual(self._count_with(email="A@QQ.com")[0], 2, "the very same mailbox")

    def test_own_public_domains(self):
        """P8: the company adds mail domains that say nothing."""
        self.suppliers[0].sudo().email = "a@park.cn"
        self.assertEqual(self._count_with(email="b@park.cn")[0], 2)
        self.company_a.purchase_public_mail_domains = "park.cn, town.cn"
        self.assertEqual(self._count_with(email="b@park.cn")[0], 3)

    def test_phone_of_a_contact(self):
        """P8: the phones of all contacts count."""
        self.suppliers[0].sudo().child_ids = [Command.create({"name": "Sales", "phone": "13800001111"})]
        self.suppliers[2].sudo().child_ids = [Command.create({"name": "Office", "phone": "+86 138-0000-1111"})]
        self.assertEqual(self._quoted_case().valid_quote_count, 2)

    def test_address(self):
        """P8: one address in two spellings makes one supplier; the same building only is asked about."""
        self.suppliers[0].sudo().write({"city": "深圳市", "street": "南山区科技路一号二栋301室"})
        count, _problem = self._count_with(city="深圳", street="南山区科技路1号2号楼３０１房")
        self.assertEqual(count, 2)
        self.suppliers[2].sudo().write({"city": "深圳市", "street": "南山区科技路1号2栋508室"})
        case = self._quoted_case()
        self.assertEqual(case.valid_quote_count, 3)
        self.assertIn("same building", case.get_comparison()["suspicious"][0])

    def test_same_file(self):
        """P8: one file as quotation of two suppliers counts once."""
        case = self._new_case()
        case.action_invite(self.suppliers[:3].ids)
        for index in range(3):
            self._record(case, index, scan=self._scan("same" if index else "own").id)
        self.assertEqual(case.valid_quote_count, 2)
        self.assertIn("same file", case.quote_problem)

    def test_pdf_author(self):
        """P8: the same author of the quotations is a weak sign: asked about, counted apart."""
        case = self._new_case()
        case.action_invite(self.suppliers[:3].ids)
        for index, author in enumerate(("zhang.san", "Zhang San", "Administrator")):
            scan = self.env["ir.attachment"].with_user(self.buyer).create({
                "name": "q.pdf", "raw": pdf(author, text=str(index).encode()), "mimetype": "application/pdf"})
            self._record(case, index, scan=scan.id)
        self.assertEqual(case.valid_quote_count, 3)
        self.assertEqual(case.quote_ids[-1:].sudo().quote_scan_marks.get("pdf_author"), ["zhang.san"])
        signs = case.get_comparison()["suspicious"]
        self.assertEqual(len(signs), 1)
        self.assertIn("same author", signs[0])
        with self.assertRaises(AccessError):
            case.quote_ids[0].write({"quote_scan_marks": False})


@tagged("post_install", "-at_install")
class TestCollusion(ComparisonFixture, SourcingCase):

    def test_ladder_is_answered(self):
        """P8: evenly spaced prices are pointed out, and nothing is awarded before the buyer has answered."""
        case = self._closed()
        self.assertTrue(case.collusion_open)
        self.assertIn("evenly spaced", case.get_comparison()["suspicious"][0])
        with self.assertRaises(UserError) as catcher:
            case.action_award(self._lowest(case))
        self.assertIn("PUR-COLLUSION", str(catcher.exception))
        for user in (self.buyer2, self.requester, self.checker):
            with self.assertRaises(UserError):
                case.with_user(user).action_answer_collusion("Fine")
        with self.assertRaises(UserError):
            case.action_answer_collusion(" ")
        with self.assertRaises(AccessError):
            case.write({"collusion_answer": "Fine", "collusion_fact": "x"})
        case.action_answer_collusion("All three sell by the list of one maker")
        self.assertFalse(case.collusion_open)
        self.assertTrue(case.action_award(self._lowest(case)))
        entry = self.env["company.ledger.entry"].sudo().search([("kind", "=", "purchase.collusion")], limit=1)
        self.assertTrue(entry)

    def test_answer_holds_for_its_signs(self):
        """P8: a new round that changes the signs needs another answer."""
        case = self._new_case()
        case.action_invite(self.suppliers.ids)
        for index, own in enumerate((*LADDER, (120.0, 31.0))):
            self._record(case, index, prices=own)
        case.action_close_inquiry()
        case.action_answer_collusion("Same maker")
        self._record(case, 3, prices=(115.0, 23.0))
        self._check_prices(case)
        with self.assertRaises(UserError):
            case.action_award(self._lowest(case))

    def test_block_mode(self):
        """P8: where the control blocks, recording goes on and internal audit allows the award or not."""
        self._set_control("PUR-COLLUSION", mode="block")
        case = self._closed()
        case.action_answer_collusion("Same maker")
        with self.assertBlocked("PUR-COLLUSION"):
            case.action_award(self._lowest(case))
        finding = self.env["company.control.finding"].sudo().search(
            [("control_code", "=", "PUR-COLLUSION"), ("res_id", "=", case.id)], limit=1)
        finding.with_user(self.auditor.user_id).action_override("Checked with the maker")
        self.assertTrue(case.action_award(self._lowest(case)))

    def test_off(self):
        """P8: switched off, nothing is asked."""
        self._set_control("PUR-COLLUSION", mode="off")
        case = self._closed()
        self.assertTrue(case.action_award(self._lowest(case)))

    def test_honest_round_prices(self):
        """P8: honest round prices raise no sign, and there is nothing to answer."""
        case = self._closed(((100.0, 220.0), (110.0, 215.0), (120.0, 230.0)))
        self.assertFalse(case.get_comparison()["suspicious"])
        with self.assertRaises(UserError):
            case.action_answer_collusion("Nothing")

    def test_rotation(self):
        """P8: suppliers that take turns winning, the loser always 3 % above, are pointed out."""
        self.category.sudo().min_quotes = 2
        for number in range(4):
            prices = [(50.0 + number * 7, 90.0 + number * 11), (0, 0)]
            prices[1] = tuple(round(price * 1.03, 2) for price in prices[0])
            if number % 2:
                prices.reverse()
            case = self._new_case()
            case.action_invite(self.suppliers[:2].ids)
            for index in range(2):
                self._record(case, index, prices=prices[index])
            case.action_close_inquiry()
            self._check_prices(case)
            signs = " ".join(case.get_comparison()["suspicious"])
            self.assertEqual("take turns" in signs, number == 3, signs)
            if number < 3:
                if case.collusion_open:
                    case.action_answer_collusion("Asked")
                case.action_award(self._lowest(case))
                case.action_submit()
                self._approve(case)


@tagged("post_install", "-at_install")
class TestComparison(ComparisonFixture, SourcingCase):

    def test_references_and_totals(self):
        """P9: last, lowest, median, average, estimate, survey; totals, best combination, savings."""
        case, orders = self._ordered_case()
        orders.sudo().date_approve = fields.Datetime.now() - timedelta(days=30)
        survey = self.env["company.purchase.price.survey"].with_user(self.buyer).create({
            "product_id": self.product_a.id, "price": 9.0, "source": "phone", "source_name": "Market"})
        survey.sudo()._as_engine().write({"state": "recorded"})
        case = self._quoted_case()
        case.action_close_inquiry()
        self._record(case, 2, prices=(9.5, 255.0))
        grid = case.get_comparison()
        bolt = grid["lines"][0]
        self.assertEqual([bolt[name] for name in ("last", "low", "median", "average", "survey")],
                         [10.0, 10.0, 10.0, 10.0, 9.0])
        self.assertEqual(grid["totals"]["best"], 9.5 * 10 + 240 * 4)
        self.assertEqual(grid["totals"]["whole"], 11 * 10 + 240 * 4)
        third = next(supplier for supplier in grid["suppliers"] if supplier["supplier"] == "Supplier 3")
        self.assertEqual(third["saving"], round((12.37 - 9.5) * 10 + (263 - 255) * 4, 2))
        self.assertEqual((third["missing"], third["lowest_count"], third["round"]), (0, 1, 2))
        cell = next(cell for cell in bolt["cells"] if cell["lowest"])
        self.assertEqual((cell["change_last"], cell["change_survey"]), (-5.0, 5.56))

    def test_missing_lines(self):
        """P9: a quote with gaps has its total, the number of its gaps and is no lowest whole quote."""
        case = self._new_case()
        case.action_invite(self.suppliers[:2].ids)
        self._record(case, 0)
        self._record(case, 1, prices=(1.0,))
        columns = {supplier["supplier"]: supplier for supplier in case.get_comparison()["suppliers"]}
        self.assertEqual(columns["Supplier 2"]["missing"], 1)
        self.assertFalse(columns["Supplier 2"]["cheapest"])
        self.assertIn("prices missing", columns["Supplier 2"]["defects"])

    def test_rate_of_the_quote_date(self):
        """P9: a foreign quote is converted at the rate of the day it came in."""
        dollar = self.env.ref("base.USD")
        dollar.sudo().active = True
        today = fields.Date.today()
        self.env["res.currency.rate"].sudo().search([("currency_id", "=", dollar.id)]).unlink()
        self.env["res.currency.rate"].sudo().create([
            {"currency_id": dollar.id, "company_id": self.company_a.id, "name": day, "rate": rate}
            for day, rate in ((today - timedelta(days=60), 0.10), (today - timedelta(days=1), 0.125))])
        self.suppliers[0].with_company(self.company_a).sudo().property_purchase_currency_id = dollar
        case = self._new_case()
        case.action_invite(self.suppliers[:1].ids)
        quote = self._record(case, 0)
        cell = case.get_comparison()["lines"][0]["cells"][0]
        self.assertEqual(cell["landed"], 80.0)
        quote.sudo()._as_engine().write({"quote_received_on": fields.Datetime.now() - timedelta(days=30)})
        case.invalidate_recordset()
        self.assertEqual(case.get_comparison()["lines"][0]["cells"][0]["landed"], 100.0)

    def test_split_award(self):
        """P9: a line is split between suppliers; parts that don't add up are refused by name."""
        case = self._checked_case()
        line, other = case.line_ids
        cells = case.sudo()._get_cells()
        first, second = list(cells[line.id])[:2]
        rest = self._lowest(case)[1]
        with self.assertRaises(UserError) as catcher:
            case.action_award([{"sourcing_line_id": line.id, "quote_line_id": first, "quantity": 6},
                               {"sourcing_line_id": line.id, "quote_line_id": second, "quantity": 3}, rest])
        self.assertIn("Bolt", str(catcher.exception))
        self.assertIn("9 of 10", str(catcher.exception))
        case.action_award([
            {"sourcing_line_id": line.id, "quote_line_id": first, "quantity": 6, "reason": "Capacity"},
            {"sourcing_line_id": line.id, "quote_line_id": second, "quantity": 4, "reason": "Capacity"}, rest])
        self.assertEqual(sorted(case.award_ids.filtered(lambda award: award.sourcing_line_id == line).mapped(
            "quantity")), [4, 6])

    def test_award_dialog(self):
        """P9: lowest per line, all to one supplier and a split, each in one click; the rest is checked at the award."""
        case = self._checked_case()
        dialog = self.env["company.purchase.sourcing.choose"].with_user(self.buyer).with_context(
            active_id=case.id).create({"sourcing_id": case.id})
        dialog.action_take_lowest()
        self.assertEqual(dialog.amount, dialog.best_amount)
        dialog.line_ids[0].action_split()
        self.assertEqual((len(dialog.line_ids), dialog.problem), (3, False))
        dialog.line_ids[0].quantity += 1
        self.assertIn("Bolt", dialog.problem)
        with self.assertRaises(UserError):
            dialog.action_take_whole()
        dialog.quote_id = case.quote_ids.filtered(lambda quote: quote.partner_id == self.suppliers[2])
        dialog.action_take_whole()
        self.assertEqual(dialog.line_ids.quote_line_id.order_id, dialog.quote_id)
        with self.assertBlocked("PUR-LOWEST"):
            dialog.action_confirm()
        dialog.reason = "Only one delivery"
        dialog.action_confirm()
        self.assertEqual(set(case.award_ids.mapped("reason")), {"Only one delivery"})

    def test_award_dialog_proposes(self):
        """P9: the dialog opens with the lowest valid price of every line."""
        case = self._checked_case()
        form = Form(self.env["company.purchase.sourcing.choose"].with_user(self.buyer).with_context(active_id=case.id))
        self.assertEqual(len(form.line_ids), 2)

    def test_limit_at_the_award(self):
        """P2 P9: an award that reaches the limit of its category is refused, whatever was estimated."""
        case = self._checked_case()
        case.sudo().category_id.sudo().amount_limit = 1000
        with self.assertBlocked("PUR-LIMIT"):
            case.action_award(self._lowest(case))
        case.sudo().category_id.sudo().amount_limit = 5000
        self.assertTrue(case.action_award(self._lowest(case)))

    def test_too_high_until_renegotiated(self):
        """P10: a price found too high is not awarded until a new round brings it down; the history is kept."""
        case = self._quoted_case()
        case.action_close_inquiry()
        self._check_prices(case, result="too_high", price=9.0)
        with self.assertBlocked("PUR-PRICECHECK"):
            case.action_award(self._lowest(case))
        case.action_reopen("Negotiate again")
        for index, prices in enumerate(((8.9, 8.5), (8.8, 9.4), (9.9, 8.8))):
            self._record(case, index, prices=prices)
        case.action_close_inquiry()
        self._check_prices(case, result="too_high", price=9.0)
        self.assertTrue(case.action_award(self._lowest(case)))
        self.assertEqual(len(case.price_check_ids), 4)

    def _text(self, report, case):
        pdf, _kind = self.env["ir.actions.report"].with_user(self.buyer)._render_qweb_pdf(
            f"company_procurement.{report}", case.ids)
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            return "".join(page.extract_text() for page in document.pages).replace(" ", "").replace("\n", "")

    def test_prints(self):
        """P9 P10 S4: 比价表 and 核价单 carry lines, suppliers, prices, results, opinion and signature boxes."""
        self._ordered_case()    # history to compare with
        case = self._awarded_case()
        table, check = (self._text(f"company_purchase_{name}_report", case) for name in ("comparison", "price_check"))
        for word in (case.name, "Supplier3", "Bolt", "12.37", "10.00", "+23.7%", "Comparedwithhistory"):
            self.assertIn(word, table)
        for word in (case.name, "Plate", "1000.00", "240.00", self.checker.name.replace(" ", "")):
            self.assertIn(word, check)


@tagged("post_install", "-at_install")
class TestComparisonRpc(ComparisonFixture, RpcCase):

    def test_doors(self):
        """P9 S7: over XML-RPC a split award passes; a forged award row, a wrong sum and a missing reason don't."""
        case = self._checked_case()
        call = lambda *args: self.rpc(self.buyer.login, "company.purchase.sourcing", *args)  # noqa: E731
        cells = case.sudo()._get_cells()
        line, other = case.line_ids
        dear = max(cells[line.id], key=lambda key: cells[line.id][key]["landed"])
        cheap = min(cells[line.id], key=lambda key: cells[line.id][key]["landed"])
        rest = self._lowest(case)[1]
        with self.assertRaisesRegex(UserError, "PUR-LOWEST"):
            call("action_award", case.ids, [{"sourcing_line_id": line.id, "quote_line_id": dear}, rest])
        self._take_findings()
        with self.assertRaises(UserError):
            call("action_award", case.ids, [{"sourcing_line_id": line.id, "quote_line_id": cheap, "quantity": 9}, rest])
        with self.assertRaises(AccessError):
            self.rpc(self.buyer.login, "company.purchase.sourcing.award", "create", {
                "sourcing_id": case.id, "sourcing_line_id": line.id, "quote_line_id": dear, "quantity": 10})
        self.assertEqual(len(call("action_award", case.ids, [
            {"sourcing_line_id": line.id, "quote_line_id": cheap, "quantity": 7},
            {"sourcing_line_id": line.id, "quote_line_id": dear, "quantity": 3, "reason": "Stock"}, rest])), 3)
        self.assertTrue(call("get_comparison", case.ids)["totals"]["awarded"])
