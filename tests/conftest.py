"""Black box: a real server with demo data, clients that know nothing but the front doors, and a browser.

`ERP_URL` and `ERP_DB` point the tests at a server that runs already; otherwise one is started on a clone of the demo
database.
"""
import contextlib
import datetime
import functools
import os
import pathlib
import sys
import threading

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "docs" / "examples")]

import requests  # noqa: E402
from first_purchase import client_factory  # noqa: E402
from rpc_client import Json2Client, Refused  # noqa: E402

SHOTS = ROOT / ".data" / "shots"


@pytest.fixture(scope="session")
def server():
    """(url, database) of a running server with the demo company."""
    if os.environ.get("ERP_URL"):
        yield os.environ["ERP_URL"], os.environ["ERP_DB"]
        return
    from erp.testing import demo_server
    with demo_server() as running:
        yield running


@pytest.fixture(scope="session")
def client_of(server):
    """login → signed-in XML-RPC client; each user signs in once."""
    return client_factory(*server)


@pytest.fixture(scope="session")
def browse(server):
    """login → session of a browser that has signed in (nobody: without login); `rpc(path, **params)` calls a route."""
    url, db = server

    def sign_in(login=None, password=None):
        session = requests.Session()

        def rpc(path, **params):
            answer = session.post(f"{url}{path}", json={"jsonrpc": "2.0", "params": params}, timeout=60).json()
            assert "error" not in answer, answer
            return answer["result"]
        session.rpc = rpc
        if login:
            rpc("/web/session/authenticate", db=db, login=login, password=password or login)
        return session
    return sign_in


@pytest.fixture(scope="session")
def json_client_of(server, browse):
    """login → JSON-2 client with an API key that the user made in his preferences."""
    def make(login, password=None):
        session = browse(login, password)

        def call(model, method, *args, **context):
            return session.rpc("/web/dataset/call_kw", model=model, method=method, args=list(args),
                               kwargs={"context": context})
        expires = (datetime.datetime.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S")
        key = call("res.users.apikeys.description", "create", [{"name": "test", "duration": "-1",
                                                                 "expiration_date": expires}])
        check = call("res.users.apikeys.description", "make_key", key)
        shown = call("res.users.identitycheck", "run_check", [check["res_id"]], password=password or login)
        return Json2Client(*server, shown["context"]["default_key"])
    return make


@pytest.fixture(scope="session")
def refused(client_of):
    """Call something that the server refuses with a sentence for people, not with an error of the program."""
    def run(login, model, method, *args, **kwargs):
        with pytest.raises(Refused) as refusal:
            client_of(login).call(model, method, *args, **kwargs)
        return str(refusal.value)
    return run


@pytest.fixture(scope="session")
def found(client_of, refused):
    """Call something that a control refuses or, with outcome "warned", lets pass; the finding must stay."""
    def run(outcome, code, login, model, method, *args, **kwargs):
        audit, mine = client_of("audit"), [("control_id.code", "=", code), ("outcome", "=", outcome)]
        before, result = audit.call("company.control.finding", "search_count", mine), None
        if outcome == "blocked":
            assert code in refused(login, model, method, *args, **kwargs)
        else:
            result = client_of(login).call(model, method, *args, **kwargs)
        assert audit.call("company.control.finding", "search_count", mine) == before + 1, code
        return result
    return run


@pytest.fixture(scope="session")
def blocked(found):
    """Call something that a control refuses; the finding must stay."""
    return functools.partial(found, "blocked")


@pytest.fixture(scope="session")
def warned(found):
    """Call something about which a control warns only; it passes, the finding must stay."""
    return functools.partial(found, "warned")


@pytest.fixture
def in_parallel():
    """Call functions at the same instant in real threads; returns their results or exceptions, in order."""
    def run(*functions):
        barrier, results = threading.Barrier(len(functions)), [None] * len(functions)

        def call(index, function):
            barrier.wait()
            try:
                results[index] = function()
            except Exception as error:  # noqa: BLE001  handed to the test, which asserts on it
                results[index] = error
        threads = [threading.Thread(target=call, args=pair) for pair in enumerate(functions)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results
    return run


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, headless."""
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"])
        with contextlib.closing(chromium):
            yield chromium


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Let fixtures know how the test went."""
    report = yield
    setattr(item, f"report_{report.when}", report)
    return report


@pytest.fixture
def page_of(request, browser, server, shot):
    """login → a page of the web client in which that user has signed in; console errors fail the test.

    A failed test leaves the last sight of its pages as `failed-…png`.
    """
    url, db = server
    contexts, errors = [], []

    def open_page(login, width=1366, height=800):
        context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai",
                                      viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: errors.append(f"{message.text} {message.location.get('url')}")
                if message.type == "error" else None)
        page.goto(f"{url}/web/login?db={db}")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", login)
        page.click("button[type=submit]")
        page.wait_for_selector(".o_main_navbar")
        return page
    yield open_page
    for number, context in enumerate(contexts):
        if request.node.report_call.failed and context.pages:
            shot(context.pages[0], f"failed-{request.node.name}-{number}")
        context.close()
    assert not errors, errors


@pytest.fixture
def shot():
    """Keep a screenshot in .data/shots under a speaking name."""
    def take(page, name):
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(SHOTS / f"{name}.png"))
    return take
