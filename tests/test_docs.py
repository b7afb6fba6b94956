"""The documents say what the sources say."""
import ast
import re
import subprocess
import sys

from conftest import ROOT

from benchmarks.page import merge

# documented with the model they are lines of
SECTIONS = {"company.okr.focus.choice.mixin": "company.okr.focus"}


def test_regulations_page_is_up_to_date():
    """S1: clause → control → requirement → test is generated, never stale."""
    check = subprocess.run([sys.executable, "-m", "erp.regulations", "--check"], cwd=ROOT, check=False)
    assert check.returncode == 0, "run: python3 -m erp.regulations"


def test_page_of_benchmarks_keeps_what_was_not_measured():
    """A run of some benchmarks changes their own sections only, and the page is as such a run leaves it."""
    page = (ROOT / "docs/benchmarks.md").read_text()
    assert merge(page, []) == page
    titles = re.findall(r"^## .+", page, re.M)
    changed = merge(page, [f"{titles[1]}\n\nAnew\n", "## Another\n\nFirst\n"])
    assert re.findall(r"^## .+", changed, re.M) == [*titles, "## Another"]
    assert f"{titles[1]}\n\nAnew\n\n{titles[2]}\n" in changed and changed.startswith(page.partition(titles[1])[0])


def test_every_documented_method_exists():
    """S7: every method named in docs/rpc.md is a public method of some addon."""
    documented = set(re.findall(r"`(action_\w+|preview_approval|get_my_count)\(", (ROOT / "docs/rpc.md").read_text()))
    sources = "\n".join(path.read_text() for path in ROOT.glob("addons/company_*/**/*.py"))
    missing = {name for name in documented if f"def {name}(" not in sources}
    assert documented and not missing, missing


def test_every_front_door_is_documented():
    """S7: no public action of a business document is missing from docs/rpc.md."""
    page = (ROOT / "docs/rpc.md").read_text()
    doors = set()
    for path in ROOT.glob("addons/company_*/models/company_*.py"):
        doors |= set(re.findall(r"def (action_\w+)\(", path.read_text()))
    views = {name for name in doors if re.match(r"action_(open|view|print|show)", name)}
    assert not {name for name in doors - views if name not in page}


def test_front_doors_of_okr_stand_in_the_section_of_their_model():
    """S7: docs/rpc.md has a section per model of company_okr, with every public action and its arguments."""
    text = (ROOT / "docs/rpc.md").read_text()
    sections = dict(re.findall(r"^## (company\.okr\.[\w.]+)[^\n]*\n(.*?)(?=^## |\Z)", text, re.M | re.S))
    doors = list(_doors("company_okr"))
    assert len(doors) > 30
    assert not [door for model, door in doors if f"`{door}`" not in sections.get(model, "")]


def _doors(addon):
    """(model, "action_name(argument, option=default)") of the public actions in the models of an addon."""
    for path in sorted(ROOT.glob(f"addons/{addon}/models/*.py")):
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.ClassDef):
                continue
            names = {target.id: statement.value for statement in node.body if isinstance(statement, ast.Assign)
                     for target in statement.targets}
            name = names.get("_name") or names.get("_inherit")
            model = ast.literal_eval(name) if name else ""
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and method.name.startswith("action_"):
                    yield SECTIONS.get(model, model), _signature(method)


def _signature(method):
    arguments = ast.unparse(method.args).removeprefix("self").removeprefix(", ").replace("'", '"')
    return f"{method.name}({arguments})"
