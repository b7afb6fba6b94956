"""Incoming documents over XML-RPC: an extra urgent paper from register to archive, an unsigned one, a late one."""
import base64
import datetime
import itertools
import time

import document_to_archive as way

PAPER, CIRCULATION, OPINION = "company.document.incoming", "company.document.circulation", "company.document.opinion"
OFFICE, NOW = "feng.office", "%Y-%m-%d %H:%M:%S"
numbers = itertools.count(int(time.time()))


def new_paper(client, title, **values):
    """A signed and sealed notice of the group with its scan, entered by the general office; returns the draft's id."""
    number = f"华建〔2026〕{next(numbers)}号"
    [file_id] = client.call("ir.attachment", "create", [{
        "name": "扫描件.txt", "datas": base64.b64encode(f"{number} {title}".encode()).decode()}])
    [kind_id] = client.call(way.KIND, "search", [("code", "=", "tongzhi"), ("is_effective", "=", True)])
    [[_command, _id, [unit_id]]] = way.units(client, "华建集团")
    return client.call(PAPER, "create", [{
        "title": title, "kind_id": kind_id, "source_partner_id": unit_id, "source_number": number,
        "is_signed": True, "is_sealed": True, "file_ids": [(4, file_id)], **values}])[0]


def department_of(client, login):
    return way.departments(client, login)[0][2][0]


def assigned(client_of, title, logins=("li.eng",), due=False, **values):
    """A paper that the general manager has instructed and the office has assigned to the heads of departments."""
    office = client_of(OFFICE)
    paper_id = new_paper(office, title, **values)
    office.call(PAPER, "action_register", [paper_id])
    department_ids = [department_of(office, login) for login in logins]
    office.call(PAPER, "action_propose", [paper_id], "拟请公司领导批示，由主办部门按时限办理",
                client_of("wu.gm").uid, [], department_ids[0], department_ids[1:])
    client_of("wu.gm").call(PAPER, "action_instruct", [paper_id], "同意，请主办部门牵头办理")
    office.call(PAPER, "action_assign", [paper_id], department_ids, department_ids[0], [], "", due)
    return paper_id


def fields_of(client, paper_id, *names):
    return client.call(PAPER, "read", [paper_id], list(names))[0]


def test_extra_urgent(client_of, refused, blocked, warned):
    """D6 D7 D13: 特急: register, proposal, opinion, instruction, circulation, tasks, feedback, note, archive."""
    office = client_of(OFFICE)
    paper_id = new_paper(office, "关于立即排查深基坑安全隐患的通知", urgency="extra_urgent", copy_count=2)
    office.call(PAPER, "action_register", [paper_id])
    _numbered_with_its_term(client_of, paper_id)
    _twice_is_noticed(office, warned, paper_id)
    _instructed_by_the_leader(client_of, refused, blocked, paper_id)
    _handled_by_the_heads(client_of, refused, blocked, paper_id)
    _read_by_its_circle(client_of, refused, blocked, paper_id)
    office.call(PAPER, "action_reply", [paper_id], "隐患两处均已整改，已报华建集团安全监管部")
    refused("wang.buy", PAPER, "action_close", [paper_id], "办结")
    office.call(PAPER, "action_close", [paper_id], "已办结，整改照片附卷")
    refused("li.eng", PAPER, "action_archive", [paper_id])
    office.call(PAPER, "action_archive", [paper_id])
    _nothing_is_lost(client_of, refused, paper_id)


def _numbered_with_its_term(client_of, paper_id):
    """R6 §5.8.2: an extra urgent paper has the shortest term, and the office has it in its inbox."""
    office = client_of(OFFICE)
    paper = fields_of(office, paper_id, "name", "state", "deadline", "received_on", "received_by_id")
    assert paper["state"] == "registered" and paper["name"].startswith("SW")
    assert paper["received_by_id"][0] == office.uid
    other = new_paper(office, "关于报送年度总结的通知")
    office.call(PAPER, "action_register", [other])
    assert paper["received_on"] < paper["deadline"] < fields_of(office, other, "deadline")["deadline"]
    assert office.call("company.todo", "search_count", [
        ("res_model", "=", PAPER), ("res_id", "=", paper_id), ("is_mine", "=", True), ("state", "=", "open")])


