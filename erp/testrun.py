"""bin/erp test: the addons' tests, the black-box tests, the quality checks; one closing line with the sum."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from xml.etree import ElementTree

from . import addons as addon_list
from . import checks, ground, libraries
from .paths import DATA, LOGS, ROOT
from .progress import Failure, say, step
from .runner import die_with_parent
from .templates import Templates
from .testing import database_copy

RESULTS = DATA / "test-results"
CHROMIUM = ("chromium", "google-chrome", "google-chrome-stable", "chrome")


@dataclass
class Tally:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: list = field(default_factory=list)

    def check(self, name, problems):
        """A quality check counts as one test."""
        if problems:
            self.failed += 1
            self.failures.append(name)
            say(f"  FAILED {name}")
            for line in problems[:40]:
                say(f"    {line[:400]}")
            if len(problems) > 40:
                say(f"    … and {len(problems) - 40} more")
        else:
            self.passed += 1
            say(f"  passed {name}")

    def add_junit(self, name, path, code):
        suites = list(ElementTree.parse(path).iter("testsuite")) if path.exists() else []
        numbers = {key: sum(int(suite.get(key, 0)) for suite in suites)
                   for key in ("tests", "failures", "errors", "skipped")}
        failed = numbers["failures"] + numbers["errors"]
        if code not in (0, 1) or code and not failed:
            failed += 1  # pytest itself broke: a crash, an interrupt, no test found
            say(f"  {name}: pytest ended with code {code}")
        self.failed += failed
        self.skipped += numbers["skipped"]
        self.passed += max(0, numbers["tests"] - numbers["failures"] - numbers["errors"] - numbers["skipped"])
        if failed:
            self.failures.append(name)


def run(arguments):
    begun = time.monotonic()
    named = bool(arguments.addons)
    chosen = _chosen(arguments.addons)
    if not arguments.fast:
        _need_browser()
    tally = Tally()
    with step("Checking style and files"):
        for name, problems in checks.style(chosen).items():
            tally.check(name, problems)
    with ground.testing() as place:
        try:
            _addon_tests(place, chosen, arguments, tally)
            if not arguments.fast and not named:
                _outside(place, chosen, tally)
        except Failure as problem:
            tally.check("set-up", str(problem).splitlines())
    if not arguments.fast and not named:
        _black_box(tally)
    if tally.failures:
        say("\nFailed: " + ", ".join(tally.failures))
    say(f"\nTook {time.monotonic() - begun:.0f} s.")
    say(f"{tally.passed} passed, {tally.failed} failed" + (f", {tally.skipped} skipped" if tally.skipped else ""))
    return 1 if tally.failed else 0


def _chosen(names):
    if not names:
        return addon_list.all_addons()
    everything = addon_list.all_addons()
    testing = [f"test_{name}" for name in names if f"test_{name}" in everything]
    return addon_list.find(dict.fromkeys([*names, *testing]))


def _need_browser():
    if not any(shutil.which(name) for name in CHROMIUM):
        raise Failure("The browser tests need Chromium.",
                      "apt-get install chromium   (as root), or bin/erp test --fast to leave them out")


# -- the addons ------------------------------------------------------------------------------------------------------

def _addon_tests(place, chosen, arguments, tally):
    templates = Templates(place)
    template = templates.product(only=tuple(chosen) if arguments.addons else (), tests=True)
    tally.check("installation of all addons together", templates.complaints(template))
    with database_copy(place, template, "test", keep=arguments.keep) as database:
        tally.check("translations", checks.translations(place, database, addon_list.product_only(chosen)))
        folders = [addon.path / "tests" for addon in chosen.values() if (addon.path / "tests").is_dir()]
        if folders:
            _run_pytest_odoo(place, database, folders, arguments.fast, tally)
        if arguments.keep:
            say(f"  kept: bin/erp shell --test --db {database}, or bin/erp serve --test --db {database}")


def _run_pytest_odoo(place, database, folders, fast, tally):
    log = LOGS / "tests.log"
    log.unlink(missing_ok=True)
    config = place.odoo.config("test", logfile=log, log_level="warn", http_interface="127.0.0.1", max_cron_threads=0)
    environment = {**place.odoo.environment(), **({"ERP_FAST": "1"} if fast else {})}
    environment["PYTHONPATH"] += os.pathsep + str(ROOT)
    with step("Running the addons' tests"):
        _pytest("addons", [f"--odoo-config={config}", f"--odoo-database={database}", "--odoo-http",
                           "--odoo-log-level=warn", "-p", "erp.pytest_plugin",
                           *(folder.relative_to(ROOT) for folder in folders)], environment, tally)
    tally.check("log of the addons' tests without warnings", checks.log_lines(log))


def _pytest(name, arguments, environment, tally):
    RESULTS.mkdir(parents=True, exist_ok=True)
    junit = RESULTS / f"{name}.xml"
    junit.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "--tb=short", "--durations=8", f"--junitxml={junit}",
               *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, preexec_fn=die_with_parent)
    try:
        code = process.wait()
    except KeyboardInterrupt:
        process.wait(30)
        raise
    tally.add_junit(f"tests of {name}", junit, code)


# -- from outside ----------------------------------------------------------------------------------------------------

def _outside(place, chosen, tally):
    """Each addon alone; the demo company without a complaint."""
    for name in addon_list.product_only(chosen):
        with step(f"Installing and uninstalling {name} alone"):
            tally.check(f"{name} alone", checks.alone(place, name))
    templates = Templates(place)
    tally.check("installation of the demo company", templates.complaints(templates.product(demo=True)))


def _black_box(tally):
    folder = ROOT / "tests"
    if not any(folder.glob("test_*.py")):
        return
    environment = {**os.environ, **libraries.environment(), "PYTHONPATH": str(ROOT)}
    with step("Running the black-box tests"):
        _pytest("black-box", ["-p", "no:odoo", "tests"], environment, tally)
