"""bin/erp serve: from a fresh checkout to a running ERP."""

import re
import signal
import socket
import subprocess
import time
import urllib.request

from . import accounts, addons, ground
from .paths import LOGS
from .progress import Failure, notice, say, step
from .templates import Templates

NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")
RESERVED = ("tpl_", "building_", "postgres", "template")


def serve(arguments):
    check_name(arguments.db)
    check_port(arguments.port)
    with ground.serving(arguments) as place:
        prepare(place, arguments.db, demo=not arguments.no_demo, language=arguments.lang)
        return run_until_stopped(place, arguments.db, arguments.port, arguments.public)


def check_name(name):
    if not NAME.match(name) or name.startswith(RESERVED) or len(name) > 48:
        raise Failure(f"{name!r} can't be the name of a database.", "use letters, digits, dots, dashes, underscores")


def check_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError as problem:
            raise Failure(f"Port {port} can't be used: {problem.strerror}.",
                          f"stop the program that uses it (maybe another bin/erp serve), or choose another port: "
                          f"bin/erp serve --port {port + 1}") from problem


# -- the database ----------------------------------------------------------------------------------------------------

def prepare(place, name, demo, language):
    """Make the database, or bring an older one up to date; what the user has in it stays."""
    databases = place.databases
    if databases.exists(name) and databases.has_odoo(name):
        upgrade(place, name, addons.product_addons())
        return
    if databases.exists(name):
        databases.drop(name)  # an interrupted start: made, but Odoo never got into it
    template = Templates(place).product(demo=demo, language=language)
    with step(f"Making the database {name}"):
        unfinished = f"building_{name}"
        databases.drop(unfinished)
        databases.clone(template, unfinished)
        databases.rename(unfinished, name)


def upgrade(place, name, ours):
    """Install what is new and upgrade what changed since the database was last brought up to date."""
    templates = Templates(place)
    recorded, installed = templates.recorded(name), templates.installed(name)
    missing = [addon for addon in ours if addon not in installed]
    changed = [addon for addon in ours if addon in installed and recorded.get(addon) != ours[addon].digest]
    if not missing and not changed:
        return
    arguments = []
    for option, names in (("-u", changed), ("-i", missing)):
        arguments += [option, ",".join(names)] if names else []
    demo = templates.has_demo(name)
    with step(f"Bringing the database {name} up to date ({', '.join(changed + missing)})"):
        with templates.demo_allowed(name, demo and bool(missing), ours):
            place.odoo.run("-c", place.odoo.config("build"), "-d", name, *arguments, "--stop-after-init", "--no-http",
                           *(["--with-demo"] if demo and missing else []), log=f"upgrade-{name}")
        templates.remember(name, ours)


# -- the server ------------------------------------------------------------------------------------------------------

def run_until_stopped(place, name, port, public=False):
    log = LOGS / "odoo.log"
    config = place.odoo.config("serve", http_port=port, dbfilter=f"^{re.escape(name)}$", db_name=name,
                               http_interface="0.0.0.0" if public else "127.0.0.1")
    with step("Starting Odoo"), log.open("a", encoding="utf-8") as file:
        process = place.odoo.popen("-c", config, stdout=file)
        try:
            wait_until_up(process, port, log)
        except BaseException:
            stop(process)
            raise
    _welcome(place, name, port, log)
    try:
        code = process.wait()
        raise Failure(f"Odoo ended by itself (code {code}).", f"look at the end of {log}")
    except KeyboardInterrupt:
        say("\nStopping …")
        return 0
    finally:
        stop(process)


def wait_until_up(process, port, log, patience=180):
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
    raise Failure("Odoo doesn't start:\n" + "\n".join("    " + line[:300] for line in tail), f"the whole log is {log}")


def stop(process, patience=20):
    """One interrupt (a second one would make Odoo drop everything), then patience."""
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    finally:
        signal.signal(signal.SIGINT, previous)


def _welcome(place, name, port, log):
    with place.databases.cursor(name) as cursor:
        cursor.execute("SELECT login FROM res_users WHERE active")
        logins = {login for (login,) in cursor.fetchall()}
    say(f"\n  The ERP is ready:  http://localhost:{port}     (database {name}, log {log})\n")
    say("  Accounts (the password is the login):")
    for line in accounts.table(logins):
        say(line)
    say("\n  Ctrl-C stops everything.")
    if "admin" in logins and len(logins) > 3:
        notice("these passwords are for looking around on your own machine; deploy with docs/operations.md")


def demo_reset(arguments):
    check_name(arguments.db)
    with ground.serving(arguments) as place:
        if place.databases.exists(arguments.db):
            if not arguments.yes and not _sure(arguments.db):
                say("Nothing was changed.")
                return 1
            with step(f"Dropping the database {arguments.db}"):
                place.databases.drop(arguments.db)
        prepare(place, arguments.db, demo=True, language=arguments.lang)
    say(f"The demo company is as new in the database {arguments.db}. Go on with: bin/erp serve --db {arguments.db}")
    return 0


def _sure(name):
    try:
        return input(f"All data in the database {name} will be lost. Type its name to go on: ").strip() == name
    except EOFError:
        raise Failure("Nobody there to confirm.", f"bin/erp demo-reset --db {name} --yes") from None
