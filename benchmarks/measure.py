"""Calls as a client makes them, timed and with their queries counted."""

import gc
import statistics
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Call:
    seconds: float
    queries: int
    result: object = None


def timed(database, uid, model, method, *args, **kwargs):
    """An RPC call behind the password check: new environment, retries, commit, hooks after commit.

    Odoo's look for changes by other processes, one query before each request, is left out.
    """
    from odoo.modules.registry import Registry
    from odoo.service.model import execute_cr

    registry = Registry(database).check_signaling()

    def call():
        with registry.cursor() as cr:
            return execute_cr(cr, uid, model, method, args, kwargs)

    result = stopwatch(call)
    registry.signal_changes()
    return result


def execute(database, uid, model, method, *args, **kwargs):
    return timed(database, uid, model, method, *args, **kwargs).result


def stopwatch(function):
    from odoo import sql_db

    queries, start = sql_db.sql_counter, time.perf_counter()
    result = function()
    return Call(time.perf_counter() - start, sql_db.sql_counter - queries, result)


@contextmanager
def environment(database, uid=1):
    """An environment for preparing data; commits at the end."""
    from odoo import api
    from odoo.modules.registry import Registry

    with Registry(database).cursor() as cr:
        yield api.Environment(cr, uid, {})


def analyze(database, *tables):
    with environment(database) as env:
        for table in tables:
            env.cr.execute(f"ANALYZE {table}")


def vacuum(database, *tables):
    """What the server does by itself a minute after many rows were written.

    Again where another transaction still kept it from marking the pages as visible to all: with or without those
    marks queries take other plans.
    """
    from odoo.sql_db import db_connect

    with db_connect(database).cursor() as cr:
        cr._cnx.autocommit = True
        try:
            for table in tables:
                for _attempt in range(30):
                    cr.execute(f"VACUUM ANALYZE {table}")
                    cr.execute("SELECT relallvisible >= relpages * 0.9 FROM pg_class WHERE oid = %s::regclass", [table])
                    if cr.fetchone()[0]:
                        break
                    time.sleep(1)
        finally:
            cr._cnx.autocommit = False


def interleave(contestants, rounds, warm_up=3):
    """Let the contestants run in turn, the first place changing each round; {name: [Call]}.

    ``contestants`` is {name: function(round) -> Call}. Rounds of the warm-up are numbered first and not kept.
    """
    calls = defaultdict(list)
    names = list(contestants)
    gc.collect()
    gc.freeze()
    try:
        for number in range(rounds + warm_up):
            turn = names[number % len(names):] + names[:number % len(names)]
            for name in turn:
                call = contestants[name](number)
                if number >= warm_up:
                    calls[name].append(call)
    finally:
        gc.unfreeze()
    return calls


def milliseconds(calls):
    return statistics.median(call.seconds for call in calls) * 1000


def queries(calls):
    return statistics.median(call.queries for call in calls)


def ratio(calls, reference):
    """Median of the ratios round by round: what else the machine does meets both sides of a round."""
    return statistics.median(one.seconds / other.seconds for one, other in zip(calls, reference))
