import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError

from .outgoing_common import OutgoingCase

FILE = base64.b64encode(b"annex").decode()


class TestOutgoingFreeze(OutgoingCase):
    """R6 §5.9.2.1: what was checked and issued is not changed by any door."""

    def _get_doors(self, document):
        annex, file = document.annex_ids[:1], document.file_ids[:1]
        for values in (
            {"title": "x"}, {"body": "<p>x</p>"}, {"kind_id": False}, {"secrecy": "public"}, {"urgency": "urgent"},
            {"main_department_ids": [Command.clear()]}, {"cc_unit_ids": [Command.link(self.unit.id)]},
            {"main_unit_ids": [Command.link(self.unit.id)]}, {"main_text": "x"}, {"cc_text": "x"}, {"keywords": "x"},
            {"note": "x"}, {"head_type": "black"}, {"issuer_id": False}, {"signer_id": self.chairman_employee.id},
            {"copy_count": 99}, {"printing_unit": "x"}, {"file_ids": [Command.clear()]}, {"important": True},
            {"annex_ids": [Command.create({"name": "x"})]}, {"annex_ids": [Command.delete(annex.id)]},
            {"annex_ids": [Command.update(annex.id, {"name": "x"})]}, {"countersign_user_ids": [Command.clear()]},
            {"text_digest": "x"}, {"signed_on": "2020-01-01"}, {"state": "draft"}, {"approval_state": "none"},
            {"reader_ids": [Command.link(self.outsider.id)]}, {"drafter_id": self.outsider.id},
            {"department_id": False},
        ):
            yield str(values), lambda records, values=values: records.write(values)
        yield "annex name", lambda records: annex.with_env(records.env).write({"name": "x"})
        yield "annex file", lambda records: annex.with_env(records.env).write({"file": FILE})
        yield "annex away", lambda records: annex.with_env(records.env).unlink()
        yield "annex more", lambda records: annex.with_env(records.env).create({
            "document_id": document.id, "name": "x"})
        yield "file content", lambda records: file.with_env(records.env).write({"datas": FILE})
        yield "file away", lambda records: file.with_env(records.env).unlink()
        yield "document away", lambda records: records.unlink()

    def test_no_door(self):
        """D2: text, recipients, kind, annexes and files are frozen from submission on: for everybody, by every door."""
        file = self.env["ir.attachment"].with_user(self.drafter).create({"name": "basis.txt", "raw": b"basis"})
        document = self._submit(
            file_ids=[Command.set(file.ids)],
            annex_ids=[Command.create({"name": "名单", "file": FILE, "file_name": "a.txt"})])
        hostile = {"force": True, "tracking_disable": True, "install_mode": True, "_company_engine": True,
                   "_company_approval_unlock": True, "mail_notrack": True, "default_state": "draft"}
        for state in ("submitted", "issued", "numbered"):
            if state == "issued":
                self._approve(document, self.dept_head, self.office, self.gm)
            elif state == "numbered":
                document.with_user(self.office).action_number()
            self.assertEqual(document.state, state)
            digest = document._get_text_digest()
            for user in (self.drafter, self.office, self.gm):
                for name, door in self._get_doors(document):
                    with self.subTest(state=state, user=user.login, door=name), self.assertRaises(UserError):
                        door(document.with_user(user).with_context(**hostile))
            self.assertEqual(document._get_text_digest(), digest)

    def test_past_the_orm(self):
        """D2: a text changed past the guards (SQL) is found before number, proof, dispatch and filing."""
        document = self._issue()
        self.env.flush_all()
        self.cr.execute("UPDATE company_document_outgoing SET title = 'changed' WHERE id = %s", [document.id])
        self.env.invalidate_all()
        with self.assertBlocked("DOC-FREEZE"):
            document.with_user(self.office).action_number()
        document = self._seal()
        self.env.flush_all()
        self.cr.execute("UPDATE company_document_outgoing SET body = '<p>x</p>' WHERE id = %s", [document.id])
        self.env.invalidate_all()
        with self.assertBlocked("DOC-FREEZE"):
            document.with_user(self.office).action_dispatch()

    def test_pictures_and_annexes_count(self):
        """D2: the digest covers pictures of the text and the content of annexes."""
        picture = self.env["ir.attachment"].create({"name": "p.png", "raw": b"one"})
        document = self._new_draft(
            body=f'<p>见图<img src="/web/image/{picture.id}?x=1"></p>',
            annex_ids=[Command.create({"name": "名单", "file": FILE})])
        digests = {document._get_text_digest()}
        picture.raw = b"two"
        digests.add(document._get_text_digest())
        document.annex_ids.file = base64.b64encode(b"other")
        digests.add(document._get_text_digest())
        document.annex_ids.sequence = 5
        digests.add(document._get_text_digest())
        self.assertEqual(len(digests), 3)

    def test_units_renamed_later(self):
        """D2: a unit that is renamed changes no document that was submitted."""
        document = self._issue(main_unit_ids=[Command.set(self.unit.ids)], main_department_ids=False)
        digest = document.text_digest
        self.unit.write({"name": "Renamed", "document_short_name": "R"})
        self.assertEqual(document.main_text, "First Branch")
        self.assertEqual(document._get_text_digest(), digest)
        document.with_user(self.office).action_number()

    def test_amend(self):
        """D2: a permitted change restarts the whole flow and keeps a version."""
        document = self._issue()
        with self.assertRaises(UserError):
            document.action_amend({"title": "新标题"}, "有误")
        self.drafter.group_ids += self.env.ref("company_approval.group_manager")
        document.action_amend({"title": "新标题"}, "有误")
        self.assertEqual((document.state, document.approval_state, document.signed_on), ("submitted", "pending", False))
        self.assertEqual(document.version_ids.sorted("number")[-1].event, "amended")
        self._approve(document, self.dept_head, self.office, self.gm)
        document.with_user(self.office).action_number()
        self.assertEqual(document.title, "新标题")
        sealed = self._seal()
        with self.assertRaises(UserError):
            sealed.action_amend({"title": "新标题"}, "有误")

    def test_steps_and_versions_are_evidence(self):
        """D2: steps and versions are never changed, by nobody, and nobody writes his own."""
        document = self._number()
        for records in (document.step_ids, document.version_ids):
            for user in (self.drafter, self.office, self.manager_user):
                with self.assertRaises(AccessError):
                    records[0].with_user(user).write({"date": "2020-01-01 00:00:00"})
                with self.assertRaises(AccessError):
                    records.with_user(user).create({"document_id": document.id, "company_id": self.company_a.id})
            with self.assertRaises(AccessError):
                records.sudo().unlink()

    def test_drafts_of_others(self):
        """D2: a draft is its drafter's: nobody else reads or changes it, the office reads what is not classified."""
        document = self._new_draft()
        for user in (self.outsider, self.dept_head, self.manager_user):
            self.assertFalse(document.with_user(user).has_access("read"), user.name)
        for user in (self.office, self.dept_head, self.outsider, self.gm):
            with self.assertRaises(UserError):
                document.with_user(user).write({"title": "x"})
            with self.assertRaises(UserError):
                document.with_user(user).unlink()
        document.unlink()
