import logging
from contextlib import contextmanager

import psycopg2

from odoo import SUPERUSER_ID, api, fields, models

from odoo.addons.company_base.exceptions import ControlError
from odoo.addons.company_base.tools.fields import EvidenceMany2one

from .company_document_mixin import CLASSIFIED
from .company_seal_use import BASES, DOCUMENT_KINDS

_logger = logging.getLogger(__name__)


class CompanySealRegister(models.Model):
    """Register of seal uses 用印登记表: what was sealed, and what was refused (R7 §三.2, §四; R11 §一.7–8).

    Rows are written by the act of sealing itself and never change. The title and purpose of classified papers are
    not in it: the application has them, for those who may know.
    """

    _name = "company.seal.register"
    _description = "Seal Use Register"
    _inherit = ["company.evidence.mixin"]
    _order = "id desc"
    _log_access = False
    _rec_name = "use_name"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    used_on = fields.Datetime("Sealed on", required=True, readonly=True, index=True)
    year = fields.Integer(readonly=True, index=True, aggregator=None)
    outcome = fields.Selection(
        [("used", "Sealed"), ("refused", "Refused to Seal")], "Result", required=True, readonly=True)
    reason = fields.Text("Reason of Refusal", readonly=True)
    use_id = EvidenceMany2one("company.seal.use", "Application", readonly=True, index=True)
    use_name = fields.Char("Application Number", readonly=True)
    seal_id = EvidenceMany2one("company.seal", "Seal", readonly=True, index=True)
    seal_name = fields.Char("Name of the Seal", readonly=True)
    title = fields.Char("Document to be Sealed", readonly=True)
    document_kind = fields.Selection(DOCUMENT_KINDS, "Kind of Paper", readonly=True)
    purpose = fields.Text("Purpose of Use", readonly=True)
    receiver = fields.Char("Sent to", readonly=True)
    secrecy_level = fields.Integer(readonly=True, aggregator=None)
    res_model = fields.Char("Model of the Document", readonly=True)
    res_id = fields.Many2oneReference("Record of the Document", model_field="res_model", readonly=True)
    file_names = fields.Char("Files", readonly=True)
    file_digest = fields.Char("Digest (SHA-256)", readonly=True)
    copies = fields.Integer(readonly=True)
    requester_id = EvidenceMany2one("res.users", "Requested by", readonly=True, index=True)
    requester_name = fields.Char("Name of the Requester", readonly=True)
    department_id = EvidenceMany2one("hr.department", "Department", readonly=True, index=True)
    department_name = fields.Char("Name of the Department", readonly=True)
    basis = fields.Selection(BASES, "Leader's Consent", readonly=True)
    approver_names = fields.Char("Approved by", readonly=True)
    keeper_id = EvidenceMany2one("res.users", "Sealed in Person by", readonly=True, index=True)
    keeper_name = fields.Char("Name of the Keeper", readonly=True)
    over_limit = fields.Boolean("Over Limit", readonly=True)

    _year_idx = models.Index("(company_id, year, id)")

    @api.model
    def _enter(self, use, line, outcome, copies=0, reason=""):
        """Enter a use or a refusal; in superuser mode, the caller has checked everything."""
        entry = self.sudo()._as_engine().create(self._prepare_entry(use, line, outcome, copies, reason))
        self.env["company.ledger.entry"]._append(f"seal.{outcome}", use.sudo(), {
            "entry": entry.id, "application": entry.use_name or "", "seal": entry.seal_id.id or 0,
            "seal_name": entry.seal_name or "", "copies": copies, "file": entry.file_digest or "",
            "requester": entry.requester_id.id, "approved_by": entry.approver_names or "", "keeper": self.env.uid,
            "reason": "" if entry.secrecy_level >= CLASSIFIED else reason})
        return entry

    @api.model
    def _prepare_entry(self, use, line, outcome, copies=0, reason=""):
        use, seal = use.sudo(), line.sudo().seal_id if line else self.env["company.seal"]
        open_paper = use.secrecy_level < CLASSIFIED
        now, zone = fields.Datetime.now(), use.company_id.resource_calendar_id.tz or "Asia/Shanghai"
        return {
            "company_id": use.company_id.id, "used_on": now, "outcome": outcome, "copies": copies,
            "year": fields.Datetime.context_timestamp(use.with_context(tz=zone), now).year,
            "reason": reason if open_paper else False, "use_id": use.id, "use_name": use.name,
            "seal_id": seal.id, "seal_name": seal.name or use.seal_names,
            "title": use.title if open_paper else use._get_masked_name(), "document_kind": use.document_kind,
            "purpose": use.purpose if open_paper else False, "receiver": use.receiver if open_paper else False,
            "secrecy_level": use.secrecy_level, "res_model": use.target._name if use.target else False,
            "res_id": use.target.id if use.target else False,
            "file_names": "、".join(use.file_ids.sorted("id").mapped("name")) if open_paper else False,
            "file_digest": use.file_digest, "requester_id": use.requester_id.id,
            "requester_name": use.requester_id.name, "department_id": use.department_id.id,
            "department_name": use.department_id.name, "basis": use.basis, "approver_names": use.approver_names,
            "keeper_id": self.env.uid, "keeper_name": self.env.user.name, "over_limit": use.over_limit}

    @api.model
    def _keep_apart(self, values):
        """Enter refusals in a transaction of its own: the caller's is about to be rolled back."""
        try:
            with self.env.registry.cursor() as cr:
                cr.execute("SET LOCAL lock_timeout = '3s'")
                env = api.Environment(cr, SUPERUSER_ID, {})
                env[self._name]._as_engine().create(values)
        except (psycopg2.Error, psycopg2.pool.PoolError):
            _logger.exception("A refused use of a seal could not be registered: %s", values)

    def action_open_document(self):
        """Open the document that was sealed, or the application where it has none; the reader's rights count."""
        self.ensure_one()
        self.check_access("read")
        model, key = (self.res_model, self.res_id) if self.res_id else ("company.seal.use", self.use_id.id)
        return {"type": "ir.actions.act_window", "res_model": model, "res_id": key, "views": [(False, "form")]}


@contextmanager
def refused_apart(use, lines, reason):
    """Register what a control refuses inside, past the rollback of the refused call, and let the refusal go on."""
    try:
        yield
    except ControlError:
        register = use.env["company.seal.register"]
        register._keep_apart([register._prepare_entry(use, line, "refused", 0, reason) for line in lines or [None]])
        raise
