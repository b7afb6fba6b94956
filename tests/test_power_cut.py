"""A server that is killed in the middle of work."""
import threading

import first_purchase
import pytest


@pytest.mark.skipif("__import__('os').environ.get('ERP_URL')", reason="kills the server: not one that somebody uses")
def test_killed_server_keeps_ledger_and_decisions():
    """S2 A11: after kill -9 in the middle of decisions, the chain verifies and work goes on."""
    from erp.testing import demo_database, demo_place, start_server
    request = "company.purchase.request"
    with demo_place() as place, demo_database(place, "blackbox_power_cut") as database:
        with start_server(place, database) as server:
            client_of = first_purchase.client_factory(server.url, database)
            engineer = client_of("zhang.eng")
            submitted = []

            def submit():
                try:
                    while True:
                        request_id = first_purchase.new_request(engineer)
                        engineer.call(request, "action_submit", [request_id])
                        submitted.append(request_id)
                except OSError:
                    return
            worker = threading.Thread(target=submit)
            worker.start()
            while len(submitted) < 3:
                worker.join(0.1)
            server.kill()
            worker.join()
        with start_server(place, database) as server:
            client_of = first_purchase.client_factory(server.url, database)
            states = client_of("zhang.eng").call(request, "read", submitted, ["approval_state"])
            assert {row["approval_state"] for row in states} == {"pending"}
            assert first_purchase.decide_all(client_of, request, submitted[-1]) == ["li.eng"]
        verdicts = place.odoo.do("verify_ledger", place.odoo.config("power-cut"), database)
        assert verdicts and all(verdict["ok"] for verdict in verdicts), verdicts
        assert sum(verdict["checked"] for verdict in verdicts) > len(submitted)
