"""A whole year of a company of sixty over XML-RPC; its result table is computed a second time, here, and compared."""
import random
import uuid
from fractions import Fraction

import pytest
from first_purchase import decide_all
from rpc_client import Refused

PLAN, RESULT, APPRAISAL = "company.okr.plan", "company.okr.key.result", "company.okr.appraisal"
DEPARTMENTS, MODULES, POSITIONS = 3, 2, 8        # 3 heads + 3 × 2 module heads + 3 × 2 × 8 positions = 57, and leaders
WEIGHTS = (50, 30, 20)
YEAR = 2031


class Company:
    """People and departments made for this test; logins are their own passwords."""

    def __init__(self, admin, client_of):
        self.admin, self.client_of, self.mark = admin, client_of, uuid.uuid4().hex[:6]
        self.people, units = [], []
        for department in range(DEPARTMENTS):
            top = self._department(f"D{department}")
            head = self._person(f"h{department}", top, None, "department")
            units.append((top, head))
            for module in range(MODULES):
                unit = self._department(f"D{department}M{module}", top)
                leader = self._person(f"m{department}{module}", unit, head, "module")
                units.append((unit, leader))
                for place in range(POSITIONS):
                    self._person(f"p{department}{module}{place}", unit, leader, "position")
        self._create()
        for unit, leader in units:
            admin.call("hr.department", "write", [unit], {"manager_id": leader["employee"]})

    def _department(self, name, parent=False):
        return self.admin.call("hr.department", "create", [{
            "name": f"{name} {self.mark}", "parent_id": parent, "is_okr_module": bool(parent)}])[0]

    def _person(self, name, department, chief, level):
        person = {"login": f"{name}.{self.mark}", "department": department, "level": level, "chief": chief}
        self.people.append(person)
        return person

    def _create(self):
        """Users, then employees from the top down, in one call each."""
        users = self.admin.call("res.users", "create", [{
            "name": person["login"], "login": person["login"], "password": person["login"], "lang": "zh_CN",
            "tz": "Asia/Shanghai"} for person in self.people])
        for person, user in zip(self.people, users, strict=True):
            person["user"] = user
        for level in ("department", "module", "position"):
            group = [person for person in self.people if person["level"] == level]
            employees = self.admin.call("hr.employee", "create", [{
                "name": person["login"], "user_id": person["user"], "department_id": person["department"],
                "parent_id": person["chief"]["employee"] if person["chief"] else False} for person in group])
            for person, employee in zip(group, employees, strict=True):
                person["employee"] = employee

    def client(self, person):
        return self.client_of(person["login"])


@pytest.fixture(scope="module")
def company(client_of):
    return Company(client_of("admin"), client_of)


def test_a_whole_year(company, client_of):
    """O3 O4 O6 O8 O9 O10 O11 O18: plans, check-ins, scores, grades and interviews of sixty people."""
    hr, draw = client_of("lv.hr"), random.Random(YEAR)
    [cycle] = hr.call("company.okr.cycle", "create", [{
        "name": f"{YEAR} {company.mark}", "date_start": f"{YEAR}-01-01", "date_end": f"{YEAR}-12-31"}])
    hr.call("company.okr.cycle", "action_open", [cycle])
    for person in company.people:
        person["plan"] = _agree(company, client_of, cycle, person)
        _check_in(company, person, draw)
    _nobody_else_checks_in(company, client_of)
    hr.call("company.okr.cycle", "action_start_scoring", [cycle])
    assert hr.call("company.okr.cycle", "action_create_appraisals", [cycle]) == len(company.people)
    expected = _score_everybody(company, client_of, cycle, draw)
    appraisals = hr.call(APPRAISAL, "search", [("cycle_id", "=", cycle)])
    hr.call(APPRAISAL, "action_confirm", appraisals)
    found = {row["employee_id"][0]: row for row in hr.call(
        APPRAISAL, "read", appraisals, ["employee_id", "okr_score", "values_score", "personal_score", "final_score"])}
    for person in company.people:
        for name, figure in expected[person["employee"]].items():
            assert found[person["employee"]][name] == pytest.approx(_shown(figure), abs=1e-9), (person["login"], name)
    _grades_follow_the_quota(hr, cycle, found)
    _privacy(company, client_of, found)


