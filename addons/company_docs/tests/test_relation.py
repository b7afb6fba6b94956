from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.company_base.tests.rpc import RpcCase

from .common import DocumentsCase
from .test_writing_rules import WritingFixture


class RelationFixture(WritingFixture):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.relations = cls.env["company.document.relation"]
        cls.incoming = cls._new_incoming("华筑检测关于购置检测设备的请示", cls.subsidiary, "qingshi")

    @classmethod
    def _new_incoming(cls, title, source, kind, readers=None, **vals):
        """A registered incoming document of the office; the drafter reads it."""
        document = cls.env["company.document.incoming"].with_user(cls.office).create({
            "title": title, "source_partner_id": source.id, "source_number": "来〔2026〕3号", "is_signed": True,
            "is_sealed": True, "kind_id": cls.env["company.document.kind"]._get_kind(kind, cls.company_a).id,
            "summary": "因业务发展需要，我单位拟购置全站仪两台、检测车辆一台，总价三十万元，妥否，请批示。", **vals})
        document._add_readers(cls.drafter if readers is None else readers)
        document.sudo()._set_state("registered")
        return document

    def _result(self, action):
        return self.env[action["res_model"]].browse(action["res_id"]).with_user(self.drafter)

    def _out(self, document, state="dispatched"):
        """The document as it is when it has gone out."""
        document.sudo()._as_engine().write({"state": state})
        return document


