"""bin/erp bench: run benchmarks/ on the fast server and keep the result in docs/benchmarks.md."""

import subprocess
import sys

from . import addons as addon_list
from . import ground
from .paths import CACHE, ROOT
from .progress import step
from .runner import die_with_parent
from .templates import Templates


def run(arguments):
    with ground.testing() as place:
        template = Templates(place).stock(addon_list.stock_modules(addon_list.product_addons().values()))
        config = place.odoo.config("bench", log_level="error", max_cron_threads=0)
        command = [sys.executable, "-m", "benchmarks", "--config", config, "--template", template, "--cache", CACHE,
                   "--output", ROOT / "docs" / "benchmarks.md"]
        if arguments.names:
            command += ["--only", ",".join(arguments.names)]
        with step("Measuring"):
            process = subprocess.Popen([str(part) for part in command], cwd=ROOT, env=place.odoo.environment(),
                                       preexec_fn=die_with_parent)
            try:
                return process.wait()
            except KeyboardInterrupt:
                process.wait(30)
                raise
