"""Cached databases to copy from. A template's name holds a hash of all that it was made of, so it is never stale.

    tpl_stock_…    Odoo's own modules that our addons stand on, no demo data
    tpl_china_…    the same in a Chinese company (country, currency, chart of accounts)
    tpl_erp_…      with our addons on top, with or without their demo data

A template is built under another name and renamed at the end: an interrupted build leaves nothing that looks finished.
"""

import contextlib
import hashlib
import json
import time

from . import addons as addon_list
from .paths import DATA
from .progress import Failure, locked, notice, step
from .runner import allowed_problems, problems

LANGUAGE = "zh_CN"
LAYOUT = 2  # raise when the way templates are built changes
DIGESTS = "company_erp.addon_digests"  # the parameter that tells from which sources a database was made
COMPLAINTS = "company_erp.install_complaints"
LOCALISATION = ("l10n_cn",)
KEPT = {"tpl_stock": 2, "tpl_china": 2, "tpl_erp": 5}


class Templates:
    def __init__(self, place):
        self.odoo = place.odoo
        self.databases = place.databases

    def stock(self, modules):
        """Odoo's modules on an empty database, for tests: nothing in it is Chinese but the language."""
        def build(database):
            self.databases.create(database)
            self.install(database, modules, "--load-language", LANGUAGE)

        return self._cached("tpl_stock", [modules], "Installing Odoo's own modules (a minute and a half)", build)

    def china(self, modules):
        """The same in a Chinese company."""
        return self._cached("tpl_china", [modules],
                            "Installing Odoo's own modules in a Chinese company (a minute and a half)",
                            lambda database: self.make_chinese(database, modules))

    def make_chinese(self, database, modules):
        """A new database with a Chinese company; the chart of accounts and the currency follow from its country."""
        self.databases.create(database)
        self.install(database, ["base"], "--load-language", LANGUAGE)
        self.odoo.do("localise", self.odoo.config("build"), database)
        self.install(database, [*modules, *LOCALISATION])

    def product(self, demo=False, only=(), tests=False, language=LANGUAGE):
        """Our addons (all, or `only` some with what they need) on top; `tests`: on the plain stock database."""
        everything = addon_list.all_addons() if tests else addon_list.product_addons()
        chosen = addon_list.with_dependencies(everything, only) if only else everything
        modules = addon_list.stock_modules(everything.values())
        parts = [modules, {name: addon.digest for name, addon in chosen.items()}, demo, tests, language]
        name = self._name("tpl_erp", parts)
        if self.databases.exists(name):
            return self._used(name)
        base = self.stock(modules) if tests else self.china(modules)

        def build(database):
            self.databases.clone(base, database)
            if chosen:
                self.install_ours(database, chosen, demo)
            if not tests:
                self.odoo.do("set_language", self.odoo.config("build"), database, code=language)
            self.odoo.do("render_assets", self.odoo.config("build"), database)

        return self._cached("tpl_erp", parts, f"Installing our addons ({', '.join(chosen) or 'none yet'})", build)

    # -- building ------------------------------------------------------------------------------------------------

    def _name(self, kind, parts):
        key = json.dumps([LAYOUT, self.odoo.source.version, parts], sort_keys=True)
        return f"{kind}_{hashlib.sha256(key.encode()).hexdigest()[:12]}"

    def _cached(self, kind, parts, text, build):
        name = self._name(kind, parts)
        with locked(DATA / f"{kind}.lock", "build of the same database"):
            if not self.databases.exists(name):
                unfinished = f"building_{name}"
                self.databases.drop(unfinished)
                with step(text):
                    build(unfinished)
                self.databases.rename(unfinished, name)
                self._forget_old(kind)
        return self._used(name)

    def _used(self, name):
        with self.databases.cursor() as cursor:
            cursor.execute(f"COMMENT ON DATABASE {name} IS 'used {time.time():.0f}'")
        return name

    def _forget_old(self, kind):
        """Keep the templates used last, and drop those of former states of the sources."""
        with self.databases.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) "
                           "ORDER BY shobj_description(oid, 'pg_database') DESC NULLS FIRST", [f"{kind}_"])
            names = [name for (name,) in cursor.fetchall()]
        for name in names[KEPT[kind]:]:
            self.databases.drop(name)

    def install(self, database, modules, *options):
        """`odoo -i`; gives the log."""
        return self.odoo.run("-c", self.odoo.config("build"), "-d", database, "-i", ",".join(modules),
                             "--stop-after-init", "--no-http", *options, log=f"install-{database}")

    def install_ours(self, database, chosen, demo):
        """Our addons; their demo data without that of Odoo (a company full of strangers)."""
        with self.demo_allowed(database, demo, chosen):
            output = self.install(database, list(chosen), *(["--with-demo"] if demo else []))
        found = problems(output, allowed_problems())
        for line in found[:5]:
            notice(line[:200])
        self._set_parameter(database, COMPLAINTS, found)
        if any("demo data failed" in line for line in found):
            raise Failure("The demo data could not be installed.", f"see install-{database}.log in .data/log")
        self.remember(database, chosen)

    @contextlib.contextmanager
    def demo_allowed(self, database, demo, ours):
        """Odoo gives demo data only to an addon whose dependencies have it: say so for the time of the installation."""
        if demo:
            self._mark_demo(database, True, ours)
        try:
            yield
        finally:
            if demo:
                self._mark_demo(database, False, ours)

    def _mark_demo(self, database, value, ours):
        with self.databases.cursor(database) as cursor:
            cursor.execute("UPDATE ir_module_module SET demo = %s WHERE state = 'installed' AND name <> ALL(%s)",
                           [value, list(ours)])

    def has_demo(self, database):
        with self.databases.cursor(database) as cursor:
            cursor.execute("SELECT demo FROM ir_module_module WHERE name = 'company_base'")
            return any(demo for (demo,) in cursor.fetchall())

    # -- what a database was made of -----------------------------------------------------------------------------

    def remember(self, database, chosen):
        self._set_parameter(database, DIGESTS,
                            {**self.recorded(database), **{name: addon.digest for name, addon in chosen.items()}})

    def recorded(self, database):
        return self._parameter(database, DIGESTS) or {}

    def complaints(self, database):
        """What Odoo logged at level WARNING and above when our addons were installed."""
        return self._parameter(database, COMPLAINTS) or []

    def _set_parameter(self, database, key, value):
        with self.databases.cursor(database) as cursor:
            cursor.execute("INSERT INTO ir_config_parameter (key, value) VALUES (%s, %s) "
                           "ON CONFLICT (key) DO UPDATE SET value = excluded.value", [key, json.dumps(value)])

    def _parameter(self, database, key):
        with self.databases.cursor(database) as cursor:
            cursor.execute("SELECT value FROM ir_config_parameter WHERE key = %s", [key])
            row = cursor.fetchone()
        return json.loads(row[0]) if row else None

    def installed(self, database):
        with self.databases.cursor(database) as cursor:
            cursor.execute("SELECT name FROM ir_module_module WHERE state IN ('installed', 'to upgrade')")
            return {name for (name,) in cursor.fetchall()}
