"""OCA's tier validation, fetched from PyPI into the cache: AGPL, for comparison only, never part of the product."""

import shutil
import subprocess
import sys
import zipfile

WHEELS = ("odoo-addon-base-tier-validation==19.0.1.4.6", "odoo-addon-purchase-tier-validation==19.0.1.0.0.4")
MODULES = ("base_tier_validation", "purchase_tier_validation")


def addons_folder(cache):
    """A folder for Odoo's addons path."""
    folder = cache / "oca-tier-validation-19.0"
    if not all((folder / "odoo" / "addons" / module).is_dir() for module in MODULES):
        _fetch(folder)
    return folder / "odoo" / "addons"


def _fetch(folder):
    downloads = folder.with_name(folder.name + ".wheels")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(downloads), *WHEELS]
    subprocess.run(command, check=True)
    shutil.rmtree(folder, ignore_errors=True)
    for wheel in downloads.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    shutil.rmtree(downloads)
