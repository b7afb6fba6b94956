from odoo import fields, models

from odoo.addons.company_base.tools.fields import EvidenceMany2one

EVENTS = [
    ("made", "Made"), ("handed_out", "Handed Out"), ("signed", "Signed For"), ("returned", "Given Back"),
    ("destroy_proposed", "Put on the Destruction List"), ("kept", "Taken off the List"), ("destroyed", "Destroyed"),
    ("lost", "Lost")]


class CompanyDocumentCopyEvent(models.Model):
    """What happened to a numbered copy: made, handed out, signed for, returned, destroyed by two (R6 §5.8.1.5)."""

    _name = "company.document.copy.event"
    _description = "Register of a Numbered Copy"
    _inherit = ["company.evidence.mixin"]
    _order = "id desc"
    _rec_name = "copy_name"
    _log_access = False

    company_id = EvidenceMany2one("res.company", "Company", required=True, readonly=True, index=True)
    copy_id = EvidenceMany2one("company.document.copy", "Numbered Copy", required=True, readonly=True, index=True)
    copy_name = fields.Char("Copy Number", readonly=True)
    event = fields.Selection(EVENTS, required=True, readonly=True)
    user_id = EvidenceMany2one("res.users", "By", required=True, readonly=True, index=True)
    user_name = fields.Char("By (Name)", readonly=True)
    date = fields.Datetime("Time", required=True, readonly=True, default=fields.Datetime.now)
    note = fields.Char("Holder or Remark", readonly=True)
