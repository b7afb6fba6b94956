"""A red-head document of three pages as PDF, against the program of Odoo's standard reports on the same machine."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from . import measure
from .result import Result

PAGES = 3
PARAGRAPHS = 8
COLD_RUNS = 3
WRAPPER = """#!/bin/sh
QT_QPA_PLATFORM=offscreen QT_PLUGIN_PATH={plugins} LD_LIBRARY_PATH={libraries} exec {binary} "$@"
"""


def run(ground, rounds=9):
    database = ground.database("ours_red_head", ("company_docs",))
    result = Result(
        "Red-head document of three pages",
        "The same QWeb page as PDF. Ours: WeasyPrint in the server's process, to the millimetre. Standard: "
        "`ir.actions.report._run_wkhtmltopdf`, one process per document; Debian's wkhtmltopdf, whose pages are not to "
        "measure. Both with QWeb. *Cold*: the first document of a fresh Odoo process.",
        ("", "ms", "pages"))
    found = _find_wkhtmltopdf(ground.cache)
    cold = statistics.median(_run_cold(ground, database) for _ in range(COLD_RUNS))
    contestants = {"ours": lambda _number: measure.stopwatch(lambda: _ours(database))}
    if found:
        _use(found)
        contestants["stock"] = lambda _number: measure.stopwatch(lambda: _stock(database))
    calls = measure.interleave(contestants, rounds, warm_up=2)
    pages = {name: _count(calls[name][-1].result) for name in calls}
    assert pages["ours"] == PAGES, pages
    result.row("ours, warm", measure.milliseconds(calls["ours"]), pages["ours"])
    result.row("ours, cold", cold * 1000, pages["ours"])
    if not found:
        result.notes.append("No wkhtmltopdf on this machine, and it could not be fetched: nothing to compare with.")
        return result
    stock = measure.milliseconds(calls["stock"])
    result.row("standard (wkhtmltopdf)", stock, pages["stock"])
    ratio = measure.ratio(calls["ours"], calls["stock"])
    result.target("warm: no slower than the standard", f"{ratio:.2f}×", ratio <= 1)
    result.target("cold: at most 4× the standard", f"{cold * 1000 / stock:.2f}×", cold * 1000 <= 4 * stock)
    return result


def _paper():
    from odoo.addons.company_docs.engine.layout_sample import get_sample
    return get_sample("red", PARAGRAPHS)


def _ours(database):
    with measure.environment(database) as env:
        return env["company.document.template"]._get_for("red", env.company)._render_pdf(_paper())


def _stock(database):
    with measure.environment(database) as env:
        template = env["company.document.template"]._get_for("red", env.company)
        html = template._render_html(_paper().to_values(), "same")
        return env["ir.actions.report"]._run_wkhtmltopdf([str(html)])


def _count(content):
    import io

    from pypdf import PdfReader
    return len(PdfReader(io.BytesIO(content)).pages)


# -- a fresh process -------------------------------------------------------------------------------------------------

def _run_cold(ground, database):
    """Seconds of the first document in a process that has Odoo and the registry loaded."""
    command = [sys.executable, "-m", "benchmarks.red_head", ground.config, ground.odoo_home, database]
    process = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).resolve().parent.parent)
    if process.returncode:
        raise RuntimeError(process.stderr[-2000:])
    return float(process.stdout.strip().splitlines()[-1])


def _cold(config, odoo_home, database):
    from .ground import Ground

    Ground(config=config, odoo_home=odoo_home).start()
    with measure.environment(database) as env:
        env["company.document.template"].search([])
    start = time.perf_counter()
    _ours(database)
    print(time.perf_counter() - start)


# -- the competitor --------------------------------------------------------------------------------------------------

def _find_wkhtmltopdf(cache):
    """The program's path: the machine's own, or Debian's unpacked into the cache; None where neither is to be had."""
    from erp import apt
    from erp.progress import Failure

    if found := shutil.which("wkhtmltopdf"):
        return Path(found)
    folder = Path(cache) / "wkhtmltopdf"
    if not (folder / "usr" / "bin" / "wkhtmltopdf").exists():
        if not apt.available():
            return None
        try:
            apt.unpack(apt.Archive().download_missing("wkhtmltopdf"), folder)
        except Failure:
            shutil.rmtree(folder, ignore_errors=True)
            return None
    return _wrap(folder)


def _wrap(folder):
    libraries = sorted({str(file.parent) for file in folder.rglob("*.so*")})
    plugins = next((str(path) for path in folder.rglob("qt5/plugins")), "")
    wrapper = folder / "bin" / "wkhtmltopdf"
    wrapper.parent.mkdir(exist_ok=True)
    wrapper.write_text(WRAPPER.format(
        plugins=plugins, libraries=os.pathsep.join(libraries), binary=folder / "usr" / "bin" / "wkhtmltopdf"))
    wrapper.chmod(0o755)
    return wrapper


def _use(program):
    """Let Odoo find this wkhtmltopdf."""
    from odoo.addons.base.models import ir_actions_report

    os.environ["PATH"] = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    ir_actions_report._wkhtml.cache_clear()


if __name__ == "__main__":
    _cold(*sys.argv[1:4])