@tagged("post_install", "-at_install")
class TestRelation(RelationFixture, DocumentsCase):

    def test_reply(self):
        """D11 D3: the answer to a subordinate's request is a reply to that unit, filled in and linked."""
        draft = self._result(self.incoming.with_user(self.drafter).action_draft_reply())
        self.assertEqual((draft.kind_id.code, draft.state, draft.drafter_id), ("pifu", "draft", self.drafter))
        self.assertEqual(draft.title, "关于购置检测设备的批复")
        self.assertEqual((draft.main_unit_ids, draft.direction), (self.subsidiary, "down"))
        self.assertIn("来〔2026〕3号", draft.body)
        self.assertEqual(draft.relation_ids.relation_type, "reply")
        self.assertEqual(draft.relation_ids.to_incoming_id, self.incoming)
        self.assertIn("购置检测设备", draft.reply_to)
        self.assertNotIn("DOC-ANSWER", self._codes(draft))
        again = self._result(self.incoming.with_user(self.drafter).action_draft_reply())
        self.assertEqual(again, draft, "a second click opens the same draft")
        draft.action_unrelate(draft.relation_ids.id)
        draft.invalidate_recordset()
        self.assertIn("DOC-ANSWER", self._codes(draft))

    def test_reply_kinds(self):
        """D11: an answer upwards is a report, to a partner a letter (§5.1.8, §5.1.12)."""
        for unit, kind in ((self.group, "baogao"), (self.other, "han"), (self.authority, "baogao")):
            document = self._new_incoming("关于安全检查的通知", unit, "tongzhi")
            draft = self._result(document.with_user(self.drafter).action_draft_reply())
            self.assertEqual((draft.kind_id.code, draft.main_unit_ids), (kind, unit))
            self.assertNotIn("DOC-DIRECTION", self._codes(draft))

    def test_forward_up(self):
        """D11 D3: a subordinate's request goes up with an opinion, not word by word (§5.7.3.3)."""
        draft = self._result(self.incoming.with_user(self.drafter).action_draft_forward())
        self.assertEqual((draft.kind_id.code, draft.main_unit_ids), ("qingshi", self.group))
        draft.signer_id = self.signer
        draft.body = self.incoming.summary
        with self.assertBlocked("DOC-FORWARD") as catcher:
            draft._check_writing_rules()
        self.assertIn("word by word", str(catcher.exception))
        draft.body = "<p>下级公司来文一件，现予转报。</p>"
        with self.assertBlocked("DOC-FORWARD") as catcher:
            draft._check_writing_rules()
        self.assertIn("opinion", str(catcher.exception))
        draft.body = "<p>下级公司申请增加设备。经研究，我公司建议先行租赁一年，再定购置。</p>"
        self.assertTrue(draft._check_writing_rules())
        self._set_control("DOC-FORWARD", value=0)
        with self.assertBlocked("DOC-FORWARD"):
            draft._check_writing_rules()

    def test_forward_down(self):
        """D11: a superior's document goes on as a notice; the files go along as annexes (§5.1.6)."""
        document = self._new_incoming("关于安全检查的通知", self.group, "tongzhi")
        file = self.env["ir.attachment"].create({
            "name": "a.txt", "raw": b"x", "res_model": document._name, "res_id": document.id})
        document.sudo()._as_engine().write({"file_ids": [Command.link(file.id)]})
        draft = self._result(document.with_user(self.drafter).action_draft_forward())
        self.assertEqual((draft.kind_id.code, draft.annex_ids.mapped("name")), ("tongzhi", ["a.txt"]))
        self.assertIn("转发《关于安全检查的通知》", draft.title)

    def test_draft_refused(self):
        """D11: drafts and refused papers are not answered; who may not read a paper answers none."""
        with self.assertRaises(AccessError):
            self.incoming.with_user(self.outsider).action_draft_reply()
        raw = self.env["company.document.incoming"].with_user(self.office).create({"title": "raw"})
        for method in ("action_draft_reply", "action_draft_forward"):
            with self.assertRaisesRegex(UserError, "only a document that is out"):
                getattr(raw, method)()
        draft = self._draft("han", self.other)
        with self.assertRaises(UserError):
            draft.action_draft_reply()
        with self.assertRaises(UserError):
            draft.action_draft_superseding()

    def test_hostile_text(self):
        """D11 S7: words of the other document stay text in the draft and in the matter."""
        document = self._new_incoming("<img src=x onerror=alert(1)>", self.other, "han")
        draft = self._result(document.with_user(self.drafter).action_draft_reply())
        self.assertNotIn("<img", draft.body)
        self.assertNotIn("<img", draft.matter_html)

    def test_all_combinations(self):
        """D11: outgoing and incoming relate in all four combinations, once each; never to themselves."""
        first, second = self._draft("han", self.other), self._draft("han", self.other)
        incoming = self._new_incoming("关于协作的函", self.other, "han")
        for source in (first, incoming.with_user(self.office)):
            for target in (second, self.incoming):
                self._readers(target)
                self.assertTrue(source.action_relate("refer", target._name, target.id, "see"))
                with self.assertRaisesRegex(UserError, "already"):
                    source.action_relate("refer", target._name, target.id)
        self.assertEqual(self.relations.search_count([("note", "=", "see")]), 4)
        for arguments in (("refer", first._name, first.id), ("love", second._name, second.id),
                          ("refer", "res.users", 1), ("refer", second._name, 2 ** 40), ("refer", second._name, "1"),
                          ("refer", second._name, 2 ** 30), (["refer"], second._name, second.id),
                          ("refer", ["x"], second.id)):
            with self.assertRaises(UserError):
                first.action_relate(*arguments)
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.cr.savepoint():
            self.relations.sudo()._as_engine().create({
                "company_id": self.company_a.id, "relation_type": "refer", "from_outgoing_id": first.id})

    def _readers(self, document):
        document.sudo()._add_readers(self.office | self.drafter)

    def test_who_relates(self):
        """D11: the drafter relates his draft, later the general office; other readers don't."""
        draft, other = self._draft("han", self.other), self._draft("han", self.other)
        (draft | other)._add_readers(self.outsider | self.office)
        with self.assertRaises(UserError):
            draft.with_user(self.outsider).action_relate("refer", other._name, other.id)
        relation = self.relations.browse(draft.action_relate("refer", other._name, other.id))
        self._out(draft)
        with self.assertRaises(UserError):
            draft.action_unrelate(relation.id)
        with self.assertRaises(UserError):
            draft.action_relate("reply", other._name, other.id)
        with self.assertRaises(UserError):
            other.action_unrelate(relation.id)
        self.assertTrue(draft.with_user(self.office).action_unrelate(relation.id))

    def test_rows_are_guarded(self):
        """D11 S7: rows are made by the buttons only, neither by RPC writes nor by hostile contexts."""
        draft, other = self._draft("han", self.other), self._draft("han", self.other)
        vals = {"company_id": self.company_a.id, "relation_type": "refer", "from_outgoing_id": draft.id,
                "to_outgoing_id": other.id}
        for user in (self.drafter, self.office, self.manager_user, self.env.user):
            with self.assertRaises(AccessError):
                self.relations.with_user(user).with_context(_company_engine=True, default_note="x").create(vals)
        relation = self.relations.browse(draft.action_relate("refer", other._name, other.id))
        for user in (self.office, self.env.user):
            with self.assertRaises(AccessError):
                relation.with_user(user).write({"note": "x"})
            with self.assertRaises(AccessError):
                relation.with_user(user).unlink()
        with self.assertRaises(AccessError):
            draft.write({"relation_ids": [Command.clear()]})

    def test_hidden_end(self):
        """D11 D8: who may not read the other end sees nothing of it: no row, count, name, matter or banner."""
        mine = self._draft("han", self.other)
        hidden = self._draft("han", self.other, title="Hidden Matter")
        hidden.action_relate("supersede", mine._name, self._out(mine).id)
        self._out(hidden)
        far = self._draft("han", self.other, title="Far End")
        far.action_relate("refer", hidden._name, hidden.id)
        (mine | far).sudo()._add_readers(self.outsider)
        reader = mine.with_user(self.outsider)
        relation = hidden.relation_ids
        self.assertFalse(reader.related_count or reader.is_superseded or reader.matter_html or reader.superseded_html)
        self.assertFalse(self.relations.with_user(self.outsider).search([]))
        self.assertFalse(self.relations.with_user(self.outsider).search_count([("to_outgoing_id", "=", mine.id)]))
        self.assertFalse(mine.with_user(self.outsider).search([("is_superseded", "=", True)]))
        self.assertFalse(reader.action_view_matter()["domain"][0][2])
        with self.assertRaises(AccessError):
            relation.with_user(self.outsider).read(["relation_type"])
        with self.assertRaises(AccessError):
            relation.with_user(self.outsider).action_open_from()
        with self.assertRaises(UserError):
            reader.action_relate("refer", hidden._name, hidden.id)
        self.assertTrue(mine.is_superseded)

    def test_superseded(self):
        """D11: a document whose successor is out bears the banner; before that it doesn't."""
        old = self._out(self._draft("tongzhi", self.subsidiary, title="关于旧办法的通知"))
        new = self._result(old.action_draft_superseding())
        self.assertEqual((new.title, new.main_unit_ids), (old.title, self.subsidiary))
        self.assertFalse(old.is_superseded)
        self._out(new)
        old.invalidate_recordset()
        self.assertTrue(old.is_superseded)
        self.assertIn(new.title, old.superseded_html)
        self.assertEqual(old.search([("is_superseded", "=", True)]), old)
        with self.assertRaisesRegex(UserError, "already"):
            old.with_user(self.office).sudo().action_relate("supersede", new._name, new.id)
        with self.assertRaisesRegex(UserError, "Only a document that is out"):
            new.with_user(self.office).sudo().action_relate(
                "supersede", new._name, self._draft("han", self.other).id)

    def test_matter(self):
        """D11: the matter shows everything that hangs together, in order, with links."""
        reply = self._result(self.incoming.with_user(self.drafter).action_draft_reply())
        forward = self._result(self.incoming.with_user(self.drafter).action_draft_forward())
        answer = self._new_incoming("关于购置检测设备的答复", self.group, "pifu")
        self._readers(forward)
        answer.with_user(self.office).action_relate("reply", forward._name, forward.id)
        for document in (reply, forward, answer.with_user(self.drafter), self.incoming.with_user(self.drafter)):
            for part in (reply.draft_no, forward.draft_no, "购置检测设备的答复", "购置检测设备的请示"):
                self.assertIn(part, document.matter_html)
            self.assertEqual(len(document.action_view_matter()["domain"][0][2]), 3)
        self.assertEqual(self.incoming.with_user(self.drafter).related_count, 2)

    def test_dialog(self):
        """D11: the dialog relates what its user may read, nothing else."""
        draft = self._draft("han", self.other)
        with Form(self.env["company.document.relate"].with_user(self.drafter).with_context(
                default_outgoing_id=draft.id)) as form:
            form.relation_type = "reply"
            form.to_incoming_id = self.incoming
            dialog = form.save()
        dialog.action_confirm()
        self.assertEqual(draft.relation_ids.to_incoming_id, self.incoming)
        with self.assertRaises(AccessError):
            self.env["company.document.relate"].with_user(self.outsider).create(
                {"outgoing_id": draft.id, "to_kind": "incoming", "to_incoming_id": self.incoming.id})

    def test_company(self):
        """D11 S6: documents of two companies don't relate."""
        draft = self._draft("han", self.other)
        foreign = self.env["company.document.outgoing"].with_company(self.company_b).sudo()._as_engine().create({
            "title": "b", "company_id": self.company_b.id, "kind_id": draft.kind_id.id,
            "drafter_id": self.drafter.id})
        with self.assertRaises(UserError):
            draft.sudo()._relate("refer", foreign)

    def test_query_count(self):
        """D11: counts and banners of a list take the same queries for 3 and 30 documents."""
        documents = self.env["company.document.outgoing"].concat(*(self._draft("han", self.other) for _i in range(30)))
        for document in documents[1:]:
            document.action_relate("refer", "company.document.outgoing", documents[0].id)
        counts = []
        for some in (documents[:3], documents):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some.with_user(self.drafter).mapped("related_count")
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)


