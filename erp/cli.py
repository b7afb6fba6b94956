"""bin/erp: the command line."""

import argparse
import os
import signal
import sys

from . import paths, venv
from .progress import Failure, fail


def _parser():
    parser = argparse.ArgumentParser(prog="bin/erp", description="Company ERP on Odoo 19: run it, test it, measure it.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _running(commands)
    _developing(commands)
    return parser


def _running(commands):
    serve = commands.add_parser("serve", help="start everything and open the ERP on a local port")
    serve.add_argument("--db", default="erp", metavar="NAME", help="database to serve (default: %(default)s)")
    serve.add_argument("--port", type=int, default=8069, help="HTTP port (default: %(default)s)")
    serve.add_argument("--public", action="store_true", help="reachable from other machines, not only from this one")
    serve.add_argument("--no-demo", action="store_true", help="an empty company instead of the demo company")
    serve.add_argument("--lang", default="zh_CN", help="language of the users (default: %(default)s)")
    _database_options(serve)

    reset = commands.add_parser("demo-reset", help="throw the served database away and make the demo company anew")
    reset.add_argument("--db", default="erp", metavar="NAME")
    reset.add_argument("--yes", action="store_true", help="don't ask")
    reset.add_argument("--lang", default="zh_CN")
    _database_options(reset)

    ledger = commands.add_parser("verify-ledger", help="check the ledger's chain of every company")
    ledger.add_argument("--db", default="erp", metavar="NAME")
    _database_options(ledger)

    commands.add_parser("stop", help="stop a PostgreSQL that a killed command left running")


def _developing(commands):
    test = commands.add_parser("test", help="run the tests and the quality checks")
    test.add_argument("addons", nargs="*", metavar="ADDON", help="only these addons (default: everything)")
    test.add_argument("--fast", action="store_true", help="without browser tours and without tests/")
    test.add_argument("--keep", action="store_true", help="keep the test database to look at it")

    bench = commands.add_parser("bench", help="measure against stock Odoo and other addons")
    bench.add_argument("names", nargs="*", metavar="NAME", help="only these benchmarks; the others stay on the page")

    shell = commands.add_parser("shell", help="Odoo's Python shell on the served database")
    shell.add_argument("--db", default="erp", metavar="NAME")
    _database_options(shell)

    i18n = commands.add_parser("i18n", help="refresh the translation files and name untranslated terms")
    i18n.add_argument("addons", nargs="*", metavar="ADDON")
    i18n.add_argument("--db", metavar="NAME", help="a database in which the addons are installed and up to date")
    i18n.add_argument("--config", metavar="FILE", help="Odoo configuration file to reach that database")
    i18n.add_argument("--check", action="store_true", help="write nothing, only tell")


def _database_options(parser):
    group = parser.add_argument_group("an existing PostgreSQL (default: a private one in .data)",
                                      "PGHOST, PGPORT, PGUSER and PGPASSWORD work too")
    group.add_argument("--db-host", metavar="HOST")
    group.add_argument("--db-port", metavar="PORT", type=int)
    group.add_argument("--db-user", metavar="USER")
    group.add_argument("--test", action="store_true", help="the server of bin/erp test (for a kept database)")


def main():
    arguments = _parser().parse_args()
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    try:
        paths.make_folders()
        venv.ensure(development=arguments.command in ("test", "bench"))
        from . import commands  # needs the packages of the venv

        return commands.run(arguments) or 0
    except Failure as problem:
        return fail(problem)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _interrupt(_number, _frame):
    raise KeyboardInterrupt
