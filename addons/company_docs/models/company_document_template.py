import gc
import io
import logging

from lxml import etree
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.company_base.tools.pdf import layout_document

from ..engine import layout_pages
from ..engine.layout_sample import get_sample

_logger = logging.getLogger(__name__)

LAYOUTS = [("red", "Red Head"), ("black", "Black Head"), ("letter", "Letter Format"), ("minutes", "Minutes Format")]


class CompanyDocumentTemplate(models.Model):
    """Printed layout of outgoing documents (R6 §5.6): one of the four shipped layouts, or a company's own version.

    A layout reads plain values only, never records: whoever edits it gains no right to read or write anything.
    """

    _name = "company.document.template"
    _description = "Document Layout"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company.")
    layout = fields.Selection(
        LAYOUTS, "Based on", required=True, default="red", tracking=True,
        help="Page, measures and elements: red head (R6 §5.6.1), black head (R6 §5.6.2), letter and minutes.")
    kind_ids = fields.One2many("company.document.kind", "template_id", "Document Kinds")
    arch = fields.Text(
        "Own Layout", help="QWeb of the page. Empty: the layout as shipped, which follows the regulation. Values are "
        "listed in docs/layout.md.")
    is_changed = fields.Boolean("Changed", compute="_compute_is_changed")

    @api.depends("arch")
    def _compute_is_changed(self):
        for template in self:
            template.is_changed = bool(template.arch)

    @api.constrains("arch", "layout")
    def _check_arch(self):
        for template in self.filtered("arch"):
            try:
                template._render_html(get_sample(template.layout).to_values(), "same")
            except Exception as error:      # whatever QWeb finds wrong is told
                raise ValidationError(self.env._(
                    "%(template)s: the layout can't be printed: %(error)s. Correct it, or empty it to go back to the "
                    "layout as shipped.", template=template.name, error=str(error)[:500])) from error

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_edit(self):
        """Open a version of the company's own with the shipped layout filled in as a start for changes.

        :return: action of the form; a shared layout stays as it is, the company gets a copy
        :raise AccessError: for users who don't administer documents
        """
        self.ensure_one()
        self.check_access("read")
        template = self
        if not self.company_id:
            template = self._get_own(self.layout, self.env.company) or self.copy({
                "company_id": self.env.company.id, "name": self.name, "arch": self.arch})
        template.check_access("write")
        if not template.arch:
            template.arch = template._get_shipped_arch()
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": template.id, "views": [(False, "form")],
            "view_mode": "form"}

    def action_restore(self):
        """Go back to the layout as shipped; True.

        :raise AccessError: for users who don't administer documents, and on layouts shared by all companies
        """
        self.check_access("write")
        self.write({"arch": False})
        return True

    def action_preview(self):
        """Open the sample document in this layout."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": f"/company_docs/template/{self.id}/sample.pdf", "target": "new"}

    # ------------------------------------------------------------------
    # Rendering
    # ------------------------------------------------------------------

    def _get_own(self, layout, company):
        return self.search([("layout", "=", layout), ("company_id", "=", company.id)], limit=1)

    def _get_for(self, layout, company):
        """The layout in force: the company's own before the shared one."""
        return self._get_own(layout, company) or self.search(
            [("layout", "=", layout), ("company_id", "=", False)], limit=1)

    def _get_shipped_arch(self):
        self.ensure_one()
        return self.env.ref(f"company_docs.layout_{self.layout}").sudo().arch

    def _render_html(self, values, record_mode):
        """HTML of the printed document; the template sees these values and nothing else (no env, no request)."""
        self.ensure_one()
        # escaped by the engine, or constants of it
        fonts = {role: Markup(stack) for role, stack in values["fonts"].items()}
        sheet = dict(values["sheet"], font=Markup(values["sheet"]["font"]))
        values = dict(values, body=Markup(values["body"]), fonts=fonts, sheet=sheet, record_mode=record_mode,
                      file_title="".join(values["title_lines"]))
        template = etree.fromstring(self.arch) if self.arch else f"company_docs.layout_{self.layout}"
        return self.env["ir.qweb"].with_context(minimal_qcontext=True)._render(template, values)

    def _render_pdf(self, paper, annex_files=None):
        """PDF of a document's printed elements (``engine.layout_paper.Paper``), with the rights of the caller.

        Laid out once; a second time only where the 版记 has to move to an even page, or the signature stands on a page
        without text and says so (§5.6.1.1.13).

        :param annex_files: {key: (PDF bytes, page index)} of the annex pages to be laid into the frames
        """
        try:
            document = self._layout(paper, "same")
            mode = "same"
            if layout_pages.needs_no_text_mark(document):
                paper.no_text = True
                document = self._layout(paper, mode)
            mode = layout_pages.get_record_mode(document, paper.record_on_even_page)
            if mode != "same":
                document = self._layout(paper, mode)
            content = document.write_pdf()
            if annex_files:
                content = self._lay_in_annexes(content, layout_pages.find_frames(document, "annex-frame"), annex_files)
            return content
        finally:
            document = None
            gc.collect()        # WeasyPrint's box trees are cyclic and large

    def _layout(self, paper, record_mode):
        return layout_document(self.env, self._render_html(paper.to_values(), record_mode))

    def _lay_in_annexes(self, content, frames, annex_files):
        """Put pages of annexes, made smaller where they have to be, into their frames."""
        from pypdf import PdfReader, PdfWriter, Transformation
        writer = PdfWriter(clone_from=io.BytesIO(content))
        readers = {}
        for frame in frames:
            data, index = annex_files[frame["data"]]
            if id(data) not in readers:     # a writer: only its pages can be turned
                readers[id(data)] = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
            source = readers[id(data)].pages[index]
            source.transfer_rotation_to_content()
            box = source.cropbox
            scale = min(frame["width"] / float(box.width), frame["height"] / float(box.height), 1)
            target = writer.pages[frame["page"]]
            left = frame["x"] + (frame["width"] - float(box.width) * scale) / 2
            bottom = float(target.mediabox.height) - frame["y"] - float(box.height) * scale
            target.merge_transformed_page(source, Transformation().translate(
                -float(box.left), -float(box.bottom)).scale(scale).translate(left, bottom))
        result = io.BytesIO()
        writer.write(result)
        return result.getvalue()

    def _render_sample(self):
        """PDF of the sample document."""
        self.ensure_one()
        try:
            return self._render_pdf(get_sample(self.layout))
        except UserError:
            raise
        except Exception as error:      # a broken layout of one's own
            _logger.info("layout %s: %s", self.id, error)
            raise UserError(self.env._(
                "%(template)s can't be printed: %(error)s", template=self.name, error=str(error)[:500])) from error
