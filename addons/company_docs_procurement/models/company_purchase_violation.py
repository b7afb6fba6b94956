from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.company_procurement.models.company_purchase_confidential import DISCIPLINE_ROLES

TODO_KIND = "purchase.violation.custody"


class CompanyPurchaseViolation(models.Model):
    """Violations that the custody of seals and certificates found (R11 §三)."""

    _inherit = "company.purchase.violation"

    custody_model = fields.Char("Model of the Custody Record", readonly=True, copy=False)
    custody_id = fields.Many2oneReference(
        "Custody Record", model_field="custody_model", readonly=True, copy=False, index="btree_not_null",
        help="Report of the loss, line of the count, outing or handover that shows what happened.")

    @api.model
    def _draft_custody(self, code, employee, text, source):
        """Draft one violation for each employee and source; a second call with the same ones adds nothing.

        :param code: code of the control
        :param employee: hr.employee who answers for it
        :param text: facts
        :param source: record that shows it
        :return: violation in superuser mode, empty where there is one already
        """
        company = employee.sudo().company_id
        violations_sudo = self.sudo().with_company(company)
        if violations_sudo.search_count([
                ("custody_model", "=", source._name), ("custody_id", "=", source.id),
                ("employee_id", "=", employee.id)], limit=1):
            return violations_sudo.browse()
        control = self.env["company.control"].sudo().search([("code", "=", code)], limit=1)
        reporter = self._get_custody_reporter(company, employee.sudo().user_id)
        draft_sudo = violations_sudo.with_user(reporter).sudo()._as_engine().create({
            "company_id": company.id, "employee_id": employee.id, "fact": text, "clause": f"R11 {control.clause or ''}",
            "occurred_on": fields.Date.context_today(violations_sudo), "custody_model": source._name,
            "custody_id": source.id, "finding_id": self._find_custody_finding(control, source).id})
        self.env["company.todo"].sudo()._open(
            TODO_KIND, draft_sudo, reporter, self.env._("Look into %s", draft_sudo.name), company_id=company.id)
        return draft_sudo

    @api.model
    def _get_custody_reporter(self, company, person):
        """In whose name it is drafted: the first role of discipline that somebody else than the person holds."""
        for code in DISCIPLINE_ROLES:
            users = company._get_discipline_users(code) - person
            if users:
                return users[:1]
        return self.env.ref("base.user_root")

    @api.model
    def _find_custody_finding(self, control, source):
        """The finding of this control on the source, or on the seal that it is about."""
        records = [(source._name, source.id)]
        if "seal_id" in source._fields and source.sudo().seal_id:
            records.append(("company.seal", source.sudo().seal_id.id))
        findings_sudo = self.env["company.control.finding"].sudo()
        for model, key in records:
            finding = findings_sudo.search([
                ("control_id", "=", control.id), ("res_model", "=", model), ("res_id", "=", key)],
                order="id desc", limit=1)
            if finding:
                return finding
        return findings_sudo

    def _set_state(self, target):
        result = super()._set_state(target)
        if target != "draft":
            self.env["company.todo"].sudo()._close(TODO_KIND, self.sudo())
        return result

    def action_open_custody(self):
        """Open the record of custody that shows what happened; the reader's rights count. Returns an action."""
        self.ensure_one()
        self.check_access("read")
        if not self.sudo().custody_id:
            raise UserError(self.env._("%s: it doesn't come from the custody of seals.", self.display_name))
        record = self.env[self.sudo().custody_model].browse(self.sudo().custody_id)
        record.check_access("read")
        if "count_id" in record._fields:        # a line is shown on its sheet
            record = record.count_id
        return {"type": "ir.actions.act_window", "res_model": record._name, "res_id": record.id,
                "views": [(False, "form")]}


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {**super()._get_kind_names(), TODO_KIND: self.env._("Draft of a Violation")}
