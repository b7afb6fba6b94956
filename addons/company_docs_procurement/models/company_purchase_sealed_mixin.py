from odoo import models
from odoo.exceptions import UserError

from odoo.addons.company_approval.models.company_approval_mixin_submit import clean_context


class CompanyPurchaseSealedMixin(models.AbstractModel):
    """A document of procurement that a leader approved in the system and that gets a seal (R7 §二)."""

    _name = "company.purchase.sealed.mixin"
    _inherit = ["company.seal.target.mixin"]
    _description = "Purchase Document under a Seal"

    _seal_types = ("official",)     # in the order in which a seal is looked for
    _seal_document_kind = "other"
    _seal_report = None
    _seal_basis = "system"

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
            number, seal = document._check_seal_copies(copies), document._get_seal(seal_id)
            document_sudo = document.sudo()
            uses |= document._ask_for_seal(
                seal, number, document_sudo._get_seal_files(file_ids), document_kind=self._seal_document_kind,
                basis=self._seal_basis, amount=document_sudo.amount_total, title=document_sudo.display_name)
        return uses.ids

    def _get_seal(self, seal_id):
        """The chosen seal, or the company's first one of the types for such papers."""
        self.ensure_one()
        seals = self.env["company.seal"]
        if seal_id:
            seal = self._read_seal(seal_id)
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

    def _on_sealed(self, use):
        """The seal was used; called by the register in superuser mode, the keeper being the user."""
        for document in self.sudo():
            document._message_log(body=self.env._("Sealed: %s", use.name))
