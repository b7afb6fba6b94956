"""Quality checks besides the tests. Each gives a list of problems; an empty list is a pass."""

import subprocess
import sys

from . import addons as addon_list
from . import i18n
from .paths import ROOT
from .progress import Failure
from .runner import allowed_problems, problems
from .templates import Templates
from .testing import database_copy, start_server


def _command(*command):
    result = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True)
    output = (result.stdout + result.stderr).strip()
    return (output or f"{command[1:3]} ended with {result.returncode}").splitlines() if result.returncode else []


def _tool(name, *arguments):
    return _command(sys.executable, "-m", name, *arguments)


def style(chosen):
    """{name: problems} of the linters and validators."""
    paths = [addon.path.relative_to(ROOT) for addon in chosen.values()]
    own = [name for name in ("erp", "tests", "benchmarks", "docs") if (ROOT / name).is_dir()]
    scripts = ROOT / ".venv" / "bin"
    results = {"ruff": _tool("ruff", "check", "--output-format=concise", *own, *paths)}
    if paths:
        results["pylint-odoo"] = _tool("pylint", "--rcfile=.pylintrc", *paths)
        results["oca-checks-odoo-module"] = _command(scripts / "oca-checks-odoo-module", *paths)
    files = [file for addon in chosen.values() for file in sorted((addon.path / "i18n").glob("*.po*"))]
    if files:
        results["oca-checks-po"] = _command(scripts / "oca-checks-po", *files)
    results["pip check"] = _tool("pip", "check")
    if (ROOT / "docker-compose.yml").exists():
        results["docker-compose.yml"] = _tool("check_jsonschema", "--builtin-schema", "vendor.compose-spec",
                                              "docker-compose.yml")
    return results


def translations(place, database, chosen):
    config = place.odoo.config("i18n")
    return [line for addon in chosen.values() for line in i18n.update(place.odoo, config, database, addon, write=False)]


def alone(place, name):
    """The addon on a database that has nothing but what it asks for: install, uninstall, start."""
    templates = Templates(place)
    needed = addon_list.with_dependencies(addon_list.all_addons(), [name])
    stock = templates.stock(addon_list.stock_modules(needed.values()))
    found = []
    with database_copy(place, stock, f"alone_{name}") as database:
        try:
            output = templates.install(database, [name])
            found += problems(output, allowed_problems())
            found += uninstall(place, database, name)
        except Failure as problem:
            found += str(problem).splitlines()
    return found


def uninstall(place, database, name):
    config = place.odoo.config("build", db_name=database)
    output = place.odoo.run("module", "uninstall", "-c", config, "-d", database, name, log=f"uninstall-{name}")
    found = problems(output, allowed_problems())
    if name in Templates(place).installed(database):
        found.append(f"{name} is still installed after its uninstallation")
    with start_server(place, database) as server:
        pass
    return found + problems(server.log.read_text(encoding="utf-8", errors="replace"), allowed_problems())


def log_lines(path):
    """Warnings in the log of a test run."""
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    return problems(text, allowed_problems())

