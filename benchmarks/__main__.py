"""python -m benchmarks -c odoo.conf [--only approval,todo] [--output docs/benchmarks.md]"""

import argparse
import datetime
import importlib
import sys
from pathlib import Path

from . import oca, page
from .ground import Ground

BENCHMARKS = ("confirm_order", "approval", "todo", "ledger", "purchase_report", "request_list", "monthly_plan",
              "comparison", "red_head", "okr_scores", "documents", "register_print")
def main(arguments=None):
    options = _options(arguments)
    ground = Ground(config=options.config, odoo_home=options.odoo_home, template=options.template, keep=options.keep)
    if options.cache:
        ground.cache = Path(options.cache)
    ground.start(extra_addons=[oca.addons_folder(ground.cache)])
    results = []
    try:
        for name in options.only.split(",") if options.only else BENCHMARKS:
            print(f"… {name}", file=sys.stderr, flush=True)
            results.append(importlib.import_module(f"benchmarks.{name}").run(ground))
            print(results[-1].markdown(), flush=True)
        if options.output:
            _write(Path(options.output), results, f"{datetime.date.today()}, {ground.machine()}", bool(options.only))
    finally:
        ground.close()
    return 0 if all(result.met for result in results) else 1


def _write(path, results, where, partly):
    """Write the page; a run of some benchmarks leaves the sections of the others as they are."""
    for result in results:
        result.notes.append(f"*Measured {where}.*")
    known = path.read_text() if partly and path.exists() else ""
    path.write_text(page.merge(known, [result.markdown() for result in results]))


def _options(arguments):
    parser = argparse.ArgumentParser(prog="bin/erp bench", description="Compare with stock Odoo and with OCA's addons.")
    parser.add_argument("-c", "--config", default="", help="Odoo configuration file (server, addons, folders)")
    parser.add_argument("--odoo-home", default="", help="folder to import `odoo` from, if it isn't importable already")
    parser.add_argument("--template", default="", help="database with stock purchasing to clone; made when not given")
    parser.add_argument("--cache", default="", help="folder for OCA's addons")
    parser.add_argument("--only", default="", metavar="NAMES", help=f"some of {','.join(BENCHMARKS)}")
    parser.add_argument("--output", default="", metavar="FILE",
                        help="page to write; with --only its other sections stay")
    parser.add_argument("--keep", action="store_true", help="leave the databases in place")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
