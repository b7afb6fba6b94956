"""Ratios against stock Odoo and against OCA's tier validation; run with ``bin/erp bench``."""
