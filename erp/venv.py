"""The project's Python environment: .venv with the pinned requirements. Standard library only."""

import hashlib
import os
import shutil
import subprocess
import sys

from . import apt
from .paths import CACHE, CONFIG, DATA, VENV, write_atomically
from .progress import Failure, locked, step

PYTHON = VENV / "bin" / "python"
RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"


def ensure(development=False):
    """Make or refresh .venv, then go on inside it (the process is replaced when it runs outside)."""
    wanted = DEVELOPMENT if development else RUNTIME
    with locked(DATA / "setup.lock", "start-up"):
        if not _works():
            with step("Making the Python environment .venv"):
                _create()
        if not _up_to_date(wanted):
            with step("Installing the pinned Python packages (half a minute on the first start)"):
                _install(wanted)
    if os.path.realpath(sys.prefix) != os.path.realpath(VENV):
        os.execv(PYTHON, [str(PYTHON), "-m", "erp", *sys.argv[1:]])


def _works():
    return PYTHON.exists() and not subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode


def _create():
    if shutil.which("python3") is None and not sys.executable:
        raise Failure("No Python found.", "apt-get install python3")
    try:
        import ensurepip  # noqa: F401  (Debian puts it into a package of its own)
    except ImportError:
        _create_without_ensurepip()
        return
    _run([sys.executable, "-m", "venv", "--clear", VENV], "The Python environment .venv couldn't be made.",
         "look at the message above; a full disk and a read-only folder are the usual causes")


def _create_without_ensurepip():
    """A Debian without python3-venv: take pip's wheel out of Debian's package, without installing it."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    advice = f"apt-get install {version}-venv   (as root), then run the command again"
    if not apt.available():
        raise Failure("This Python can't make environments (ensurepip is missing).", advice)
    try:
        target = CACHE / "pip"
        apt.unpack(apt.Archive().download("python3-pip-whl"), target)
        wheel = max((target / "usr/share/python-wheels").glob("pip-*.whl"))
    except (Failure, ValueError) as problem:
        raise Failure(f"This Python can't make environments (ensurepip is missing). {problem}", advice) from problem
    _run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV],
         "The Python environment couldn't be made.", advice)
    _run([PYTHON, f"{wheel}/pip", "install", "--quiet", wheel], "pip couldn't be put into .venv.", advice)


def _stamp(name):
    return VENV / f".installed-{name}"


def _digest(name):
    files = sorted(CONFIG.glob("requirements*.txt")) if name == DEVELOPMENT else [
        CONFIG / "requirements-addons.txt", CONFIG / RUNTIME]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _up_to_date(name):
    if name == RUNTIME and _up_to_date(DEVELOPMENT):
        return True
    stamp = _stamp(name)
    return stamp.exists() and stamp.read_text(encoding="utf-8") == _digest(name)


def _install(name):
    _run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input",
          "--requirement", CONFIG / name],
         "The Python packages couldn't be installed.",
         "check the network connection (or the pip index set in pip.conf) and run the command again; "
         "what was already done is kept")
    write_atomically(_stamp(name), _digest(name))


def _run(command, message, next_step):
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONHOME", "PYTHONPATH")}
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True, env=environment)
    if result.returncode:
        lines = (result.stderr or result.stdout).strip().splitlines()
        detail = "\n".join("    " + line[:200] for line in lines[-4:])
        raise Failure(f"{message}\n{detail}", next_step)
