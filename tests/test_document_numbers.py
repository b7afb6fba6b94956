"""Twenty people give document numbers at once, over XML-RPC; then the server is killed while they do."""
import contextlib
import copy
import itertools
import json
import os
import subprocess
import threading
import xmlrpc.client

import first_purchase
import pytest
from conftest import ROOT
from rpc_client import Refused

DOCUMENT, NUMBER = "company.document.outgoing", "company.document.number"
OFFICE = ("feng.office", "fang.gen")
PEOPLE, EACH, BEFORE_CRASH = 20, 50, 10
RACE, CRASH = "竞赛", "断电"

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("ERP_URL")), reason="starts and kills servers of its own: not one that somebody uses")


def prepare(place, database):
    """{issuer code: ids of issued documents}: the numbering is what is tried here, not a thousand approvals."""
    script = f"COUNTS = {{{RACE!r}: {PEOPLE * EACH}, {CRASH!r}: {PEOPLE * BEFORE_CRASH}}}\n"
    run = subprocess.run(
        place.odoo.command("shell", "-c", place.odoo.config("document-numbers"), "-d", database, "--no-http"),
        input=script + (ROOT / "tests" / "issued_documents.py").read_text(), env=place.odoo.environment(), check=True,
        capture_output=True, text=True)
    return json.loads(run.stdout.split("<<<documents\n")[1].split("\ndocuments>>>")[0])


@pytest.fixture(scope="module")
def ground():
    """(place, database, {issuer code: document ids}) for the tests of this file; each has a series of its own."""
    from erp.testing import demo_database, demo_place
    with demo_place() as place, demo_database(place, "blackbox_numbers") as database:
        yield place, database, prepare(place, database)


def sign_in(url, database, count=PEOPLE):
    """People of the general office, each with a connection of his own; a login is checked once, that takes time."""
    client_of, people = first_purchase.client_factory(url, database), []
    for login in itertools.islice(itertools.cycle(OFFICE), count):
        client = copy.copy(client_of(login))
        client._object = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/object", allow_none=True)
        people.append(client)
    return people


def give_all(client, ids, given, stop=None):
    """Number documents one by one; what the server answered is kept, refusals too. A dead server ends it."""
    for document in ids:
        try:
            answer = client.call(DOCUMENT, "action_number", [document])
        except Refused as error:
            given[document] = error
            continue
        except OSError:
            return
        given[document] = answer[str(document)]
        if stop and stop(len(given)):
            return


def number_rows(client, code):
    """The register of numbers of one issuer, in the order of the series."""
    return client.call(NUMBER, "search_read", [("issuer_id.code", "=", code)],
                       ["name", "sequence", "year", "state", "reason", "document_id"], order="sequence")


def assert_explained(client, code):
    """Every number from 1 on stands in the register once: with the document that bears it, or void with a reason."""
    rows = number_rows(client, code)
    assert [row["sequence"] for row in rows] == list(range(1, len(rows) + 1)), "a gap or a duplicate"
    used = [row for row in rows if row["state"] == "used"]
    assert all(row["reason"] for row in rows if row["state"] == "void")
    names = {row["id"]: row["name"] for row in client.call(
        DOCUMENT, "read", [row["document_id"][0] for row in used], ["name"])}
    assert [names[row["document_id"][0]] for row in used] == [row["name"] for row in used]
    assert len(names) == len(used), "two numbers of one document"
    return rows


def test_twenty_people_fifty_numbers_each(ground, in_parallel):
    """D4: 20 people × 50 numbers of one series at once: no gap, no duplicate, everybody at the first call."""
    from erp.testing import start_server
    place, database, documents = ground
    ids, given = documents[RACE], {}
    with start_server(place, database) as server:
        people = sign_in(server.url, database)
        in_parallel(*(lambda client=client, share=ids[index::PEOPLE]: give_all(client, share, given)
                      for index, client in enumerate(people)))
        refused = [str(answer) for answer in given.values() if isinstance(answer, Exception)]
        assert not refused, refused[:3]
        assert sorted(given) == sorted(ids) and len(set(given.values())) == len(ids)
        rows = assert_explained(people[0], RACE)
        assert {row["document_id"][0]: row["name"] for row in rows} == given
        assert not any(RACE in free["series"] for free in people[0].call(NUMBER, "get_free_numbers"))


@contextlib.contextmanager
def working(people, ids, given):
    """The people number in the background; ends when they are through or their server is dead."""
    workers = [threading.Thread(target=give_all, args=(client, ids[index::len(people)], given))
               for index, client in enumerate(people)]
    for worker in workers:
        worker.start()
    try:
        yield workers
    finally:
        for worker in workers:
            worker.join()


def kill_in_the_middle(server, database, ids):
    """What the server had answered when it died: {document: number}, the voided one left out, and that number."""
    people, given = sign_in(server.url, database), {}
    give_all(people[0], ids[:3], given)
    void = given.pop(ids[1])
    people[0].call(DOCUMENT, "action_void_number", [ids[1]], "编号后发现附件有误")
    with working(people, ids[3:], given) as workers:
        while len(given) < PEOPLE * 2 and any(worker.is_alive() for worker in workers):
            workers[0].join(0.02)
        server.kill()
    assert len(given) < len(ids) - 1, "the server died in the middle, not at the end"
    return given, void


def test_killed_server_leaves_no_number_unexplained(ground, in_parallel):
    """D4: after kill -9 in the middle what was answered stands; what was not is back in the pool and used next."""
    from erp.testing import start_server
    place, database, documents = ground
    ids = documents[CRASH]
    with start_server(place, database) as server:
        given, void = kill_in_the_middle(server, database, ids)
    with start_server(place, database) as server:
        people = sign_in(server.url, database, 4)
        office = people[0]
        kept = {row["document_id"][0]: row["name"] for row in number_rows(office, CRASH) if row["state"] == "used"}
        assert given.items() <= kept.items(), "a number that the server had answered is lost"
        voided = [row["name"] for row in number_rows(office, CRASH) if row["state"] == "void"]
        assert voided == [void]
        pool = [name for free in office.call(NUMBER, "get_free_numbers") if free["series"].startswith(CRASH)
                for name in free["numbers"]]
        waiting = [document for document in ids if document not in kept]
        first, rest, again = waiting[:len(pool)], waiting[len(pool):][:40], {}
        give_all(office, first, again)
        assert list(again.values()) == pool, "free numbers come first, in their order"
        in_parallel(*(lambda client=client, share=rest[index::4]: give_all(client, share, again)
                      for index, client in enumerate(people)))
        assert not [answer for answer in again.values() if isinstance(answer, Exception)]
        assert_explained(office, CRASH)