def _agree(company, client_of, cycle, person):
    client = company.client(person)
    [plan] = client.call(PLAN, "create", [{
        "cycle_id": cycle, "level": person["level"], "employee_id": person["employee"],
        "department_id": person["department"], "objective_ids": [(0, 0, {
            "name": f"O{number}", "weight": weight, "key_result_ids": [(0, 0, {
                "name": f"KR{number}", "kind": "number", "start_value": 0, "target_value": 10, "weight": 100,
                "due_date": f"{YEAR}-12-31"})]}) for number, weight in enumerate(WEIGHTS)]}])
    client.call(PLAN, "action_submit", [plan])
    deciders = decide_all(client_of, PLAN, plan)
    assert "lv.hr" in deciders and person["login"] not in deciders
    return plan


def _check_in(company, person, draw):
    client = company.client(person)
    person["results"] = client.call(RESULT, "search", [("plan_id", "=", person["plan"])], order="id")
    values = [draw.randint(0, 10) for _weight in WEIGHTS]
    for result, value in zip(person["results"], values, strict=True):
        client.call(RESULT, "action_check_in", [result], value, "green" if value > 4 else "red", "按计划推进")
    [plan] = client.call(PLAN, "read", [person["plan"]], ["progress"])
    assert plan["progress"] == pytest.approx(
        float(sum(Fraction(value * weight, 10) for value, weight in zip(values, WEIGHTS, strict=True))))


def _nobody_else_checks_in(company, client_of):
    first, second = company.people[3], company.people[4]
    with pytest.raises(Refused):
        company.client(second).call(RESULT, "action_check_in", [first["results"][0]], 10)
    with pytest.raises(Refused):
        company.client(second).call(RESULT, "write", [first["results"][0]], {"current_value": 10})
    with pytest.raises(Refused):
        client_of("admin").call("company.okr.checkin", "create", [{"key_result_id": first["results"][0], "value": 10}])


def _rows(client, appraisal, model, key):
    return [row[key][0] for row in client.call(
        model, "search_read", [("appraisal_id", "=", appraisal)], [key], order="id")]


def _score_everybody(company, client_of, cycle, draw):
    """Everybody scores himself, then the assessors; returns the figures as they have to come out."""
    expected, goals = {}, {}
    criteria_weights = (40, 30, 30)
    for person in company.people:
        client = company.client(person)
        [appraisal] = client.call(
            APPRAISAL, "search", [("cycle_id", "=", cycle), ("employee_id", "=", person["employee"])])
        objectives = _rows(client, appraisal, "company.okr.appraisal.line", "objective_id")
        criteria = _rows(client, appraisal, "company.okr.appraisal.value", "criterion_id")
        client.call(APPRAISAL, "action_self_score", [appraisal], [
            {"objective_id": one, "score": draw.randint(60, 100)} for one in objectives])
        scores, values = [], []
        for login in _assessors(person):
            lines = [draw.randint(5000, 10000) / 100 for _one in objectives]
            marks = [draw.randint(5000, 10000) / 100 for _one in criteria]
            client_of(login).call(
                APPRAISAL, "action_score", [appraisal],
                [{"objective_id": one, "score": score} for one, score in zip(objectives, lines, strict=True)],
                [{"criterion_id": one, "score": score} for one, score in zip(criteria, marks, strict=True)])
            scores.append([Fraction(str(score)) for score in lines])
            values.append([Fraction(str(score)) for score in marks])
        okr = sum(weight * score for weight, score in zip(WEIGHTS, _both(scores), strict=True)) / 100
        value = sum(weight * score for weight, score in zip(criteria_weights, _both(values), strict=True)) / 100
        goals.setdefault(person["login"][1], okr)
        expected[person["employee"]] = {
            "okr_score": okr, "values_score": value, "personal_score": okr * 70 / 100 + value * 30 / 100}
    for person in company.people:
        figures = expected[person["employee"]]
        department = Fraction(str(_shown(goals[person["login"][1]])))
        figures["final_score"] = figures["personal_score"] if person["level"] == "department" else (
            figures["personal_score"] * 80 / 100 + department * 20 / 100)
    return expected