def _twice_is_noticed(office, warned, paper_id):
    """The same number of the same sender again: the office is warned."""
    known = fields_of(office, paper_id, "source_number")["source_number"]
    again = new_paper(office, "关于立即排查深基坑安全隐患的通知（重复）", source_number=known)
    assert fields_of(office, again, "duplicate_id")["duplicate_id"][0] == paper_id
    warned("DOC-IN-DUPLICATE", OFFICE, PAPER, "action_register", [again])


def _instructed_by_the_leader(client_of, refused, blocked, paper_id):
    office, owner = client_of(OFFICE), department_of(client_of(OFFICE), "li.eng")
    refused("li.eng", PAPER, "read", [paper_id], ["title"])     # not of its circle yet
    refused(OFFICE, PAPER, "action_assign", [paper_id], [owner])
    office.call(PAPER, "action_propose", [paper_id], "拟请吴总批示，工程部主办，采购部协办", client_of("wu.gm").uid,
                [client_of("li.eng").uid], owner, [department_of(office, "liu.buy")])
    refused("wu.gm", PAPER, "action_review", [paper_id], "代写初审意见")
    client_of("li.eng").call(PAPER, "action_review", [paper_id], "情况属实，建议立即排查")
    blocked("DOC-IN-INSTRUCT", "li.eng", PAPER, "action_instruct", [paper_id], "同意")
    blocked("DOC-IN-INSTRUCT", OFFICE, PAPER, "action_instruct", [paper_id], "代批：同意")
    client_of("wu.gm").call(PAPER, "action_instruct", [paper_id], "立即排查，当日反馈")


def _handled_by_the_heads(client_of, refused, blocked, paper_id):
    """Two tasks: one goes on within the department, one comes back for coordination; nobody closes before both."""
    office, head = client_of(OFFICE), client_of("li.eng")
    departments = [department_of(office, login) for login in ("li.eng", "liu.buy")]
    office.call(PAPER, "action_assign", [paper_id], departments, departments[0])
    [task] = head.call(CIRCULATION, "search", [
        ("incoming_id", "=", paper_id), ("purpose", "=", "handle"), ("user_id", "=", head.uid)])
    blocked("DOC-IN-CIRCLE", "li.eng", PAPER, "action_reassign", [paper_id], task, client_of("wang.buy").uid, "请办")
    head.call(PAPER, "action_reassign", [paper_id], task, client_of("zhang.eng").uid, "请今日内排查")
    refused("wang.buy", PAPER, "action_reply", [paper_id], "代为反馈")
    client_of("zhang.eng").call(PAPER, "action_reply", [paper_id], "排查完毕，发现隐患两处")
    refused(OFFICE, PAPER, "action_close", [paper_id], "办结")
    buyer = client_of("liu.buy")
    buyer.call(PAPER, "action_return", [paper_id], "支护材料需工程部先报数量")
    [row] = office.call(CIRCULATION, "search", [("incoming_id", "=", paper_id), ("state", "=", "coordinating")])
    office.call(PAPER, "action_coordinate", [paper_id], row, "工程部已报数量，请按此采购")
    assert office.call(PAPER, "action_urge", [paper_id]) == 1
    buyer.call(PAPER, "action_reply", [paper_id], "支护材料已到场")
    assert fields_of(office, paper_id, "state")["state"] == "replied"


