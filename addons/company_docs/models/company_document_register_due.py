from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class CompanyDocumentRegister(models.Model):
    """“Finished = archived”: what is missing in the archive, and the reminder to the general office (R6 §5.8.1.5)."""

    _inherit = "company.document.register"

    @api.model
    def get_archive_summary(self, year=0):
        """Figures of finished and archived documents (general office, auditors).

        :param year: year of the register; 0: every year
        :return: list of {"year", "book", "total", "running", "finished", "archived", "no_file", "void", "refused",
            "complete"}; ``finished`` are those that lack in the archive
        """
        self.check_access("read")
        domain = [("year", "=", year)] if year else []
        rows = {}
        for year_, book, state, count in self._read_group(
                domain, ["year", "book", "archive_state"], ["__count"], order="year desc, book desc"):
            row = rows.setdefault((year_, book), {
                "year": year_, "book": book, "total": 0,
                **dict.fromkeys(dict(self._fields["archive_state"].selection), 0)})
            row[state] += count
            row["total"] += count
        for row in rows.values():
            row["complete"] = not row["finished"] and not row["no_file"]
        return list(rows.values())

    def action_file(self):
        """File the finished documents of these rows by their own action (general office, by its own rights).

        :return: number of documents filed
        """
        self.check_access("read")
        rows = self.filtered(lambda row: row.archive_state == "finished")
        if not rows:
            raise UserError(self.env._("None of these documents waits for the archive."))
        for model, found in rows.grouped("res_model").items():
            documents = self.env[model].browse(found.mapped("res_id"))
            documents.check_access("read")
            documents.action_archive()
        return len(rows)

    @api.model
    def _cron_due(self):
        """Findings (DOC-ARCHIVE-DUE) and a reminder for what is finished and not filed after so many days."""
        for company in self.env["res.company"].sudo().search([]):
            days = self.env["company.control"]._get_value("DOC-ARCHIVE-DUE", company) or 30
            limit = fields.Datetime.now() - timedelta(days=days)
            late = self.sudo().search([
                ("company_id", "=", company.id), ("archive_state", "=", "finished"), ("finished_on", "<", limit)])
            late._note_late(company, int(days))
            todos = self.env["company.todo"]
            if late:
                todos._open("document_archive_due", company, self._get_office_users(company), self.env._(
                    "%(count)s finished documents are not in the archive after %(days)s days", count=len(late),
                    days=int(days)), company_id=company.id)
            else:
                todos._close("document_archive_due", company)
        return True

    def _note_late(self, company, days):
        """One finding for every document, once."""
        controls = self.env["company.control"].sudo().search([("code", "=", "DOC-ARCHIVE-DUE")])
        if not self or self.env["company.control"]._get_mode("DOC-ARCHIVE-DUE", company) == "off":
            return
        known = {(finding.res_model, finding.res_id) for finding in self.env["company.control.finding"].sudo().search([
            ("control_id", "=", controls.id), ("company_id", "=", company.id)])}
        for key, document in self._get_documents().items():
            if key not in known:
                self.env["company.control"]._enforce("DOC-ARCHIVE-DUE", document, self.env._(
                    "finished and not in the archive after %s days; file it", days), fact="late")

    @api.model
    def _get_office_users(self, company):
        users = self.env.ref("company_docs.group_office").sudo().all_user_ids
        return users.filtered(lambda user: user.active and company in user.company_ids and user.id > 1)
