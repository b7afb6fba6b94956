"""A confidential document, and people without clearance or without need to know at every door of the house.

The same doors do open for its reader, so that the silence behind them means something.
"""
import base64
import datetime
import io
import json
import re
import time
import zipfile

import document_to_archive as way
import pypdf
import pytest
from document_to_archive import DOCUMENT
from rpc_client import Refused

READER = "fang.gen"                         # secrecy officer, cleared, its drafter
WORDS = ("青鸾", "赤霄", "玄圭", "白虹")      # title, body, file, message
USE, FILE, TRACES = "company.seal.use", "ir.attachment", ("mail.message", "mail.activity", "mail.followers")


@pytest.fixture(scope="module")
def uncleared_office(client_of):
    """Login of a new person of the general office whom nobody has cleared; archived again afterwards."""
    admin, login = client_of("admin"), f"mi.office.{time.time_ns()}"
    [group] = admin.call("ir.model.data", "search_read", [
        ("module", "=", "company_docs"), ("name", "=", "group_office")], ["res_id"])
    [employees] = admin.call("ir.model.data", "search_read", [
        ("module", "=", "base"), ("name", "=", "group_user")], ["res_id"])
    [user_id] = admin.call("res.users", "create", [{
        "name": "米新", "login": login, "password": login,
        "group_ids": [(4, employees["res_id"]), (4, group["res_id"])]}])
    admin.call("hr.employee", "create", [{"name": "米新", "user_id": user_id}])
    yield login
    admin.call("res.users", "write", [user_id], {"active": False})


@pytest.fixture(scope="module")
def strangers(uncleared_office):
    """Colleague, office without clearance, auditor, administrator, cleared for less, cleared but not told."""
    return ("zhang.eng", uncleared_office, "audit", "admin", "zhou.fin", "zheng.chair")


@pytest.fixture(scope="module")
def paper(client_of):
    """{document, file, note, approval, use, copies}: a sealed 机密 letter with everything that hangs on it."""
    reader = client_of(READER)
    document_id = way.new_document(
        reader, "han", "关于青鸾项目并购底价的函", ("赤霄方案的估值底线为八千八百万元，请严格控制知悉范围。",),
        secrecy="confidential", secrecy_years=10, keywords="并购 函", main_unit_ids=way.units(reader, "示范区轨交公司"))
    [file_id] = reader.call(FILE, "create", [{
        "name": "玄圭估值表.txt", "raw": "玄圭估值明细", "mimetype": "text/plain", "res_model": DOCUMENT,
        "res_id": document_id}])
    reader.call(DOCUMENT, "write", [document_id], {"file_ids": [(4, file_id)]})
    note = reader.call(DOCUMENT, "message_post", [document_id], body="白虹已核对", partner_ids=reader.call(
        "res.users", "read", [client_of("zhang.eng").uid], ["partner_id"])[0]["partner_id"][:1])
    reader.call(DOCUMENT, "activity_schedule", [document_id], "mail.mail_activity_data_todo", summary="白虹复核")
    reader.call(DOCUMENT, "action_submit", [document_id])
    assert way.decide_all(client_of, document_id, READER)[-1] == "wu.gm"
    way.number(client_of, document_id, READER)
    reader.call(DOCUMENT, "action_proofread", [document_id], True)
    copies = reader.call(DOCUMENT, "action_make_copies", [document_id], 2)
    use_id = way.seal(client_of, document_id, READER)
    [row] = reader.call(DOCUMENT, "read", [document_id], ["approval_id", "state"])
    assert row["state"] == "sealed"
    return {"document": document_id, "file": file_id, "note": note if isinstance(note, int) else note[0],
            "approval": row["approval_id"][0], "use": use_id, "copies": copies}


def document_doors(paper):
    """{name: (model, method, arguments)}: the document itself."""
    ids, domain = [paper["document"]], [["id", "=", paper["document"]]]
    calls = {
        "read": [ids, ["title", "body"]], "web_read": [ids, {"title": {}, "file_ids": {"fields": {"name": {}}}}],
        "search_read": [domain, ["title"]], "web_search_read": [domain, {"title": {}}],
        "formatted_read_group": [domain, ["title"], ["__count"]],
        "web_read_group": [domain, ["title"], ["__count"]], "read_group": [domain, ["title"], ["title"]],
        "read_progress_bar": [domain, "title", {"field": "state", "colors": {"sealed": "x"}}],
        "name_search": ["青鸾"], "export_data": [ids, ["title", "body"]], "copy": [ids], "copy_data": [ids],
        "render_pdf": [ids], "render_docx": [ids], "preview_approval": [ids], "get_metadata": [ids],
        "write": [ids, {"keywords": "x"}], "unlink": [ids], "message_post": [ids], "action_view_versions": [ids],
        "action_draft_superseding": [ids], "action_dispatch": [ids],
    }
    return {method: (DOCUMENT, method, arguments) for method, arguments in calls.items()}


