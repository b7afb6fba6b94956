"""python -m benchmarks -c odoo.conf [--only approval,todo] [--output docs/benchmarks.md]"""

import argparse
import datetime
import importlib
import sys
from pathlib import Path

from . import oca
from .ground import Ground

BENCHMARKS = ("confirm_order", "approval", "todo", "ledger", "purchase_report", "request_list", "monthly_plan",
              "comparison", "red_head", "okr_scores", "documents", "register_print")
PREFACE = """# Benchmarks

Ratios against stock Odoo and against OCA's tier validation, measured in one process and on one database server, the
competitors taking turns; times are medians, ratios the median of the ratios round by round. Made by `bin/erp bench`.

Last run: {date}, on {machine}.
"""


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
            preface = PREFACE.format(date=datetime.date.today(), machine=ground.machine())
            Path(options.output).write_text("\n".join([preface, *(result.markdown() for result in results)]))
    finally:
        ground.close()
    return 0 if all(result.met for result in results) else 1


def _options(arguments):
    parser = argparse.ArgumentParser(prog="bin/erp bench", description="Compare with stock Odoo and with OCA's addons.")
    parser.add_argument("-c", "--config", default="", help="Odoo configuration file (server, addons, folders)")
    parser.add_argument("--odoo-home", default="", help="folder to import `odoo` from, if it isn't importable already")
    parser.add_argument("--template", default="", help="database with stock purchasing to clone; made when not given")
    parser.add_argument("--cache", default="", help="folder for OCA's addons")
    parser.add_argument("--only", default="", metavar="NAMES", help=f"some of {','.join(BENCHMARKS)}")
    parser.add_argument("--output", default="", metavar="FILE", help="write the result as Markdown")
    parser.add_argument("--keep", action="store_true", help="leave the databases in place")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
