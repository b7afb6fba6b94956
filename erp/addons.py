"""The addons of this project: which there are, in what order, and whether they changed."""

import ast
import hashlib
from dataclasses import dataclass
from pathlib import Path

from .paths import ADDONS
from .progress import Failure

DATA_SUFFIXES = {".py", ".xml", ".csv", ".po", ".json", ".sql"}
OUTSIDE_DATABASE = {"tests", "static", "__pycache__"}  # changes there need no upgrade


@dataclass(frozen=True)
class Addon:
    name: str
    path: Path
    depends: tuple
    digest: str
    is_test: bool


def _read(path):
    manifest = ast.literal_eval((path / "__manifest__.py").read_text(encoding="utf-8"))
    if not manifest.get("installable", True):
        return None
    return Addon(path.name, path, tuple(manifest.get("depends", ())), _digest(path), path.name.startswith("test_"))


def _digest(path):
    result = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path).parts
        if file.suffix in DATA_SUFFIXES and not OUTSIDE_DATABASE.intersection(inside) and file.is_file():
            result.update("/".join(inside).encode() + b"\0" + file.read_bytes() + b"\0")
    return result.hexdigest()[:16]


def all_addons():
    """{name: Addon}, those that others build on first."""
    found = {}
    for manifest in sorted(ADDONS.glob("*/__manifest__.py")):
        try:
            addon = _read(manifest.parent)
        except (SyntaxError, ValueError) as problem:
            raise Failure(f"{manifest} can't be read: {problem}") from problem
        if addon:
            found[addon.name] = addon
    ordered = {}

    def place(name):
        if name in found and name not in ordered:
            for needed in found[name].depends:
                place(needed)
            ordered[name] = found[name]

    for name in found:
        place(name)
    return ordered


def product_addons():
    return product_only(all_addons())


def product_only(addons):
    """Without those that only tests install."""
    return {name: addon for name, addon in addons.items() if not addon.is_test}


def stock_modules(addons):
    """The modules of Odoo itself that these addons stand on."""
    return sorted({needed for addon in addons for needed in addon.depends} - set(all_addons()))


def find(names):
    addons = all_addons()
    unknown = [name for name in names if name not in addons]
    if unknown:
        raise Failure(f"There is no addon {', '.join(unknown)}.", f"choose among {', '.join(addons) or '(none)'}")
    return {name: addons[name] for name in names}


def with_dependencies(everything, only):
    """Those named and all of ours that they build on."""
    needed = {}

    def take(name):
        if name in everything and name not in needed:
            for other in everything[name].depends:
                take(other)
            needed[name] = everything[name]

    for name in only:
        take(name)
    return needed
