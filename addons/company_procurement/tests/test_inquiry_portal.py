import base64
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ProcurementCase
from .inquiry_common import InquiryFixture


@tagged("post_install", "-at_install")
class TestInquiryPortal(InquiryFixture, ProcurementCase):
    """P7: what a supplier does on the portal, through the public methods of his quote."""

    def test_submit(self):
        """P7: an answer of the portal is recorded like one of the buyer: prices, scan, validity, terms, a round."""
        case = self._invited_case()
        receipt = self._submit(case, 0, (10.0, 250.0))
        quote = self._quote_of(case, 0)
        self.assertEqual(receipt["round"], 1)
        self.assertEqual(quote.quote_status, "received")
        self.assertEqual(quote.order_line.mapped("price_unit"), [10.0, 250.0])
        self.assertEqual((quote.freight_amount, quote.quote_payment_terms, quote.quote_remark),
                         (50.0, "30 days", "ex works"))
        self.assertEqual(quote.quote_recorded_by_id, self.portal_users[0])
        self.assertEqual(quote.quote_round_ids.recorded_by_id, self.portal_users[0])
        self.assertEqual((quote.quote_scan_id.res_model, quote.quote_scan_id.res_id), (case._name, case.id))
        self.assertEqual(quote.quote_seal, "attached")
        self.assertEqual(case.sudo()._assess_quotes()[case.id]["defects"][quote.id], [])

    def test_revise_until_closing(self):
        """P7: revised until closing, every submission stays as a round; after the closing time nothing is taken."""
        case = self._invited_case()
        self._submit(case, 0, (10.0, 250.0))
        self._submit(case, 0, (9.5, 245.0))
        quote = self._quote_of(case, 0)
        self.assertEqual(quote.quote_round_ids.mapped(lambda row: row.lines[0]["price_unit"]), [10.0, 9.5])
        self.assertEqual(quote.order_line[0].first_price_unit, 10.0)
        self._pass_closing_time(case)
        for call in (lambda: self._submit(case, 0, (9.0, 240.0)), lambda: self._submit(case, 1, (9.0, 240.0)),
                     lambda: self._as_supplier(case, 1).action_portal_decline("no"),
                     lambda: self._as_supplier(case, 1).action_portal_ask("?"),
                     lambda: self._as_supplier(case, 1).action_portal_save_draft(self._values(case, (1, 1)))):
            with self.assertRaises(UserError):
                call()
        self.assertEqual(quote.order_line[0].price_unit, 9.5)
        with self.assertBlocked("PUR-LATE"):     # the buyer's late record needs its reason
            self._record(case, 1)

    def test_part_and_taxes(self):
        """P7: a part of the quantity and one of the company's purchase taxes; the award can't exceed the part."""
        tax = self._new_tax("VAT 13%")
        case = self._invited_case()
        values = self._values(case, (10.0, 250.0))
        values["lines"][0].update(quantity=4, tax_id=tax.id, remark="stock")
        self._as_supplier(case, 0).action_portal_submit_quote(values)
        line = self._quote_of(case, 0).order_line[0]
        self.assertEqual((line.product_qty, line.tax_ids, line.quote_remark), (4, tax, "stock"))
        for index in (1, 2):
            self._submit(case, index, (20.0 + index, 300.0 + index * 7))
        case.action_close_inquiry()
        self._check_prices(case)
        with self.assertRaises(UserError) as refusal:
            case.action_award([{"quote_id": self._quote_of(case, 0).id}])
        self.assertIn("4", str(refusal.exception))

    def test_wrong_values(self):
        """P7: what a hostile client sends is refused with a sentence, and nothing is kept."""
        case = self._invited_case()
        other = self._invited_case()
        sale_tax = self._new_tax("Sale", "sale")
        good = self._values(case, (10.0, 250.0))
        line = good["lines"][0]
        bad = [
            None, [], {}, {**good, "lines": []}, {**good, "lines": ["x"]}, {**good, "scan": None},
            {**good, "lines": [{**line, "price_unit": -1}]}, {**good, "lines": [{**line, "price_unit": "1"}]},
            {**good, "lines": [{**line, "price_unit": float("nan")}]},
            {**good, "lines": [{**line, "price_unit": True}]},
            {**good, "lines": [{**line, "price_unit": 0}]}, {**good, "lines": [line, line]},
            {**good, "lines": [{**line, "sourcing_line_id": other.line_ids[0].id}]},
            {**good, "lines": [{**line, "tax_id": sale_tax.id}]}, {**good, "lines": [{**line, "quantity": -2}]},
            {**good, "lines": [{**line, "date_planned": "soon"}]}, {**good, "valid_until": "2001-01-01"},
            {**good, "valid_until": None}, {**good, "valid_until": "later"}, {**good, "freight_amount": -1},
            {**good, "scan": {"name": "a.exe", "data": base64.b64encode(b"%PDF-1").decode()}},
            {**good, "scan": {"name": "a.pdf", "data": base64.b64encode(b"<html>").decode()}},
            {**good, "scan": {"name": "a.pdf", "data": "***"}}, {**good, "scan": "x"},
        ]
        for values in bad:
            with self.subTest(values=str(values)[:120]), self.assertRaises(UserError), self.env.cr.savepoint():
                self._as_supplier(case, 0).action_portal_submit_quote(values)
        self.company_a.purchase_scan_max_mb = 1
        big = base64.b64encode(b"%PDF-" + b"0" * (1024 * 1024)).decode()
        with self.assertRaises(UserError):
            self._as_supplier(case, 0).action_portal_submit_quote({**good, "scan": {"name": "a.pdf", "data": big}})
        quote = self._quote_of(case, 0)
        self.assertEqual((quote.quote_status, quote.quote_round), ("invited", 0))

    def test_only_own_supplier(self):
        """P7: another supplier, the buyer, the administrator: nobody answers in a supplier's place."""
        case = self._invited_case()
        values = self._values(case, (10.0, 250.0))
        quote = self._quote_of(case, 0)
        strangers = (self.portal_users[1], self.buyer, self.purchase_head, self.env.ref("base.user_admin"),
                     self.env.ref("base.public_user"))
        for user in strangers:
            own = quote.with_user(user)
            for call in (lambda own=own: own.action_portal_submit_quote(values), own.get_portal_inquiry,
                         lambda own=own: own.action_portal_save_draft(values),
                         lambda own=own: own.action_portal_decline("x"), lambda own=own: own.action_portal_ask("x"),
                         lambda own=own: own.action_portal_extend_validity("2099-01-01")):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    call()
        plain = self.env["purchase.order"].create({"partner_id": self.suppliers[0].id})
        both = quote | self._quote_of(case, 1)
        for records in (plain, both, quote.browse(), quote.browse(2 ** 30)):
            with self.assertRaises(AccessError):
                records.with_user(self.portal_users[0]).get_portal_inquiry()
        self.assertEqual(quote.quote_status, "invited")

    def test_nothing_of_others(self):
        """P7: nothing in what a supplier sees names another supplier, its price or the estimate."""
        case = self._invited_case()
        self._submit(case, 0, (10.77, 250.77))
        self._as_supplier(case, 1).action_portal_ask("Which coating?")
        case.question_ids.action_answer_question("Hot-dip galvanised.")
        data = str(self._as_supplier(case, 2).get_portal_inquiry())
        self.assertIn("Hot-dip galvanised.", data)
        for text in (self.suppliers[0].name, self.suppliers[1].name, "10.77", "250.77", "Person 1", "Person 2"):
            self.assertNotIn(text, data)
        self.assertFalse(self._as_supplier(case, 2).get_portal_inquiry()["questions"][0]["mine"])
        self.assertTrue(self._as_supplier(case, 1).get_portal_inquiry()["questions"][0]["mine"])

    def test_unanswered_question_is_private(self):
        """P7: a question without an answer is seen by its asker only."""
        case = self._invited_case()
        self._as_supplier(case, 1).action_portal_ask("Which coating?")
        self.assertEqual(len(self._as_supplier(case, 1).get_portal_inquiry()["questions"]), 1)
        self.assertFalse(self._as_supplier(case, 2).get_portal_inquiry()["questions"])

    def test_question(self):
        """P7 S9: a question waits in the buyer's inbox; only its buyer or the head answers, once; all get a mail."""
        case = self._invited_case()
        question_id = self._as_supplier(case, 0).action_portal_ask("  Which coating?  ")
        question = self.env["company.purchase.question"].browse(question_id)
        todo = self.env["company.todo"].sudo().search([("kind", "=", "purchase.question"), ("state", "=", "open")])
        self.assertEqual(todo.user_id, self.buyer)
        for user in (self.buyer2, self.checker, self.requester, self.portal_users[0]):
            with self.assertRaises(AccessError):
                question.with_user(user).action_answer_question("x")
        with self.assertRaises(AccessError):
            question.with_user(self.buyer).write({"answer": "x"})
        question.with_user(self.buyer).action_answer_question("Zinc")
        self.assertEqual((question.state, question.answer, question.answered_by_id), ("answered", "Zinc", self.buyer))
        self.assertEqual(todo.state, "done")
        with self.assertRaises(UserError):
            question.with_user(self.buyer).action_answer_question("Paint")
        for quote in case.sudo().quote_ids:
            self.assertIn("Zinc", quote.message_ids[0].body)
            self.assertNotIn(self.suppliers[0].name if quote.partner_id != self.suppliers[0] else "nobody",
                             quote.message_ids[0].body)

    def test_decline(self):
        """P7: declining needs a reason, which the buyer sees; then nothing is taken any more."""
        case = self._invited_case()
        with self.assertRaises(UserError):
            self._as_supplier(case, 0).action_portal_decline(" ")
        self._as_supplier(case, 0).action_portal_decline("No capacity")
        quote = self._quote_of(case, 0)
        self.assertEqual((quote.quote_status, quote.quote_close_reason), ("declined", "No capacity"))
        with self.assertRaises(UserError):
            self._submit(case, 0, (1.0, 1.0))

    def test_draft(self):
        """P7: an unfinished answer is kept for its supplier; nobody else reads it, and handing in removes it."""
        case = self._invited_case()
        self._as_supplier(case, 0).action_portal_save_draft({"lines": [
            {"sourcing_line_id": case.line_ids[0].id, "price_unit": 12.34}], "remark": "unfinished"})
        data = self._as_supplier(case, 0).get_portal_inquiry()
        self.assertTrue(data["has_draft"])
        self.assertEqual(data["answer"]["lines"][str(case.line_ids[0].id)]["price_unit"], 12.34)
        self.assertEqual(self._quote_of(case, 0).quote_status, "invited")
        draft = self.env["company.purchase.quote.draft"].search([("quote_id", "=", self._quote_of(case, 0).id)])
        self.assertNotIn("12.34", draft.content)
        for user in (self.buyer, self.purchase_head, self.env.ref("base.user_admin"), self.portal_users[0]):
            with self.assertRaises(AccessError):
                draft.with_user(user).read(["content"])
        self._submit(case, 0, (10.0, 250.0))
        self.assertFalse(draft.exists())

    def test_changed_inquiry(self):
        """P7: a change voids the answer; the supplier is mailed and answers anew."""
        case = self._invited_case()
        self._submit(case, 0, (10.0, 250.0))
        old = self._quote_of(case, 0)
        case.action_change_inquiry([{"sourcing_line_id": case.line_ids[0].id, "quantity": 99}], "More is needed")
        new = self._quote_of(case, 0)
        self.assertEqual(old.quote_status, "void")
        self.assertEqual(new.quote_mail_state in ("sent", "waiting"), True)
        self.assertIn("was changed", new.quote_mail_message_id.body)
        with self.assertRaises(UserError):
            old.with_user(self.portal_users[0]).action_portal_submit_quote(self._values(case, (1.0, 1.0)))
        self._submit(case, 0, (10.0, 250.0))
        self.assertEqual(new.quote_status, "received")

    def test_better_price(self):
        """P7: chosen suppliers are asked for a better price after closing; first and last round stay."""
        case = self._invited_case()
        for index, price in enumerate((10.0, 11.0, 12.37)):
            self._submit(case, index, (price, 250.0 + index * index))
        case.action_close_inquiry()
        with self.assertRaises(UserError):
            self._submit(case, 0, (9.0, 240.0))
        until = fields.Datetime.now() + timedelta(days=1)
        quote = self._quote_of(case, 0)
        for user in (self.buyer2, self.checker):
            with self.assertRaises(UserError):
                case.with_user(user).action_request_revision(quote.ids, "Better?", until)
        for args in (([], "x", until), (quote.ids, "", until), (quote.ids, "x", "2001-01-01"), ([1], "x", until)):
            with self.assertRaises(UserError):
                case.action_request_revision(*args)
        case.action_request_revision(quote.ids, "Better price for ten days?", until)
        self.assertTrue(self._as_supplier(case, 0).get_portal_inquiry()["revision"])
        self._submit(case, 0, (9.0, 240.0))
        with self.assertRaises(UserError):
            self._submit(case, 1, (9.0, 240.0))
        self.assertEqual(len(quote.quote_round_ids), 2)
        self.assertEqual((quote.order_line[0].first_price_unit, quote.order_line[0].price_unit), (10.0, 9.0))
        with self.assertRaises(UserError):     # one answer per request
            self._submit(case, 0, (8.0, 240.0))

    def test_result(self):
        """P7 P13: winner and loser are told their own result and nothing of the other."""
        case = self._invited_case()
        for index, price in enumerate((10.0, 11.0, 12.37)):
            self._submit(case, index, (price, 250.0 + index * index))
        case.action_close_inquiry()
        self._check_prices(case)
        case.action_award(self._lowest(case))
        case.action_submit()
        self._approve(case)
        case.action_create_orders()
        won, lost = self._as_supplier(case, 0).get_portal_inquiry(), self._as_supplier(case, 1).get_portal_inquiry()
        self.assertEqual((won["result"], lost["result"]), ("awarded", "lost"))
        self.assertEqual([len(won["orders"]), len(lost["orders"])], [1, 0])
        message = self._quote_of(case, 1).message_ids.filtered(lambda message: "another one" in (message.body or ""))
        self.assertEqual(message.partner_ids.commercial_partner_id, self.suppliers[1])
        self.assertNotIn(self.suppliers[0].name, message.body)

    def test_validity(self):
        """P7 P8: quotes running out are found and in the buyer's inbox; the supplier extends in a new round."""
        case = self._invited_case()
        soon = fields.Date.to_string(fields.Date.today() + timedelta(days=2))
        for index, price in enumerate((10.0, 11.0, 12.37)):
            self._submit(case, index, (price, 250.0 + index * index), valid_until=soon)
        case.action_close_inquiry()
        quotes = self.env["purchase.order"].with_user(self.buyer).search(
            [("sourcing_id", "=", case.id), ("quote_expiry", "=", "soon")])
        self.assertEqual(len(quotes), 3)
        domain = [("kind", "=", "purchase.quote_expiry"), ("state", "=", "open"), ("res_id", "=", case.id)]
        self.assertEqual(self.env["company.todo"].sudo().search(domain).user_id, self.buyer)
        later = fields.Date.to_string(fields.Date.today() + timedelta(days=40))
        for index in range(3):
            with self.assertRaises(UserError):
                self._as_supplier(case, index).action_portal_extend_validity("2001-01-01")
            self._as_supplier(case, index).action_portal_extend_validity(later)
        quote = self._quote_of(case, 0)
        self.assertEqual(len(quote.quote_round_ids), 2)
        self.assertEqual(*[row.lines[0]["price_unit"] for row in quote.quote_round_ids])
        self.assertFalse(self.env["company.todo"].sudo().search(domain))

    def test_documents(self):
        """P7: the buyer's documents reach suppliers; a quotation or another record's file can't get among them."""
        case = self._invited_case()
        self._submit(case, 0, (10.0, 250.0))
        file = self.env["ir.attachment"].with_user(self.buyer).create(
            {"name": "drawing.pdf", "raw": b"%PDF-1", "res_model": case._name, "res_id": case.id})
        case.write({"inquiry_document_ids": [Command.link(file.id)]})
        self.assertEqual(self._as_supplier(case, 1).get_portal_inquiry()["documents"][0]["name"], "drawing.pdf")
        foreign = self.env["ir.attachment"].create(
            {"name": "x", "raw": b"x", "res_model": "res.partner", "res_id": self.suppliers[0].id})
        for bad in (self._quote_of(case, 0).quote_scan_id, foreign):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                case.write({"inquiry_document_ids": [Command.link(bad.id)]})

    def test_grant_access(self):
        """P7: the buyer gives invited suppliers portal users; not to strangers, not to staff."""
        case = self._invited_case(count=1)
        newcomer = self.env["res.partner"].create(
            {"name": "New Person", "parent_id": self.suppliers[0].id, "email": "new.person@example.com"})
        stranger = self.env["res.partner"].create({"name": "Stranger", "email": "stranger@example.com"})
        for partner in (stranger, self.suppliers[1], self.buyer.partner_id):
            with self.assertRaises(UserError):
                case.action_grant_portal_access(partner.ids)
        with self.assertRaises(UserError):
            case.with_user(self.buyer2).action_grant_portal_access(newcomer.ids)
        users = self.env["res.users"].browse(case.action_grant_portal_access(newcomer.ids))
        self.assertTrue(users._is_portal())
        self.assertEqual(users.login, "new.person@example.com")

    def test_mails(self):
        """P7: each supplier gets its own mail with the way to the portal; recipients of others are not in it."""
        case = self._invited_case()
        for index, quote in enumerate(case.sudo().quote_ids.sorted("id")):
            message = quote.quote_mail_message_id
            self.assertEqual(message.partner_ids, self.portal_users[index].partner_id)
            self.assertIn(f"/my/inquiries/{quote.id}", message.body)
            self.assertTrue(message.attachment_ids)
            self.assertFalse(quote.message_partner_ids & self.suppliers)
            self.assertNotIn(self.suppliers[index - 1].name, message.body)
        self.assertFalse(case.message_partner_ids & self.portal_users.partner_id)
