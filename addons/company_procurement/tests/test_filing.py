import base64
import hashlib
import io
import json
import zipfile

from freezegun import freeze_time
from pypdf import PdfReader

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sourcing_common import SourcingCase


@tagged("post_install", "-at_install")
class TestFiling(SourcingCase):

    def _done_case(self):
        """A case whose goods are all in; papers of later steps are given by the tests of these steps."""
        case, orders = self._ordered_case()
        case.sudo()._set_state("done")
        return case, orders[0]

    def _filing(self, complete=True):
        case, order = self._done_case()
        filing = case.filing_ids.with_user(self.buyer)
        if complete:
            self._set_control("PUR-FILING", mode="warn")
        return case, order, filing

    def test_a_closed_case_is_to_be_filed(self):
        """P23: the end of a case opens its filing, with a deadline and a task for the buyer."""
        case, _order, filing = self._filing(complete=False)
        self.assertEqual(case.action_start_filing(), filing.id)
        self.assertGreater(filing.deadline, fields.Datetime.now())
        self.assertTrue(self.env["company.todo"].sudo().search_count([
            ("kind", "=", "purchase.filing"), ("user_id", "=", self.buyer.id), ("state", "=", "open")]))
        kinds = {paper["kind"]: paper["present"] for paper in filing.action_refresh_papers()}
        self.assertTrue(kinds["request"] and kinds["case"] and kinds["quote"] and kinds["order"])
        self.assertFalse(kinds["invoice"])

    def test_missing_papers_block(self):
        """P23: without the invoice nothing is handed over, and the finding names it."""
        _case, _order, filing = self._filing(complete=False)
        with self.assertBlocked("PUR-FILING"):
            filing.action_deliver()
        self.assertEqual(filing.state, "draft")
        with self.assertRaises(UserError):
            filing.with_user(self.buyer2).action_deliver()

    def test_all_three_take_over(self):
        """P23: finance, department and legal each sign; then the case is filed and in the ledger."""
        case, order, filing = self._filing()
        filing.action_deliver()
        with self.assertRaises(UserError):
            filing.action_receive("finance")    # the buyer himself
        filing.with_user(self.finance).action_receive("finance", "Originals complete")
        with self.assertRaises(UserError):
            filing.with_user(self.finance).action_receive("finance")
        with self.assertRaises(UserError):
            filing.with_user(self.finance).action_receive("legal")
        with self.assertRaises(UserError):
            filing.with_user(self.finance).action_receive("archive")
        filing.with_user(self.requester).action_receive("department")
        self.assertEqual(filing.state, "delivered")
        filing.with_user(self.legal).action_receive_mine()
        self.assertEqual(filing.state, "filed")
        self.assertTrue(self.env["company.ledger.entry"].sudo().search_count([
            ("kind", "=", "purchase.filing"), ("res_id", "=", filing.id)]))
        self._assert_frozen(case, order)

    def _assert_frozen(self, case, order):
        scan = order.quote_id.sudo().quote_scan_id
        for action in (
            lambda: order.with_user(self.purchase_head).write({"partner_ref": "X"}),
            lambda: order.with_user(self.purchase_head).button_cancel(),
            lambda: order.order_line[:1].with_user(self.purchase_head).write({"price_unit": 1}),
            lambda: order.sudo().write({"notes": "X"}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                action()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            scan.with_user(self.buyer).write({"raw": b"other"})

    def test_bundle(self):
        """P23: one ZIP with a manifest; the SHA-256 of each file is right, the PDF holds the whole case."""
        _case, order, filing = self._filing()
        filing.action_deliver()
        content = base64.b64decode(filing.with_user(self.legal).get_bundle()["content"])
        self.assertEqual(hashlib.sha256(content).hexdigest(), filing.bundle_digest)
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            manifest = json.loads(bundle.read("manifest.json"))
            self.assertGreaterEqual(len(manifest["files"]), 6)
            for entry in manifest["files"]:
                self.assertEqual(hashlib.sha256(bundle.read(entry["name"])).hexdigest(), entry["sha256"])
        pages = PdfReader(io.BytesIO(filing.sudo().bundle_pdf_id.raw)).pages
        text = "".join(page.extract_text() for page in pages)
        self.assertIn(order.name, text)
        self.assertIn(manifest["files"][0]["sha256"][:12], text.replace("\n", "").replace(" ", ""))

    def test_given_back(self):
        """P23: a recipient gives incomplete papers back; the receipts of the first time don't count again."""
        _case, _order, filing = self._filing()
        filing.action_deliver()
        filing.with_user(self.finance).action_receive("finance")
        with self.assertRaises(UserError):
            filing.with_user(self.legal).action_send_back(" ")
        with self.assertRaises(UserError):
            filing.action_send_back("mine")
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), minutes=5)):
            filing.with_user(self.legal).action_send_back("The licence is not readable")
            self.assertEqual(filing.state, "draft")
            filing.action_deliver()
            self.assertTrue(filing.with_user(self.finance)._get_open_parts(self.finance))

    def test_wrong_people_and_doors(self):
        """P23: strangers read nothing, nobody writes papers, receipts or the state."""
        case, _order, filing = self._filing()
        with self.assertRaises(AccessError):
            filing.with_user(self.outsider).read(["name"])
        with self.assertRaises(UserError):
            case.with_user(self.buyer2).action_start_filing()
        for values in ({"state": "filed"}, {"bundle_digest": "0"}, {"paper_ids": [Command.clear()]},
                       {"recipient_ids": [Command.set(self.buyer.ids)]}):
            with self.assertRaises(AccessError):
                filing.with_context(default_state="filed", engine=True).write(values)
        filing.action_deliver()
        filing.with_user(self.finance).action_receive("finance")
        with self.assertRaises(AccessError):
            filing.sudo().receipt_ids.unlink()
        with self.assertRaises(AccessError):
            self.env["company.purchase.filing.receipt"].sudo().create({"filing_id": filing.id, "part": "legal"})

    def test_late_filing_is_a_finding(self):
        """P23 R4 §五.2.1: past the deadline one finding is kept, however often the job runs."""
        _case, _order, filing = self._filing(complete=False)
        with freeze_time(fields.Datetime.add(filing.deadline, days=1)):
            for _run in range(2):
                self.env["company.purchase.filing"]._cron_late()
        self.assertEqual(self.env["company.control.finding"].sudo().search_count([
            ("control_id.code", "=", "PUR-FILING-LATE"), ("res_id", "=", filing.id)]), 1)
