"""The first purchase as people see it: Chinese web client, real Chromium; the screenshots are kept in .data/shots."""
import first_purchase
import pytest

CASE, REQUEST = "company.purchase.sourcing", "company.purchase.request"


def open_record(page, server, action, record_id):
    page.goto(f"{server[0]}/odoo/action-{action}/{record_id}")
    page.wait_for_selector(".o_form_view .o_statusbar_status")


def open_tab(page, label):
    page.click(f".o_notebook .nav-link:text-is('{label}')")


@pytest.fixture
def compared_case(client_of):
    """Request → case with three recorded quotes, inquiry closed; returns (request, case)."""
    engineer, buyer = client_of("zhang.eng"), client_of("wang.buy")
    request_id = first_purchase.new_request(engineer)
    engineer.call(REQUEST, "action_submit", [request_id])
    first_purchase.decide_all(client_of, REQUEST, request_id)
    client_of("liu.buy").call(REQUEST, "action_assign", [request_id], buyer.uid)
    case_id = buyer.call(REQUEST, "action_start_sourcing", [request_id])
    first_purchase.record_quotes(buyer, case_id, first_purchase.suppliers(buyer))
    buyer.call(CASE, "action_close_inquiry", [case_id])
    return request_id, case_id


def test_engineer_asks_and_head_approves(server, client_of, page_of, shot):
    """P1 A8 A9 S5 S9: fill in the request, see who will approve, submit; the head approves from his inbox."""
    page = page_of("zhang.eng")
    page.goto(f"{server[0]}/odoo/action-company_procurement.company_purchase_request_action/new")
    page.wait_for_selector(".o_form_view")
    page.fill("div[name=site] input", "二号生产基地")
    page.fill("div[name=reason] textarea", "浏览器走查：补充高强度螺栓")
    page.click("div[name=line_ids] a:text-is('添加行')")
    row = page.locator("div[name=line_ids] tr.o_selected_row")
    row.locator("[name=description] input, [name=description] textarea").fill("高强度螺栓")
    row.locator("[name=specification] input").fill("M24×90")
    row.locator("[name=quantity] input").fill("50")
    row.locator("td[name=needed_date]").click()
    page.keyboard.type("+20d")
    page.keyboard.press("Tab")
    row.locator("[name=estimated_price] input").fill("9.6")
    page.click("button:has-text('试算')")
    page.wait_for_selector(".modal :text('李建国')")
    shot(page, "01-request-preview")
    page.click(".modal .modal-footer button >> nth=-1")
    page.wait_for_selector(".modal", state="detached")
    page.click("button:has-text('提交')")
    page.wait_for_selector(".o_arrow_button_current:has-text('待审批')")
    shot(page, "02-request-submitted")
    [request] = client_of("zhang.eng").call(
        REQUEST, "search_read", [("reason", "like", "浏览器走查")], ["name"], order="id desc", limit=1)
    head = page_of("li.eng")
    head.click(f"tr.o_data_row:has-text('{request['name']}') td[name=name]")
    head.wait_for_selector("button.o_company_action_approve:has-text('批准')")
    shot(head, "03-head-decides")
    head.click("button.o_company_action_approve")
    head.click(".modal .o_company_confirm")
    head.wait_for_selector(".modal", state="detached")
    [request] = client_of("zhang.eng").call(REQUEST, "read", [request["id"]], ["approval_state"])
    assert request["approval_state"] == "approved"


def test_buyer_sees_what_is_missing(server, client_of, page_of, shot):
    """P8 P9: the demo case with a missing seal says so at first sight, and doesn't get through."""
    buyer = client_of("wang.buy")
    cases = buyer.call(
        CASE, "search", [("state", "=", "inquiry"), ("quote_ids.quote_status", "=", "received")], limit=1)
    page = page_of("wang.buy")
    open_record(page, server, "company_procurement.company_purchase_sourcing_action", cases[0])
    page.wait_for_selector(".alert-warning")
    open_tab(page, "比价")
    page.wait_for_selector(":text('盖章')")
    shot(page, "04-quotes-missing")


def test_price_checker_and_comparison(server, client_of, page_of, shot, compared_case):
    """P9 P10: lines × suppliers with the lowest marked; the price checker finds the case."""
    _request_id, case_id = compared_case
    page = page_of("chen.price")
    open_record(page, server, "company_procurement.company_purchase_sourcing_action", case_id)
    open_tab(page, "比价")
    page.wait_for_selector(":text('最低')")
    shot(page, "05-comparison")


def test_manager_on_a_phone(server, client_of, page_of, shot, compared_case):
    """A9 P11: the finance head decides on a phone, 390 px wide."""
    _request_id, case_id = compared_case
    buyer = client_of("wang.buy")
    line_ids = buyer.call(f"{CASE}.line", "search", [("sourcing_id", "=", case_id)])
    first_purchase.check_prices(client_of("chen.price"), case_id, line_ids, min(first_purchase.PRICES))
    winner = first_purchase.suppliers(buyer)[first_purchase.PRICES.index(min(first_purchase.PRICES))]
    first_purchase.award(buyer, case_id, line_ids, winner)
    buyer.call(CASE, "action_submit", [case_id])
    page = page_of("liu.buy", width=390, height=844)
    open_record(page, server, "company_procurement.company_purchase_sourcing_action", case_id)
    page.wait_for_selector("button.o_company_action_approve:has-text('批准')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    shot(page, "06-phone")


@pytest.mark.parametrize(("report", "model", "words"), [
    ("company_procurement.report_purchase_request", REQUEST, ["材料申购单", "申购人", "工程部"]),
    ("company_procurement.report_purchase_sourcing", CASE, ["采购物资流转单", "核价意见", "有效报价"]),
])
def test_forms_print(server, client_of, page_of, compared_case, tmp_path, report, model, words):
    """S4 P1 P6: the forms print in Chinese with embedded fonts."""
    import pdfplumber
    page = page_of("wang.buy")
    record_id = compared_case[model == CASE]
    answer = page.request.get(f"{server[0]}/report/pdf/{report}/{record_id}")
    assert answer.ok, answer.status
    path = tmp_path / "form.pdf"
    path.write_bytes(answer.body())
    with pdfplumber.open(path) as pdf:
        text = "".join(sheet.extract_text() for sheet in pdf.pages).replace(" ", "")
        assert sorted((round(pdf.pages[0].width), round(pdf.pages[0].height))) == [595, 842], "A4"
    assert all(word in text for word in words), text
