"""JSON-2 serves the same front doors as XML-RPC."""
import first_purchase
import pytest
from rpc_client import Refused

REQUEST = "company.purchase.request"


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
