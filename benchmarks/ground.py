"""Where the benchmarks stand: Odoo in this process, one database per competitor."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

from erp.database import Databases

ROOT = Path(__file__).resolve().parent.parent
STOCK_MODULES = ("purchase_stock", "purchase_requisition", "hr", "account", "portal", "rpc")
PREFIX = "erp_bench_"


@dataclass
class Ground:
    """One Odoo process with several databases; every competitor is measured inside it, turn by turn."""

    config: str = ""
    odoo_home: str = ""
    template: str = ""
    cache: Path = field(default_factory=lambda: Path.home() / ".cache" / "company-erp")
    keep: bool = False
    databases: dict = field(default_factory=dict)
    server: Databases | None = None

    def start(self, extra_addons=()):
        """Import Odoo, read the configuration and add our addons, the benchmarks' own and ``extra_addons``."""
        if self.odoo_home and self.odoo_home not in sys.path:
            sys.path.insert(0, self.odoo_home)
        from odoo.tools import config

        arguments = ["--log-level=error", "--max-cron-threads=0"]
        if self.config:
            arguments += ["-c", self.config]
        config.parse_config(arguments, setup_logging=True)
        own = [ROOT / "addons", ROOT / "benchmarks" / "addons", *extra_addons]
        paths = [path for path in config["addons_path"] if Path(path) != ROOT / "addons"]
        paths += [str(path) for path in own if any(Path(path).glob("*/__manifest__.py"))]
        config.parse_config([*arguments, f"--addons-path={','.join(paths)}"], setup_logging=True)
        self._silence_mail_server()
        login = SimpleNamespace(host=config["db_host"] or None, port=config["db_port"] or None,
                                user=config["db_user"] or None, password=config["db_password"] or None)
        self.server = Databases(login, Path(config["data_dir"]))

    @staticmethod
    def _silence_mail_server():
        """E-mails are built and queued as usual, but never travel: no benchmark waits for an SMTP server."""
        from odoo.addons.base.models.ir_mail_server import IrMail_Server

        IrMail_Server._connect__ = lambda self, *args, **kwargs: None
        IrMail_Server.send_email = lambda self, message, *args, **kwargs: message["Message-Id"]

    def database(self, name, modules=()):
        """A database with stock purchasing and ``modules``; made once per run, cloned from the template."""
        if name not in self.databases:
            full, template = PREFIX + name, self._template()
            self._release(template, full)
            self.server.drop(full)
            self.server.clone(template, full)
            if modules:
                self._install(full, modules)
            self.databases[name] = full
        return self.databases[name]

    def _template(self):
        if not self.template:
            self.template = PREFIX + "template"
            if not self.server.exists(self.template):
                self.server.create(self.template)
                self._install(self.template, STOCK_MODULES)
        return self.template

    def _install(self, database, modules):
        from odoo.modules.registry import Registry

        Registry.new(database, update_module=True, install_modules=list(modules), new_db_demo=False)
        self._release(database)

    @staticmethod
    def _release(*databases):
        """Forget the registries and connections of these databases, so that they can be cloned or dropped."""
        from odoo.modules.registry import Registry
        from odoo.sql_db import close_db

        for database in databases:
            Registry.delete(database)
            close_db(database)

    def close(self):
        if not self.keep:
            for name in self.databases.values():
                self._release(name)
                self.server.drop(name)
        self.databases.clear()

    def machine(self):
        """What the figures were taken on, for the table's caption."""
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        with self.server.cursor() as cursor:
            cursor.execute("SHOW server_version")
            version = cursor.fetchone()[0].split()[0]
        return f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {sys.version.split()[0]}, PostgreSQL {version}"
