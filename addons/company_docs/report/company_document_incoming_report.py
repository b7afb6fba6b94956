from odoo import api, fields, models

STAGES = (
    ("proposal", ("propose",)), ("review", ("review",)), ("instruction", ("instruct",)),
    ("handling", ("assign", "return", "coordinate", "transfer", "urge", "reply", "answer")), ("closing", ("close",)))


class CompanyDocumentIncomingReport(models.AbstractModel):
    """Circulation form 收文传阅签批单: each stage with its opinions, and the readers with their times (R6 §5.8.1.2)."""

    _name = "report.company_docs.report_incoming_circulation"
    _description = "Circulation and Approval Form"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        docs = self.env["company.document.incoming"].with_context(lang=lang).browse(docids)
        return {"doc_ids": docids, "doc_model": docs._name, "docs": docs, "form_lang": lang,
                "get_form": self._get_form}

    @api.model
    def _get_form(self, document):
        """What the form of one document shows: labels, opinions by stage, circulation rows."""
        document.check_access("read")
        labels = {
            name: dict(document._fields[name]._description_selection(document.env)).get(document[name])
            for name in ("secrecy", "urgency")}
        opinions = document.sudo().opinion_ids
        steps = dict(opinions._fields["step"]._description_selection(document.env))
        stages = {
            stage: [{
                "label": steps[opinion.step] if stage == "handling" else "",
                "text": opinion.text or "", "name": opinion.user_name,
                "department": opinion.department_name or "", "behalf": opinion.behalf_name,
                "time": self._format(document, opinion.given_on),
            } for opinion in opinions.filtered(lambda row, codes=codes: row.step in codes)]
            for stage, codes in STAGES}
        rows = document.sudo().circulation_ids.filtered(
            lambda row: row.purpose in ("read", "copy", "handle") and row.state not in ("recalled", "transferred"))
        purposes = dict(rows._fields["purpose"]._description_selection(document.env))
        readers = [{
            "name": row.user_id.name, "department": row.department_id.name or "", "purpose": purposes[row.purpose],
            "sent": self._format(document, row.sent_on), "read": self._format(document, row.read_on),
            "done": self._format(document, row.done_on) if row.purpose == "handle" else "",
        } for row in rows.sorted("id")]
        return {"labels": labels, "stages": stages, "readers": readers,
                "received": self._format(document, document.received_on),
                "deadline": self._format(document, document.deadline)}

    @api.model
    def _format(self, document, moment):
        return fields.Datetime.context_timestamp(document, moment).strftime("%Y-%m-%d %H:%M") if moment else ""
