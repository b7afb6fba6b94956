"""Calls over the real XML-RPC and JSON-2 doors, as any client makes them."""
import json
import xmlrpc.client
from datetime import datetime, timedelta

from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.tests import HttpCase

from .common import CompanyFixture

FAULTS = {2: UserError, 3: AccessDenied, 4: AccessError}


class RpcCase(CompanyFixture, HttpCase):
    """HTTP case over two companies; passwords are those that ``_new_employee`` gives."""

    def rpc(self, login, model, method, *args, **kwargs):
        """Call a public method over /xmlrpc/2/object as a user; faults come as Odoo's exceptions.

        The first argument of a method on records is the list of ids.
        """
        self.env.flush_all()
        user = self.env['res.users'].sudo().search([('login', '=', login)])
        try:
            return self.xmlrpc_object.execute_kw(
                self.env.cr.dbname, user.id, self._get_password(login), model, method, list(args), kwargs)
        except xmlrpc.client.Fault as fault:
            raise FAULTS.get(fault.faultCode, RpcFault)(fault.faultString) from None
        finally:
            self.env.invalidate_all()

    def json2(self, login, model, method, **arguments):
        """Call a public method over JSON-2 with an API key of the user; return (status, decoded body)."""
        user = self.env['res.users'].sudo().search([('login', '=', login)])
        key = self.env['res.users.apikeys'].with_user(user)._generate(
            'rpc', 'test', datetime.now() + timedelta(days=1))
        self.env.flush_all()
        response = self.url_open(f'/json/2/{model}/{method}', data=json.dumps(arguments), headers={
            'Content-Type': 'application/json', 'Authorization': f'bearer {key}'})
        self.env.invalidate_all()
        return response.status_code, response.json()

    def _get_password(self, login):
        return login if login == 'admin' else login + '-Pass1'


class RpcFault(Exception):
    """A fault that is not a refusal: a programming error in the server."""
