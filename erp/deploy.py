"""python3 -m erp.deploy NAME [--demo] [--lang zh_CN]: make or upgrade the database of a server that is run otherwise.

Used by the `setup` service of docker-compose.yml, and on a server without Docker. The PostgreSQL server is the one of
PGHOST, PGUSER and PGPASSWORD; Odoo is the importable one or that of ODOO_HOME; the files go to $ERP_DATA.
"""

import argparse
import os
import sys

from . import addons as addon_list
from . import odoo_source, postgres
from .database import Databases
from .ground import Ground
from .paths import DATA, make_folders
from .progress import Failure, fail, say, step
from .runner import Odoo
from .serve import check_name, upgrade
from .templates import LANGUAGE, Templates


def main():
    parser = argparse.ArgumentParser(prog="python3 -m erp.deploy")
    parser.add_argument("name")
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--lang", default=LANGUAGE)
    arguments = parser.parse_args()
    try:
        make_folders()
        deploy(arguments.name, arguments.demo, arguments.lang)
    except Failure as problem:
        return fail(problem)
    return 0


def deploy(name, demo, language):
    check_name(name)
    odoo = Odoo(odoo_source.find(), postgres.External(), DATA)
    place = Ground(odoo, Databases(odoo.server, DATA))
    ours = addon_list.product_addons()
    if place.databases.exists(name) and place.databases.has_odoo(name):
        upgrade(place, name, ours)
    else:
        with step(f"Making the database {name}"):
            _make(place, name, ours, demo, language)
    say(f"The database {name} is up to date.")


def _make(place, name, ours, demo, language):
    """Under another name first, so that an interruption leaves nothing that looks finished."""
    templates, unfinished = Templates(place), f"building_{name}"
    place.databases.drop(unfinished)
    templates.make_chinese(unfinished, addon_list.stock_modules(ours.values()))
    templates.install_ours(unfinished, ours, demo)
    config = place.odoo.config("build")
    place.odoo.do("set_language", config, unfinished, code=language)
    if os.environ.get("ERP_ADMIN_PASSWORD"):
        place.odoo.do("set_admin_password", config, unfinished)
    place.databases.rename(unfinished, name)


if __name__ == "__main__":
    sys.exit(main())
