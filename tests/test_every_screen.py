"""Every menu of purchasing as the roles see it: it opens, in Chinese, with a list and a form that don't fail."""
import re

import pytest

ROLES = ("liu.buy", "zhou.fin", "sun.wh", "he.legal", "feng.office", "audit")
LABELS = (".o_form_label, .o_column_title, .o_form_view .o_statusbar_buttons button, .o_arrow_button, .nav-link, "
          ".o_horizontal_separator, .o_stat_text, .o_cp_buttons button, .o_purchase_overview .text-muted")
ENGLISH = re.compile(r"[A-Za-z]{3,}")
ALLOWED = re.compile(r"SHA|PDF|ZIP|KPI|VAT|Odoo|E-?mail|ISO|Excel", re.IGNORECASE)


@pytest.fixture(scope="module")
def screens(client_of):
    """{login: [(menu path, action id, model)]}: each action once, for the first role that has its menu."""
    admin, seen, found = client_of("admin"), set(), {}
    [root] = admin.call("ir.model.data", "search_read", [
        ("module", "=", "company_procurement"), ("name", "=", "menu_root")], ["res_id"])
    for login in ROLES:
        menus = client_of(login).call("ir.ui.menu", "search_read", [
            ("id", "child_of", root["res_id"]), ("action", "!=", False)], ["complete_name", "action"])
        windows = [(menu["complete_name"], menu["action"].split(",")) for menu in menus]
        found[login] = [(name, int(number)) for name, (kind, number) in windows
                        if kind in ("ir.actions.act_window", "ir.actions.client") and number not in seen]
        seen |= {number for _name, (_kind, number) in windows}
    return found


def english_labels(page):
    texts = page.locator(LABELS).all_inner_texts()
    return sorted({text.strip() for text in texts if ENGLISH.search(ALLOWED.sub("", text))})


def problems_of(page, server, name, action):
    """What is wrong with one screen and the form of its first record."""
    page.goto(f"{server[0]}/odoo/action-{action}")
    page.wait_for_selector(".o_view_controller, .o_purchase_overview, .modal .o_form_view", timeout=20000)
    found = english_labels(page)
    row = page.locator(".o_data_row .o_data_cell, .o_kanban_record:not(.o_kanban_ghost)").first
    if row.count() and not page.locator(".o_list_view .o_selected_row").count():
        row.click()
        page.wait_for_timeout(700)
        found += english_labels(page)
    if page.locator(".o_error_dialog").count():
        found.append("error: " + page.locator(".o_error_dialog .modal-body").first.inner_text()[:300])
    return [f"{name}: {text}" for text in dict.fromkeys(found)]


@pytest.mark.parametrize("login", ROLES)
def test_every_menu_opens_in_chinese(server, page_of, shot, screens, login):
    """S5 S10: no screen of purchasing fails or shows an English label."""
    page, found = page_of(login), []
    for name, action in screens[login]:
        found += problems_of(page, server, name, action)
        shot(page, f"screen-{login}-{action}")
    assert not found, "\n".join(found)
