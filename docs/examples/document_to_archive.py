"""A request to the superior unit from the draft to the archive, every step by the person whom the regulation names.

    python3 docs/examples/document_to_archive.py http://localhost:8069 DATABASE

Runs against the demo company that `bin/erp serve` makes (password = login). `walk()` and its steps are also what the
black-box tests drive, so this file can't fall behind the product.
"""
import sys

from first_purchase import client_factory

DOCUMENT, KIND, UNIT, DEPARTMENT = "company.document.outgoing", "company.document.kind", "res.partner", "hr.department"
DRAFTER, OFFICE = "zhang.eng", "feng.office"
BODY = ("跨线桥项目基坑距运营铁路坡脚仅18米，现行人工监测每日两次，不能满足连续监测的要求。",
        "我公司拟购置自动化全站仪2台，设备费合计46.5万元，从安全生产费用中列支。",
        "我公司认为，设备可周转至后续项目使用，建议同意购置。", "妥否，请批示。")


def units(client, *short_names):
    """Ids of units by their short names, as many2many commands."""
    return [(6, 0, [client.call(UNIT, "search", [("document_short_name", "=", name)])[0] for name in short_names])]


def departments(client, *logins):
    """Ids of the departments that these people lead, as many2many commands."""
    return [(6, 0, client.call(DEPARTMENT, "search", [("manager_id.user_id.login", "in", logins)]))]


def new_document(client, kind, title, body=BODY, **values):
    """发文稿纸: a draft of this kind in the name of the company; returns its id (D2)."""
    [kind_id] = client.call(KIND, "search", [("code", "=", kind), ("is_effective", "=", True)])
    [issuer_id] = client.call("company.document.issuer", "search", [("code", "=", "华筑工程")], limit=1)
    return client.call(DOCUMENT, "create", [{
        "kind_id": kind_id, "issuer_id": issuer_id, "title": title, "copy_count": 3,
        "body": "".join(f"<p>{line}</p>" for line in body), **values}])[0]


def waiting_logins(client_of, document_id, reader="audit"):
    """(approval id, logins of those whose turn it is); no logins once the approval has ended."""
    [row] = client_of(reader).call(DOCUMENT, "read", [document_id], ["approval_id", "approval_state"])
    if row["approval_state"] != "pending":
        return row["approval_id"][0], []
    seats = client_of(reader).call("company.approval.assignment", "search_read", [
        ("approval_id", "=", row["approval_id"][0]), ("state", "=", "pending")], ["user_id"])
    users = client_of("admin").call("res.users", "read", [seat["user_id"][0] for seat in seats], ["login"])
    return row["approval_id"][0], [user["login"] for user in users]


def decide_one(client_of, document_id, opinion="同意", reader="audit"):
    """Let the next person agree; returns the login, or None when the approval has ended (D4)."""
    approval_id, logins = waiting_logins(client_of, document_id, reader)
    if not logins:
        return None
    client_of(logins[0]).call("company.approval", "action_approve", [approval_id], opinion)
    return logins[0]


def decide_all(client_of, document_id, reader="audit"):
    """审核, 核稿, 会签, 签发: everybody whose turn it is agrees; returns the logins in their order."""
    return list(iter(lambda: decide_one(client_of, document_id, reader=reader), None))


def number(client_of, document_id, office=OFFICE):
    """编号 by the general office; returns the document number."""
    return client_of(office).call(DOCUMENT, "action_number", [document_id])[str(document_id)]


def holder_of(client_of, use_id, office=OFFICE):
    """Login of the person who keeps the seal of this application today."""
    [line] = client_of(office).call("company.seal.use.line", "search_read", [("use_id", "=", use_id)], ["seal_id"])
    [seal] = client_of(office).call("company.seal", "read", [line["seal_id"][0]], ["holder_user_id"])
    [user] = client_of("admin").call("res.users", "read", [seal["holder_user_id"][0]], ["login"])
    return user["login"]


def seal(client_of, document_id, office=OFFICE):
    """用印: the office asks for the seal of the issuer, its keeper seals; returns the id of the application."""
    [use_id] = client_of(office).call(DOCUMENT, "action_seal", [document_id])
    [use] = client_of(office).call("company.seal.use", "read", [use_id], ["state"])
    if use["state"] == "approved":      # the office doesn't hold the seal itself
        client_of(holder_of(client_of, use_id, office)).call("company.seal.use", "action_use", [use_id])
    return use_id


def receive(client_of, document_id, receiver="收发室 王敏"):
    """签收: the office records who took the paper; returns the ids of the receipts."""
    office = client_of(OFFICE)
    line_ids = office.call("company.document.dispatch", "search", [
        ("document_id", "=", document_id), ("received_on", "=", False)])
    for line_id in line_ids:
        office.call("company.document.dispatch", "action_receive", [line_id], receiver)
    return line_ids


def walk(client_of, show=print):
    """Take one request up to the group, from the draft to the archive.

    Returns {'document', 'number', 'seal_use'}.
    """
    drafter, office = client_of(DRAFTER), client_of(OFFICE)
    document_id = new_document(drafter, "qingshi", "关于购置自动化监测设备的请示", keywords="安全生产 设备 请示",
                               main_unit_ids=units(drafter, "华建集团"), cc_unit_ids=units(drafter, "示范区国资公司"))
    drafter.call(DOCUMENT, "action_submit", [document_id])
    show("签发", decide_all(client_of, document_id))
    name = number(client_of, document_id)
    show("编号", name)
    drafter.call(DOCUMENT, "action_proofread", [document_id], True)
    use_id = seal(client_of, document_id)
    office.call(DOCUMENT, "action_dispatch", [document_id])
    show("签收", receive(client_of, document_id))
    office.call(DOCUMENT, "action_archive", [document_id])
    show("归档", office.call(DOCUMENT, "read", [document_id], ["name", "state", "signed_on", "archive_id"]))
    return {"document": document_id, "number": name, "seal_use": use_id}


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    walk(client_factory(*sys.argv[1:]))
