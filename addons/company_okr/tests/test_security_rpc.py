from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.company_base.tests.rpc import RpcCase

from .scored_common import ScoredFixture


@tagged("post_install", "-at_install")
class TestOkrSecurityRpc(ScoredFixture, RpcCase):

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.rpc.controllers.xmlrpc")
    def test_doors_over_rpc(self):
        """O15: member, colleague, foreign head, auditor and administrator get no figure of a result by XML-RPC."""
        model, key = "company.okr.appraisal", [self.appraisal.id]
        line = self.appraisal.line_ids[0]
        for user in ("test.member", "test.member2", "test.foreign", "test.settings", self.auditor.user_id.login):
            with self.subTest(user=user):
                self.assertEqual(self.rpc(user, model, "search_count", [("id", "in", key)]), 0)
                self.assertEqual(self.rpc(user, model + ".line", "search_read", [("appraisal_id", "in", key)]), [])
                for doors in (
                    (model, "read", key, ["final_score"]), (model, "web_read", key, {"final_score": {}}),
                    (model, "export_data", key, ["final_score"]), (model, "action_score", key),
                    (model, "action_confirm", key), (model, "action_send_back", key, "x"),
                    (model, "message_post", key), (model, "message_subscribe", key, [1]),
                    (model + ".line", "read", line.ids, ["score"]),
                    (model + ".line", "write", line.ids, {"self_score": 1}),
                    (model, "_update_scores", key), (model, "_make", [], self.cycle.id, []),
                    ("company.okr.grading", "search_read", []), ("company.okr.flag", "search_read", []),
                    ("company.okr.note.dialog", "create", {"appraisal_id": key[0], "step": "appeal"}),
                    ("company.okr.note.dialog", "default_get", ["appraisal_id"]),
                ):
                    context = {"context": {"default_appraisal_id": key[0]}} if doors[1] == "default_get" else {}
                    with self.assertRaises(UserError):
                        self.rpc(user, *doors, **context)
