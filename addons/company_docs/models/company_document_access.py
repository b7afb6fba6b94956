import threading
from datetime import timedelta

from odoo import api, fields, models
from odoo.http import request

from odoo.addons.company_base.tools.fields import EvidenceMany2one

from .company_document_mixin import SECRECY

ACTIONS = [
    ("open", "Opened"), ("download", "Downloaded"), ("print", "Printed"), ("copy", "Copied"), ("export", "Exported"),
    ("number_copies", "Numbered Copies Made")]
SAME_OPENING = timedelta(minutes=2)     # a form that is saved or paged reloads itself


class CompanyDocumentAccess(models.Model):
    """Who opened, downloaded, printed, copied or exported a classified paper, when, how and from where (R6 §5.4)."""

    _name = "company.document.access"
    _inherit = ["company.evidence.mixin"]
    _description = "Access to Classified Papers"
    _order = "id desc"
    _rec_name = "document_name"
    _log_access = False

    company_id = EvidenceMany2one("res.company", "Company", required=True, readonly=True, index=True)
    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Integer("Document ID", required=True, readonly=True, aggregator=None)
    document_name = fields.Char("Document", readonly=True, help="Class and number, never the title.")
    secrecy = fields.Selection(SECRECY, "Class", readonly=True)
    user_id = EvidenceMany2one("res.users", "User", required=True, readonly=True, index=True)
    user_name = fields.Char("User Name", readonly=True)
    date = fields.Datetime("Time", required=True, readonly=True, default=fields.Datetime.now)
    action = fields.Selection(ACTIONS, "What", required=True, readonly=True)
    detail = fields.Char(readonly=True, help="File or form.")
    door = fields.Char("How", readonly=True, help="Path of the request, or “server”.")
    address = fields.Char("From Address", readonly=True)

    _document_idx = models.Index("(res_model, res_id, id DESC)")
    _reader_idx = models.Index("(user_id, res_model, res_id, date DESC)")

    @api.model
    def _append(self, documents, action, detail=""):
        """Append one row per document; a form that reloads itself within two minutes is one opening."""
        if action == "open":
            documents -= self._get_just_opened(documents)
        if not documents:
            return self.browse()
        door, address = self._get_caller()
        lang = self.env["ir.actions.report"]._get_form_lang()       # one log, one language
        return self.sudo()._as_engine().create([{
            "company_id": document.company_id.id, "res_model": document._name, "res_id": document.id,
            "document_name": document._get_bare_name(), "secrecy": document.secrecy, "user_id": self.env.uid,
            "user_name": self.env.user.name, "action": action, "detail": detail[:200], "door": door,
            "address": address,
        } for document in documents.sudo().with_context(lang=lang)])

    @api.model
    def _get_caller(self):
        """(path, address) of the request that is served now; RPC calls are remembered on their thread."""
        if request:
            return request.httprequest.path[:120], request.httprequest.remote_addr or ""
        return getattr(threading.current_thread(), "company_docs_caller", ("server", ""))

    @api.model
    def _get_just_opened(self, documents):
        rows = self.sudo().search_fetch([
            ("user_id", "=", self.env.uid), ("res_model", "=", documents._name), ("res_id", "in", documents.ids),
            ("action", "=", "open"), ("date", ">=", fields.Datetime.now() - SAME_OPENING)], ["res_id"])
        return documents.browse(set(rows.mapped("res_id")))
