"""For tests that look at the product from outside (tests/, by hand): real servers on throw-away databases.

    from erp.testing import demo_server, start_server

    with demo_server() as (url, database):            # the demo company, copied for this test run
        ...

    with demo_place() as place:                       # several servers, or a server that is killed and started again
        with demo_database(place) as database:
            with start_server(place, database) as server:
                server.url, server.port, server.process.pid, server.log
"""

import contextlib
import os
import signal
import socket
from dataclasses import dataclass
from pathlib import Path

from . import ground
from .paths import LOGS
from .serve import stop, wait_until_up
from .templates import Templates


@dataclass
class Server:
    url: str
    port: int
    database: str
    process: object
    log: Path

    def kill(self):
        """As the power cut does it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


demo_place = ground.testing


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def database_copy(place, template, name, keep=False):
    place.databases.drop(name)
    place.databases.clone(template, name)
    try:
        yield name
    finally:
        if not keep:
            place.databases.drop(name)


@contextlib.contextmanager
def demo_database(place, name=None, demo=True):
    """A copy of the demo company (`demo=False`: of an empty Chinese company), dropped at the end."""
    template = Templates(place).product(demo=demo)
    with database_copy(place, template, name or f"blackbox_{os.getpid()}") as database:
        yield database


@contextlib.contextmanager
def start_server(place, database, port=None, **options):
    """A real server on this database; `options` are Odoo configuration values (workers=2, …)."""
    port = port or free_port()
    log = LOGS / f"server-{database}.log"
    config = place.odoo.config(f"server-{database}", http_port=port, gevent_port=free_port(), db_name=database,
                               dbfilter=f"^{database}$", http_interface="127.0.0.1", **options)
    with log.open("w", encoding="utf-8") as file:
        process = place.odoo.popen("-c", config, stdout=file)
    try:
        wait_until_up(process, port, log)
        yield Server(f"http://127.0.0.1:{port}", port, database, process, log)
    finally:
        stop(process)
        config.unlink(missing_ok=True)


@contextlib.contextmanager
def demo_server():
    """(url, database) of a server with the demo company."""
    with demo_place() as place, demo_database(place) as database, start_server(place, database) as server:
        yield server.url, server.database
