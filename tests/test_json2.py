"""JSON-2 serves the same front doors as XML-RPC."""
import datetime

import first_purchase
import pytest
import requests
from rpc_client import Json2Client, Refused

REQUEST = "company.purchase.request"


@pytest.fixture
def json_client_of(server):
    """login → JSON-2 client with an API key that the user made in his preferences."""
    url, db = server

    def make(login):
        session = requests.Session()

        def rpc(path, **params):
            answer = session.post(f"{url}{path}", json={"jsonrpc": "2.0", "params": params}, timeout=60).json()
            assert "error" not in answer, answer
            return answer["result"]

        def call(model, method, *args, **context):
            return rpc("/web/dataset/call_kw", model=model, method=method, args=list(args), kwargs={"context": context})
        rpc("/web/session/authenticate", db=db, login=login, password=login)
        expires = (datetime.datetime.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S")
        key = call("res.users.apikeys.description", "create", [{"name": "test", "duration": "-1",
                                                                 "expiration_date": expires}])
        check = call("res.users.apikeys.description", "make_key", key)
        shown = call("res.users.identitycheck", "run_check", [check["res_id"]], password=login)
        return Json2Client(url, db, shown["context"]["default_key"])
    return make


def test_request_over_json2(client_of, json_client_of):
    """S7: submit and approve by JSON-2; a refusal is a sentence; a client's context changes nothing."""
    request_id = first_purchase.new_request(client_of("zhang.eng"))
    engineer, head = json_client_of("zhang.eng"), json_client_of("li.eng")
    assert engineer.call(REQUEST, "action_submit", [request_id]) is True
    [request] = engineer.call(REQUEST, "read", [request_id], fields=["approval_id", "approval_state"])
    approval_id = request["approval_id"][0]
    with pytest.raises(Refused):
        engineer.call("company.approval", "action_approve", [approval_id], opinion="同意",
                      context={"force": True, "default_state": "approved"})
    with pytest.raises(Refused):
        engineer.call(REQUEST, "write", [request_id], vals={"state": "approved"})
    assert head.call("company.approval", "action_approve", [approval_id], opinion="同意") is True
    [request] = engineer.call(REQUEST, "read", [request_id], fields=["approval_state"])
    assert request["approval_state"] == "approved"
