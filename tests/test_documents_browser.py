"""A document's way as people see it: drafter, head on a phone, office, leader on a phone, keeper of the seal."""
import base64
import datetime

import first_purchase
import pytest

DOCUMENT, INCOMING = "company.document.outgoing", "company.document.incoming"
ACTIONS = {DOCUMENT: "company_docs.company_document_outgoing_action", INCOMING:
           "company_docs.company_document_incoming_action"}
TITLE = "关于开展流程走查的通知"


def open_record(page, server, model, record_id):
    page.goto(f"{server[0]}/odoo/action-{ACTIONS[model]}/{record_id}")
    page.wait_for_selector(".o_form_view .o_form_statusbar")


def choose(page, field, words):
    """Type into a many2one and take the first suggestion."""
    page.fill(f"div[name={field}] input", words)
    page.click(f".o-autocomplete--dropdown-menu li:not(.o_m2o_dropdown_option):has-text('{words}') >> nth=0")


def confirm(page):
    """Confirm the dialog that is open."""
    page.click(".modal .modal-footer .btn-primary:visible")
    page.wait_for_selector(".modal", state="detached")


def reach(page, state):
    page.wait_for_selector(f".o_form_view .o_arrow_button_current:has-text('{state}')")


def approve(page):
    page.click("button.o_company_action_approve")
    page.click(".modal .o_company_confirm")
    page.wait_for_selector(".modal", state="detached")


def write_notice(page, server):
    """The drafter's form, filled in and submitted; returns the document's id."""
    page.goto(f"{server[0]}/odoo/action-company_docs.company_document_outgoing_action_mine/new")
    page.wait_for_selector(".o_form_view")
    page.fill("div[name=title] textarea, div[name=title] input", TITLE)
    choose(page, "kind_id", "通知")
    choose(page, "main_department_ids", "采购部")
    page.click("div[name=body] .odoo-editor-editable")
    page.keyboard.type("为检验公文办理流程，请于本月底前完成走查并反馈。")
    page.click("button:has-text('试算')")
    page.wait_for_selector(".modal :text('李建国')")
    page.wait_for_selector(".modal :text('吴晓峰')")
    page.click(".modal .modal-footer button >> nth=-1")
    page.wait_for_selector(".modal", state="detached")
    page.click(".o_form_statusbar button:has-text('提交')")
    reach(page, "审批中")


def test_document_from_draft_to_dispatch(server, client_of, page_of, shot):
    """D2 D4 E2: written, checked, issued on a phone, numbered, proof-read, sealed by the keeper, dispatched."""
    drafter = page_of("zhang.eng")
    write_notice(drafter, server)
    shot(drafter, "30-document-submitted")
    [document] = client_of("zhang.eng").call(DOCUMENT, "search", [("title", "=", TITLE)], order="id desc", limit=1)
    head, office = page_of("li.eng", width=390, height=844), page_of("feng.office")
    leader, keeper = page_of("wu.gm", width=390, height=844), page_of("tian.office")
    for page, picture in ((head, "31-head-phone"), (office, "32-office-check"), (leader, "33-leader-phone")):
        open_record(page, server, DOCUMENT, document)
        page.wait_for_selector("button.o_company_action_approve:has-text('批准')")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        shot(page, picture)
        approve(page)
    open_record(office, server, DOCUMENT, document)
    office.click("button[name=action_number]")
    reach(office, "已编号")
    open_record(drafter, server, DOCUMENT, document)
    drafter.click("button:has-text('校对无误')")
    confirm(drafter)
    reach(drafter, "已校对")
    open_record(office, server, DOCUMENT, document)
    office.click("button[name=action_seal]")
    confirm(office)
    office.wait_for_selector("button[name=action_view_seal_uses]")
    keeper.goto(f"{server[0]}/odoo/action-company_docs.company_seal_use_action_keeper")
    keeper.click(f"tr.o_data_row:has-text('{TITLE}') td[name=name]")
    keeper.click(".o_form_statusbar button.btn-primary:has-text('用印')")
    confirm(keeper)
    reach(keeper, "已用印")
    shot(keeper, "34-keeper-used")
    open_record(office, server, DOCUMENT, document)
    office.click("button[name=action_dispatch]")
    confirm(office)
    reach(office, "已送发")
    shot(office, "35-dispatched")
    with office.expect_download() as download:
        office.click(".o_form_statusbar button:has-text('PDF')")
    assert download.value.suggested_filename.endswith(".pdf")


