"""A seal of the demo company with a keeper of its own, and what has to be true of it at every moment."""
import base64
import datetime
import time
import uuid

import pytest
from first_purchase import decide_all, one_page_pdf
from rpc_client import Refused

SEAL, USE, HANDOVER = "company.seal", "company.seal.use", "company.seal.handover"
CUSTODY, REGISTER, FINDING = "company.seal.custody", "company.seal.register", "company.control.finding"


def refused(code, client, *call):
    """The server refuses the call and names the control."""
    with pytest.raises(Refused) as caught:
        client.call(*call)
    assert code in str(caught.value) and "Traceback" not in str(caught.value), caught.value


def in_time(days=0, **more):
    """Naive UTC moment as the server takes it."""
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days, **more)
    return moment.strftime("%Y-%m-%d %H:%M:%S")


class SealYear:
    """People, seals, and the book that the test keeps beside the server's: both always say the same."""

    def __init__(self, client_of):
        self.client_of, self.mark = client_of, uuid.uuid4().hex[:6]
        self.office, self.audit, self.engineer = client_of("feng.office"), client_of("audit"), client_of("zhang.eng")
        self.holders, self.book, self.findings = {}, [], []
        self.clerk = self._hire(f"clerk.{self.mark}")
        self.seal = self._register("official", self.clerk)
        self.finance = self._register("finance", self.employee("ren.fin"))

    def _hire(self, login):
        admin = self.client_of("admin")
        user = admin.call("res.users", "create", [{
            "name": login, "login": login, "password": login, "lang": "zh_CN", "tz": "Asia/Shanghai"}])[0]
        [office] = admin.call("hr.employee", "read", [self.employee("feng.office")], ["department_id"])
        return admin.call("hr.employee", "create", [{
            "name": login, "user_id": user, "department_id": office["department_id"][0]}])[0]

    def _register(self, seal_type, keeper):
        [own] = self.office.call("res.users", "read", [self.office.uid], ["company_id"])
        seal = self.office.call(SEAL, "create", [{
            "name": f"{seal_type} {self.mark}", "seal_type": seal_type, "entity_name": own["company_id"][1],
            "keeper_id": keeper}])[0]
        self.holders[seal] = [keeper]
        return seal

    @property
    def keeper(self):
        return self.client_of(f"clerk.{self.mark}")

    def employee(self, login):
        return self.client_of("admin").call("hr.employee", "search", [("user_id.login", "=", login)])[0]

    # -- what is always true -----------------------------------------------------------------------------------------

    def check(self):
        """The chain of custody has no gap and no fork, the register says what happened, the findings stand."""
        for seal, expected in self.holders.items():
            chain = self.engineer.call(CUSTODY, "search_read", [("seal_id", "=", seal)],
                                       ["holder_id", "date_from", "date_until"], order="id")
            assert [row["holder_id"][0] for row in chain] == expected
            assert [row["date_until"] for row in chain] == [*(row["date_from"] for row in chain[1:]), False]
            [known] = self.engineer.call(SEAL, "read", [seal], ["holder_id"])
            assert known["holder_id"][0] == expected[-1]
        rows = self.audit.call(REGISTER, "search_read", [("seal_id", "in", list(self.holders))],
                               ["use_id", "seal_id", "outcome", "copies", "keeper_id"], order="id")
        assert [(row["use_id"][0], row["seal_id"][0], row["outcome"], row["copies"], row["keeper_id"][0])
                for row in rows] == self.book
        for code, model, record in self.findings:
            assert self.audit.call(FINDING, "search_count", [
                ("control_code", "=", code), ("res_model", "=", model), ("res_id", "=", record)]), (code, model)

    def found(self, code, model, record):
        self.findings.append((code, model, record))

    # -- uses --------------------------------------------------------------------------------------------------------

    def paper(self, pdf, name):
        return self.engineer.call("ir.attachment", "create", [{
            "name": f"{name}.pdf", "datas": base64.b64encode(pdf).decode(), "mimetype": "application/pdf"}])[0]

    def apply(self, title, seal, copies, pdf=None, **values):
        """用印审批单 as a draft of the engineer."""
        file_id = self.paper(pdf or one_page_pdf(f"Proof {title} {self.mark}"), title)
        return self.engineer.call(USE, "create", [{
            "title": f"{title} {self.mark}", "document_kind": "certificate", "purpose": "对外出具",
            "file_ids": [(6, 0, [file_id])], "line_ids": [(0, 0, {"seal_id": seal, "copies": copies})], **values}])[0]

    def approved(self, title, seal, copies, **values):
        """An application that its leaders approved."""
        use = self.apply(title, seal, copies, **values)
        self.engineer.call(USE, "action_submit", [use])
        assert decide_all(self.client_of, USE, use), "somebody decides, nobody seals on his own word"
        return use

    def sealed(self, client, use, seal, copies):
        """The holder seals: one row of the register."""
        [entry] = client.call(USE, "action_use", [use], copies, seal)
        self.book.append((use, seal, "used", copies, client.uid))
        return entry

    def refused_at_the_seal(self, code, client, use, seal, *arguments):
        """Refused at the seal: that stands in the register as well."""
        refused(code, client, USE, "action_use", [use], *arguments)
        self.book.append((use, seal, "refused", 0, client.uid))
        self.found(code, USE, use)

    # -- custody -----------------------------------------------------------------------------------------------------

    def hand_over(self, giver, receiver, kind, **values):
        """印章交接登记表 of the main seal, signed by both: custody moves with the second signature, not before."""
        ids = [self.employee(client.login) for client in (giver, receiver)]
        handover = giver.call(HANDOVER, "create", [{
            "kind": kind, "giver_id": ids[0], "receiver_id": ids[1], "line_ids": [(0, 0, {"seal_id": self.seal})],
            **values}])[0]
        giver.call(HANDOVER, "action_give", [handover])
        self.check()
        receiver.call(HANDOVER, "action_receive", [handover])
        self.holders[self.seal].append(ids[1])
        self.check()
        return handover

    def bring_back(self, deputy, handover):
        """The deputy returns it, the keeper signs."""
        back = deputy.call(HANDOVER, "action_return", [handover])
        self.check()
        self.keeper.call(HANDOVER, "action_receive", [back])
        self.holders[self.seal].append(self.clerk)
        self.check()

    def run_job(self, name):
        """Let a scheduled job run now."""
        admin = self.client_of("admin")
        [job] = admin.call("ir.model.data", "search_read", [
            ("module", "=", "company_docs"), ("name", "=", name)], ["res_id"])
        for _attempt in range(20):
            try:
                return admin.call("ir.cron", "method_direct_trigger", [job["res_id"]])
            except Refused:     # the server's own scheduler has it at this moment
                time.sleep(0.5)
        raise AssertionError(f"{name} did not run")
