"""What each sub-command does. Runs inside .venv."""

import subprocess
from pathlib import Path

from . import addons, bench, ground, i18n, odoo_source, postgres, serve, templates, testrun
from .progress import Failure, say
from .runner import Odoo


def run(arguments):
    return COMMANDS[arguments.command](arguments)


def translations(arguments):
    chosen = addons.find(arguments.addons) if arguments.addons else addons.product_addons()
    if arguments.config or arguments.db:
        if not (arguments.config and arguments.db):
            raise Failure("--db and --config belong together.", "give both, or none of them")
        odoo = Odoo(odoo_source.find(), postgres.Configured())
        return _translate(odoo, Path(arguments.config).resolve(), arguments.db, chosen, arguments.check)
    with ground.testing() as place:
        database = templates.Templates(place).product(only=chosen, tests=True)
        config = place.odoo.config("i18n")
        return _translate(place.odoo, config, database, chosen, arguments.check)


def _translate(odoo, config, database, chosen, check):
    lines = []
    for addon in chosen.values():
        lines += i18n.update(odoo, config, database, addon, write=not check)
    for line in lines:
        say(line)
    say(f"{len(lines)} to do" if lines else f"Translations complete: {', '.join(chosen)}")
    return 1 if lines else 0


def shell(arguments):
    with ground.serving(arguments) as place:
        _need(place, arguments.db)
        config = place.odoo.config("shell")
        return subprocess.call(place.odoo.command("shell", "-c", config, "-d", arguments.db, "--no-http"),
                               env=place.odoo.environment())


def verify_ledger(arguments):
    """Whoever keeps the printed heads elsewhere can tell later that nothing was cut off at the end, either."""
    with ground.serving(arguments) as place:
        _need(place, arguments.db)
        lines = place.odoo.do("verify_ledger", place.odoo.config("shell"), arguments.db)
    for line in lines:
        broken = line["broken"]
        verdict = f"BROKEN at entry {broken['entry_id']}: {broken['problem']}" if broken else "the chain holds"
        waiting = f", {line['pending']} not yet sealed" if line["pending"] else ""
        say(f"{line['company']}: {line['checked']} entries{waiting}, {verdict}; head {line['head']}")
    return 0 if all(line["ok"] for line in lines) else 1


def _need(place, database):
    if not place.databases.exists(database):
        raise Failure(f"There is no database {database}.", f"bin/erp serve --db {database} makes it")


def stop(_arguments):
    for name in ("pg", "pg-test"):
        say(f"{name}: {'stopped' if postgres.stop_leftover(name) else 'was not running'}")


COMMANDS = {
    "serve": serve.serve,
    "demo-reset": serve.demo_reset,
    "test": testrun.run,
    "bench": bench.run,
    "shell": shell,
    "verify-ledger": verify_ledger,
    "i18n": translations,
    "stop": stop,
}
