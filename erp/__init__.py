"""What stands behind bin/erp: it makes the ground (Python packages, Odoo, PostgreSQL, fonts) and runs Odoo on it.

Everything imported before :mod:`erp.venv` has finished is plain standard library.
"""