def _read_by_its_circle(client_of, refused, blocked, paper_id):
    """R6 §5.8.1.5: who isn't in the circle doesn't read it; reading is the receipt."""
    office, reader = client_of(OFFICE), client_of("he.legal")
    refused("he.legal", PAPER, "read", [paper_id], ["title"])
    office.call(PAPER, "action_circulate", [paper_id], [reader.uid, client_of("lv.hr").uid])
    assert reader.call(PAPER, "read", [paper_id], ["title", "summary"])
    rows = office.call(CIRCULATION, "search_read", [("incoming_id", "=", paper_id), ("purpose", "=", "read")],
                       ["user_id", "read_on"])
    assert {row["user_id"][0]: bool(row["read_on"]) for row in rows} == {
        reader.uid: True, client_of("lv.hr").uid: False}
    assert office.call(PAPER, "action_remind_unread", [paper_id]) == 1
    client_of("lv.hr").call(PAPER, "action_read", [paper_id])
    refused("chen.price", PAPER, "read", [paper_id], ["title"])


def _nothing_is_lost(client_of, refused, paper_id):
    audit = client_of("audit")
    paper = fields_of(audit, paper_id, "state", "is_on_time", "archive_id", "closing_note")
    assert paper["state"] == "archived" and paper["is_on_time"] and paper["archive_id"]
    opinions = audit.call(OPINION, "search_read", [("incoming_id", "=", paper_id)], ["step", "text"], order="id")
    texts = [opinion["text"] for opinion in opinions]
    for text in ("情况属实，建议立即排查", "立即排查，当日反馈", "支护材料需工程部先报数量", "支护材料已到场"):
        assert text in texts, texts
    for login in ("wu.gm", OFFICE, "admin"):
        refused(login, OPINION, "write", [opinions[0]["id"]], {"text": "改写"})
        refused(login, OPINION, "unlink", [opinions[0]["id"]])
        refused(login, PAPER, "write", [paper_id], {"closing_note": "改写"})


def test_unsigned_paper(client_of, refused, blocked):
    """D6 R6 §5.8.1.1: a paper without signature or seal isn't handled; it is refused and stays in the register."""
    office = client_of(OFFICE)
    for missing in ("is_signed", "is_sealed"):
        paper_id = new_paper(office, "关于开展联合检查的通知", **{missing: False})
        blocked("DOC-IN-VALID", OFFICE, PAPER, "action_register", [paper_id])
        refused(OFFICE, PAPER, "action_propose", [paper_id], "拟请领导批示")
    refused("zhang.eng", PAPER, "action_refuse", [paper_id], "未盖章")
    refused(OFFICE, PAPER, "action_refuse", [paper_id], " ")
    office.call(PAPER, "action_refuse", [paper_id], "来文未加盖公章，退回补正")
    paper = fields_of(office, paper_id, "name", "state", "refusal_reason")
    assert paper["name"] and paper["state"] == "refused" and "补正" in paper["refusal_reason"]
    refused(OFFICE, PAPER, "action_register", [paper_id])
    bare = new_paper(office, "关于没有扫描件的通知", file_ids=[])
    blocked("DOC-IN-SCAN", OFFICE, PAPER, "action_register", [bare])
    refused("zhang.eng", PAPER, "create", [{"title": "部门自行登记", "source_name": "某单位"}])


def test_late_feedback(client_of, warned):
    """D7 D13 R6 §5.8.2: feedback after its term passes, leaves a finding, and counts as late."""
    received = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=30)
    due = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=4)
    paper_id = assigned(client_of, "关于报送安全台账的通知", received_on=received.strftime(NOW), urgency="extra_urgent",
                        due=due.strftime(NOW))
    paper = fields_of(client_of(OFFICE), paper_id, "deadline", "received_on")
    assert paper["received_on"] < paper["deadline"] < due.strftime(NOW)
    time.sleep(max(0, 1 + (due - datetime.datetime.now(datetime.timezone.utc)).total_seconds()))
    warned("DOC-IN-LATE", "li.eng", PAPER, "action_reply", [paper_id], "台账已补齐")
    client_of(OFFICE).call(PAPER, "action_close", [paper_id], "逾期办结")
    assert fields_of(client_of("audit"), paper_id, "is_on_time")["is_on_time"] is False
