from odoo import api, fields, models
from odoo.exceptions import UserError


class ResCompany(models.Model):
    """Terms of incoming documents and the address that takes them in (R6 §5.8.2)."""

    _inherit = "res.company"

    document_days_extra_urgent = fields.Integer(
        "Extra Urgent (Days)", default=1, required=True,
        help="Working days in which an extra urgent document is handled and fed back: 特急件要求一天之内 (R6 §5.8.2).")
    document_days_urgent = fields.Integer(
        "Urgent (Days)", default=2, required=True,
        help="Working days in which an urgent document is handled and fed back: 急件要求二天之内 (R6 §5.8.2).")
    document_days_normal = fields.Integer(
        "Normal (Days)", default=7, required=True,
        help="Working days in which a normal document is fed back: 普通件一般需在一周内 (R6 §5.8.2).")
    document_remind_hours = fields.Integer(
        "Reminder before the End (Hours)", default=4, required=True,
        help="People are reminded so many hours before their term ends (R6 §5.8.1 催办).")
    document_escalate_hours = fields.Integer(
        "Escalation after the End (Hours)", default=0, required=True,
        help="So many hours after the term the superior and the general office are told (R6 §5.8.1.4).")
    document_unread_days = fields.Integer(
        "Unread Reminder (Days)", default=2, required=True,
        help="Who has not opened a circulated document after so many days is reminded.")
    document_urge_hours = fields.Integer(
        "Pause between Urgings (Hours)", default=4, required=True,
        help="Nobody is urged twice within so many hours (R6 §5.8.1 催办).")
    document_alias_id = fields.Many2one(
        "mail.alias", "Address for Incoming Documents", copy=False, ondelete="set null",
        help="What is sent to this address becomes a draft for the general office to register.")
    document_alias_name = fields.Char(
        "Name of the Address", compute="_compute_document_alias_name", inverse="_inverse_document_alias_name")

    _document_terms_positive = models.Constraint(
        """CHECK (document_days_extra_urgent > 0 AND document_days_urgent > 0 AND document_days_normal > 0
            AND document_remind_hours >= 0 AND document_escalate_hours >= 0 AND document_unread_days >= 0
            AND document_urge_hours >= 0)""",
        "Terms of documents are at least one day; reminders and pauses can't be negative.")

    @api.depends("document_alias_id.alias_name")
    def _compute_document_alias_name(self):
        for company in self:
            company.document_alias_name = company.sudo().document_alias_id.alias_name

    def _inverse_document_alias_name(self):
        if not self.env.su and not self.env.user.has_group("base.group_system"):
            raise UserError(self.env._("Only the system administrator sets the address for incoming documents."))
        for company in self:
            alias_sudo = company.sudo().document_alias_id
            if alias_sudo:
                alias_sudo.write({"alias_name": company.document_alias_name})
            elif company.document_alias_name:
                company.sudo().document_alias_id = self.env["mail.alias"].sudo().create(
                    company._prepare_document_alias(company.document_alias_name))

    def _prepare_document_alias(self, name):
        self.ensure_one()
        return {
            "alias_name": name, "alias_model_id": self.env["ir.model"]._get_id("company.document.incoming"),
            "alias_defaults": repr({"company_id": self.id}), "alias_contact": "everyone",
            **({"alias_domain_id": self.sudo().alias_domain_id.id} if self.sudo().alias_domain_id else {}),
        }
