"""Outgoing documents from draft to archive over XML-RPC: a request upwards, a notice downwards, a letter aside."""
import document_to_archive as way
from document_to_archive import DOCUMENT

DISPATCH, STEP = "company.document.dispatch", "company.document.step"
NOTICE = ("为做好冬季施工安全工作，现将有关事项通知如下：", "各部门于本月底前完成自查，重大隐患一律停工整改。",
          "检查结果书面报工程部汇总。", "特此通知。")
LETTER = ("我公司跨线桥项目将于近期进入主墩桩基施工，处于轨道交通保护区范围内。",
          "为确保结构安全，特商请贵公司提供区间隧道竣工图及监测控制值。", "专此函达，请予函复。")


def state_of(client_of, document_id, login="audit"):
    return client_of(login).call(DOCUMENT, "read", [document_id], ["state"])[0]["state"]


def test_example_walk(client_of):
    """D2 D4 D9 E8: the example of docs/rpc.md: number, seal, two receipts, entry of the archive."""
    done = way.walk(client_of, show=lambda *row: None)
    audit = client_of("audit")
    [document] = audit.call(DOCUMENT, "read", [done["document"]], ["state", "direction", "name", "archive_id"])
    assert document["state"] == "archived" and document["direction"] == "up" and document["archive_id"]
    assert document["name"] == done["number"]
    receipts = audit.call(DISPATCH, "search_read", [("document_id", "=", done["document"])], ["received_by"])
    assert [receipt["received_by"] for receipt in receipts] == ["收发室 王敏"] * 2
    [use] = audit.call("company.seal.use", "read", [done["seal_use"]], ["state"])
    assert use["state"] == "done"
    [row] = audit.call("company.document.register", "search_read", [("number", "=", done["number"])], [])
    assert row


def test_upward_request(client_of, refused, blocked, warned):
    """D2 D3 D4: 请示: every wrong turn is refused and kept, the right way ends in the archive."""
    drafter, office = client_of("zhang.eng"), client_of("feng.office")
    document_id = _upward_draft(drafter, blocked)
    warned("DOC-ONE-MATTER", "zhang.eng", DOCUMENT, "action_submit", [document_id])
    _approval_by_others_is_refused(client_of, refused, document_id)
    assert way.decide_one(client_of, document_id) == "li.eng"
    assert way.decide_one(client_of, document_id) in ("feng.office", "fang.gen")
    _text_is_frozen(client_of, refused, document_id)
    assert way.decide_all(client_of, document_id) == ["wu.gm"]
    blocked("DOC-NUMBER", "li.eng", DOCUMENT, "action_number", [document_id])
    name = way.number(client_of, document_id)
    _text_is_frozen(client_of, refused, document_id)
    blocked("DOC-PROOF", "feng.office", DOCUMENT, "action_proofread", [document_id], True)
    drafter.call(DOCUMENT, "action_proofread", [document_id], True)
    _only_the_right_seal(client_of, refused, blocked, document_id)
    # a document that isn't sealed doesn't leave the house
    refused("feng.office", DOCUMENT, "action_dispatch", [document_id])
    _seal_by_its_keeper(client_of, refused, blocked, document_id)
    blocked("DOC-DISPATCH", "li.eng", DOCUMENT, "action_dispatch", [document_id])
    office.call(DOCUMENT, "action_dispatch", [document_id])
    refused("zhang.eng", DOCUMENT, "action_archive", [document_id])
    way.receive(client_of, document_id)
    office.call(DOCUMENT, "action_archive", [document_id])
    _stays_as_it_was(client_of, refused, document_id, name)


def _upward_draft(drafter, blocked):
    """A request that first goes to two, then past the group, then to a subordinate too, then has two matters."""
    draft = way.new_document(drafter, "qingshi", "关于追加安全经费和调整组织机构的请示", keywords="安全 经费 请示",
                             main_unit_ids=way.units(drafter, "华建集团", "示范区国资公司"))

    def stopped(code, **values):
        drafter.call(DOCUMENT, "write", [draft], values)
        blocked(code, "zhang.eng", DOCUMENT, "action_submit", [draft])
    stopped("DOC-ONE-RECIPIENT")
    stopped("DOC-SKIP", main_unit_ids=way.units(drafter, "市国资办"))
    stopped("DOC-UP-CC", main_unit_ids=way.units(drafter, "华建集团"),
            cc_unit_ids=way.units(drafter, "示范区国资公司", "华筑检测"))
    stopped("DOC-ISSUE", cc_unit_ids=way.units(drafter, "示范区国资公司"),
            signer_id=drafter.call("hr.employee.public", "search", [("user_id.login", "=", "li.eng")])[0])
    drafter.call(DOCUMENT, "write", [draft], {
        "signer_id": drafter.call("hr.employee.public", "search", [("user_id.login", "=", "wu.gm")])[0]})
    return draft


