from markupsafe import Markup, escape

from odoo import models
from odoo.exceptions import UserError

from ..engine import matter
from ..engine.unit_tree import DOWN, UP, get_relation
from .company_document_mixin import CLASSIFIED

REPLY_KINDS = {DOWN: "tongzhi", UP: "baogao", "parallel": "han"}


class CompanyDocumentMixin(models.AbstractModel):
    """Drafts that answer a document, pass it on or take its place, filled in as far as it goes (D11)."""

    _inherit = "company.document.mixin"

    def action_draft_reply(self):
        """Begin the outgoing document that answers this one (R6 §5.9.2.2).

        Everybody who may read it and draft. The kind follows the sender's place: a reply to a subordinate's
        request, a report upwards, a letter else. Returns an action that opens the draft; its id is in ``res_id``.
        """
        source = self._check_draft_source()
        direction = source._get_sender_relation()
        request = source.sudo().kind_id.is_request
        kind = self._get_draft_kind("pifu" if direction == DOWN and request else REPLY_KINDS[direction])
        name = source._get_quoted_name()
        leads = {
            "pifu": "你单位%s收悉。经研究，批复如下：", "han": "贵单位%s收悉。经研究，函复如下：",
            "baogao": "根据%s要求，现将有关情况报告如下：", "tongzhi": "你单位%s收悉。现将有关事项通知如下："}
        values = {
            "title": matter.get_reply_title(source.title, kind._get_title_name(), self._get_kind_names()),
            "kind_id": kind.id, "body": source._get_lead_body(leads.get(kind.code, "%s收悉。"), name),
            **source._get_sender_values()}
        return self._open_draft(source, "reply", values)

    def action_draft_forward(self):
        """Begin the outgoing document that passes this one on (R6 §5.1.6, §5.7.3.3).

        A subordinate's request goes on to the direct superior with an opinion of one's own; anything else goes down
        as a notice whose recipients the drafter fills in. Returns an action that opens the draft (``res_id``).
        """
        source = self._check_draft_source()
        name = source._get_quoted_name()
        superior = source.company_id.sudo().partner_id.document_superior_id
        if source.sudo().kind_id.is_request and source._get_sender_relation() == DOWN and superior:
            kind = self._get_draft_kind("qingshi")
            values = {
                "title": f"关于转报《{source.title}》的{kind._get_title_name()}",
                "main_unit_ids": [(6, 0, superior.ids)],
                "body": source._get_lead_body("%s报来%s。", source._get_sender_name(), name) + Markup(
                    "<p>（概述事项）</p><p>经研究，我公司意见如下：</p><p>（倾向性意见）</p><p>妥否，请批示。</p>")}
        else:
            kind = self._get_draft_kind("tongzhi")
            values = {
                "title": f"关于转发《{source.title}》的{kind._get_title_name()}",
                "body": source._get_lead_body("现将%s转发给你们，请认真贯彻执行。", name)}
        return self._open_draft(source, "forward", {**values, "kind_id": kind.id, **source._get_forward_annexes()})

    # ------------------------------------------------------------------
    # Pieces
    # ------------------------------------------------------------------

    def _check_draft_source(self):
        self.ensure_one()
        self.check_access("read")
        if self.state in ("draft", "submitted", "refused", "cancelled"):
            raise UserError(self.env._(
                "%(document)s is “%(state)s”; only a document that is out or registered is answered or passed on.",
                document=self._get_masked_name(), state=self._get_state_label()))
        return self

    def _get_sender_relation(self):
        """Direction in which an answer goes: to where this document came from."""
        sender, receiver, tree = self._get_reply_ends()
        if not receiver:
            return "parallel"
        relation, _skipped = get_relation(sender, receiver, tree)
        authority = not isinstance(receiver, tuple) and self.env["res.partner"].sudo().browse(
            receiver).is_document_authority
        return UP if authority and relation == "parallel" else relation

    def _open_draft(self, source, relation_type, values):
        """Create the draft with the class and urgency of its source and relate it.

        Where the user has such a draft already, that one opens: two clicks make no two answers.
        """
        source_sudo = source.sudo()
        known = source._get_relations("to").filtered(
            lambda row: row.relation_type == relation_type and row.from_outgoing_id.state == "draft"
            and row.from_outgoing_id.drafter_id == self.env.user)
        if known:
            return known[:1].action_open_from()
        draft = self.env["company.document.outgoing"].with_company(source_sudo.company_id).create({
            "secrecy": source_sudo.secrecy, "secrecy_years": source_sudo.secrecy_years,
            "urgency": source_sudo.urgency, **values})
        draft._relate(relation_type, source)
        return {"type": "ir.actions.act_window", "res_model": draft._name, "res_id": draft.id,
                "views": [(False, "form")]}

    def _get_draft_kind(self, code):
        kind = self.env["company.document.kind"]._get_kind(code, self.company_id)
        if not kind:
            raise UserError(self.env._(
                "The company uses no document kind with the code “%(code)s”. Let the administrator of documents "
                "activate it.", code=code))
        return kind

    def _get_kind_names(self):
        kinds = self.env["company.document.kind"]._get_effective(self.company_id)
        return [kind._get_title_name() for kind in kinds]

    def _get_lead_body(self, pattern, *words):
        """First paragraph of a draft; the words come from other documents and are escaped."""
        return Markup("<p>%s</p>") % Markup(pattern) % tuple(map(escape, words)) if words else Markup()

    def _get_forward_annexes(self):
        """Annexes with the files of the document; classified papers are copied by approval only (R6 §5.8.1.5)."""
        if self.sudo().secrecy_level >= CLASSIFIED:
            return {}
        return {"annex_ids": [
            (0, 0, {"name": file.name, "file": file.datas, "file_name": file.name}) for file in self.file_ids[:20]]}
