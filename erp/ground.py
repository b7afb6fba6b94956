"""The ground a command stands on: Odoo's source, a PostgreSQL server, the databases in it."""

import contextlib
import os

from . import libraries, odoo_source, postgres
from .database import Databases
from .paths import DATA
from .runner import Odoo


class Ground:
    def __init__(self, odoo, databases):
        self.odoo = odoo
        self.server = odoo.server
        self.databases = databases


@contextlib.contextmanager
def serving(arguments):
    """For the user's own data: crash-safe, in .data/pg, or the PostgreSQL that was named."""
    if arguments.test:
        with testing() as ground:
            yield ground
        return
    external = any((arguments.db_host, arguments.db_port, arguments.db_user, os.environ.get("PGHOST")))
    if external:
        server = postgres.External(arguments.db_host, arguments.db_port, arguments.db_user)
    else:
        server = postgres.Embedded("pg")
    with _on(server, DATA / "odoo") as ground:
        yield ground


@contextlib.contextmanager
def testing():
    """For tests and benchmarks: a server of their own that trades crash safety for speed."""
    with _on(postgres.Embedded("pg-test", fast=True), DATA / "odoo-test") as ground:
        yield ground


@contextlib.contextmanager
def _on(server, data_folder):
    source = odoo_source.find()
    libraries.ensure()
    with server:
        odoo = Odoo(source, server, data_folder)
        data_folder.mkdir(parents=True, exist_ok=True)
        yield Ground(odoo, Databases(server, data_folder))
