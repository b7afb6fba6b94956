"""Every menu of our applications as the roles see it: it opens, in Chinese, with a list and a form that don't fail."""
import re

import pytest

ROLES = {
    "company_procurement.menu_root": ("liu.buy", "zhou.fin", "sun.wh", "he.legal", "feng.office", "audit"),
    "company_docs.menu_root": ("zhang.eng", "feng.office", "wu.gm", "fang.gen", "audit", "admin"),
    "company_docs.menu_seals_root": ("zhang.eng", "tian.office", "feng.office", "audit"),
    "company_okr.menu_root": ("qin.mkt", "cao.mkt", "lv.hr", "admin"),
}
LABELS = (".o_form_label, .o_column_title, .o_form_view .o_statusbar_buttons button, .o_arrow_button, .nav-link, "
          ".o_horizontal_separator, .o_stat_text, .o_cp_buttons button, "
          ".o_company_overview .text-muted, .o_company_overview h5, .o_okr_heat_map :is(th, p, .btn), "
          ".o_okr_grade_chart :is(th, p, h2, .btn)")
OPENED = ".o_view_controller, .o_company_overview, .o_action_manager [class*=o_okr_], .modal .o_form_view"
ENGLISH = re.compile(r"[A-Za-z]{3,}")
ALLOWED = re.compile(r"SHA|PDF|ZIP|KPI|VAT|Odoo|E-?mail|ISO|Excel|Word|DOCX|XLSX|OKR|KR", re.IGNORECASE)


@pytest.fixture(scope="module")
def visited():
    """Actions that an earlier role has opened already."""
    return set()


def screens(page, server, visited, application):
    """[(menu, action id)] of the application as the signed-in role sees it, each action once for all roles."""
    menus = page.request.get(f"{server[0]}/web/webclient/load_menus").json()
    [root] = [menu for menu in menus.values() if menu.get("xmlid") == application]
    found, waiting = [], [root]
    while waiting:
        menu = waiting.pop(0)
        waiting += [menus[str(child)] for child in menu["children"]]
        action = menu.get("actionID")
        if action and action not in visited and menu is not root:
            found.append((menu["name"], action))
            visited.add(action)
    return found


def english_labels(page):
    texts = page.locator(LABELS).all_inner_texts()
    return sorted({text.strip() for text in texts if ENGLISH.search(ALLOWED.sub("", text))})


def problems_of(page, server, name, action):
    """What is wrong with one screen and the form of its first record."""
    page.goto(f"{server[0]}/odoo/action-{action}")
    page.wait_for_selector(OPENED, timeout=20000)
    found = english_labels(page)
    row = page.locator(".o_data_row .o_data_cell, .o_kanban_record:not(.o_kanban_ghost)").first
    if row.count() and not page.locator(".o_view_sample_data, .o_list_view .o_selected_row").count():
        row.click()
        page.wait_for_timeout(700)
        found += english_labels(page)
    if page.locator(".o_error_dialog").count():
        found.append("error: " + page.locator(".o_error_dialog .modal-body").first.inner_text()[:300])
    return [f"{name}: {text}" for text in dict.fromkeys(found)]


@pytest.mark.parametrize(
    ("application", "login"), [(application, login) for application, logins in ROLES.items() for login in logins])
def test_every_menu_opens_in_chinese(server, page_of, shot, visited, application, login):
    """S5 S10: no screen fails or shows an English label."""
    page, found = page_of(login), []
    for name, action in screens(page, server, visited, application):
        found += problems_of(page, server, name, action)
        shot(page, f"screen-{login}-{action}")
    assert not found, "\n".join(found)
