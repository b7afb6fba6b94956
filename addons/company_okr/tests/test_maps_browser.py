"""The alignment map and the strategy map in the browser."""
from odoo import Command
from odoo.tests import HttpCase, tagged

from .common import OkrFixture

UNTIL = """
const until = async (find) => {
    for (let tries = 0; tries < 200; tries++) {
        const found = find();
        if (found) { return found; }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("not found: " + find);
};
const all = (selector) => [...document.querySelectorAll(selector)];
const check = (truth, text) => { if (!truth) { throw new Error(text); } };
"""
WIDE = """
await until(() => all(".o_okr_card").length === 12);
await until(() => all(".o_okr_lines path").length === 3);
const card = all(".o_okr_column[data-level=module] .o_okr_card")[0];
card.dispatchEvent(new MouseEvent("mouseenter"));
await until(() => all(".o_okr_card:not(.o_okr_dimmed)").length === 4);
await until(() => all(".o_okr_lines .o_okr_active").length === 3);
card.dispatchEvent(new MouseEvent("mouseleave"));
await until(() => !all(".o_okr_dimmed").length);
document.querySelector(".o_okr_mine").click();
await until(() => all(".o_okr_card").length === 6);
document.querySelector(".o_okr_not_aligned").click();
await until(() => all(".o_okr_card").length === 2);
check(all(".o_okr_unaligned").length === 2, "objectives without a line are marked");
document.querySelector(".o_okr_not_aligned").click();
document.querySelector(".o_okr_toggle_all").click();
(await until(() => document.querySelector(".o_okr_contributors"))).click();
await until(() => all(".o_okr_contributions tbody tr").length === 3);
document.querySelector(".modal .btn-primary").click();
await until(() => !document.querySelector(".modal"));
document.querySelector(".o_okr_column[data-level=position] .o_okr_result_name").click();
await until(() => document.querySelector(".o_form_view [name=target_value]"));
document.querySelector(".o_breadcrumb a, .o_back_button").click();
await until(() => document.querySelector(".o_okr_mine.active"));
document.querySelector(".o_okr_column[data-level=position] .o_okr_name").click();
await until(() => document.querySelector(".o_form_view [name=parent_key_result_id]"));
console.log("test successful");
"""
PHONE = """
await until(() => all(".o_okr_card").length === 12);
check(document.documentElement.scrollWidth <= window.innerWidth + 1, "wider than the phone");
check(!all(".o_okr_lines path").length, "no lines on a phone");
const chips = all(".o_okr_chip").filter((chip) => chip.offsetParent);
check(chips.length === 3, "chips in the place of lines");
chips[0].click();
await until(() => document.querySelector(".o_okr_column[data-level=company] .o_okr_pinned"));
console.log("test successful");
"""
MAKE = """
await until(() => all(".o_okr_strategy .o_okr_goal").length === 2 && all(".o_okr_arrow").length === 1);
(await until(() => document.querySelector("td.o_list_button button"))).click();
const confirm = await until(() => document.querySelector(".modal button[name=action_confirm]"));
check(document.querySelector(".modal [name=name] input").value === "Profit", "the goal is the name");
confirm.click();
await until(() => document.querySelector(".o_form_view [name=parent_key_result_id]"));
console.log("test successful");
"""


class MapFixture(OkrFixture):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        above = None
        for employee, level, unit in (
            (cls.gm_employee, "company", cls.env["hr.department"]),
            (cls.dept_head_employee, "department", cls.department),
            (cls.module_head_employee, "module", cls.module), (cls.member_employee, "position", cls.module),
        ):
            plan = cls._new_plan(employee, level, unit, parent_id=above and above.id)
            if above:
                plan.objective_ids[0].parent_key_result_id = above.objective_ids[0].key_result_ids
            above = plan
        cls.plan = above

    def _run(self, url, steps, login):
        self.env.flush_all()
        self.browser_js(
            url, f"(async () => {{ {UNTIL} {steps} }})()", login=login, ready="odoo.isReady === true", timeout=90)


@tagged("post_install", "-at_install")
class TestMaps(MapFixture, HttpCase):

    def test_alignment_map(self):
        """O2 O14: lines from the company to me; a card lights its line; filters; who contributes; the record opens."""
        self._run("/odoo/okr-alignment", WIDE, "test.member")

    def test_make_objective(self):
        """O13: an arrow between goals, and a goal becomes an objective by clicks."""
        focus = self.env["company.okr.focus"].create({
            "name": "Map", "kind": "map", "cycle_id": self.cycle.id, "company_id": self.company_a.id,
            "goal_ids": [Command.create({"name": "Profit"})]})
        self.env["company.okr.focus.goal"].create({
            "focus_id": focus.id, "name": "Owners content", "perspective": "customer",
            "supports_ids": [Command.set(focus.goal_ids.ids)]})
        self._run(f"/odoo/company.okr.focus/{focus.id}", MAKE, "test.member")
        self.env.invalidate_all()
        self.assertEqual(self.plan.objective_ids[-1].source, "Map: Profit")


@tagged("post_install", "-at_install")
class TestMapsPhone(MapFixture, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_alignment_phone(self):
        """O2: on a phone the levels stand one below the other, with chips for the lines."""
        self._run("/odoo/okr-alignment", PHONE, "test.member")