def _approval_by_others_is_refused(client_of, refused, document_id):
    approval_id, waiting = way.waiting_logins(client_of, document_id)
    assert waiting == ["li.eng"]
    for login in ("zhang.eng", "wu.gm", "feng.office", "admin"):
        refused(login, "company.approval", "action_approve", [approval_id], "代签",
                                  context={"force": True, "uid": 1})


def _text_is_frozen(client_of, refused, document_id):
    """R6 §5.9.2.1: after 核稿 nobody changes what was checked, whatever context he sends."""
    [before] = client_of("audit").call(DOCUMENT, "read", [document_id], ["title", "body", "text_digest"])
    for login, values in (("zhang.eng", {"body": "<p>另一份正文</p>"}), ("li.eng", {"title": "改动后的标题"}),
                          ("feng.office", {"main_unit_ids": [(5,)]}), ("admin", {"state": "archived"}),
                          ("feng.office", {"text_digest": "0" * 64}), ("zhang.eng", {"annex_ids": [
                              (0, 0, {"name": "后补附件"})]})):
        refused(login, DOCUMENT, "write", [document_id], values, context={"install_mode": True})
    [after] = client_of("audit").call(DOCUMENT, "read", [document_id], ["title", "body", "text_digest"])
    assert after == before


def _only_the_right_seal(client_of, refused, blocked, document_id):
    office = client_of("feng.office")
    [project] = office.call("company.seal", "search", [("name", "=", "项目部专用章")])
    blocked("SEAL-NAME", "feng.office", DOCUMENT, "action_seal", [document_id], project)
    # a department doesn't have documents sealed
    refused("li.eng", DOCUMENT, "action_seal", [document_id])


def _seal_by_its_keeper(client_of, refused, blocked, document_id):
    """E2: neither the office nor a leader seals with what another person keeps, nor more copies than approved."""
    [use_id] = client_of("feng.office").call(DOCUMENT, "action_seal", [document_id])
    keeper = way.holder_of(client_of, use_id)
    if state_of(client_of, document_id) == "proofread":
        blocked("SEAL-HOLDER", "feng.office", "company.seal.use", "action_use", [use_id])
        blocked("SEAL-COPIES", keeper, "company.seal.use", "action_use", [use_id], 4)
        client_of(keeper).call("company.seal.use", "action_use", [use_id])
    assert state_of(client_of, document_id) == "sealed"


def _stays_as_it_was(client_of, refused, document_id, name):
    audit = client_of("audit")
    [document] = audit.call(DOCUMENT, "read", [document_id], ["state", "name", "version_ids"])
    assert document["state"] == "archived" and document["name"] == name and len(document["version_ids"]) >= 2
    for login in ("feng.office", "admin"):
        for method, arguments in (("unlink", []), ("write", [{"title": "事后改动"}]), ("action_cancel", ["作废"])):
            refused(login, DOCUMENT, method, [document_id], *arguments)
    steps = audit.call(STEP, "search_read", [("document_id", "=", document_id)], ["step"], order="id")
    assert [step["step"] for step in steps if step["step"] != "received"] == [
        "submitted", "issued", "numbered", "proof_ok", "sealed", "dispatched", "archived"]


