"""A seal's year on the demo company, over XML-RPC: every hand it goes through and every paper it meets."""
import base64
import datetime
import random
import time

import pytest
from first_purchase import one_page_pdf
from seal_year import FINDING, HANDOVER, REGISTER, SEAL, USE, SealYear, in_time, refused

OUTING, APPOINTMENT, DUTY = "company.seal.outing", "company.seal.appointment", "company.seal.duty"
COUNT, LINE, LOSS = "company.seal.count", "company.seal.count.line", "company.seal.loss"


@pytest.fixture(scope="module")
def year(client_of):
    seal_year = SealYear(client_of)
    seal_year.check()
    return seal_year


def test_a_seals_year(year):
    """E1 E2 E3 E4 E5 E7: custody known and the register complete at every moment of a year, whatever is tried."""
    use_with_approval(year)
    wrong_and_blank_papers(year)
    keeper_absent(year)
    holiday_duty(year)
    outing = taken_out_by_two(year)
    monthly_count(year)
    overdue(year, outing)
    keeper_leaves(year)
    loss(year)
    codes = {row["control_code"] for row in year.audit.call(FINDING, "search_read", [
        ("res_model", "=", SEAL), ("res_id", "=", year.seal)], ["control_code"])}
    assert "SEAL-LOSS" in codes


def use_with_approval(year):
    """Nothing without approval, nothing by others, not more than approved; what was sealed stays as it is."""
    use = year.apply("在职证明", year.seal, 2)
    refused("草稿", year.keeper, USE, "action_use", [use])
    use = year.approved("收入证明", year.seal, 2)
    year.refused_at_the_seal("SEAL-HOLDER", year.engineer, use, year.seal, 1)
    year.check()
    entry = year.sealed(year.keeper, use, year.seal, 1)
    year.refused_at_the_seal("SEAL-COPIES", year.keeper, use, year.seal, 2)
    year.check()
    year.sealed(year.keeper, use, year.seal, 1)
    year.check()
    [done] = year.engineer.call(USE, "read", [use], ["state", "copies_used"])
    assert (done["state"], done["copies_used"]) == ("done", 2)
    for client in (year.office, year.client_of("admin")):
        refused("", client, REGISTER, "write", [entry], {"copies": 9})
        refused("", client, REGISTER, "unlink", [entry])
    year.check()


def wrong_and_blank_papers(year):
    """Another paper than the approved one, a file to be changed, a blank one, and a name that the seal does not say."""
    use = year.approved("业绩证明", year.seal, 1)
    year.refused_at_the_seal("SEAL-DIGEST", year.keeper, use, year.seal, 1, year.seal, "0" * 64)
    [files] = year.engineer.call(USE, "read", [use], ["file_ids"])
    other = base64.b64encode(one_page_pdf("Another proof")).decode()
    refused("须保持原样", year.engineer, "ir.attachment", "write", files["file_ids"], {"datas": other})
    year.check()
    year.sealed(year.keeper, use, year.seal, 1)
    blank = year.apply("空白介绍信", year.seal, 1, one_page_pdf(""))
    refused("SEAL-BLANK", year.engineer, USE, "action_submit", [blank])
    year.found("SEAL-BLANK", USE, blank)
    foreign = year.apply("分公司证明", year.seal, 1, entity_name="另一家公司")
    refused("SEAL-NAME", year.engineer, USE, "action_submit", [foreign])
    year.found("SEAL-NAME", USE, foreign)
    year.check()


def keeper_absent(year):
    """The deputy has it from his signature on, agrees a time within half a working day, and returns it."""
    use = year.approved("投标授权书", year.seal, 1)
    meeting = year.engineer.call(APPOINTMENT, "create", [{
        "seal_id": year.seal, "purpose": "投标授权书盖章", "wished_on": in_time(1)}])[0]
    away = year.hand_over(year.keeper, year.office, "absence", date_until=in_time(3), reason="出差")
    refused("", year.keeper, APPOINTMENT, "action_set_time", [meeting], in_time(hours=1))
    year.office.call(APPOINTMENT, "action_set_time", [meeting], in_time(30))
    year.found("SEAL-APPOINTMENT", APPOINTMENT, meeting)
    [late] = year.office.call(APPOINTMENT, "read", [meeting], ["deadline", "is_late"])
    assert late["is_late"] and late["deadline"] < in_time(5), "half a working day, whatever holiday lies between"
    year.office.call(APPOINTMENT, "action_set_time", [meeting], late["deadline"])
    refused("", year.keeper, USE, "action_use", [use], 1)      # what waits for the seal is no longer his to see
    year.refused_at_the_seal("SEAL-HOLDER", year.engineer, use, year.seal, 1)
    year.sealed(year.office, use, year.seal, 1)
    year.office.call(APPOINTMENT, "action_done", [meeting])
    year.bring_back(year.office, away)