@pytest.fixture
def proposed(client_of):
    """An incoming paper that waits for the general manager's instruction."""
    office = client_of("feng.office")
    kind = office.call("company.document.kind", "search", [("name", "=", "通知")], limit=1)[0]
    [leader] = office.call("hr.employee.public", "search_read", [("name", "=", "吴晓峰")], ["user_id"], limit=1)
    record = office.call(INCOMING, "create", [{
        "title": "关于报送走查情况的通知", "kind_id": kind, "source_name": "华建控股集团有限公司",
        "source_number": "华建〔2026〕999号", "document_date": datetime.date.today().isoformat(),
        "is_signed": True, "is_sealed": True, "page_count": 1}])[0]
    scan = office.call("ir.attachment", "create", [{
        "name": "来文.pdf", "datas": base64.b64encode(first_purchase.one_page_pdf("Notice")).decode(),
        "mimetype": "application/pdf", "res_model": INCOMING, "res_id": record}])[0]
    office.call(INCOMING, "write", [record], {"file_ids": [(4, scan)]})
    return office, record, leader["user_id"][0]


def test_leader_instructs_by_two_taps(server, client_of, page_of, shot, proposed):
    """D6: on a phone: the card of what waits, a usual phrase, signed and sent."""
    office, record, leader = proposed
    office.call(INCOMING, "action_register", [record])
    office.call(INCOMING, "action_propose", [record], "拟请总经理批示", leader)
    page = page_of("wu.gm", width=390, height=844)
    page.goto(f"{server[0]}/odoo/action-company_docs.company_document_incoming_waiting_action")
    page.click(".o_kanban_record:has-text('关于报送走查情况的通知') >> nth=0")
    page.click(".o_company_document_phrases .btn-outline-primary >> nth=0")
    shot(page, "36-leader-instructs")
    page.click(".o_company_document_send")
    page.wait_for_selector(".o_company_document_send", state="detached")
    assert office.call(INCOMING, "read", [record], ["state"])[0]["state"] == "instructed"


LISTS = {
    "feng.office": (
        "company_document_number_action", "company_document_register_outgoing_action",
        "company_document_register_incoming_action", "company_document_search_action",
        "company_document_circulation_action", "company_document_dispatch_action", "company_document_archive_action",
        "company_document_archive_loan_action", "company_seal_register_action"),
    "fang.gen": ("company_document_access_action", "company_document_copy_action"),
    "audit": ("company_document_access_action", "company_seal_use_action_all", "company_seal_custody_action"),
}
CUT = """() => [...document.querySelectorAll('.o_data_row')].slice(0, 5).flatMap(row => [...row.querySelectorAll(
    "td[name=name], td[name=number], td[name=document_number], td[name=state]")])
    .filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.innerText)"""
WIDER = """() => {const list = document.querySelector('.o_list_renderer');
    return list.scrollWidth - list.clientWidth}"""


@pytest.mark.parametrize("login", LISTS)
def test_registers_fit_the_screen(server, page_of, shot, login):
    """D9 D13 E3: at 1366 px the books show numbers and states in full, for office, secrecy officer and auditor."""
    page = page_of(login, width=1366, height=768)
    for name in LISTS[login]:
        page.goto(f"{server[0]}/odoo/action-company_docs.{name}")
        page.wait_for_selector(".o_list_renderer")
        assert page.evaluate(WIDER) <= 2, name
        assert page.evaluate(CUT) == [], name
    shot(page, f"37-{login}")


def test_waiting_cards_say_state_and_term(server, page_of, shot):
    """D6 D7: a card of 待我处理 shows the state, and the time left in the colour of its urgency."""
    page = page_of("feng.office", width=1366, height=768)
    page.goto(f"{server[0]}/odoo/action-company_docs.company_document_incoming_waiting_action")
    page.wait_for_selector(".o_kanban_record div[name=state].o_field_badge")
    assert page.query_selector(".o_kanban_record footer .badge:has(.fa-clock-o)")
    shot(page, "38-waiting-cards")


def test_books_leave_by_their_doors_only(server, browse):
    """D9 S6: the office takes the year's book as a workbook; a supplier of the portal gets nothing of this part."""
    url, year = server[0], datetime.date.today().year
    book = browse("feng.office").get(f"{url}/company_docs/register/outgoing/{year}.xlsx", timeout=60)
    assert book.content.startswith(b"PK")
    supplier = browse("supplier1")
    for path in (f"register/outgoing/{year}.xlsx", "outgoing/1/layout.pdf", "outgoing/1/layout.docx"):
        assert supplier.get(f"{url}/company_docs/{path}", timeout=60).status_code in (403, 404), path
    for model in (DOCUMENT, INCOMING, "company.seal", "company.seal.use", "company.certificate",
                  "company.document.archive", "company.document.search", "company.document.access"):
        answer = supplier.post(f"{url}/web/dataset/call_kw", timeout=60, json={"params": {
            "model": model, "method": "search_read", "args": [[]], "kwargs": {}}}).json()
        assert "error" in answer, model
