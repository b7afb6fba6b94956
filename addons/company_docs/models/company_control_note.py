from odoo import api, models


class CompanyControl(models.Model):
    _inherit = "company.control"

    @api.model
    def _note_finding(self, code, record, reason, fact):
        """Keep a finding that a scheduled job or a report came upon, once for each record and fact; refuses nothing.

        :return: True when the finding is new
        """
        company = self._get_record_company(record)
        control_id, mode, _value = self._get_entry(code, company)
        control = self.sudo().browse(control_id)
        findings_sudo = self.env["company.control.finding"].sudo()
        if mode == "off" or findings_sudo.search_count([
                ("control_id", "=", control_id), ("res_model", "=", record._name), ("res_id", "=", record.id),
                ("fact", "=", fact)], limit=1):
            return False
        findings_sudo._as_engine().create(
            findings_sudo._prepare_values(control, company, record, mode, "warned", reason, fact))
        control._post_warning(record, reason)
        return True
