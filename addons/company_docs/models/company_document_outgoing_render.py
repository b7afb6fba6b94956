import base64
import re

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.company_base.tools.pdf import ForbiddenUrl, read_local

from ..engine.layout_docx import make_docx
from ..engine.seal_use import file_digest
from .company_document_mixin import CLASSIFIED

PDF = "application/pdf"
KEPT_STATES = ("sealed", "dispatched", "archived")


class CompanyDocumentOutgoing(models.Model):
    """The printed document: PDF and Word file with the rights of the caller; what was sealed is what is kept."""

    _inherit = "company.document.outgoing"

    proof_file_id = fields.Many2one(
        "ir.attachment", "Proof", readonly=True, copy=False, ondelete="restrict", index="btree_not_null",
        help="PDF as the drafter approved the proof: the paper that is sealed.")

    # ------------------------------------------------------------------
    # For clients
    # ------------------------------------------------------------------

    def render_pdf(self, copy_number=0):
        """The printed document (R6 §5.6); once it is sealed, the kept file itself.

        :param copy_number: int, serial number of the copy (份号), printed at the upper left of classified documents
        :return: str, base64 of the PDF
        :raise AccessError: for users who may not read the document
        """
        return base64.b64encode(self._make_pdf(copy_number)).decode()

    def render_docx(self):
        """The document as an editable Word file with the same layout.

        :return: str, base64 of the DOCX
        :raise AccessError: for users who may not read the document
        """
        return base64.b64encode(self._make_docx()).decode()

    def action_print_layout(self):
        """Download the PDF; returns the action of the web client."""
        return self._get_download_action("pdf")

    def action_download_docx(self):
        """Download the Word file; returns the action of the web client."""
        return self._get_download_action("docx")

    def _get_download_action(self, suffix):
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "target": "download",
                "url": f"/company_docs/outgoing/{self.id}/layout.{suffix}?download=1"}

    # ------------------------------------------------------------------
    # Making
    # ------------------------------------------------------------------

    def _make_pdf(self, copy_number=0, log="print"):
        """PDF bytes for the current user; ``log``: what the access log of classified papers says."""
        self.ensure_one()
        self.check_access("read")
        copy_number = self._check_copy_number(copy_number)
        content = self._get_kept_content() if not copy_number else None
        if content is None:
            sealed = self.state in KEPT_STATES
            paper, files = self._get_paper(copy_number, sealed=sealed)
            content = self._get_template().with_env(self.env)._render_pdf(paper, files)
        self._log_rendering(log, "pdf")
        return self._mark_for_reader(content)

    def _make_docx(self):
        self.ensure_one()
        self.check_access("read")
        paper, _files = self._get_paper()
        self._log_rendering("download", "docx")
        return make_docx(paper, self._read_picture)

    def _check_copy_number(self, number):
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= max(self.copy_count, 0):
            raise UserError(self.env._(
                "%(document)s: copy numbers go from 1 to %(count)s.", document=self._get_masked_name(),
                count=self.copy_count))
        return number

    def _read_picture(self, source):
        """Bytes of a picture in the body that the current user may read, or None."""
        if found := re.match(r"data:image/[\w.+-]+;base64,(.+)$", source, re.DOTALL):
            return base64.b64decode(found.group(1))
        try:
            return read_local(self.env, source.split("?")[0])[0] or None
        except (ForbiddenUrl, OSError):
            return None

    def _log_rendering(self, action, detail):
        """Printing and downloading classified papers is logged (R6 §5.4)."""
        if self.secrecy_level >= CLASSIFIED and not self.env.su:
            self._note_access(action, detail)

    def _mark_for_reader(self, content):
        """The reader's name and the time over every page, where the class asks for it."""
        secrecy = self.env.get("company.document.secrecy")
        if secrecy is None or not hasattr(secrecy, "_mark_pdf"):
            return content
        return secrecy._mark_pdf(self, content)

    def _get_layout_name(self, suffix):
        """File name: number and title; of classified papers no more than class and number."""
        self.ensure_one()
        name = self._get_masked_name()
        if self.secrecy_level < CLASSIFIED:
            number = self.name if self.name != "/" else self.draft_no
            name = " ".join(part for part in (number, self.title) if part)
        return re.sub(r'[\\/:*?"<>|\r\n\t]+', " ", name)[:120].strip() + f".{suffix}"

    # ------------------------------------------------------------------
    # Kept files
    # ------------------------------------------------------------------

    def _set_state(self, target):
        """The proof that the drafter approved is kept as a file: it goes under the seal."""
        if target == "proofread":
            for document in self:
                document._keep_proof()
        return super()._set_state(target)

    def _keep_proof(self):
        document = self.sudo()
        attachment = self.env["ir.attachment"].sudo().create({
            "name": document._get_layout_name("pdf"), "raw": document._make_engine_pdf(), "mimetype": PDF,
            "res_model": document._name, "res_id": document.id, "company_id": document.company_id.id})
        document._as_engine().write({"proof_file_id": attachment.id})

    def _make_engine_pdf(self, sealed=False):
        """PDF made by a step of the process: pictures are read with the drafter's rights, seals by the engine."""
        self.ensure_one()
        document = self.sudo()
        paper, files = document._get_paper(sealed=sealed)
        template = document._get_template().with_user(document.drafter_id).sudo(False)
        return template._render_pdf(paper, files)

    def _make_proof_file(self):
        """The proof that was approved goes under the seal, not a new print."""
        self.ensure_one()
        if not self.sudo().proof_file_id:
            self._keep_proof()
        return self.sudo().proof_file_id

    def _render_sealed(self):
        """The document with its seals: what the sealing keeps for ever."""
        return self._make_engine_pdf(sealed=True), PDF, "pdf"

    def _get_kept_content(self):
        """Bytes of the sealed document, compared with their digest; None before it is sealed."""
        file_sudo = self.sudo().sealed_file_id
        if self.state not in KEPT_STATES or not file_sudo:
            return None
        content = file_sudo.raw or b""
        if file_digest(content) != self.sudo().sealed_digest:
            raise UserError(self.env._(
                "%(document)s: the kept file is not the one that was sealed. Ask the administrator for the backup.",
                document=self._get_masked_name()))
        return content
