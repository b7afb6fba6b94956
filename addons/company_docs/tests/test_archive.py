"""D10: filing, boxes, integrity and legal holds of the archive."""
import json

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.company_base.tests.common import CompanyCase
from odoo.addons.company_base.tests.rpc import RpcCase

from .common_archive import ArchiveFixture


@tagged("standard", "at_install")
class TestArchive(ArchiveFixture, CompanyCase):

    def test_number_by_piece(self):
        """D10: an entry is numbered by fonds, year, retention and piece, without gaps."""
        self.company_a.document_fonds = "Z109"
        first, second = self._filed("One"), self._filed("Two")
        self.assertEqual(first.name, f"Z109-WS·2012-D10-{first.piece:04d}")
        self.assertEqual(second.piece, first.piece + 1)
        self.assertEqual(first.expires_on, fields.Date.to_date("2022-12-31"))
        permanent = self.env["company.document.kind"].create(
            {"code": "testp", "name": "Permanent", "retention": "permanent"})
        entry = self._filed("Charter", kind_id=permanent.id)
        self.assertEqual((entry.retention, entry.expires_on), ("permanent", False))
        self.assertIn("-Y-", entry.name)

    def test_batch(self):
        """D10: many documents are filed at once, in as many queries whatever their number of series."""
        documents = self.env["company.document.incoming"].union(*(self._closed(f"B{n}") for n in range(5)))
        entries = self.archives._file(documents)
        self.assertEqual(entries.mapped("res_id"), documents.ids)
        self.assertEqual(entries.mapped("piece"), list(range(entries[0].piece, entries[0].piece + 5)))
        self.assertEqual(documents.mapped("archive_id").ids, entries.ids)

    def test_once(self):
        """D10: nothing is filed twice."""
        entry = self._filed()
        with self.assertRaisesRegex(UserError, "already"):
            self.archives._file(entry._get_document())

    def test_guard(self):
        """D10: nobody writes or deletes entries by hand, whatever the context says."""
        entry = self._filed()
        for values in ({"name": "X"}, {"state": "destroyed"}, {"expires_on": "2000-01-01"}, {"digest": "0"}):
            with self.assertRaises(AccessError):
                self._as(self.archivist, entry).with_context(force=True, _company_engine=True).write(values)
        with self.assertRaises(AccessError):
            self._as(self.archivist, self.archives).create({"name": "X"})
        with self.assertRaises(UserError):
            entry.sudo().unlink()

    def test_digest_in_ledger(self):
        """D10: digest of text and files stands in the ledger; a changed file or text is found."""
        entry = self._filed()
        ledger = self.env["company.ledger.entry"].search([
            ("kind", "=", "document.archived"), ("res_id", "=", entry.id)])
        self.assertEqual(json.loads(ledger.payload)["digest"], entry.digest)
        self.assertNotIn("Letter", ledger.payload)
        self.assertEqual(entry._verify(), {"intact": 1, "broken": [], "destroyed": 0})
        self.assertEqual(entry.integrity, "intact")
        document = entry._get_document()
        self.env.cr.execute("UPDATE company_document_incoming SET summary = 'other' WHERE id = %s", [document.id])
        document.invalidate_recordset()
        self.assertEqual(entry._verify()["broken"], entry.ids)
        self.assertIn("text changed", entry.integrity_note)

    def test_file_lost(self):
        """D10: a file that is gone or changed on disk is found; the archivists get a to-do."""
        entry = self._filed(file=b"important")
        self.env.cr.execute("DELETE FROM ir_attachment WHERE id = %s", [entry._get_document().file_ids.id])
        self.env.invalidate_all()
        self.archives._cron_verify()
        self.assertEqual(entry.integrity, "broken")
        self.assertIn("missing", entry.integrity_note)
        self.assertTrue(self.env["company.todo"].search([
            ("kind", "=", "document_archive_broken"), ("res_id", "=", entry.id),
            ("user_id", "=", self.archivist.id)]))

    def test_verify_right(self):
        """D10: archivists and auditors verify, others don't."""
        entry = self._filed(readers=(self.drafter,))
        self._as(self.archivist, entry).action_verify()
        with self.assertRaises(AccessError):
            self._as(self.drafter, entry).action_verify()

    def test_visibility(self):
        """D10 D8: archivists see every row, classified titles masked; others only what they may read."""
        plain, secret = self._filed("Plain"), self._filed("Hidden Matter", secrecy="secret")
        rows = self._as(self.archivist, self.archives).search([("id", "in", (plain | secret).ids)])
        self.assertEqual(rows, (plain | secret).sorted(key=lambda row: rows.ids.index(row.id)))
        masked = self._as(self.archivist, secret)
        self.assertNotIn("Hidden", masked.document_name)
        self.assertFalse(masked.is_open)
        self.assertFalse(self._as(self.archivist, self.archives).search([("document_name", "ilike", "Hidden")]))
        for row in (plain, secret):
            mine = self._as(self.outsider, row)
            self.assertFalse(self._as(self.outsider, self.archives).search([("id", "=", row.id)]))
            with self.assertRaises(AccessError):
                mine.read(["name"])
            with self.assertRaises(AccessError):
                mine.action_open_document()
        plain._get_document()._add_readers(self.outsider)
        self.env.invalidate_all()
        self.assertEqual(self._as(self.outsider, plain).document_name, "Plain")
        self.assertEqual(self._as(self.outsider, plain).action_open_document()["res_id"], plain.res_id)

    def test_list_queries(self):
        """D10: the list costs as many queries for 3 rows as for 12."""
        counts = []
        for number in (1, 3, 9):
            for index in range(number):
                self._filed(f"Q{number}-{index}")
            rows = self._as(self.archivist, self.archives).search([])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows.web_read({"name": {}, "document_name": {}, "is_held": {}, "is_expired": {}, "box_id": {}})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_boxes(self):
        """D10: entries fall into boxes of their year and retention; full boxes open the next."""
        self.company_a.archive_box_pages = 6
        entries = self.archives.union(*(self._filed(f"P{n}") for n in range(3)))    # three pages each
        ids = self._as(self.archivist, entries).action_box()
        boxes = self.env["company.document.archive.box"].browse(ids)
        self.assertEqual(sorted(boxes.mapped("piece_count")), [1, 2])
        self.assertEqual(entries[0].box_id, entries[1].box_id)
        self.assertTrue(entries[0].box_id.name.startswith("2012-D10-"))
        with self.assertRaises(UserError):
            self._as(self.archivist, entries).action_box()
        with self.assertRaises(AccessError):
            self._as(self.outsider, self.env["company.document.archive.box"]).browse(ids).action_close()

    def test_box_rules(self):
        """D10: a box takes only its own year and retention, and is closed with its list in the ledger."""
        entry, other = self._filed("A"), self._filed("B", year=2013)
        box = self._as(self.archivist, self.env["company.document.archive.box"]).create(
            {"year": 2012, "retention": "10", "title": "Letters", "place": "A-1"})
        with self.assertRaisesRegex(UserError, "another year"):
            box.action_put(other.ids)
        with self.assertRaisesRegex(UserError, "empty"):
            box.action_close()
        box.action_put(entry.ids)
        box.action_close()
        with self.assertRaises(UserError):
            box.action_take_out(entry.ids)
        with self.assertRaises(AccessError):
            box.write({"title": "Other"})
        with self.assertRaises(UserError):
            box.write({"place": "B-2", "year": 2013})
        box.action_reopen()
        box.action_take_out(entry.ids)
        self.assertFalse(entry.box_id)

    def test_hold(self):
        """D10: the legal role or an archivist holds entries; others can't; held entries stay."""
        entry = self._filed()
        with self.assertRaises(AccessError):
            self._as(self.outsider, self.env["company.document.archive.hold"]).create(
                {"reason": "x", "archive_ids": [fields.Command.set(entry.ids)]})
        hold = self._as(self.lawyer, self.env["company.document.archive.hold"]).create(
            {"reason": "Lawsuit", "case_reference": "(2026)粤01民初1号", "archive_ids": [
                fields.Command.set(entry.ids)]})
        hold.action_place()
        self.env.invalidate_all()
        self.assertTrue(entry.is_held)
        self.assertIn(entry, self.archives.search([("is_held", "=", True)]))
        with self.assertRaises(AccessError):
            hold.write({"archive_ids": [fields.Command.clear()]})
        with self.assertRaises(UserError):
            self._as(self.archivist, entry).action_box()
        with self.assertRaises(UserError):
            hold.action_release(" ")
        hold.action_release("Judgment")
        self.env.invalidate_all()
        self.assertFalse(entry.is_held)