@tagged("post_install", "-at_install")
class TestRelationRpc(RelationFixture, RpcCase):

    def test_rpc(self):
        """D3 D11 S7: answer, relate and submit over RPC; the writing rules refuse there too."""
        action = self.rpc("test.employee", "company.document.incoming", "action_draft_reply", [self.incoming.id])
        draft_id = action["res_id"]
        points = self.rpc("test.employee", "company.document.outgoing", "read", [draft_id], ["writing_points"])
        self.assertFalse(points[0]["writing_points"])
        self.rpc("test.employee", "company.document.outgoing", "write", [draft_id], {
            "cc_unit_ids": [[6, 0, []]], "main_unit_ids": [[6, 0, [self.group.id]]], "signer_id": self.signer.id})
        with self.assertRaisesRegex(UserError, "DOC-DIRECTION"):
            self.rpc("test.employee", "company.document.outgoing", "action_submit", [draft_id])
        self.rpc("test.employee", "company.document.outgoing", "write", [draft_id], {
            "main_unit_ids": [[6, 0, [self.subsidiary.id]]]})
        self.assertTrue(self.rpc("test.employee", "company.document.outgoing", "action_submit", [draft_id]))
        with self.assertRaises(UserError):
            self.rpc("test.outsider", "company.document.outgoing", "action_relate", [draft_id], "refer",
                     "company.document.incoming", self.incoming.id)
        with self.assertRaises(UserError):
            self.rpc("test.employee", "company.document.relation", "create", {
                "relation_type": "refer", "from_outgoing_id": draft_id, "to_incoming_id": self.incoming.id})
