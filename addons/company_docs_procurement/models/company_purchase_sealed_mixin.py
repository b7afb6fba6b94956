from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.company_approval.models.company_approval_mixin_submit import clean_context


class CompanyPurchaseSealedMixin(models.AbstractModel):
    """A document of procurement that a leader approved in the system and that gets a seal (R7 §二)."""

    _name = "company.purchase.sealed.mixin"
    _description = "Purchase Document under a Seal"

    _seal_types = ("official",)     # in the order in which a seal is looked for
    _seal_document_kind = "other"
    _seal_report = None
    _seal_basis = "system"

    seal_use_count = fields.Integer("Seal Uses", compute="_compute_seal_use", compute_sudo=True)
    seal_waiting_for = fields.Char("Waits for the Seal with", compute="_compute_seal_use", compute_sudo=True)
    can_seal = fields.Boolean(compute="_compute_can_seal")

    def _compute_seal_use(self):
        uses = self.env["company.seal.use"].search([
            ("target", "in", [f"{self._name},{document.id}" for document in self])])
        for document in self:
            own = uses.filtered(lambda use, d=document: use.target == d)
            document.seal_use_count = len(own)
            document.seal_waiting_for = "、".join(
                own.filtered(lambda use: use.state == "approved").line_ids.filtered("copies_left")
                .seal_id.holder_id.mapped("name")) or False

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_seal(self):
        for document in self:
            document.can_seal = bool(document.id) and not document._get_seal_refusal() \
                and not document.seal_waiting_for

    def _get_seal_refusal(self):
        """Why the user can't have this document sealed now, or False."""
        raise NotImplementedError

    def action_seal(self, seal_id=False, copies=1, file_ids=False):
        """Apply for the seal of an approved document, and use it at once where the caller holds it himself.

        Whoever takes the steps of the document, once a leader has approved it. ``seal_id``: empty: the company's
        seal for such papers; ``copies``: number; ``file_ids``: which of the files that were attached when it was
        approved (empty: all; its print where there are none). Returns the ids of the seal use applications.
        """
        uses = self.env["company.seal.use"]
        for document in clean_context(self):
            document.check_access("read")
            document._lock_for_decision()
            document._raise_refusals({document.id: document._get_seal_refusal()})
            if isinstance(copies, bool) or not isinstance(copies, int) or copies < 1:
                raise UserError(self.env._("%(document)s: say how many copies are sealed.",
                                           document=document.display_name))
            seal, document_sudo = document._get_seal(seal_id), document.sudo()
            use = uses._apply_for(
                document, seal, copies, document_sudo._get_seal_purpose(), document_sudo._get_seal_files(file_ids),
                document_kind=self._seal_document_kind, basis=self._seal_basis,
                amount=document_sudo.amount_total, title=document_sudo.display_name,
                receiver=document_sudo._get_seal_receiver())
            uses |= use
            document.invalidate_recordset(["seal_use_count", "seal_waiting_for", "can_seal"])
            if seal.sudo().holder_user_id == self.env.user:
                use.action_use(copies, seal.id)
        return uses.ids

    def action_view_seal_uses(self):
        """Open the seal use applications of this document; the reader's rights count."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "name": self.env._("Seal Uses"), "res_model": "company.seal.use",
                "view_mode": "list,form", "views": [(False, "list"), (False, "form")],
                "domain": [("target", "=", f"{self._name},{self.id}")], "context": {"create": False}}

    def _get_seal(self, seal_id):
        """The chosen seal, or the company's first one of the types for such papers."""
        self.ensure_one()
        seals = self.env["company.seal"]
        if seal_id:
            seal = seals.browse(seal_id if isinstance(seal_id, int) and not isinstance(seal_id, bool) else ()).exists()
            seal.check_access("read")
        else:
            found = seals.search([
                ("company_id", "=", self.sudo().company_id.id), ("seal_type", "in", self._seal_types),
                ("state", "not in", ("lost", "destroyed"))])
            seal = found.sorted(lambda seal: self._seal_types.index(seal.seal_type))[:1]
        if not seal:
            raise UserError(self.env._("%(document)s: choose the seal; the company has none for such papers.",
                                       document=self.display_name))
        return seal

    def _get_seal_files(self, file_ids=False):
        """The files that were there when it was approved; its print where there are none (superuser mode)."""
        approved_on = self.approval_id.decision_ids.filtered(lambda row: row.kind == "approve")[-1:].decided_on
        files = self.env["ir.attachment"].search([
            ("res_model", "=", self._name), ("res_id", "=", self.id), ("res_field", "=", False),
            ("create_date", "<=", approved_on)]) if approved_on else self.env["ir.attachment"]
        if file_ids:
            wanted = set(file_ids) if isinstance(file_ids, list) else {file_ids}
            if wanted - set(files.ids):
                raise UserError(self.env._("%(document)s: only files that were attached when it was approved are "
                                           "sealed.", document=self.display_name))
            files = files.filtered(lambda file: file.id in wanted)
        if files:
            return files
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(self._seal_report, self.ids)
        return self.env["ir.attachment"].create({
            "name": f"{self.name}.pdf", "raw": content, "mimetype": "application/pdf", "res_model": self._name,
            "res_id": self.id, "company_id": self.company_id.id})

    def _get_seal_purpose(self):
        return self.display_name

    def _get_seal_receiver(self):
        return False

    def _on_sealed(self, use):
        """The seal was used; called by the register in superuser mode, the keeper being the user."""
        for document in self.sudo():
            document._message_log(body=self.env._("Sealed: %s", use.name))