def holiday_duty(year):
    """The duty leader takes the seal for the holiday; finance and name seal never go to one person."""
    first = datetime.date.today() + datetime.timedelta(days=400 + random.randrange(3000))
    duty = year.office.call(DUTY, "create", [{
        "name": f"值班 {year.mark}", "date_from": first.isoformat(),
        "date_until": (first + datetime.timedelta(days=2)).isoformat(),
        "leader_id": year.employee("wu.gm"), "second_id": year.employee("zheng.chair")}])[0]
    handovers = year.office.call(DUTY, "action_propose", [duty])
    rows = year.office.call(HANDOVER, "read", handovers, ["giver_id", "receiver_id"])
    [mine] = [row["id"] for row in rows if row["giver_id"][0] == year.clerk]
    for other in set(handovers) - {mine}:       # the other keepers of the company stay where they are
        year.office.call(HANDOVER, "action_cancel", [other], "本次演练不交接")
    year.keeper.call(HANDOVER, "action_give", [mine])
    year.check()
    leader = year.client_of("wu.gm")
    leader.call(HANDOVER, "action_receive", [mine])
    year.holders[year.seal].append(year.employee("wu.gm"))
    year.check()
    year.bring_back(leader, mine)


def taken_out_by_two(year):
    """The finance seal leaves only with an approved reason and a companion who confirms himself."""
    cashier, head = year.client_of("ren.fin"), year.client_of("zhou.fin")
    companion, began = year.employee("zhou.fin"), time.monotonic()
    inside = year.approved("对账单", year.finance, 1)
    lead = max(8, 4 * (time.monotonic() - began))
    refused("SEAL-OUT", cashier, USE, "action_take_out", [inside], companion)
    year.found("SEAL-OUT", USE, inside)
    use = year.approved("银行开户资料", year.finance, 1, outside=True, outside_place="开户银行",
                        outside_reason="银行要求现场用印", outside_return=in_time(seconds=lead))
    refused("SEAL-OUT-PAIR", cashier, USE, "action_take_out", [use])
    year.found("SEAL-OUT-PAIR", USE, use)
    [outing] = cashier.call(USE, "action_take_out", [use], companion)
    refused("", cashier, OUTING, "action_accompany", [outing])
    head.call(OUTING, "action_accompany", [outing])
    [seal] = cashier.call(SEAL, "read", [year.finance], ["state"])
    [out] = cashier.call(OUTING, "read", [outing], ["state", "deadline"])
    assert (seal["state"], out["state"]) == ("out", "out")
    assert out["deadline"] <= in_time(seconds=lead), "back by the time of the application"
    year.sealed(cashier, use, year.finance, 1)
    year.refused_at_the_seal("SEAL-HOLDER", cashier, inside, year.finance, 1)
    year.check()
    return outing


def overdue(year, outing):
    """Not back in time: office and companion are told, the finding stays after it came back."""
    cashier = year.client_of("ren.fin")
    [out] = cashier.call(OUTING, "read", [outing], ["deadline"])
    while in_time() <= out["deadline"]:
        time.sleep(0.3)
    year.run_job("ir_cron_seal_outing")
    year.found("SEAL-OUT-RETURN", OUTING, outing)
    year.check()
    cashier.call(OUTING, "action_bring_back", [outing])
    [out] = cashier.call(OUTING, "read", [outing], ["state", "is_late"])
    [seal] = cashier.call(SEAL, "read", [year.finance], ["state"])
    assert (out["state"], out["is_late"], seal["state"]) == ("returned", True, "in_use")
    year.check()


