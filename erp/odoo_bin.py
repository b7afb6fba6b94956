"""Odoo's command line. A file of its own because Odoo starts itself again from it (`--workers`)."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [path for path in sys.path if os.path.abspath(path) != HERE]

import odoo.cli  # noqa: E402

if __name__ == "__main__":
    odoo.cli.main()
