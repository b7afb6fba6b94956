"""Ratios against stock Odoo and against OCA's tier validation; run with ``bin/erp bench``."""

import subprocess
import sys

from erp.paths import CACHE, ROOT

REPORT = ROOT / "docs" / "benchmarks.md"


def launch(place, names=()):
    """Run the benchmarks in an Odoo process of their own on an erp.ground.Ground; 0 when every target is met.

    A run of all benchmarks replaces docs/benchmarks.md; a run of some only prints.
    """
    command = [sys.executable, "-m", "benchmarks", "-c", str(place.odoo.config("bench")), "--cache", str(CACHE), *names]
    if not names:
        command += ["--output", str(REPORT)]
    return subprocess.call(command, env=place.odoo.environment(), cwd=ROOT)
