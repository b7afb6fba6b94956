"""Keeps the caller's address for the access log: Odoo hides the request from what RPC calls."""
import threading
from contextlib import contextmanager

from odoo.http import request, route

from odoo.addons.rpc.controllers.jsonrpc import JSONRPC
from odoo.addons.rpc.controllers.xmlrpc import XMLRPC


@contextmanager
def _remembered():
    thread = threading.current_thread()
    thread.company_docs_caller = (request.httprequest.path[:120], request.httprequest.remote_addr or "")
    try:
        yield
    finally:
        del thread.company_docs_caller


class AddressXMLRPC(XMLRPC):

    def _xmlrpc(self, service):
        with _remembered():
            return super()._xmlrpc(service)


class AddressJSONRPC(JSONRPC):

    @route()
    def jsonrpc(self, service, method, args):
        with _remembered():
            return super().jsonrpc(service, method, args)