def trace_doors(paper):
    """{name: (model, method, arguments)}: everything that hangs on the document."""
    mine = [["res_model", "=", DOCUMENT], ["res_id", "=", paper["document"]]]
    link = [["document_id", "=", paper["document"]]]
    calls = {
        (FILE, "read"): [[paper["file"]], ["name", "raw"]], (FILE, "search_read"): [mine, ["name", "index_content"]],
        (FILE, "generate_access_token"): [[paper["file"]]], (FILE, "copy"): [[paper["file"]], {"res_id": 0}],
        ("mail.message", "read"): [[paper["note"]], ["body", "preview"]],
        ("mail.message", "search_read"): [[["model", "=", DOCUMENT], ["res_id", "=", paper["document"]]], ["body"]],
        ("mail.activity", "search_read"): [mine, ["summary", "res_name"]],
        ("mail.followers", "search_read"): [mine, ["display_name"]],
        ("mail.mail", "search_read"): [[], ["subject", "body_html"]],
        ("mail.tracking.value", "search_read"): [[], ["old_value_char", "new_value_char"]],
        ("company.approval", "read"): [[paper["approval"]], ["name", "document_summary", "trail"]],
        ("company.approval.decision", "search_read"): [[["approval_id", "=", paper["approval"]]], []],
        ("company.todo", "search_read"): [mine, ["name"]], ("company.ledger.entry", "search_read"): [
            [], ["record_name", "payload"], 0, 200, "id desc"],
        ("company.control.finding", "search_read"): [mine, []],
        ("company.document.version", "search_read"): [link, ["title", "text", "html"]],
        ("company.document.step", "search_read"): [link, []],
        ("company.document.dispatch", "search_read"): [link, []],
        ("company.document.number", "search_read"): [link, []],
        ("company.document.register", "search_read"): [[["book", "=", "outgoing"]], [], 0, 80],
        ("company.document.archive", "search_read"): [[], [], 0, 80],
        ("company.document.search", "get_results"): ["赤霄"],
        ("company.document.copy", "read"): [paper["copies"], []],
        ("company.document.access", "search_read"): [mine, []],
        (USE, "read"): [[paper["use"]], ["title", "purpose", "receiver"]],
        ("company.seal.register", "search_read"): [[["use_id", "=", paper["use"]]], []],
    }
    return {f"{model}.{method}": (model, method, arguments) for (model, method), arguments in calls.items()}


def http_doors(paper):
    """{name: path} of what a browser can fetch."""
    number, file_id = paper["document"], paper["file"]
    return {path: path for path in (
        f"/web/content/{file_id}", f"/web/content/{file_id}?access_token={'0' * 36}&download=1",
        f"/web/content/ir.attachment/{file_id}/raw", f"/web/content/{DOCUMENT}/{number}/body",
        f"/web/image/{file_id}", f"/report/pdf/company_docs.report_outgoing_draft_form/{number}",
        f"/report/html/company_docs.report_outgoing_draft_form/{number}",
        f"/report/pdf/company_docs.report_seal_use/{paper['use']}",
        f"/company_docs/outgoing/{number}/layout.pdf", f"/company_docs/outgoing/{number}/layout.docx",
        f"/odoo/{DOCUMENT}/{number}", f"/mail/view?model={DOCUMENT}&res_id={number}",
        f"/company_docs/register/outgoing/{datetime.date.today().year}.xlsx")}


def text_of(content):
    """What a person would read in an answer: PDF, DOCX, XLSX, page or JSON."""
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    text = content.decode("utf-8", "replace")
    return text.encode().decode("unicode_escape", "replace") + text if "\\u" in text else text


def told(text):
    """The secret words in an answer; files inside of it (base64) are looked into."""
    found = {word for word in WORDS if word in text.replace("\n", "")}
    for packed in re.findall(r"[A-Za-z0-9+/]{400,}={0,2}", text):
        found |= {word for word in WORDS if word in text_of(base64.b64decode(packed)).replace("\n", "")}
    return found


def knock(client, model, method, arguments, **kwargs):
    """What the door answers, or the refusal, as text."""
    if method == "message_post":
        kwargs["body"] = "请转我一份"
    try:
        answer = client.call(model, method, *arguments, **kwargs)
    except Refused as refusal:
        assert "Traceback" not in str(refusal), f"{model}.{method}: {refusal}"
        return str(refusal)
    return json.dumps(answer, ensure_ascii=False, default=str)


def fetch(session, url, paper):
    """(door, text) of each path, and of the routes that the web client posts to."""
    for path in http_doors(paper):
        yield path, text_of(session.get(f"{url}{path}", timeout=60).content)
    thread = {"thread_model": DOCUMENT, "thread_id": paper["document"]}
    for path, params in (
            ("/mail/thread/messages", thread),
            ("/mail/data", {"fetch_params": [
                ["mail.thread", {**thread, "request_list": ["attachments", "activities"]}]]}),
            ("/web/dataset/call_kw", {"model": DOCUMENT, "method": "read", "args": [[paper["document"]], ["title"]],
                                      "kwargs": {"context": {"active_test": False, "uid": 1}}})):
        yield path, text_of(session.post(f"{url}{path}", json={"jsonrpc": "2.0", "params": params}, timeout=60).content)
    token = re.search(r'csrf_token: "([^"]+)"', session.get(f"{url}/odoo", timeout=60).text)
    for kind in ("csv", "xlsx"):
        export = {"model": DOCUMENT, "ids": [paper["document"]], "domain": [], "groupby": [], "import_compat": False,
                  "fields": [{"name": "title", "label": "T"}, {"name": "body", "label": "B"}], "context": {}}
        answer = session.post(f"{url}/web/export/{kind}", timeout=60, data={
            "data": json.dumps(export), "csrf_token": token.group(1) if token else ""})
        yield f"/web/export/{kind}", text_of(answer.content)


