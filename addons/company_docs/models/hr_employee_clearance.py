from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .company_document_mixin import SECRECY, SECRECY_LEVELS

SEEN_BY = "company_docs.group_secrecy_officer,company_base.group_auditor"


class HrEmployee(models.Model):
    """Clearance of a person: read from the decisions of the secrecy officer, never written (R6 §5.4, §5.10)."""

    _inherit = "hr.employee"

    document_clearance = fields.Selection(
        SECRECY, "Secrecy Clearance", compute="_compute_document_clearance", compute_sudo=True, groups=SEEN_BY)
    document_clearance_until = fields.Date(
        "Clearance Valid Until", compute="_compute_document_clearance", compute_sudo=True, groups=SEEN_BY)
    document_clearance_ids = fields.One2many(
        "company.document.clearance", "employee_id", "Clearance Decisions", readonly=True, groups=SEEN_BY)

    @api.depends("document_clearance_ids", "user_id")
    def _compute_document_clearance(self):
        levels = dict(enumerate(key for key, _label in SECRECY))
        for employee in self:
            user = employee.user_id
            latest = employee.document_clearance_ids.sorted("id", reverse=True)[:1]
            employee.document_clearance = levels[user._get_clearance(employee.company_id)] if user else False
            employee.document_clearance_until = latest.valid_until if latest.user_id == user else False

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"user_id", "active", "company_id"}:
            self.env.registry.clear_cache()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        self.env.registry.clear_cache()
        return employees

    def action_set_clearance(self, level, reason, valid_until=False):
        """Give, change or end the clearance of one employee (secrecy officer; never his own).

        :param level: public, internal, secret, confidential or top_secret
        :param reason: why; auditors read it
        :param valid_until: last day as a date or ISO text, or False
        :return: id of the decision
        :raise AccessError: for anybody but the secrecy officer, and for his own clearance
        """
        self.ensure_one()
        if not self.env.user.has_group("company_docs.group_secrecy_officer"):
            raise AccessError(self.env._("Only the secrecy officer sets clearances (R6 §5.4)."))
        self.env["hr.employee.public"].browse(self.id).check_access("read")
        employee_sudo = self.sudo()
        if employee_sudo.user_id == self.env.user:
            raise AccessError(self.env._(
                "%s: nobody sets his own clearance; another secrecy officer does it.", employee_sudo.name))
        return self._set_clearance(level, reason, valid_until).id

    def _set_clearance(self, level, reason, valid_until=False):
        self.ensure_one()
        employee_sudo = self.sudo()
        reason = reason.strip() if isinstance(reason, str) else ""
        until = fields.Date.to_date(valid_until) if valid_until else False
        if level not in SECRECY_LEVELS:
            raise UserError(self.env._("%s: choose one of the five classes as clearance.", employee_sudo.name))
        if not reason:
            raise UserError(self.env._("%s: give the reason of the clearance; auditors read it.", employee_sudo.name))
        if not employee_sudo.user_id:
            raise UserError(self.env._("%s has no login, so there is nothing to clear.", employee_sudo.name))
        if until and until < fields.Date.context_today(self):
            raise UserError(self.env._("%s: the clearance would have ended already.", employee_sudo.name))
        decision = self.env["company.document.clearance"].sudo()._as_engine().create({
            "company_id": employee_sudo.company_id.id, "employee_id": self.id, "employee_name": employee_sudo.name,
            "user_id": employee_sudo.user_id.id, "level": level, "level_before": employee_sudo.document_clearance,
            "valid_until": until, "reason": reason, "set_by_id": self.env.uid, "set_by_name": self.env.user.name})
        self.env["company.ledger.entry"]._append("document.clearance", decision, {
            "employee": self.id, "user": employee_sudo.user_id.id, "level": level,
            "before": decision.level_before, "valid_until": until, "reason": reason})
        self.env.registry.clear_cache()
        self.invalidate_recordset(["document_clearance", "document_clearance_until", "document_clearance_ids"])
        self.env["res.users"].invalidate_model(["document_clearance_level"])
        return decision


class HrEmployeePublic(models.Model):
    """The secrecy officer sees people as every colleague does, and their clearance beside."""

    _inherit = "hr.employee.public"

    document_clearance = fields.Selection(
        SECRECY, "Secrecy Clearance", compute="_compute_document_clearance", groups=SEEN_BY)
    document_clearance_until = fields.Date(
        "Clearance Valid Until", compute="_compute_document_clearance", groups=SEEN_BY)

    def _compute_document_clearance(self):
        for person in self:
            employee_sudo = self.env["hr.employee"].sudo().browse(person.id)
            person.document_clearance = employee_sudo.document_clearance
            person.document_clearance_until = employee_sudo.document_clearance_until

    def action_open_clearance(self):
        """Open the dialog in which the secrecy officer sets the clearance of this person."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("company_docs.company_document_clearance_set_action")
        return dict(action, context={"default_employee_id": self.id})
