import base64
import hashlib
import io
import json
import mimetypes
import re
import zipfile

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from odoo import fields, models

_UNFIT = re.compile(r'[\\/:*?"<>|\s]+')


class CompanyPurchaseFiling(models.Model):
    """One ZIP and one PDF of the whole case, with the SHA-256 of each file."""

    _inherit = "company.purchase.filing"

    def _make_bundle(self):
        """Keep ZIP and PDF as attachments of the filing (superuser)."""
        self.ensure_one()
        files = self._get_bundle_files()
        receipt = self._print("company_procurement.filing_list_report", self.with_context(filing_files=files))
        manifest = {
            "filing": self.name, "case": self.sourcing_id.name, "company": self.company_id.name,
            "made_on": fields.Datetime.to_string(fields.Datetime.now()),
            "files": [{"name": name, "paper": paper, "size": len(content), "sha256": _digest(content)}
                      for name, paper, content in files],
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr("manifest.json", text)
            bundle.writestr(f"00-{self.name}.pdf", receipt)
            for name, _paper, content in files:
                bundle.writestr(name, content)
        zip_file, pdf_file = self.env["ir.attachment"].create([
            {"name": f"{self.name}.zip", "raw": archive.getvalue(), "res_model": self._name, "res_id": self.id,
             "mimetype": "application/zip"},
            {"name": f"{self.name}.pdf", "raw": _join([receipt, *(content for _name, _paper, content in files)]),
             "res_model": self._name, "res_id": self.id, "mimetype": "application/pdf"},
        ])
        self._as_engine().write({
            "bundle_id": zip_file.id, "bundle_pdf_id": pdf_file.id, "bundle_digest": _digest(archive.getvalue())})

    def _get_bundle_files(self):
        """List of (name in the ZIP, paper, content)."""
        files = []
        for number, paper in enumerate(self.paper_ids.filtered("present"), start=1):
            folder = f"{number:02d}-{_fit(paper.name)}"
            if paper.report_name:
                record = self.env[paper.res_model].browse(paper.res_id)
                files.append((f"{folder}/{_fit(paper.name)}.pdf", paper.name, self._print(paper.report_name, record)))
            files += [(f"{folder}/{attachment.id}-{self._get_file_name(attachment)}", paper.name, attachment.raw or b"")
                      for attachment in paper.attachment_ids]
        return files

    def _get_file_name(self, attachment):
        """The name people gave; the file of a field is named after its record."""
        if not attachment.res_field:
            return _fit(attachment.name)
        record = self.env[attachment.res_model].browse(attachment.res_id)
        return _fit(record.display_name) + (mimetypes.guess_extension(attachment.mimetype or "") or "")

    def _print(self, report_name, record):
        report = self.env["ir.actions.report"].with_context(record.env.context)
        return report._render_qweb_pdf(report_name, record.ids)[0]

    def _get_manifest_rows(self):
        """(paper, file, size, SHA-256) for the printed list; of the bundle that is being made, or of the papers."""
        files = self.env.context.get("filing_files") if self.env.su else None
        if files is None:
            files = [(name, paper, content) for name, paper, content in self._read_bundle()]
        return [(paper, name.split("/")[-1], len(content), _digest(content)) for name, paper, content in files]

    def _read_bundle(self):
        if not self.sudo().bundle_id:
            return []
        with zipfile.ZipFile(io.BytesIO(self.sudo().bundle_id.raw)) as bundle:
            manifest = json.loads(bundle.read("manifest.json"))
            return [(entry["name"], entry["paper"], bundle.read(entry["name"])) for entry in manifest["files"]]

    def get_bundle(self):
        """The bundle of a filing: {name, sha256, content} with the ZIP as base64. Read right on the filing."""
        self.ensure_one()
        self.check_access("read")
        bundle_sudo = self.sudo().bundle_id
        return {"name": bundle_sudo.name or "", "sha256": self.bundle_digest or "",
                "content": base64.b64encode(bundle_sudo.raw or b"").decode()}

    def action_print_bundle(self):
        """Download the whole case as ZIP."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "target": "self",
                "url": f"/web/content/{self.bundle_id.id}?download=true"}


def _digest(content):
    return hashlib.sha256(content).hexdigest()


def _fit(name):
    """A name that every file system takes."""
    return _UNFIT.sub("_", name or "").strip("_.")[:80] or "-"


def _join(contents):
    """One PDF of all pages of PDFs and pictures; other kinds of files are in the ZIP only."""
    writer = PdfWriter()
    for content in contents:
        if content[:5] == b"%PDF-":
            try:
                writer.append(PdfReader(io.BytesIO(content), strict=False), import_outline=False)
            except PyPdfError:      # a damaged upload stays in the ZIP as it came
                continue
        elif content[:3] == b"\xff\xd8\xff" or content[:8] == b"\x89PNG\r\n\x1a\n":
            page = io.BytesIO()
            Image.open(io.BytesIO(content)).convert("RGB").save(page, "PDF", resolution=150)
            writer.append(PdfReader(page))
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()
