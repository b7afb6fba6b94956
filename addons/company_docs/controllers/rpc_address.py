"""Keeps the caller's address for the access log.

Odoo takes the request away from what XML-RPC and JSON-RPC call, and serves both outside the database's own controllers,
so there is nothing to inherit from: their common helper is wrapped where they find it.
"""
import threading
from functools import wraps

from odoo.http import request

from odoo.addons.rpc.controllers import jsonrpc, xmlrpc


def _remember_caller(dispatch):
    @wraps(dispatch)
    def wrapper(*args, **kwargs):
        thread = threading.current_thread()
        thread.company_docs_caller = (request.httprequest.path[:120], request.httprequest.remote_addr or "")
        try:
            return dispatch(*args, **kwargs)
        finally:
            del thread.company_docs_caller

    wrapper.company_docs = True
    return wrapper


for module in (jsonrpc, xmlrpc):
    if not hasattr(module.dispatch_rpc, "company_docs"):
        module.dispatch_rpc = _remember_caller(module.dispatch_rpc)
