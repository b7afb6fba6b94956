"""The leader's phone, and scans dropped on the list."""
from odoo.tests import HttpCase, tagged

from .incoming_common import IncomingFixture

TWO_TAPS = """
const until = async (find) => {
    for (let tries = 0; tries < 200; tries++) {
        const found = find();
        if (found) { return found; }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("not found: " + find);
};
const box = await until(() => document.querySelector(".o_company_document_phrases"));
if (document.documentElement.scrollWidth > window.innerWidth + 1) { throw new Error("wider than the phone"); }
box.querySelector("button").click();
const send = await until(() => document.querySelector(".o_company_document_send:not([disabled])"));
send.click();
await until(() => !document.querySelector(".o_company_document_phrases textarea")?.value);
console.log("test successful");
"""
DROP = """
const until = async (find) => {
    for (let tries = 0; tries < 200; tries++) {
        const found = find();
        if (found) { return found; }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("not found: " + find);
};
await until(() => document.querySelector(".o_company_document_upload"));
const files = new DataTransfer();
files.items.add(new File(["one"], "dropped one.txt", { type: "text/plain" }));
files.items.add(new File(["two"], "dropped two.txt", { type: "text/plain" }));
const drop = new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true });
document.querySelector(".o_content").dispatchEvent(drop);
await until(() => document.querySelectorAll("td[name=title]").length >= 2
    && document.querySelector("td[name=title]").textContent.includes("dropped"));
console.log("test successful");
"""


@tagged("post_install", "-at_install")
class TestIncomingPhone(IncomingFixture, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_two_taps(self):
        """D6: on a phone the leader instructs by two taps: a usual phrase, and the button that sends it."""
        paper = self._registered()
        paper.action_propose("For instruction", self.gm.id, owner_department_id=self.department.id)
        self.env["company.document.phrase"].search([]).active = False
        self.env["company.document.phrase"].create({"name": "Agreed in full", "step": "instruct"})
        self.browser_js(
            f"/odoo/company.document.incoming/{paper.id}", f"(async () => {{ {TWO_TAPS} }})()", login="test.gm",
            ready="odoo.isReady === true", timeout=90)
        self.env.invalidate_all()
        self.assertEqual(paper.state, "instructed")
        self.assertEqual(paper.opinion_ids.filtered(lambda row: row.step == "instruct").text, "Agreed in full")


@tagged("post_install", "-at_install")
class TestIncomingDrop(IncomingFixture, HttpCase):

    def test_dropped_scans(self):
        """D6: two scans dropped on the list become two drafts."""
        self.browser_js(
            "/odoo/action-company_docs.company_document_incoming_action", f"(async () => {{ {DROP} }})()",
            login="test.office", ready="odoo.isReady === true", timeout=90)
        drafts = self.incoming.search([("title", "like", "dropped")])
        self.assertEqual(sorted(drafts.mapped("title")), ["dropped one", "dropped two"])
        self.assertEqual(drafts.mapped("medium"), ["upload", "upload"])
