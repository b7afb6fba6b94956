"""Run Odoo: configuration file, environment, log check."""

import ctypes
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from . import libraries
from .inside import RESULT
from .paths import ADDONS, CACHE, CONFIG, DATA, LOGS, write_atomically
from .progress import Failure

INSIDE = Path(__file__).with_name("inside.py")
LAUNCHER = Path(__file__).with_name("odoo_bin.py")
LOG_LINE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) \S+ [^:]+: ")


class Odoo:
    """Odoo's source and one PostgreSQL server, joined by a generated configuration file."""

    def __init__(self, source, server, data_folder=None):
        self.source = source
        self.server = server
        self.data_folder = data_folder or DATA / "odoo"

    def addons_path(self):
        return [str(path) for path in (*self.source.addons_paths, ADDONS)]

    def config(self, name, extra_addons=(), **options):
        """Write .data/<name>.conf: config/odoo.dev.conf with this machine's values."""
        values = {
            "addons_path": ",".join([*self.addons_path(), *map(str, extra_addons)]),
            "data_dir": str(self.data_folder),
            "db_host": self.server.host,
            "db_port": self.server.port,
            "db_user": self.server.user,
            **({"db_password": self.server.password} if self.server.password else {}),
            **options,
        }
        text = (CONFIG / "odoo.dev.conf").read_text(encoding="utf-8")
        kept = [line for line in text.splitlines() if line.split("=")[0].strip() not in values]
        lines = kept + [f"{key} = {value}" for key, value in values.items()]
        path = DATA / f"{name}.conf"
        write_atomically(path, "\n".join(lines) + "\n")
        path.chmod(0o600)
        return path

    def environment(self):
        foreign = ("PG", "ODOO_RC", "OPENERP")
        environment = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
        environment.update(self.server.environment())
        environment.update(libraries.environment())
        environment["PYTHONPATH"] = str(self.source.python_path)
        environment["PYTHONPYCACHEPREFIX"] = str(CACHE / "pycache")
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONUNBUFFERED"] = "1"
        return environment

    def run(self, *arguments, log, program=LAUNCHER):
        """Run Odoo to its end with its output in .data/log/<log>.log; give the output."""
        path = LOGS / f"{log}.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8") as file:
            process = self.popen(*arguments, program=program, stdout=file)
            try:
                code = process.wait()
            except BaseException:
                process.send_signal(signal.SIGINT)
                process.wait(30)
                raise
        output = path.read_text(encoding="utf-8", errors="replace")
        if code:
            raise Failure(f"Odoo stopped with an error:\n{_what_went_wrong(output)}", f"the whole log is {path}")
        return output

    def do(self, job, config, database, **arguments):
        """Run a job of erp/inside.py; give its result."""
        output = self.run(job, config, database, json.dumps(arguments), program=INSIDE, log=job)
        return json.loads(output.rsplit(RESULT, 1)[1].splitlines()[0])

    def command(self, *arguments, program=LAUNCHER):
        return [sys.executable, str(program), *map(str, arguments)]

    def popen(self, *arguments, program=LAUNCHER, stdout=None, environment=None):
        """A child that doesn't outlive us and doesn't get the terminal's Ctrl-C (we pass it on, once)."""
        return subprocess.Popen(self.command(*arguments, program=program), stdin=subprocess.DEVNULL, stdout=stdout,
                                stderr=subprocess.STDOUT, env=environment or self.environment(), cwd=DATA,
                                start_new_session=True, preexec_fn=die_with_parent)


def die_with_parent():
    """Called in the child: ask Linux to interrupt us when bin/erp is gone, however that happened."""
    pr_set_pdeathsig = 1
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGINT)


def _what_went_wrong(output, count=12):
    lines = output.strip().splitlines()
    errors = [index for index, line in enumerate(lines) if " CRITICAL " in line or " ERROR " in line]
    shown = lines[-count:]
    if errors and len(lines) - errors[-1] > count:
        shown = [*lines[errors[-1]:][:3], "…", *shown]
    return "\n".join("    " + line[:300] for line in shown)


def problems(output, allowed=()):
    """Log lines of level WARNING and above that nobody has allowed."""
    found = []
    for line in output.splitlines():
        match = LOG_LINE.match(line)
        if match and match["level"] in {"WARNING", "ERROR", "CRITICAL"}:
            if not any(pattern.search(line) for pattern in allowed):
                found.append(line)
    return found


def allowed_problems(path=Path(CONFIG / "allowed-log-lines.txt")):
    """Regular expressions, one a line; `#` begins a comment."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [re.compile(line.strip()) for line in lines if line.strip() and not line.startswith("#")]