def _assessors(person):
    if person["level"] == "department":
        return ["wu.gm"]
    if person["level"] == "module":
        return [person["chief"]["login"]]
    return [person["chief"]["login"], person["chief"]["chief"]["login"]]


def _both(scores):
    """Module head 60 %, department head 40 %; one assessor counts alone."""
    if len(scores) == 1:
        return scores[0]
    return [(first * 60 + second * 40) / 100 for first, second in zip(*scores, strict=True)]


def _shown(figure):
    """Two decimals, half up."""
    return float(Fraction(int(figure * 100 + Fraction(1, 2)), 100))


def _grades_follow_the_quota(hr, cycle, found):
    sessions = hr.call("company.okr.cycle", "action_create_gradings", [cycle])
    for session in sessions:
        hr.call("company.okr.grading", "action_propose", [session])
        lines = hr.call("company.okr.grading.line", "search_read", [("grading_id", "=", session)],
                        ["score", "rank", "grade_id"], order="rank, id")
        assert [line["score"] for line in lines] == sorted((line["score"] for line in lines), reverse=True)
        assert len(lines) == 19
        # 1.9 3.8 9.5 2.85 0.95 by largest remainder: 2 4 9 3 1 places; a rank that several share is never cut through
        limits = [(2, "S"), (6, "A"), (15, "B"), (18, "C"), (19, "D")]
        for line in lines:
            rank = 1 + sum(other["score"] > line["score"] for other in lines)
            assert line["rank"] == rank
            assert line["grade_id"][1] == next(name for limit, name in limits if rank <= limit)
        hr.call("company.okr.grading", "action_confirm", [session])
    talks = hr.call("company.okr.interview", "search_count", [("cycle_id", "=", cycle)])
    assert talks == len(found)


def _privacy(company, client_of, found):
    """O15: scores through a dozen doors: the person, his chain and HR read them, a colleague, the administrator and
    the neighbour's head do not."""
    person = company.people[2]
    peer, foreign = company.people[3], company.people[-1]
    [row] = [row for row in found.values() if row["employee_id"][0] == person["employee"]]
    mine = [("id", "=", row["id"])]
    for login in (person["login"], person["chief"]["login"], "lv.hr"):
        assert client_of(login).call(APPRAISAL, "search_count", mine) == 1, login
    for login in (peer["login"], foreign["login"], "zhang.eng", "audit", "admin"):
        client = client_of(login)
        assert client.call(APPRAISAL, "search_count", mine) == 0, login
        assert client.call(APPRAISAL, "search_count", [("employee_id", "=", person["employee"]),
                                                       ("final_score", ">", 0)]) == 0
        assert not client.call(APPRAISAL, "name_search", person["login"])
        assert not client.call(APPRAISAL, "formatted_read_group", mine, ["employee_id"], ["final_score:avg"])
        for method, arguments in (("read", [["final_score"]]), ("export_data", [["final_score"]]),
                                  ("web_read", [{"final_score": {}}]), ("action_appeal", ["x"]),
                                  ("message_post", []), ("copy", [])):
            with pytest.raises(Refused):
                client.call(APPRAISAL, method, [row["id"]], *arguments)
        for model, field in (("company.okr.appraisal.line", "appraisal_id"),
                             ("company.okr.appraisal.value", "appraisal_id"),
                             ("company.okr.interview", "appraisal_id"), ("company.okr.appeal", "appraisal_id")):
            assert client.call(model, "search_count", [(field, "=", row["id"])]) == 0, (login, model)
        for model, field in (("mail.message", "model"), ("ir.attachment", "res_model")):
            assert client.call(model, "search_count", [(field, "=", APPRAISAL), ("res_id", "=", row["id"])]) == 0, model
        with pytest.raises(Refused):
            client.call("company.okr.grading.line", "search_read", [("employee_id", "=", person["employee"])])
