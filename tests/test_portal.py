"""A supplier's walk through the portal on a telephone: real server, real Chromium, 390 px wide, in Chinese."""
import contextlib
import datetime

import pytest
from first_purchase import one_page_pdf
from rpc_client import Refused

ORDER = "purchase.order"


@pytest.fixture
def telephone(browser, server):
    """login → a page 390 px wide on which that supplier has signed in; console errors fail the test."""
    url, db = server
    errors = []
    with contextlib.ExitStack() as stack:
        def open_page(login):
            context = browser.new_context(
                locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 390, "height": 844})
            stack.callback(context.close)
            page = context.new_page()
            page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(f"{url}/web/login?db={db}")
            page.fill("input[name=login]", login)
            page.fill("input[name=password]", login)
            page.click("button[type=submit]")
            page.wait_for_url("**/my**")
            return page
        yield open_page
    assert not errors, errors


@pytest.fixture
def open_inquiry(client_of):
    """Id of the supplier's quote in the running inquiry of the demo, by the buyer's eyes."""
    found = client_of("wang.buy").call(ORDER, "search_read", [
        ("is_quote", "=", True), ("quote_status", "in", ["invited", "received"]), ("partner_id", "ilike", "鑫达"),
        ("sourcing_id.question_ids", "!=", False)], ["name", "quote_round"], order="id desc", limit=1)
    return found[0]


def test_supplier_quotes_by_telephone(server, telephone, client_of, open_inquiry, shot, tmp_path):
    """P7 S5: list, figures, save, print, upload of the sealed scan, hand in; the buyer has the prices at once."""
    page = telephone("supplier1")
    page.goto(f"{server[0]}/my/inquiries?filterby=open")
    page.click(f"a:text-is('{open_inquiry['name']}')")
    page.wait_for_selector(".o_company_inquiry_form")
    page.wait_for_selector(".o_company_inquiry_countdown:has-text(':')")
    shot(page, "20-supplier-inquiry-390")
    assert page.evaluate("document.documentElement.scrollWidth") == 390, "no sideways scrolling"
    assert "接受，12米定尺优先" in page.inner_text(".o_company_inquiry")
    prices = page.locator("[name^=price_unit]")
    for index in range(prices.count()):
        prices.nth(index).fill(str(3975 + index * 110.5))
    page.fill("#freight_amount", "800")
    page.fill("#valid_until", (datetime.date.today() + datetime.timedelta(days=30)).isoformat())
    page.fill("#payment_terms", "验收合格后30天付款")
    page.click("button[value=save]")
    page.wait_for_selector(".alert-info")
    form = page.request.get(page.url.split("?")[0] + "/form")
    assert form.body().startswith(b"%PDF")
    page.click("button[value=submit]")
    page.wait_for_selector(".alert-danger")
    assert prices.nth(0).input_value() == "3975", "a refusal keeps what was typed"
    scan = tmp_path / "sealed.pdf"
    scan.write_bytes(one_page_pdf("signed and sealed"))
    page.set_input_files("#scan", str(scan))
    page.click("button[value=submit]")
    page.wait_for_selector(".alert-success")
    shot(page, "21-supplier-handed-in-390")
    [quote] = client_of("wang.buy").call(
        ORDER, "read", [open_inquiry["id"]], ["quote_status", "quote_round", "freight_amount", "quote_seen_on"])
    assert (quote["quote_status"], quote["quote_round"], quote["freight_amount"]) == (
        "received", open_inquiry["quote_round"] + 1, 800)
    assert quote["quote_seen_on"]


def test_another_supplier_sees_nothing(server, telephone, client_of, open_inquiry):
    """P7: the second supplier gets neither the page nor the record of the first one's inquiry."""
    page = telephone("supplier2")
    for path in ("", "/form", "/scan/1"):
        page.goto(f"{server[0]}/my/inquiries/{open_inquiry['id']}{path}")
        assert page.url.endswith("/my/inquiries")
        assert open_inquiry["name"] not in page.content()
    page.goto(f"{server[0]}/my/purchase/{open_inquiry['id']}")
    assert page.url.split("?")[0].endswith(("/my", "/my/home"))
    for method in ("get_portal_inquiry", "read"):
        with pytest.raises(Refused):
            client_of("supplier2").call(ORDER, method, [open_inquiry["id"]])
