from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .sourcing_common import SourcingCase


@tagged("post_install", "-at_install")
class TestSourcingControls(SourcingCase):

    def _assert_not_awardable(self, case):
        if case.state == "inquiry":
            case.action_close_inquiry()
        if case.state == "compared":
            self._check_prices(case)
        with self.assertBlocked("PUR-QUOTES"):
            case.action_award(self._lowest(case))
        self.assertEqual(case.state, "price_checked")

    def test_two_quotes(self):
        """P8: two quotes don't award."""
        self._assert_not_awardable(self._quoted_case(count=2))

    def test_related_suppliers(self):
        """P8: suppliers that share tax number, account, phone, address, representative or parent count once."""
        third = self.suppliers[2]
        first = self.suppliers[0]
        for values in (
            {"vat": first.vat}, {"phone": "(0755) 88000001"}, {"street": first.street, "city": first.city},
            {"legal_representative": first.legal_representative},
            {"bank_ids": [Command.create({"acc_number": "62220000 00000001"})]}, {"parent_id": first.id},
        ):
            with self.subTest(mark=list(values)):
                case = self._quoted_case()
                self.assertEqual(case.valid_quote_count, 3)
                old = {name: third[name] for name in values if name != "bank_ids"}
                third.sudo().write(values)
                case.invalidate_recordset()
                self.assertEqual(case.valid_quote_count, 2)
                self.assertIn("Supplier 3", case.quote_problem)
                self._assert_not_awardable(case)
                if "parent_id" not in values:
                    third.sudo().write(old)
                    third.sudo().bank_ids[1:].unlink()

    def test_relation_is_remembered(self):
        """P8: what tied two suppliers together when they quoted can't be wiped out afterwards."""
        self.suppliers[2].sudo().phone = self.suppliers[0].phone
        case = self._quoted_case()
        self.suppliers[2].sudo().phone = False
        case.invalidate_recordset()
        self.assertEqual(case.valid_quote_count, 2)

    def test_expired(self):
        """P8: expired quotes don't count, neither at the award nor at the order."""
        case = self._approved_case()
        with freeze_time(fields.Datetime.now() + timedelta(days=40)), self.assertBlocked("PUR-QUOTES"):
            case.action_create_orders()
        self.assertFalse(case.order_ids.filtered(lambda order: order.state == "purchase"))

    def test_missing_scan(self):
        """P8: a quote without the sealed scan doesn't count; a scan given later makes it count."""
        case = self._quoted_case(count=2)
        quote = self._record(case, 2, scan=False)
        self.assertEqual(case.valid_quote_count, 2)
        self.assertIn("sealed scan missing", case.quote_problem)
        case.action_attach_scan(quote.id, self._scan("later").id)
        self.assertEqual(case.valid_quote_count, 3)
        with self.assertRaises(UserError):
            case.action_attach_scan(quote.id, self._scan("again").id)

    def test_scan_is_a_scan(self):
        """P8: no empty file and no text file passes as the sealed scan."""
        case = self._quoted_case(count=0)
        text = self.env["ir.attachment"].with_user(self.buyer).create({"name": "a.txt", "raw": b"hello"})
        empty = self.env["ir.attachment"].with_user(self.buyer).create({"name": "a.pdf", "raw": b""})
        for scan in (text, empty):
            with self.assertRaises(UserError):
                self._record(case, 0, scan=scan.id)

    def test_scan_is_kept(self):
        """P8 S2: the scan of a quote can't be replaced or deleted unnoticed."""
        case = self._quoted_case()
        case.action_close_inquiry()
        scan = case.quote_ids[0].quote_scan_id
        with self.assertRaises(AccessError):
            scan.sudo().write({"raw": b"%PDF-1.4 something else"})
        with self.assertRaises(AccessError), mute_logger("odoo.sql_db"):
            scan.sudo().unlink()
        self._exchange_scan(scan)
        case.invalidate_recordset()
        self.assertEqual(case.valid_quote_count, 2)
        self.assertIn("scan was changed", case.quote_problem)

    def test_incomplete_prices(self):
        """P8: a quote that leaves lines out doesn't count."""
        case = self._quoted_case(count=2)
        self._record(case, 2, prices=(12.0,))
        self.assertIn("prices missing", case.quote_problem)
        self._assert_not_awardable(case)

    def test_unqualified(self):
        """P7 P8: an unqualified supplier isn't asked; one that loses its status later counts as it was."""
        case = self._new_case()
        self._set_supplier_state(self.suppliers[2], "suspended")
        with self.assertBlocked("PUR-SUPPLIER"):
            case.action_invite(self.suppliers[:3].ids)
        self.assertEqual(case.state, "draft")
        self._set_control("PUR-SUPPLIER", mode="warn")
        case.action_invite(self.suppliers[:3].ids)
        for index in range(3):
            self._record(case, index)
        self.assertEqual(case.valid_quote_count, 2)
        self._set_supplier_state(self.suppliers[2], "qualified")
        case.invalidate_recordset()
        self.assertEqual(case.valid_quote_count, 2, "qualified at quote time, not afterwards")

    def test_too_many_asked(self):
        """P7: more than five suppliers warn."""
        self._set_control("PUR-INVITE", value=3)
        case = self._quoted_case(count=3)
        case.action_invite(self.suppliers[3].ids)
        finding = self.env["company.control.finding"].sudo().search([("control_code", "=", "PUR-INVITE")])
        self.assertEqual(finding.mapped("outcome"), ["warned"])

    def test_emergency_needs_no_quotes(self):
        """P8 P20: the emergency category asks for no number of quotes."""
        case = self._quoted_case(count=1)
        case.sudo().category_id.sudo().min_quotes = 0
        case.action_close_inquiry()
        self._check_prices(case)
        self.assertTrue(case.action_award(self._lowest(case)))

    def test_single_source(self):
        """P8: a justified single source needs one quote, and the approval covers the justification."""
        self.category.sudo().allow_single_source = True
        case = self._quoted_case(count=1)
        self._assert_not_awardable(case)
        case.write({"single_source": True, "single_source_reason": "Only maker of the part"})
        case.action_award(self._lowest(case))
        case.action_submit()
        with self.assertRaises(UserError):
            case.write({"single_source_reason": "Something else"})
        self._approve(case)
        self.assertEqual(len(case.action_create_orders()), 1)

    def test_single_source_not_allowed(self):
        """P8: where the category doesn't allow a single source, the tick changes nothing."""
        self.category.sudo().allow_single_source = False
        case = self._quoted_case(count=1)
        case.write({"single_source": True, "single_source_reason": "Because"})
        self._assert_not_awardable(case)

    def test_not_the_lowest(self):
        """P9: not choosing the lowest needs a reason."""
        case = self._checked_case()
        dear = case.quote_ids.filtered(lambda quote: quote.partner_id == self.suppliers[2])
        with self.assertBlocked("PUR-LOWEST"):
            case.action_award([{"quote_id": dear.id}])
        self.assertFalse(case.award_ids)
        case.action_award([{"quote_id": dear.id, "reason": "Delivers a month earlier"}])
        self.assertEqual(set(case.award_ids.mapped("reason")), {"Delivers a month earlier"})

    def test_award_needs_price_check(self):
        """P10: no award without verified prices, none above a price found too high."""
        case = self._quoted_case()
        case.action_close_inquiry()
        with self.assertBlocked("PUR-PRICECHECK"):
            case.action_award(self._lowest(case))
        self._check_prices(case, result="too_high", price=9.0)
        with self.assertBlocked("PUR-PRICECHECK"):
            case.action_award(self._lowest(case))

    def test_checker_is_somebody_else(self):
        """P10: neither buyer nor requester verifies the prices."""
        case = self._quoted_case()
        case.action_close_inquiry()
        checkers = self.env.ref("company_procurement.group_price_checker")
        (self.buyer | self.requester).sudo().write({"group_ids": [Command.link(checkers.id)]})
        lines = [{"sourcing_line_id": line.id, "verified_price": 9, "result": "accepted"} for line in case.line_ids]
        for user in (self.buyer, self.requester):
            with self.assertBlocked("PUR-PRICECHECK"):
                case.with_user(user).action_check_price(lines, "Fine")
        with self.assertRaises(UserError):
            case.with_user(self.purchase_head).action_check_price(lines, "Fine")

    def test_price_check_covers_every_line(self):
        """P10: every line needs a verified price and a result; the check is kept as evidence."""
        case = self._quoted_case()
        case.action_close_inquiry()
        one = [{"sourcing_line_id": case.line_ids[0].id, "verified_price": 9, "result": "accepted"}]
        for lines, opinion in ((one, "Fine"), ([dict(one[0], verified_price=0)], "Fine"), (one, "")):
            with self.assertRaises(UserError):
                case.with_user(self.checker).action_check_price(lines, opinion)
        self._check_prices(case)
        check = case.price_check_ids[0]
        self.assertEqual(check.verifier_id, self.checker)
        with self.assertRaises(UserError):
            check.sudo().write({"verified_price": 1})

    def test_tender_threshold(self):
        """P12: an estimate below the threshold does not help when the award reaches it."""
        case = self._checked_case(lines=[self._line(), self._line(self.product_b, 780)])
        dearest = case.quote_ids.filtered(lambda quote: quote.partner_id == self.suppliers[2])
        self.assertLess(case.amount_estimated, case.category_id.tender_threshold)
        self.assertGreater(dearest.amount_total, case.category_id.tender_threshold)
        with self.assertBlocked("PUR-TENDER"):
            case.action_award([{"quote_id": dearest.id, "reason": "-"}])

    def test_collusion_warning(self):
        """P8: prices that mirror each other are pointed out."""
        case = self._quoted_case(count=2)
        self._record(case, 2, prices=(11.0, 240.0))
        case.action_close_inquiry()
        finding = self.env["company.control.finding"].sudo().search([("control_code", "=", "PUR-COLLUSION")])
        self.assertEqual(finding.mapped("outcome"), ["warned"])
        self.assertIn("Supplier 3", case.get_comparison()["suspicious"][0])

    def test_buyer_is_not_requester(self):
        """P5: whoever requested the goods can't take the steps of the buyer."""
        case = self._new_case()
        buyers = self.env.ref("company_procurement.group_purchase_head")
        self.requester.sudo().write({"group_ids": [Command.link(buyers.id)]})
        with self.assertBlocked("PUR-BUYER"):
            case.with_user(self.requester).action_invite(self.suppliers[:3].ids)

    def test_wrong_person(self):
        """P6 S7: another buyer, the requester and outsiders take no step; the head of purchasing may."""
        case = self._new_case()
        for user in (self.buyer2, self.requester, self.checker, self.outsider):
            with self.assertRaises(UserError):
                case.with_user(user).action_invite(self.suppliers[:3].ids)
        self.assertTrue(case.with_user(self.purchase_head).action_invite(self.suppliers[:3].ids))

    def test_wrong_state(self):
        """P6: every step belongs to its states, and the refusal names the case."""
        case = self._new_case()
        for call in (
            lambda: case.action_close_inquiry(), lambda: case.action_award([]), lambda: case.action_create_orders(),
            lambda: self._check_prices(case), lambda: case.action_submit(), lambda: case.action_reopen("Again"),
            lambda: self._record(case, 0), lambda: case.action_change_inquiry([], "Other"),
        ):
            with self.assertRaises(UserError) as catcher:
                call()
            self.assertIn(case.name, str(catcher.exception))

    def test_override(self):
        """S1: an exception for exactly this fact lets the award pass; another fact needs another one."""
        case = self._quoted_case(count=2)
        self._assert_not_awardable(case)
        finding = self.env["company.control.finding"].sudo().search(
            [("control_code", "=", "PUR-QUOTES"), ("res_id", "=", case.id)], limit=1)
        finding.with_user(self.finance).action_override("Third supplier went bankrupt")
        self.assertTrue(case.action_award(self._lowest(case)))
