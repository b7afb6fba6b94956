"""Where things are. Nothing is written outside the checkout and the user's cache folder."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ROOT / "addons"
CONFIG = ROOT / "config"
VENV = ROOT / ".venv"
DATA = Path(os.environ.get("ERP_DATA") or ROOT / ".data").absolute()
LOGS = DATA / "log"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "company-erp"


def make_folders():
    for folder in (DATA, LOGS, CACHE):
        folder.mkdir(parents=True, exist_ok=True)


def write_atomically(path, text):
    """Write a small file so that a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
