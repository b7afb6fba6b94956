"""Verifying 100,000 ledger entries against reading and hashing the same rows in plain Python."""

import hashlib
from contextlib import closing

from . import measure
from .result import Result

ENTRIES = 100_000
BATCH = 5000
LIMIT = 1.5
CONTENT = ("company_id", "kind", "res_model", "res_id", "record_name", "user_id", "user_name", "logged_at", "payload")


def run(ground, rounds=7):
    database = ground.database("ledger", ("company_base",))
    _fill(database)
    with measure.environment(database) as env:
        company = env.company
        cases = {
            "plain": lambda number: measure.stopwatch(lambda: _plain(env.cr, company.id)),
            "verify": lambda number: measure.stopwatch(lambda: env["company.ledger.entry"]._verify(company)),
        }
        calls = measure.interleave(cases, rounds, warm_up=1)
        _check(calls)
    ratio = measure.ratio(calls["verify"], calls["plain"])
    result = Result(
        f"Verifying {ENTRIES:,} ledger entries",
        "`company.ledger.entry._verify()` walks the whole chain: content, digest, link, order, gaps, entries without a "
        "seal. The plain Python reads the same two tables with a server-side cursor, hashes every entry and link, "
        "and compares nothing.",
        ("", "seconds"))
    result.row("plain Python: read and hash", measure.milliseconds(calls["plain"]) / 1000)
    result.row("verify", measure.milliseconds(calls["verify"]) / 1000)
    result.target(f"at most {LIMIT}× plain Python", f"{ratio:.2f}×", ratio <= LIMIT)
    return result


def _fill(database):
    """Entries as the product writes them, in transactions of a few thousand; sealed after each commit."""
    for start in range(0, ENTRIES, BATCH):
        with measure.environment(database) as env:
            env["company.ledger.entry"]._insert([{
                "company_id": env.company.id, "kind": "approval.decision", "res_model": "purchase.order",
                "res_id": number, "record_name": f"P{number:05}", "user_id": env.uid, "user_name": "Bench",
                "payload": f'{{"decision":"approve","digest":"{number:064x}","opinion":"同意","step":"财务负责人"}}',
            } for number in range(start + 1, start + BATCH + 1)])


def _plain(cr, company_id):
    head = ""
    with closing(cr._cnx.cursor(name="plain_python")) as cursor:
        cursor.itersize = BATCH
        cursor.execute(f"""
            SELECT s.sequence, {", ".join(f"e.{name}" for name in CONTENT)}
              FROM company_ledger_seal s JOIN company_ledger_entry e ON e.id = s.entry_id
             WHERE s.company_id = %s ORDER BY s.sequence
        """, (company_id,))
        count = 0
        for sequence, *content in cursor:
            digest = hashlib.sha256("\n".join(map(str, content)).encode()).hexdigest()
            head = hashlib.sha256(f"{head}\n{sequence}\n{digest}".encode()).hexdigest()
            count += 1
    return {"checked": count}


def _check(calls):
    for call in (*calls["plain"], *calls["verify"]):
        assert call.result["checked"] == ENTRIES, call.result
    assert calls["verify"][-1].result["ok"], calls["verify"][-1].result
