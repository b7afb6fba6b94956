"""Find Odoo 19: ODOO_HOME, an importable odoo, the user's cache, or Debian's package put into that cache."""

import contextlib
import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import apt
from .paths import CACHE
from .progress import Failure, locked, notice, step

SERIES = "19.0"
TESTED = "19.0.0+dfsg-1"
SUITE = "sid"  # the Debian suite that carries the package odoo-19
LINKED_PACKAGES = (
    "fonts-font-awesome", "fonts-inconsolata", "fonts-montserrat", "fonts-ocr-b", "fonts-roboto-unhinted",
    "fonts-glyphicons-halflings", "libjs-jquery", "libjs-jquery-form", "libjs-underscore",
)
# Debian leaves this file out; without it the web client logs an error on every page.
STUBS = {"mail": "static/lib/selfie_segmentation/selfie_segmentation.js"}
PACKAGES_FOLDER = "usr/lib/python3/dist-packages"

DOCKER_WAY = """with Docker instead:

    cp .env.example .env          # and set the passwords in it
    docker compose up --build     # http://localhost:8069

  or point ODOO_HOME at a checkout of Odoo 19 (the folder that holds odoo/ and addons/)"""


@dataclass(frozen=True)
class OdooSource:
    python_path: Path  # the folder to import `odoo` from
    addons_paths: tuple
    version: str  # names the exact source; part of the key of cached databases


def find():
    for look in (_from_environment, _from_import, _from_cache):
        source = look()
        if source:
            return source
    with locked(CACHE / "odoo.lock", "download of Odoo"):
        return _from_cache() or _from_debian()


def _from_environment():
    home = os.environ.get("ODOO_HOME")
    if not home:
        return None
    source = _at(Path(home).expanduser()) or _at(Path(home).expanduser() / PACKAGES_FOLDER)
    if not source:
        raise Failure(f"ODOO_HOME is set to {home}, but there is no Odoo {SERIES} in it.",
                      "correct ODOO_HOME, or unset it to let bin/erp find Odoo itself")
    return source


def _from_import():
    with contextlib.suppress(ImportError, ValueError):
        spec = importlib.util.find_spec("odoo")
        for location in (spec and spec.submodule_search_locations) or ():
            source = _at(Path(location).parent)
            if source:
                return source
    return None


def _from_cache():
    found = [source for folder in CACHE.glob(f"odoo-{SERIES}*") if (source := _at(folder / PACKAGES_FOLDER))]
    found.sort(key=lambda source: (source.version != TESTED, source.version))
    return found[0] if found else None


def _at(folder):
    """The source in this folder if it is Odoo of our series."""
    release = folder / "odoo" / "release.py"
    if not release.is_file():
        return None
    match = re.search(r"^version_info = \((\d+), (\d+)", release.read_text(encoding="utf-8"), re.MULTILINE)
    if not match or ".".join(match.groups()) != SERIES:
        return None
    addons = tuple(path for path in (folder / "odoo" / "addons", folder / "addons") if path.is_dir())
    mark = next((parent / ".version" for parent in folder.parents if (parent / ".version").is_file()), None)
    version = mark.read_text(encoding="utf-8").strip() if mark else _checkout_version(folder)
    return OdooSource(folder, addons, version)


def _checkout_version(folder):
    head = subprocess.run(["git", "-C", str(folder), "rev-parse", "HEAD"], capture_output=True, text=True)
    stamp = int((folder / "odoo" / "release.py").stat().st_mtime)
    return f"{SERIES}-{head.stdout.strip()[:12] or stamp}"


def _from_debian():
    if not apt.available():
        raise Failure(f"No Odoo {SERIES} found, and this is not a Debian-like machine that could fetch it.", DOCKER_WAY)
    archive = apt.Archive(SUITE)
    try:
        with step("Looking for Odoo 19 among Debian's packages"):
            version = archive.candidate("odoo-19")
        if not version or not version.startswith(SERIES):
            raise Failure(f"Debian offers odoo-19 in version {version or 'none'}; this project needs {SERIES}.",
                          DOCKER_WAY)
        if version != TESTED:
            notice(f"Debian offers Odoo {version}; tested with {TESTED}. Going on with it.")
        with step("Fetching Odoo 19 (122 MB) and the fonts and scripts it links to"):
            files = archive.download("odoo-19")
            linked, rest = _download_linked()
            rest = archive.download(*rest) if rest else []
    except Failure as problem:
        if problem.next_step == DOCKER_WAY:
            raise
        retry = problem.next_step or "run the command again"
        raise Failure(problem.message, f"{retry};\n  or go on {DOCKER_WAY}") from problem
    with step("Unpacking Odoo 19 (1.1 GB)"):
        return _unpack(version, files + linked + rest, archive)


def _download_linked():
    """The machine's own suite first (newer suites renamed some of the files), then the suite of Odoo."""
    own = apt.Archive()
    here = [package for package in LINKED_PACKAGES if own.candidate(package)]
    return own.download(*here), [package for package in LINKED_PACKAGES if package not in here]


def _unpack(version, files, archive):
    final = CACHE / f"odoo-{version.replace('+', '-')}"
    _remove_leftovers()
    if shutil.disk_usage(CACHE).free < 1_500_000_000:
        raise Failure(f"Not enough room in {CACHE}: unpacking Odoo needs 1.5 GB.", "free some disk space")
    temporary = CACHE / f".unpacking-{os.getpid()}"
    apt.unpack(files, temporary)
    _put_stubs(_at(temporary / PACKAGES_FOLDER))
    _repair_links(temporary, archive)
    (temporary / ".version").write_text(version, encoding="utf-8")
    shutil.rmtree(final, ignore_errors=True)
    temporary.rename(final)
    return _at(final / PACKAGES_FOLDER)


def _put_stubs(source):
    for module, stub in STUBS.items():
        for addons in source.addons_paths:
            if (addons / module / "__manifest__.py").is_file():
                (addons / module / stub).parent.mkdir(parents=True, exist_ok=True)
                (addons / module / stub).touch()


def _remove_leftovers():
    for leftover in CACHE.glob(".unpacking-*"):
        shutil.rmtree(leftover, ignore_errors=True)


def broken_links(folder):
    return [path for path in (folder / PACKAGES_FOLDER).rglob("*") if path.is_symlink() and not path.exists()]


def _repair_links(folder, archive):
    if broken_links(folder):
        apt.unpack(archive.download(*LINKED_PACKAGES), folder)
    broken = broken_links(folder)
    if broken:
        notice(f"{len(broken)} files that Odoo links to are missing, e.g. {broken[0].name}; "
               "some icons or fonts will look different.")