@tagged("standard", "at_install")
class TestDisposal(ArchiveFixture, CompanyCase):

    def _proposed(self, **values):
        return self._as(self.archivist, self.env["company.document.archive.disposal"]).create(
            {"reason": "Expired", **values})

    def _approved(self, count=2):
        entries = self.archives.union(*(self._filed(f"Old {n}") for n in range(count)))
        disposal = self._proposed()
        disposal.action_collect()
        disposal.action_submit()
        self._approve_all(disposal)
        self.assertEqual(disposal.state, "approved")
        return disposal, entries

    def test_collect(self):
        """D10: only expired, unheld, filed entries come on a list, each on one list."""
        old, young = self._filed("Old"), self._filed("Young", year=fields.Date.today().year)
        held = self._filed("Held")
        hold = self._as(self.archivist, self.env["company.document.archive.hold"]).create(
            {"reason": "Audit", "archive_ids": [fields.Command.set(held.ids)]})
        hold.action_place()
        disposal = self._proposed()
        disposal.action_collect()
        self.assertIn(old, disposal.line_ids.archive_id)
        self.assertFalse((young | held) & disposal.line_ids.archive_id)
        with self.assertRaisesRegex(UserError, "list"):
            self._proposed(line_ids=[fields.Command.create({"archive_id": old.id})])

    def test_unexpired_refused(self):
        """D10: nothing unexpired and nothing under hold is destroyed (DOC-ARCHIVE-DESTROY)."""
        young = self._filed("Young", year=fields.Date.today().year)
        disposal = self._proposed(line_ids=[fields.Command.create({"archive_id": young.id})])
        with self.assertBlocked("DOC-ARCHIVE-DESTROY"):
            disposal.action_submit()
        ready, entries = self._approved(1)
        hold = self._as(self.lawyer, self.env["company.document.archive.hold"]).create(
            {"reason": "Lawsuit", "archive_ids": [fields.Command.set(entries.ids)]})
        hold.action_place()
        with self.assertBlocked("DOC-ARCHIVE-DESTROY"):
            ready.action_destroy("Room 1")

    def test_two_people(self):
        """D10: two different people destroy; files are gone, title, number and digest stay, both in the ledger."""
        disposal, entries = self._approved()
        files = self.env["ir.attachment"].union(*(entry._get_document().file_ids for entry in entries))
        digests = entries.mapped("digest")
        with self.assertRaises(UserError):
            self._as(self.archivist, disposal).action_witness()
        with self.assertRaises(AccessError):
            self._as(self.outsider, disposal).action_destroy("Room 1")
        self._as(self.archivist, disposal).action_destroy("Shredder room")
        self.assertTrue(files.exists())
        with self.assertBlocked("DOC-ARCHIVE-TWO"):
            self._as(self.archivist, disposal).action_witness()
        self._as(self.office, disposal).action_witness()
        self.assertFalse(files.exists())
        self.assertEqual(disposal.state, "destroyed")
        self.assertEqual(set(entries.mapped("state")), {"destroyed"})
        self.assertEqual(disposal.line_ids.sorted("archive_id").mapped("digest"), digests)
        self.assertEqual(set(disposal.line_ids.mapped("record_title")), {"Old 0", "Old 1"})
        self.assertEqual(entries._get_documents()[entries[0].res_model, entries[0].res_id].title, "Old 0")
        kinds = self.env["company.ledger.entry"].search([("res_model", "=", disposal._name), (
            "res_id", "=", disposal.id), ("kind", "like", "document.")])
        self.assertEqual(set(kinds.mapped("user_id").ids), {self.archivist.id, self.office.id})
        with self.assertRaises(UserError):
            self._as(self.archivist, disposal).unlink()

    def test_outgoing_destroyed(self):
        """D10: of an outgoing document body, proof, files and annexes go; title, number and versions stay."""
        document = self.env["company.document.outgoing"]._as_engine().create({
            "title": "Old notice", "body": "<p>Long forgotten</p>", "state": "archived", "kind_id": self.kind10.id,
            "company_id": self.company_a.id, "drafter_id": self.drafter.id, "signed_on": "2012-03-01",
            "name": "甲司〔2012〕1号", "main_text": "Bureau"})
        proof = self.env["ir.attachment"].create({
            "name": "proof.pdf", "raw": b"%PDF-", "res_model": document._name, "res_id": document.id})
        document._as_engine().write({"proof_file_id": proof.id})
        self.env["company.document.annex"]._as_engine().create({
            "document_id": document.id, "name": "List", "file": b"YWJj"})
        entry = self.archives._file(document)
        self.assertEqual((entry.file_count, entry.document_number), (2, "甲司〔2012〕1号"))
        self.assertEqual(entry._verify()["intact"], 1)
        disposal = self._proposed(line_ids=[fields.Command.create({"archive_id": entry.id})])
        disposal.action_submit()
        self._approve_all(disposal)
        disposal.action_destroy("Room")
        self._as(self.office, disposal).action_witness()
        self.assertFalse(proof.exists() or document.body or document.proof_file_id)
        self.assertEqual((document.title, document.name), ("Old notice", "甲司〔2012〕1号"))
        self.assertFalse(self.env["company.document.text"].search([
            ("res_model", "=", document._name), ("res_id", "=", document.id)]))

    def test_on_the_spot(self):
        """D10: the second person confirms within a day, else the destruction begins again."""
        with freeze_time("2026-03-02 08:00:00"):
            disposal, _entries = self._approved(1)
            self._as(self.archivist, disposal).action_destroy("Room 1")
        with freeze_time("2026-03-04 08:00:00"):
            with self.assertRaisesRegex(UserError, "hours ago"):
                self._as(self.office, disposal).action_witness()
            self._as(self.office, disposal).action_interrupt("Shredder broken")
        self.assertEqual(disposal.state, "approved")

    def test_classified_masked(self):
        """D10 D8: what stays of a classified paper has no title."""
        entry = self._filed("Hidden Matter", secrecy="secret")
        disposal = self._proposed()
        disposal.action_collect()
        self.assertNotIn("Hidden", "".join(disposal.line_ids.mapped(lambda line: line.document_name or "")))
        disposal.action_submit()
        self._approve_all(disposal)
        self._as(self.archivist, disposal).action_destroy("Room")
        self._as(self.office, disposal).action_witness()
        line = disposal.line_ids.filtered(lambda line: line.archive_id == entry)
        self.assertNotIn("Hidden", line.record_title)
        for row in self.env["company.ledger.entry"].search([("res_model", "=", disposal._name)]):
            self.assertNotIn("Hidden", row.payload)

    def test_keep_longer(self):
        """D10: an entry that the appraisal keeps stays, longer."""
        entry = self._filed("Worth keeping")
        disposal = self._proposed(line_ids=[fields.Command.create(
            {"archive_id": entry.id, "verdict": "keep", "keep_years": 20, "verdict_reason": "History"})])
        disposal.action_submit()
        self._approve_all(disposal)
        self._as(self.archivist, disposal).action_destroy("Room")
        self._as(self.office, disposal).action_witness()
        self.assertEqual((entry.state, entry.expires_on.year), ("filed", 2042))

    def test_guard(self):
        """D10: an approved list can't be changed; only archivists make one."""
        disposal, _entries = self._approved(1)
        for values in ({"state": "destroyed"}, {"witness_id": self.office.id}, {"line_ids": [
                fields.Command.clear()]}):
            with self.assertRaises(UserError):
                self._as(self.archivist, disposal).with_context(active_test=False, force=1).write(values)
        with self.assertRaises(AccessError):
            self._as(self.outsider, self.env["company.document.archive.disposal"]).create({"reason": "x"})


@tagged("standard", "post_install", "-at_install")
class TestArchiveRpc(ArchiveFixture, RpcCase):

    def test_disposal_over_rpc(self):
        """D10 S7: from the expired entry to its destruction over XML-RPC, each by his own rights."""
        entry = self._filed("Old paper")
        login, model = self.archivist.login, "company.document.archive.disposal"
        disposal = self.rpc(login, model, "create", {"reason": "Expired"})
        self.assertGreaterEqual(self.rpc(login, model, "action_collect", [disposal]), 1)
        self.rpc(login, model, "action_submit", [disposal])
        self._approve_all(self.env[model].browse(disposal))
        self.assertTrue(self.rpc(login, model, "action_destroy", [disposal], "Room 3"))
        with self.assertRaises(AccessError):
            self.rpc(self.outsider.login, model, "action_witness", [disposal])
        self.assertTrue(self.rpc(self.office.login, model, "action_witness", [disposal]))
        self.env.invalidate_all()
        self.assertEqual(entry.state, "destroyed")
        found = self.rpc(self.outsider.login, "company.document.archive", "search", [["id", "=", entry.id]])
        self.assertEqual(found, [])
