import base64
import io
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.mimetypes import guess_mimetype

from ..engine.layout_paper import Annex, Paper, Record, Signature
from ..engine.layout_values import SHEETS, to_pt

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
BLANK_DATE = "\u3000\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"
DRAFTS = ("draft", "submitted")


class CompanyDocumentOutgoing(models.Model):
    """What of an outgoing document is printed, element by element (R6 §5.6.1.2)."""

    _inherit = "company.document.outgoing"

    title_breaks = fields.Text(
        "Title as Printed", help="The title with line breaks set by hand. Empty: lines are broken by meaning, in the "
        "shape of a trapezium or lozenge.")

    @api.constrains("title", "title_breaks")
    def _check_title_breaks(self):
        for document in self.filtered("title_breaks"):
            if re.sub(r"\s", "", document.title_breaks) != re.sub(r"\s", "", document.title or ""):
                raise ValidationError(self.env._(
                    "%(document)s: the title as printed says something else than the title. Only set line breaks "
                    "there, or empty it.", document=document.display_name))

    # ------------------------------------------------------------------
    # Elements
    # ------------------------------------------------------------------

    def _get_layout(self):
        """One of red, black, letter, minutes; the kind may name a layout of its own."""
        self.ensure_one()
        return self.sudo().kind_id.template_id.layout or self.head_type or "red"

    def _get_template(self):
        """The layout (company.document.template) that this document is printed in."""
        self.ensure_one()
        templates = self.env["company.document.template"].sudo()
        given = self.sudo().kind_id.template_id
        if given and given.company_id:
            return given
        return templates._get_for(self._get_layout(), self.company_id)

    def _get_paper(self, copy_number=0, sealed=False):
        """The printed elements as plain values, and the pages of annexes to be laid in: (Paper, {key: (bytes, page)}).

        The caller has checked the right to read the document; names around it are read in superuser mode.
        """
        self.ensure_one()
        document = self.sudo().with_context(bin_size=False, lang="zh_CN")
        layout = document._get_layout()
        issuers = document.issuer_id | document.joint_issuer_ids
        annexes, files = document._get_bound_annexes(layout)
        paper = Paper(
            head=layout, marks=document._get_marks(layout, issuers), number=document._get_printed_number(),
            title=document.title_breaks or document.title or "", main_text=document.main_text or "",
            body=str(document.body or ""), annex_names=[annex.name for annex in document.annex_ids],
            signatures=document._get_signatures(issuers, sealed) if layout != "minutes" else [],
            date=document.signed_on or BLANK_DATE, note=document.note or "", record=document._get_record(),
            upward=document.direction == "up" and layout == "red", signers=document._get_signer_names(),
            copy_number=copy_number, secrecy=document.secrecy, secrecy_years=document.secrecy_years,
            urgency=document.urgency, annexes=annexes, watermark=document._get_layout_watermark(),
            record_on_even_page=document.company_id.document_record_on_even_page)
        return paper, files

    def _get_marks(self, layout, issuers):
        """Red lines on top: “…文件”, the bare name on a letter, “…会议纪要” on minutes."""
        if layout == "minutes":
            return [f"{issuer.name}会议纪要" for issuer in issuers[:1]]
        marks = [issuer.mark or f"{issuer.name}文件" for issuer in issuers] or [f"{self.company_id.name}文件"]
        return [mark.removesuffix("文件") for mark in marks] if layout == "letter" else marks

    def _get_printed_number(self):
        """The number; before it is given, its place stays open for it."""
        if self.name and self.name != "/":
            return self.name
        year = (self.signed_on or fields.Date.context_today(self)).year
        return f"{self.issuer_id.code or ''}〔{year}〕\u3000号"

    def _get_signer_names(self):
        return [name for name in self.signer_id.mapped("name") if name]

    def _get_record(self):
        return Record(
            keywords=self.keywords or "", main_text=self.main_text or "", cc_text=self.cc_text or "",
            printing_unit=self.printing_unit or "", print_date=self.print_date)

    def _get_layout_watermark(self):
        """草稿 over everything that is not issued; a voided document says so as well."""
        if self.state in DRAFTS:
            return "草稿"
        return "作废" if self.state == "cancelled" else ""

    # ------------------------------------------------------------------
    # Seals
    # ------------------------------------------------------------------

    def _get_signatures(self, issuers, sealed):
        """Units that sign, each with the picture of its seal when the document is sealed (§5.6.1.1.13)."""
        seals = self._get_seals_used() if sealed else self.env["company.seal"]
        names = [issuer.signature or issuer.name for issuer in issuers] or [self.company_id.name]
        return [Signature(name, self._get_seal_picture(seals, name, index)) for index, name in enumerate(names)]

    def _get_seals_used(self):
        """Seals that their holders have put on this document (superuser mode)."""
        uses = self.env["company.seal.use"].sudo().search([("target", "=", f"{self._name},{self.id}")])
        return uses.line_ids.filtered("copies_used").seal_id

    def _get_seal_picture(self, seals, name, index):
        """Address of the print of the seal that carries this name; the host's first official seal stands in."""
        matching = seals.filtered(lambda seal: seal.entity_name == name)
        seal = matching[:1] or (seals[:1] if not index and len(seals) == 1 else seals[:0])
        return self._to_address(seal.sudo().impression_ids[:1].image) if seal else ""

    @api.model
    def _to_address(self, image):
        """data: address of a picture (base64 bytes); “” for anything that is no picture."""
        if not image:
            return ""
        mimetype = guess_mimetype(base64.b64decode(image))
        return f"data:{mimetype};base64,{image.decode()}" if mimetype in PICTURES else ""

    # ------------------------------------------------------------------
    # Annexes bound with the document
    # ------------------------------------------------------------------

    def _get_bound_annexes(self, layout):
        """Pictures and PDF files among the annexes are bound in, their pages counted on (§5.6.1.1.20)."""
        annexes, files = [], {}
        for annex in self.annex_ids:
            content = base64.b64decode(annex.file) if annex.file else b""
            mimetype = guess_mimetype(content) if content else ""
            bound = Annex(annex.name)
            if mimetype in PICTURES:
                bound.pictures = [self._to_address(annex.file)]
            elif mimetype == "application/pdf":
                bound.sizes = self._get_annex_pages(annex, content, layout, files)
            annexes.append(bound)
        # the note counts all annexes, those in other formats go along as files
        return [annex for annex in annexes if annex.pictures or annex.sizes], files

    def _get_annex_pages(self, annex, content, layout, files):
        """Frames for the pages of a PDF: full text height, less the line “附件” on the first."""
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
        try:
            reader = PdfReader(io.BytesIO(content))
            count = 0 if reader.is_encrypted else len(reader.pages)
        except (PyPdfError, ValueError, KeyError, TypeError):
            return []
        sheet, record_height = SHEETS[layout], (len(self._get_record().to_values()) and 5 * 28 + 8)
        sizes = []
        for page in range(count):
            key = f"{annex.id}-{page}"
            files[key] = (content, page)
            height = to_pt(sheet.height) - (sheet.pitch if not page else 0)
            sizes.append({"key": key, "height": height - (record_height if page == count - 1 else 0) - 2})
        return sizes
