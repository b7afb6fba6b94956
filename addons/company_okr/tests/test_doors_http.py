import json

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.company_base.tests.rpc import RpcCase

from .test_doors import APPRAISAL, LINE, SHEET, DoorFixture


@tagged("post_install", "-at_install")
class TestOkrHttpDoors(DoorFixture, RpcCase):
    """The same result by the addresses of the web client, of reports, of files and of JSON-2."""

    def _call(self, path, **params):
        return self.url_open(path, data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
                             headers={"Content-Type": "application/json"})

    def _get_addresses(self):
        key = self.appraisal.id
        kw = {"model": APPRAISAL, "args": [[key], ["final_score", "line_ids"]], "kwargs": {}}
        export = json.dumps({"model": APPRAISAL, "fields": [{"name": "final_score", "label": "x", "type": "float"}],
                             "ids": [key], "domain": [], "import_compat": False, "groupby": [], "context": {}})
        return {
            "sheet": lambda: self.url_open(f"/report/html/{SHEET}/{key}"),
            "printed": lambda: self.url_open(f"/report/pdf/{SHEET}/{key}"),
            "download": lambda: self.url_open("/report/download", data={
                "data": json.dumps([f"/report/pdf/{SHEET}/{key}", "qweb-pdf"]), "context": "{}"}),
            "content": lambda: self.url_open(f"/web/content/{APPRAISAL}/{key}/proof_key"),
            "image": lambda: self.url_open(f"/web/image/{APPRAISAL}/{key}/trace"),
            "bonuses": lambda: self.url_open(f"/company_okr/bonus/cycle/{self.cycle.id}.xlsx"),
            "bonuses of another company": lambda: self.url_open(
                f"/company_okr/bonus/cycle/{self.cycle.id}.xlsx?cids={self.company_a.id}-{self.company_b.id}"),
            "call": lambda: self._call(f"/web/dataset/call_kw/{APPRAISAL}/read", method="read", **kw),
            "private": lambda: self._call(
                f"/web/dataset/call_kw/{APPRAISAL}/_get_trace", method="_get_trace", **{**kw, "args": [[key]]}),
            "thread": lambda: self._call("/mail/thread/messages", thread_model=APPRAISAL, thread_id=key),
            "data of the thread": lambda: self._call("/mail/data", fetch_params=[["mail.thread", {
                "thread_model": APPRAISAL, "thread_id": key, "request_list": [
                    "messages", "followers", "attachments", "activities"]}]]),
            "csv": lambda: self.url_open("/web/export/csv", data={"data": export}),
            "xlsx": lambda: self.url_open("/web/export/xlsx", data={"data": export}),
        }

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model",
                 "odoo.addons.web.controllers.export", "odoo.addons.web.controllers.report")
    def test_every_address_by_every_role(self):
        """O15: no address of the server gives a figure, a note or the key of a result to a nobody."""
        self.appraisal.sudo()._as_engine().write({"proof_key": "canary-key"})
        self.appraisal.sudo().message_post(body="canary in the thread")
        for role, user in self.nobodies.items():
            self.authenticate(user.login, self._get_password(user.login))
            for name, address in self._get_addresses().items():
                with self.subTest(role=role, address=name):
                    text = address().content.decode(errors="replace")
                    for secret in ("77.31", "66.42", "canary"):
                        self.assertNotIn(secret, text)
        self.authenticate(self.module_head.login, self._get_password(self.module_head.login))
        self.assertIn("77.31", self._get_addresses()["sheet"]().text)
        self.assertIn("canary", self._get_addresses()["thread"]().text)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_json2(self):
        """O15: JSON-2 refuses whom XML-RPC refuses."""
        for role, user in self.nobodies.items():
            if user == self.portal:
                continue
            for model, method, arguments in (
                (APPRAISAL, "read", {"ids": self.appraisal.ids, "fields": ["final_score"]}),
                (APPRAISAL, "search_count", {"domain": [("okr_score", ">", 77)]}),
                (LINE, "search_read", {"domain": [("score", ">", 0)], "fields": ["score"]}),
                ("company.okr.cycle", "get_bonus_xlsx", {"ids": self.cycle.ids}),
            ):
                with self.subTest(role=role, model=model, method=method):
                    status, body = self.json2(user.login, model, method, **arguments)
                    self.assertTrue(status in (401, 403, 422, 404) or body in (0, []), (status, body))