def monthly_count(year):
    """Keepers show, the checker sees himself; a difference stays open until something was done about it."""
    admin, checker = year.client_of("admin"), year.audit
    count = year.office.call(COUNT, "create", [{"kind": "monthly", "checker_id": year.employee("audit")}])[0]
    year.office.call(COUNT, "action_start", [count])
    lines = checker.call(LINE, "search_read", [("count_id", "=", count)], ["seal_id", "holder_user_id"])
    shown = {}
    for line in lines:
        shown.setdefault(line["holder_user_id"][0], []).append(line["id"])
    refused("", checker, LINE, "action_confirm", [lines[0]["id"]])
    for user in admin.call("res.users", "read", list(shown), ["login"]):
        year.client_of(user["login"]).call(LINE, "action_show", shown[user["id"]])
    [worn] = [line["id"] for line in lines if line["seal_id"] and line["seal_id"][0] == year.seal]
    checker.call(LINE, "action_confirm", [line["id"] for line in lines if line["id"] != worn])
    refused("", checker, COUNT, "action_finish", [count])
    checker.call(LINE, "action_confirm", [worn], "damaged", "章面磨损，印迹不清")
    year.found("SEAL-COUNT", LINE, worn)
    checker.call(COUNT, "action_finish", [count])
    refused("", year.office, COUNT, "action_close", [count])
    year.office.call(LINE, "action_resolve", [worn], "已清洗印面，印迹恢复清晰")
    year.office.call(COUNT, "action_close", [count])
    [done] = checker.call(COUNT, "read", [count], ["state", "line_count", "difference_count"])
    assert (done["state"], done["difference_count"]) == ("done", 1) and done["line_count"] >= 2
    year.check()


def keeper_leaves(year):
    """No door lets the keeper go before he has handed over; then one does."""
    hr, admin = year.client_of("lv.hr"), year.client_of("admin")
    reason = hr.call("hr.departure.reason", "search", [], limit=1)[0]

    def depart():
        wizard = hr.call("hr.departure.wizard", "create", [{
            "employee_ids": [(6, 0, [year.clerk])], "departure_reason_id": reason,
            "departure_date": datetime.date.today().isoformat()}], context={"employee_termination": True})[0]
        return "hr.departure.wizard", "action_register_departure", [wizard]

    for client, *call in (
            (hr, "hr.employee", "write", [year.clerk], {"active": False}),
            (hr, "hr.employee", "action_archive", [year.clerk]),
            (hr, "hr.employee", "write", [year.clerk], {"department_id": False}),
            (hr, *depart()),
            (admin, "hr.employee", "write", [year.clerk], {"user_id": False}),
            (admin, "hr.employee", "unlink", [year.clerk]),
            (admin, "res.users", "write", [year.keeper.uid], {"active": False}),
            (admin, "res.users", "action_archive", [year.keeper.uid])):
        refused("SEAL-DEPARTURE", client, *call)
    year.found("SEAL-DEPARTURE", "hr.employee", year.clerk)
    year.hand_over(year.keeper, year.client_of("tian.office"), "leaving", reason="离职")
    hr.call(*depart())
    [gone] = hr.call("hr.employee", "read", [year.clerk], ["departure_date"])
    assert gone["departure_date"]
    year.check()


def loss(year):
    """Lost: nothing is sealed from that moment, the notice is drafted, appears, and the case is closed."""
    keeper = year.client_of("tian.office")
    use = year.approved("资质证明", year.seal, 1)
    refused("", year.engineer, SEAL, "action_report_loss", [year.seal], "听说丢了")
    report = keeper.call(SEAL, "action_report_loss", [year.seal], "下班途中公文包被盗", "地铁2号线")
    year.found("SEAL-LOSS", SEAL, year.seal)
    year.refused_at_the_seal("SEAL-HOLDER", keeper, use, year.seal, 1)
    year.check()
    [told] = year.office.call(LOSS, "read", [report], ["notice", "state"])
    [seal] = year.office.call(SEAL, "read", [year.seal], ["code", "name", "state"])
    assert seal["state"] == "lost" and seal["name"] in told["notice"] and seal["code"] in told["notice"]
    refused("", year.office, LOSS, "action_publish", [report])
    year.office.call(LOSS, "write", [report], {"medium": "解放日报", "published_on": datetime.date.today().isoformat()})
    year.office.call(LOSS, "action_publish", [report])
    year.office.call(LOSS, "write", [report], {"measures": "已报案、登报声明作废，申请重刻"})
    year.office.call(LOSS, "action_close", [report])
    waiting = year.office.call("company.todo", "search_count", [
        ("res_model", "=", LOSS), ("res_id", "=", report), ("state", "=", "open")])
    assert not waiting
    year.check()
