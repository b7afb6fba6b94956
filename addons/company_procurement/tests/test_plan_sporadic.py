from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .plans_common import PlansCase


@tagged("post_install", "-at_install")
class TestSporadic(PlansCase):

    def test_whole_way(self):
        """P19: consent, purchase, form, approval, price check, award, approval, order."""
        request = self._sporadic()
        self.assertEqual(request.consent_state, "recorded")
        self.assertEqual(self._approve(request), self.dept_head)
        self.assertEqual((request.consent_state, request.state), ("confirmed", "approved"))
        self.assertTrue(self.env["company.todo"].search([
            ("kind", "=", "purchase.retro"), ("res_id", "=", request.id), ("user_id", "=", self.buyer.id)]))
        case = self._bought(request, price=9.5, quantity=6)
        self.assertEqual((case.state, case.buyer_id, request.state), ("compared", self.buyer, "sourcing"))
        self.assertEqual(case.line_ids.quantity, 6)
        quote = case.sudo().quote_ids
        self.assertEqual((len(quote), quote.partner_id, quote.order_line.price_unit), (1, self.suppliers[0], 9.5))
        self.assertTrue(quote.quote_scan_id)
        self._check_prices(case, price=9.5)
        case.action_award([{"quote_id": quote.id}])
        self.assertEqual(case.amount_awarded, 57)
        case.action_submit()
        self._approve(case)
        order = self.env["purchase.order"].browse(case.action_create_orders())
        self.assertEqual((order.state, order.amount_total, request.state), ("purchase", 57, "ordered"))
        self.assertTrue(self.env["company.todo"].search([
            ("kind", "=", "purchase.stock_in"), ("res_id", "=", request.id), ("user_id", "=", self.warehouse.id)]))
        self.assertIn("not stocked in", request._get_stock_in_problem()[0])
        delivery = self._get_delivery(case, order)
        self._count(delivery)
        self._sign(delivery)
        self._validate(delivery)
        self.assertIsNone(request._get_stock_in_problem())
        self.env["company.purchase.request"]._cron_backfill()
        self.assertFalse(self.env["company.todo"].search([
            ("kind", "=", "purchase.stock_in"), ("res_id", "=", request.id), ("state", "=", "open")]))

    def test_recorded_before_the_approval(self):
        """P19: the purchase may be recorded while the head has not confirmed yet; his approval makes the case."""
        request = self._sporadic()
        self.assertIs(self._bought(request), True)
        self.assertFalse(request.sudo().sourcing_ids)
        self._approve(request)
        case = request.sudo().sourcing_ids
        self.assertEqual((case.state, case.buyer_id, request.state), ("compared", self.buyer, "sourcing"))
        self.assertEqual(case.quote_ids.quote_recorded_by_id, self.buyer)

    def test_new_supplier_is_a_candidate(self):
        """P19 P22: a shop that nobody knew becomes a candidate; its paid price counts all the same."""
        request = self._sporadic()
        self._approve(request)
        case = self._bought(request, partner_id=False, supplier={
            "name": "Corner Shop", "phone": "0755 1", "supplier_state": "preferred"})
        partner = case.sudo().quote_ids.partner_id
        self.assertEqual((partner.name, partner._get_supplier_state(self.company_a)), ("Corner Shop", "candidate"))
        assessment = case._assess_quotes()[case.id]
        self.assertEqual((assessment["valid"], assessment["required"]), (1, 1))

    def test_consent_is_checked(self):
        """P19 S1: PUR-CONSENT the head, his superior or delegate; never oneself, never in the future."""
        draft = self._sporadic(consent=False, submit=False)
        with self.assertBlocked("PUR-CONSENT"):
            draft.action_submit()
        for user in (self.requester, self.buyer, self.outsider):
            with self.assertBlocked("PUR-CONSENT"):
                draft.action_record_consent(user.id, self._ago(hours=1), "phone")
        now = fields.Datetime.now()
        for args in ((self.dept_head.id, now + timedelta(hours=1), "phone"), (self.dept_head.id, now, "letter"),
                     (self.dept_head.id, "soon", "phone"), (0, now, "phone"), ("x", now, "phone")):
            with self.assertRaises(UserError):
                draft.action_record_consent(*args)
        with self.assertRaisesRegex(UserError, "requester"):
            draft.with_user(self.dept_head).action_record_consent(self.dept_head.id, now, "phone")
        with self.assertBlocked("PUR-BUYER"):
            draft.action_record_consent(self.dept_head.id, now, "phone", payer_id=self.requester.id)
        with self.assertRaises(AccessError):
            draft.write({"consent_state": "confirmed"})
        draft.action_record_consent(self.gm.id, now, "wechat")
        self.assertEqual(draft.consent_by_id, self.gm)

    def test_delegate_consents(self):
        """P19 A5: who stands in for the head may agree."""
        self.env["company.approval.delegation"].create({
            "user_id": self.dept_head.id, "delegate_id": self.buyer2.id, "company_id": self.company_a.id,
            "date_from": self._ago(minutes=5), "date_to": fields.Datetime.now() + timedelta(days=3)})
        draft = self._sporadic(consent=False, submit=False)
        draft.action_record_consent(self.buyer2.id, self._ago(minutes=1), "in_person")
        self.assertEqual(draft.consent_by_id, self.buyer2)

    def test_denied_consent(self):
        """P19 S1: a consent that the head denies is a finding."""
        request = self._sporadic()
        request.sudo().approval_id.with_user(self.dept_head).action_reject("I never agreed")
        self.assertEqual((request.state, request.consent_state), ("rejected", "denied"))
        self.assertTrue(self.env["company.control.finding"].search([
            ("control_code", "=", "PUR-CONSENT"), ("res_id", "=", request.id), ("outcome", "=", "warned")]))

    def test_who_buys(self):
        """P5 P19: the buyer is not the requester, has the right of a buyer and is the one who was named."""
        request = self._sporadic(user=self.buyer2_in_department())
        self._approve(request)
        with self.assertBlocked("PUR-BUYER"):
            self._bought(request, user=request.requester_id)
        with self.assertRaises(UserError):
            self._bought(request, user=self.outsider)
        with self.assertRaisesRegex(UserError, "named as its buyer"):
            self._bought(request, user=self.office)
        self.assertTrue(self._bought(request))

    def buyer2_in_department(self):
        self.buyer2_employee.department_id = self.department
        return self.buyer2

    def test_record_is_checked(self):
        """P19 S1: voucher, label, limit, order of time and plain values; a refused record leaves nothing."""
        request = self._sporadic()
        self._approve(request)
        for code, values in (
            ("PUR-VOUCHER", {"attachment_id": False}),
            ("PUR-VOUCHER", {"voucher": "receipt"}),
            ("PUR-VOUCHER", {"voucher": "none", "no_voucher_reason": "lost", "attachment_id": False}),
            ("PUR-CONSENT", {"purchased_on": self._ago(hours=6)}),
            ("PUR-LIMIT", {"price": 200.0}),
            ("PUR-LABEL", {"lines": [{"request_line_id": request.line_ids.id, "quantity": 1, "price_unit": 1}]}),
        ):
            with self.subTest(code=code, values=values), self.assertBlocked(code):
                self._bought(request, **values)
        line = request.line_ids.id
        for values in (
            {"purchased_on": "x"}, {"purchased_on": False}, {"payment_method": "barter"}, {"voucher": "word"},
            {"lines": []}, {"lines": [{"request_line_id": 0, "quantity": 1, "price_unit": 1}]}, {"lines": "x"},
            {"lines": [{"request_line_id": line, "quantity": -1, "price_unit": 1}]},
            {"lines": [{"request_line_id": line, "quantity": 1, "price_unit": True}]},
            {"partner_id": False}, {"partner_id": False, "supplier": {"phone": "1"}}, {"attachment_id": 10 ** 9},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._bought(request, **values)
        self.assertFalse(request.sudo().record_ids.exists())
        self._bought(request, voucher="receipt", no_voucher_reason="A farmer sells no invoice")
        with self.assertRaisesRegex(UserError, "recorded already|Sourcing"):
            self._bought(request)
        with self.assertRaises(AccessError):
            request.sudo().record_ids.with_user(self.buyer).write({"amount": 1})

    def test_barred_supplier(self):
        """P19 P22: nothing is bought where the company doesn't buy (PUR-SUPPLIER)."""
        self._set_supplier_state(self.suppliers[0], "blacklisted")
        request = self._sporadic()
        self._approve(request)
        with self.assertBlocked("PUR-SUPPLIER"):
            self._bought(request)

    def test_no_normal_sourcing(self):
        """P19: a request of a purchase that was made isn't sourced a second time."""
        request = self._sporadic()
        self._approve(request)
        request.with_user(self.purchase_head).action_assign(self.buyer.id)
        with self.assertRaisesRegex(UserError, "record the purchase"):
            request.with_user(self.buyer).action_start_sourcing()
        self.assertEqual(self._bought(request).state, "compared")

    # ------------------------------------------------------------------
    # Splitting
    # ------------------------------------------------------------------

    def test_split_at_submission(self):
        """P19 S1: PUR-SPLIT two purchases of one group of goods within 30 days reach the limit."""
        self._sporadic(lines=[self._line(quantity=60)])
        second = self._sporadic(submit=False, consent=False, lines=[self._line(quantity=39)])
        second.action_record_consent(self.dept_head.id, self._ago(hours=1), "phone")
        second.action_submit()
        third = self._sporadic(submit=False, consent=False, lines=[self._line(quantity=2)])
        with self.assertBlocked("PUR-SPLIT"):
            third.action_record_consent(self.dept_head.id, self._ago(hours=1), "phone")

    def test_split_window_rolls(self):
        """P19: 30 days of the company's time zone; the 31st day is another purchase."""
        with freeze_time("2026-03-01 15:59:00"):    # 1 March 23:59 in Shanghai
            self._sporadic(lines=[self._line(quantity=60)])
        for instant, blocked in (("2026-03-30 15:59:00", True), ("2026-03-30 16:01:00", False)):
            with freeze_time(instant):
                draft = self._sporadic(consent=False, submit=False, lines=[self._line(quantity=40)])
                if blocked:
                    with self.assertBlocked("PUR-SPLIT"):
                        draft.action_record_consent(self.dept_head.id, instant, "phone")
                else:
                    self.assertTrue(draft.action_record_consent(self.dept_head.id, instant, "phone"))

    def test_split_by_supplier_at_the_record(self):
        """P19: different goods of one shop: found when the purchase is recorded."""
        other = self.env["product.product"].create({
            "name": "Lamp", "standard_price": 600, "supplier_taxes_id": False,
            "categ_id": self.env["product.category"].create(
                {"name": "Light", "parent_id": self.goods_category.id}).id})
        self.product_a.categ_id = self.env["product.category"].create(
            {"name": "Bolts", "parent_id": self.goods_category.id})
        first = self._sporadic(lines=[self._line(quantity=50)])
        self._approve(first)
        self._bought(first)
        second = self._sporadic(lines=[self._line(other, quantity=1)])
        self._approve(second)
        with self.assertBlocked("PUR-SPLIT"):
            self._bought(second, price=600.0)
        self.assertTrue(self._bought(second, price=600.0, partner_id=self.suppliers[1].id))

    def test_split_configured(self):
        """P19: what makes purchases belong together is set on the category; other departments are apart."""
        self._sporadic(lines=[self._line(quantity=60)])
        draft = self._sporadic(consent=False, submit=False, lines=[self._line(quantity=60)])
        self.sporadic.write({"split_by_item": False, "split_by_supplier": False})
        self.assertTrue(draft.action_record_consent(self.dept_head.id, self._ago(hours=1), "phone"))
        self.sporadic.split_by_requester = True
        with self.assertBlocked("PUR-SPLIT"):
            draft.action_submit()

    def test_split_queries(self):
        """P19: one query for any number of requests."""
        requests = self.env["company.purchase.request"]
        for number in range(6):
            requests |= self._sporadic(submit=False, lines=[self._words(f"thing {number}", 1, 1)])
        own = {request.id: {"amount": None, "instant": fields.Datetime.now()} for request in requests}

        def count(records):
            records._find_splitting(own)
            before = self.env.cr.sql_log_count
            records._find_splitting(own)
            return self.env.cr.sql_log_count - before
        self.assertEqual(count(requests[:1]), count(requests))
        self.assertEqual(count(requests), 1)

    def test_split_cases_are_pointed_out(self):
        """P19 S1: PUR-SPLITCASE cases below the contract threshold that reach it together are a warning."""
        def award():
            case = self._checked_case(lines=[self._line(quantity=600), self._line(self.product_b, 1)])
            case.action_award(self._lowest(case))
            return case
        domain = [("control_code", "=", "PUR-SPLITCASE")]
        before = self.env["company.control.finding"].search_count(domain)
        award()
        self.assertEqual(self.env["company.control.finding"].search_count(domain), before)
        case = award()
        finding = self.env["company.control.finding"].search(domain, limit=1)
        self.assertEqual((finding.res_id, finding.outcome), (case.id, "warned"))

    def test_lines_stay_those_bought(self):
        """P19: a request whose purchase is recorded isn't submitted again with other lines."""
        request = self._sporadic()
        self._bought(request)
        request.action_withdraw("wrong")
        request.write({"line_ids": [self._line(self.product_b, 1)]})
        with self.assertRaisesRegex(UserError, "recorded already"):
            request.action_submit()
        request.line_ids.filtered(lambda line: line.product_id == self.product_b).unlink()
        request.action_submit()
        self._approve(request)
        self.assertEqual(request.sudo().sourcing_ids.state, "compared")
