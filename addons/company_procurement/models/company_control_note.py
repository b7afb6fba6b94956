from odoo import api, models


class CompanyControl(models.Model):
    _inherit = "company.control"

    @api.model
    def _note(self, code, record, reason, fact=""):
        """Keep a finding about something that has happened already and that no refusal could undo.

        For facts that time or a person brought about (a deadline that passed, a consent that was denied). Says
        nothing when the control is off; the same fact of the same record is noted once.

        :return: the finding, empty when the control is off
        """
        company = self._get_record_company(record)
        control_id, mode, _value = self._get_entry(code, company)
        findings_sudo = self.env["company.control.finding"].sudo()
        if mode == "off":
            return findings_sudo
        control_sudo = self.sudo().browse(control_id)
        known = findings_sudo.search([
            ("control_id", "=", control_id), ("res_model", "=", record._name), ("res_id", "=", record.id),
            ("fact", "=", fact)], limit=1)
        if known:
            return known
        control_sudo._post_warning(record, reason)
        return findings_sudo._as_engine().create(
            findings_sudo._prepare_values(control_sudo, company, record, mode, "warned", reason, fact))
