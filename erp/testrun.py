"""bin/erp test: the addons' tests, the black-box tests, the quality checks; one closing line with the sum."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from . import addons as addon_list
from . import checks, ground, libraries
from .paths import DATA, LOGS, ROOT
from .progress import Failure, say, step
from .runner import die_with_parent
from .templates import Templates
from .testing import database_copy, free_port

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
        files = [file for addon in chosen.values() for file in (addon.path / "tests").glob("test_*.py")]
        if files:
            _run_pytest_odoo(place, template, database, files, arguments.fast, tally)
        if arguments.keep:
            say(f"  kept: bin/erp shell --test --db {database}, or bin/erp serve --test --db {database}")


def _run_pytest_odoo(place, template, database, files, fast, tally):
    """The tests in two halves at once, each on a database of its own."""
    shares = [share for share in _shares(files, 2 if (os.cpu_count() or 1) > 1 else 1) if share]
    with contextlib.ExitStack() as stack, step("Running the addons' tests"):
        runs = []
        for number, share in enumerate(shares):
            own = stack.enter_context(database_copy(place, template, f"{database}_{number}")) if number else database
            log = LOGS / f"tests-{number}.log"
            log.unlink(missing_ok=True)
            config = place.odoo.config(f"test-{number}", logfile=log, log_level="warn", http_interface="127.0.0.1",
                                       max_cron_threads=0, http_port=free_port(), gevent_port=free_port())
            environment = {**place.odoo.environment(), **({"ERP_FAST": "1"} if fast else {})}
            environment["PYTHONPATH"] += os.pathsep + str(ROOT)
            runs.append(_start_pytest(f"addons-{number}", [
                f"--odoo-config={config}", f"--odoo-database={own}", "--odoo-http", "--odoo-log-level=warn",
                "-p", "erp.pytest_plugin", *(file.relative_to(ROOT) for file in share)], environment,
                output=LOGS / f"pytest-{number}.log" if number else None))
        for run in runs:
            run.finish(tally)
    for number, _share in enumerate(shares):
        tally.check(f"log of the addons' tests without warnings ({number + 1})",
                    checks.log_lines(LOGS / f"tests-{number}.log"))


def _shares(files, count):
    """Split test files by their size, the largest first."""
    shares, weights = [[] for _ in range(count)], [0] * count
    for file in sorted(files, key=lambda file: (-file.stat().st_size, file)):
        lightest = weights.index(min(weights))
        shares[lightest].append(file)
        weights[lightest] += file.stat().st_size
    return [sorted(share) for share in shares]


@dataclass
class Run:
    """A pytest process; what it says goes to the terminal, or to a file that is shown at the end."""

    name: str
    junit: Path
    process: subprocess.Popen
    output: Path | None

    def finish(self, tally):
        try:
            code = self.process.wait()
        except KeyboardInterrupt:
            self.process.wait(30)
            raise
        if self.output:
            say(self.output.read_text(encoding="utf-8", errors="replace").rstrip())
        tally.add_junit(f"tests of {self.name}", self.junit, code)


def _start_pytest(name, arguments, environment, output=None):
    RESULTS.mkdir(parents=True, exist_ok=True)
    junit = RESULTS / f"{name}.xml"
    junit.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "--tb=short", "--durations=8", f"--junitxml={junit}",
               *map(str, arguments)]
    with contextlib.ExitStack() as stack:
        stdout = stack.enter_context(output.open("wb")) if output else None
        process = subprocess.Popen(command, cwd=ROOT, env=environment, preexec_fn=die_with_parent, stdout=stdout,
                                   stderr=subprocess.STDOUT if stdout else None)
    return Run(name, junit, process, output)


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
        _start_pytest("black-box", ["-p", "no:odoo", "tests"], environment).finish(tally)
