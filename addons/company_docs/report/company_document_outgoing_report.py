from odoo import api, fields, models

OFFICE_STEP, COUNTERSIGN_FIELD, SIGNER_FIELD = "company_docs.group_office", "countersigner_ids", "signer_id"


class CompanyDocumentOutgoingReport(models.AbstractModel):
    """Draft form 发文稿纸: the draft with everybody's opinion at its place, and the record of its steps (R6 §5.9)."""

    _name = "report.company_docs.report_outgoing_draft_form"
    _description = "Draft Form for Outgoing Documents"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        docs = self.env["company.document.outgoing"].with_context(lang=lang).browse(docids)
        return {"doc_ids": docids, "doc_model": docs._name, "docs": docs, "form_lang": lang,
                "get_form": self._get_form}

    @api.model
    def _get_form(self, document):
        """What the form of one document shows."""
        document.check_access("read")
        labels = {name: dict(document._fields[name]._description_selection(document.env)).get(document[name]) or ""
                  for name in ("secrecy", "urgency", "head_type", "direction")}
        steps_sudo = document.sudo().step_ids
        names = dict(steps_sudo._fields["step"]._description_selection(document.env))
        return {
            "labels": labels, "places": self._get_places(document),
            "steps": [{"step": names[row.step], "name": row.user_name, "note": row.note or "",
                       "time": self._format(document, row.date)} for row in steps_sudo],
            "taken": {code: self._get_last(document, steps_sudo, code)
                      for code in ("submitted", "numbered", "proof_ok", "sealed", "dispatched", "archived")},
            "opinions": self._get_opinions(document),
        }

    @api.model
    def _get_places(self, document):
        """{place on the form: [{"name", "opinion", "time"}]} of the last round."""
        office = self.env.ref(OFFICE_STEP)
        places = {"review": [], "check": [], "countersign": [], "issue": []}
        for step in document.sudo().approval_id.step_ids.sorted(lambda row: (row.order, row.lane, row.level, row.id)):
            route_step = step.route_step_id
            place = "issue" if route_step.user_field == SIGNER_FIELD else "check" if route_step.group_id == office \
                else "countersign" if route_step.user_field == COUNTERSIGN_FIELD or not route_step else "review"
            places[place] += [self._get_signature(document, seat) for seat in step._get_current_seats()
                              if seat.state == "approved" and seat.decision_id]
        return places

    @api.model
    def _get_signature(self, document, seat):
        return {"name": seat.decision_id._get_signature_name(), "opinion": seat.opinion or "",
                "time": self._format(document, seat.decided_on)}

    @api.model
    def _get_opinions(self, document):
        """Everything that anybody wrote in any round, oldest first: nothing is lost by returning a draft."""
        decisions = document.sudo().approval_ids.decision_ids.filtered("opinion").sorted("id")
        kinds = dict(decisions._fields["kind"]._description_selection(document.env))
        return [{"round": decision.approval_id.round, "step": decision.step_id.name or "",
                 "kind": kinds[decision.kind], "name": decision._get_signature_name(), "text": decision.opinion,
                 "time": self._format(document, decision.decided_on)} for decision in decisions]

    @api.model
    def _get_last(self, document, steps, code):
        row = steps.filtered(lambda step: step.step == code)[-1:]
        return {"name": row.user_name or "", "time": self._format(document, row.date)}

    @api.model
    def _format(self, document, moment):
        return fields.Datetime.context_timestamp(document, moment).strftime("%Y-%m-%d %H:%M") if moment else ""
