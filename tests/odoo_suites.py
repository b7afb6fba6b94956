"""Odoo's own test suites with and without our addons: no test may fail with them that passes without.

Both runs take every test (at_install and post_install) on a complete registry, in a database of its own without demo
data and without a second language; with our addons every control is off, as in a company that doesn't use our rules.
"""
import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
SUITES = ("purchase", "purchase_requisition", "purchase_stock")
MODULES = ("purchase_stock", "purchase_requisition", "hr", "account", "portal", "rpc")
ADDONS = ("company_procurement",)
PREFIX = "erp_suites_"
BROKEN = {"failed", "error"}
SWITCH_OFF = """
env["company.control.setting"].search([]).unlink()
env["company.control"].search([]).write({"default_mode": "off"})
env.cr.commit()
"""


@dataclass
class Run:
    """What one run of the suites gave: test id → passed, failed, error or skipped."""

    outcomes: dict = field(default_factory=dict)

    @classmethod
    def of_junit(cls, path):
        outcomes = {}
        for case in ElementTree.parse(path).iter("testcase"):
            name = f"{case.get('classname')}.{case.get('name')}"
            marks = [child.tag for child in case if child.tag in ("failure", "error", "skipped")]
            outcome = {"failure": "failed", "error": "error", "skipped": "skipped"}[marks[0]] if marks else "passed"
            if outcomes.get(name) not in BROKEN:
                outcomes[name] = outcome
        return cls(outcomes)

    @property
    def broken(self):
        return {name for name, outcome in self.outcomes.items() if outcome in BROKEN}

    def summary(self):
        counts = {}
        for outcome in self.outcomes.values():
            counts[outcome] = counts.get(outcome, 0) + 1
        return counts


@dataclass
class Comparison:
    bare: Run
    with_addons: Run

    @property
    def regressions(self):
        """Tests that fail with our addons, and only then; or that no longer run at all."""
        ran = {name for name, outcome in self.bare.outcomes.items() if outcome == "passed"}
        still_passed = {name for name, outcome in self.with_addons.outcomes.items() if outcome == "passed"}
        return sorted((self.with_addons.broken - self.bare.broken) | (ran - still_passed))

    def as_dict(self):
        return {"bare": self.bare.summary(), "with_addons": self.with_addons.summary(),
                "broken_without_us": sorted(self.bare.broken), "regressions": self.regressions,
                "runs": {"bare": asdict(self.bare), "with_addons": asdict(self.with_addons)}}


class Suites:
    """`place` is an erp.ground.Ground: Odoo's source, a PostgreSQL server, its databases."""

    def __init__(self, place, folder=None):
        self.odoo = place.odoo
        self.databases = place.databases
        self.folder = Path(folder or ROOT / ".data" / "odoo-suites")
        self.folder.mkdir(parents=True, exist_ok=True)

    def compare(self, addons=ADDONS, fresh=False):
        """Run both (the bare run only when its result isn't there yet, or `fresh`) and keep the result as JSON."""
        junit = self.folder / f"bare-{self.odoo.source.version}.xml"
        if fresh or not junit.exists():
            self._run("bare", (), junit)
        bare = Run.of_junit(junit)
        junit = self.folder / "with_addons.xml"
        self._run("ours", addons, junit, again=lambda run: sorted(run.broken - bare.broken))
        result = Comparison(bare, Run.of_junit(junit))
        (self.folder / "result.json").write_text(json.dumps(result.as_dict(), indent=1, ensure_ascii=False))
        return result

    def _run(self, name, addons, junit, again=None):
        """One database, one run; `again` names tests that get a second chance alone (a tour on a busy machine)."""
        database = PREFIX + name
        self._template()
        self.databases.drop(database)
        self.databases.clone(PREFIX + "template", database)
        try:
            if addons:
                self._odoo(database, "-i", ",".join(addons), log=f"suites-{name}-install")
                self._switch_rules_off(database)
            self._pytest(database, [self._tests(suite) for suite in SUITES], junit)
            doubtful = again(Run.of_junit(junit)) if again else []
            if doubtful:
                second = junit.with_suffix(".again.xml")
                self._pytest(database, [self._node(test) for test in doubtful], second)
                _replace_outcomes(junit, second)
        finally:
            self.databases.drop(database)

    def _template(self):
        name = PREFIX + "template"
        if not self.databases.exists(name):
            self.databases.create(name + "_new")
            self._odoo(name + "_new", "-i", ",".join(MODULES), log="suites-template")
            self.databases.rename(name + "_new", name)

    def _odoo(self, database, *arguments, log):
        config = self.odoo.config("suites", log_level="warn")
        self.odoo.run("-c", config, "-d", database, *arguments, "--stop-after-init", "--no-http", log=log)

    def _switch_rules_off(self, database):
        config = self.odoo.config("suites", log_level="warn")
        subprocess.run(self.odoo.command("shell", "-c", config, "-d", database, "--no-http"), input=SWITCH_OFF,
                       text=True, check=True, capture_output=True, env=self.odoo.environment(), cwd=ROOT)

    def _pytest(self, database, targets, junit):
        config = self.odoo.config("suites", log_level="critical")
        command = [sys.executable, "-m", "pytest", "-c", os.devnull, f"--rootdir={self._addons(SUITES[0])}",
                   "-p", "no:cacheprovider", "-q", "--tb=short", f"--odoo-config={config}",
                   f"--odoo-database={database}", "--odoo-http", f"--junitxml={junit}", "-o", "junit_family=xunit1",
                   *map(str, targets)]
        with open(junit.with_suffix(".log"), "w", encoding="utf-8") as log:
            code = subprocess.run(command, check=False, env=self.odoo.environment(), cwd=self.folder, stdout=log,
                                  stderr=subprocess.STDOUT).returncode
        if code not in (0, 1):
            raise RuntimeError(f"Odoo's suites didn't run; the output is {junit.with_suffix('.log')}")

    def _addons(self, module):
        """The addons folder that has the module with its tests."""
        return next(path for path in self.odoo.source.addons_paths if (path / module / "tests").is_dir())

    def _tests(self, module):
        return self._addons(module) / module / "tests"

    def _node(self, test):
        *module, cls, name = test.split(".")
        return f"{self._addons(module[0]).joinpath(*module)}.py::{cls}::{name}"


def _replace_outcomes(junit, second):
    """Take the outcomes of the second run for the tests in it."""
    tree = ElementTree.parse(junit)
    newer = {(case.get("classname"), case.get("name")): case for case in ElementTree.parse(second).iter("testcase")}
    for suite in tree.iter("testsuite"):
        for case in list(suite.findall("testcase")):
            replacement = newer.get((case.get("classname"), case.get("name")))
            if replacement is not None:
                suite.remove(case)
                suite.append(replacement)
    tree.write(junit, encoding="utf-8", xml_declaration=True)


def report(comparison):
    """A few lines for the terminal."""
    def counts(run):
        return ", ".join(f"{number} {outcome}" for outcome, number in sorted(run.summary().items()))
    lines = [f"without our addons: {counts(comparison.bare)}", f"with our addons:    {counts(comparison.with_addons)}"]
    lines += [f"  fails without us too: {name}" for name in sorted(comparison.bare.broken)]
    lines += [f"  FAILS ONLY WITH US: {name}" for name in comparison.regressions]
    return "\n".join(lines)
