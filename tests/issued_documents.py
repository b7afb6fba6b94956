"""Issued documents that wait for their numbers; runs inside Odoo (``odoo shell``) on a database of a test.

The leader's approval of so many documents is not what the test is about: they are written by the drafter and brought
to the state “issued” by the engine, in one transaction. Prints ``{code of the issuer: [document ids]}``.

    echo 'COUNTS = {"竞赛": 1000}' | cat - tests/issued_documents.py | odoo shell …
"""
import json
import logging

from odoo import fields


def issue(env, code, count):
    """So many documents of a new issuer with a series of its own."""
    person = env.ref("company_base.demo_user_zhang_eng")
    issuer = env["company.document.issuer"].create({
        "name": code, "code": code, "company_id": person.company_id.id, "number_pattern": "{code}〔{year}〕{number}号"})
    documents = env["company.document.outgoing"].with_user(person).create([{
        "title": f"关于第{number}次巡检安排的通知", "kind_id": env.ref("company_docs.document_kind_tongzhi").id,
        "body": "<p>请按计划做好巡检。</p>", "issuer_id": issuer.id,
        "signer_id": env.ref("company_base.demo_employee_wu_gm").id,
        "main_department_ids": [fields.Command.set(env.ref("company_base.demo_department_purchasing").ids)],
    } for number in range(1, count + 1)]).sudo()
    for document in documents:
        document._as_engine().write({
            "text_digest": document._get_text_digest(), "signed_on": document._get_today()})
    documents._set_state("submitted")
    documents._set_state("issued")
    return documents.ids


def main(env, counts):
    logging.disable(logging.WARNING)
    found = {code: issue(env, code, count) for code, count in counts.items()}
    env.cr.commit()
    print(f"<<<documents\n{json.dumps(found)}\ndocuments>>>")


main(env, COUNTS)  # noqa: F821  both given by the shell
