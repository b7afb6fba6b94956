"""A client for the front doors of docs/rpc.md, in plain Python without any package.

`XmlRpcClient` signs in with a password or an API key; `Json2Client` needs an API key. Both offer the same
`call(model, method, ids, **arguments)` and raise `Refused` with the sentence that the server shows to its users, or
`Failed` when the program itself has a fault.
"""
import json
import urllib.error
import urllib.request
import xmlrpc.client


class Refused(Exception):
    """The server refused the call; the text is meant for people."""


class Failed(Exception):
    """The call ended in an error of the program; the text is a traceback or a technical message."""


PROGRAM_ERROR = 1       # fault code of XML-RPC; 2 to 4 are refusals
SERVER_ERROR = 500      # status of HTTP from which on it is no refusal


class XmlRpcClient:
    """One signed-in user of one database, over /xmlrpc/2.

    :param str url: root of the server, e.g. `http://localhost:8069`
    :param str db: name of the database
    :param str login: login of the user
    :param str secret: password or API key
    :param str lang: language of the messages
    """

    def __init__(self, url, db, login, secret, lang="zh_CN"):
        self.url, self.db, self.login, self.secret, self.lang = url, db, login, secret, lang
        self.uid = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/common").authenticate(db, login, secret, {})
        if not self.uid:
            raise Refused(f"{login}: wrong login or password")
        self._object = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/object", allow_none=True)

    def call(self, model, method, *args, context=None, **kwargs):
        """Call a public method; the first positional argument of a record method is its list of ids."""
        context = {"lang": self.lang, **(context or {})}
        try:
            return self._object.execute_kw(
                self.db, self.uid, self.secret, model, method, list(args), {**kwargs, "context": context})
        except xmlrpc.client.Fault as fault:
            error = Failed if fault.faultCode == PROGRAM_ERROR else Refused
            raise error(fault.faultString) from fault


class Json2Client:
    """One signed-in user over /json/2, the successor of XML-RPC.

    :param str url: root of the server
    :param str db: name of the database
    :param str key: API key of the user (Preferences → Account security → New API key)
    """

    def __init__(self, url, db, key, lang="zh_CN"):
        self.url, self.db, self.key, self.lang = url, db, key, lang

    def call(self, model, method, ids=(), context=None, **kwargs):
        """Call a public method; JSON-2 knows named arguments only."""
        body = {**kwargs, "context": {"lang": self.lang, **(context or {})}}
        if ids:
            body["ids"] = list(ids)
        request = urllib.request.Request(
            f"{self.url}/json/2/{model}/{method}", data=json.dumps(body).encode(),
            headers={"Authorization": f"bearer {self.key}", "X-Odoo-Database": self.db,
                     "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            kind = Failed if error.code >= SERVER_ERROR else Refused
            raise kind(json.load(error).get("message", str(error))) from error