def test_downward_notice(client_of, refused, blocked, warned):
    """D2 D3: 通知: concerned departments countersign before it goes down, heads of departments sign by reading."""
    drafter = client_of("zhang.eng")
    document_id = way.new_document(
        drafter, "tongzhi", "关于开展冬季施工安全自查的通知", NOTICE, keywords="安全 检查 通知", urgency="urgent",
        main_department_ids=way.departments(drafter, "liu.buy", "lin.rnd"),
        concerned_department_ids=way.departments(drafter, "liu.buy"), main_unit_ids=way.units(drafter, "临港实验室"))
    blocked("DOC-COUNTERSIGN", "zhang.eng", DOCUMENT, "action_submit", [document_id])
    drafter.call(DOCUMENT, "write", [document_id], {
        "countersign_department_ids": way.departments(drafter, "liu.buy")})
    warned("DOC-SKIP-DOWN", "zhang.eng", DOCUMENT, "action_submit", [document_id])
    deciders = way.decide_all(client_of, document_id)
    assert deciders[0] == "li.eng" and deciders[-2:] == ["liu.buy", "wu.gm"], deciders
    # the colleague doesn't read it before it is sent
    refused("lin.rnd", DOCUMENT, "read", [document_id], ["body"])
    _to_dispatched(client_of, refused, blocked, document_id)
    head = client_of("lin.rnd")
    assert head.call(DOCUMENT, "read", [document_id], ["title", "body"])[0]["body"]
    lines = client_of("audit").call(DISPATCH, "search_read", [("document_id", "=", document_id)],
                                    ["department_id", "partner_id", "received_on", "received_by"])
    signed = [line for line in lines if line["received_on"]]
    assert len(lines) == 3 and len(signed) == 1 and signed[0]["received_by"], lines
    # nobody signs for another department
    refused("lin.rnd", DISPATCH, "action_receive", [line["id"] for line in lines if line["partner_id"]], "代收")
    way.receive(client_of, document_id)
    client_of("feng.office").call(DOCUMENT, "action_archive", [document_id])
    assert state_of(client_of, document_id) == "archived"


def _to_dispatched(client_of, refused, blocked, document_id):
    way.number(client_of, document_id)
    client_of("zhang.eng").call(DOCUMENT, "action_proofread", [document_id], True)
    way.seal(client_of, document_id)
    blocked("DOC-DISPATCH", "zhang.eng", DOCUMENT, "action_dispatch", [document_id])
    client_of("feng.office").call(DOCUMENT, "action_dispatch", [document_id])


def test_parallel_letter(client_of, refused, blocked):
    """D1 D4: 函: a request doesn't go aside; a wrong proof goes back; a void number keeps its reason."""
    drafter, office = client_of("zhang.eng"), client_of("feng.office")
    document_id = way.new_document(drafter, "qingshi", "关于商请提供隧道竣工资料的函", LETTER,
                                   keywords="轨道交通 资料 函", main_unit_ids=way.units(drafter, "示范区轨交公司"))
    blocked("DOC-DIRECTION", "zhang.eng", DOCUMENT, "action_submit", [document_id])
    [letter] = drafter.call(way.KIND, "search", [("code", "=", "han"), ("is_effective", "=", True)])
    drafter.call(DOCUMENT, "write", [document_id], {"kind_id": letter, "keywords": "一 二 三 四 五 六"})
    blocked("DOC-KEYWORDS", "zhang.eng", DOCUMENT, "action_submit", [document_id])
    drafter.call(DOCUMENT, "write", [document_id], {"keywords": "轨道交通 资料 函"})
    drafter.call(DOCUMENT, "action_submit", [document_id])
    assert way.decide_all(client_of, document_id)[-1] == "wu.gm"
    first = way.number(client_of, document_id)
    drafter.call(DOCUMENT, "action_proofread", [document_id], False, "抄送栏漏印")
    # the new proof first
    refused("zhang.eng", DOCUMENT, "action_proofread", [document_id], True)
    blocked("DOC-VOID", "zhang.eng", DOCUMENT, "action_void_number", [document_id], "改号")
    refused("feng.office", DOCUMENT, "action_void_number", [document_id], "  ")
    office.call(DOCUMENT, "action_void_number", [document_id], "成文日期有误，作废重编")
    second = way.number(client_of, document_id)
    [void] = client_of("audit").call("company.document.number", "search_read", [("name", "=", first)],
                                     ["state", "reason"])
    assert second != first and void["state"] == "void" and "作废重编" in void["reason"]
    drafter.call(DOCUMENT, "action_proofread", [document_id], True)
    way.seal(client_of, document_id)
    office.call(DOCUMENT, "action_dispatch", [document_id])
    # no void number once it is sealed
    refused("feng.office", DOCUMENT, "action_void_number", [document_id], "太晚")
    way.receive(client_of, document_id)
    office.call(DOCUMENT, "action_archive", [document_id])
    assert state_of(client_of, document_id) == "archived"