def test_xmlrpc(client_of, paper, strangers):
    """D8: over XML-RPC nobody but the readers gets a word of it; its reader gets it through most of these doors."""
    doors = {**document_doors(paper), **trace_doors(paper)}
    for login in strangers:
        for name, door in doors.items():
            words = told(knock(client_of(login), *door))
            assert not words - ({"青鸾"} if "青鸾" in str(door[2]) else set()), f"{login} at {name}: {words}"
    opened = [name for name, door in doors.items() if name not in ("copy", "unlink", "write", "action_dispatch")
              and told(knock(client_of(READER), *door))]
    assert len(opened) >= 15, opened
    assert knock(client_of("zhang.eng"), DOCUMENT, "name_search", ["青鸾"]) == "[]"


def test_searched_for(client_of, paper, strangers):
    """D8: nobody guesses its text by searching for it, by whatever path of fields; and no group counts it."""
    paths = [(DOCUMENT, "title"), (DOCUMENT, "body"), (DOCUMENT, "content"), (DOCUMENT, "file_ids.name"),
             (DOCUMENT, "message_ids.body"), (FILE, "name"), (FILE, "index_content"), ("mail.message", "body"),
             ("company.document.version", "document_id.title"), ("company.document.number", "document_id.title"),
             ("company.document.search", "content"), (USE, "title"), ("company.todo", "name")]
    for login in strangers:
        for model, path in paths:
            for word in WORDS:
                try:
                    count = client_of(login).call(model, "search_count", [(path, "ilike", word)])
                except Refused as refusal:
                    assert "Traceback" not in str(refusal) and not told(str(refusal).replace(word, "")), refusal
                    continue
                assert count == 0, f"{login} counts {word} in {model}.{path}"
    assert client_of(READER).call(DOCUMENT, "search_count", [("title", "ilike", "青鸾")]) >= 1


def test_json2(client_of, json_client_of, paper, strangers):
    """D8: JSON-2 is no other house."""
    for login in (*strangers[:4], READER):
        client, answers = json_client_of(login), []
        for model, method, ids, arguments in (
                (DOCUMENT, "read", [paper["document"]], {"fields": ["title", "body"]}),
                (DOCUMENT, "search_read", [], {"domain": [["id", "=", paper["document"]]], "fields": ["title"]}),
                (FILE, "read", [paper["file"]], {"fields": ["name", "raw"]}),
                ("mail.message", "read", [paper["note"]], {"fields": ["body"]})):
            try:
                answers.append(json.dumps(client.call(model, method, ids, **arguments), ensure_ascii=False))
            except Refused as refusal:
                answers.append(str(refusal))
        assert bool(told("".join(answers))) is (login == READER), f"{login}: {answers}"


def test_http(server, browse, paper, strangers):
    """D8: neither files, prints, threads nor exports; nothing at all without login."""
    for login in (*strangers, None):
        session = browse(login)
        for door, text in fetch(session, server[0], paper):
            assert not told(text), f"{login} at {door}"
    opened = [door for door, text in fetch(browse(READER), server[0], paper) if told(text)]
    assert len(opened) >= 10, opened


def test_what_stays(client_of, paper, strangers, refused):
    """D8: reading is logged, refusals leave the paper as it was, nobody clears or tells himself."""
    officer = client_of(READER)
    log = officer.call("company.document.access", "search_read", [
        ("res_model", "=", DOCUMENT), ("res_id", "=", paper["document"])], ["user_id", "document_name", "action"])
    known = {row["user_id"][0] for row in log}
    assert officer.uid in known and not known & {client_of(login).uid for login in strangers}
    assert not told(json.dumps(log, ensure_ascii=False))
    [before] = officer.call(DOCUMENT, "read", [paper["document"]], ["title", "state", "reader_ids"])
    assert before["state"] == "sealed" and not set(before["reader_ids"]) & {client_of(login).uid for login in strangers}
    for login in strangers:
        refused(login, DOCUMENT, "write", [paper["document"]], {"reader_ids": [(4, client_of(login).uid)]})
        refused(login, DOCUMENT, "write", [paper["document"]], {"secrecy": "public"})
    [employee] = officer.call("hr.employee.public", "search", [("user_id", "=", officer.uid)])
    refused(READER, "hr.employee", "action_set_clearance", [employee], "top_secret", "自己提级")
    [rule] = client_of("admin").call("ir.model.data", "search_read", [
        ("module", "=", "company_docs"), ("name", "=", "company_document_outgoing_rule_need_to_know")], ["res_id"])
    refused("admin", "ir.rule", "write", [rule["res_id"]], {"active": False})
