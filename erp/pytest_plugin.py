"""Loaded into the run of the addons' tests (`-p erp.pytest_plugin`)."""

import os
import unittest


def pytest_configure(config):
    if os.environ.get("ERP_FAST"):
        from odoo.tests import HttpCase

        HttpCase.browser_js = _no_browser


def _no_browser(self, *_args, **_kwargs):
    raise unittest.SkipTest("browser tours are left out (--fast)")
