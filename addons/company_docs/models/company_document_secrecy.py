from collections import defaultdict

from odoo import api, models, tools
from odoo.fields import Domain

from .company_document_mixin import CLASSIFIED

# these registers say that a document exists, not what it is about; they have to be complete and have rules of their own
UNRESTRICTED = frozenset({
    "company.document.number", "company.document.copy", "company.document.reclassify"})
SEAL_USES = "company.seal.use"


class CompanyDocumentSecrecy(models.AbstractModel):
    """What belongs to which document, whatever model it stands in: one place for rules, logs and watermarks."""

    _name = "company.document.secrecy"
    _description = "Secrecy of Documents"

    @api.model
    @tools.ormcache()
    def _get_document_models(self):
        """Names of the models that are official documents."""
        return tuple(sorted(
            name for name, model in self.env.registry.items()
            if not model._abstract and "is_cleared" in model._fields and "reader_ids" in model._fields))

    @api.model
    @tools.ormcache()
    def _get_links(self):
        """{model: {many2one to a document: document model}} of everything that hangs on documents."""
        documents, links = self._get_document_models(), defaultdict(dict)
        for name, model in self.env.registry.items():
            if model._abstract or model._transient or name in documents or name in UNRESTRICTED:
                continue
            for field in model._fields.values():
                if field.type == "many2one" and field.store and field.comodel_name in documents:
                    links[name][field.name] = field.comodel_name
        return dict(links)

    @api.model
    def _get_hidden_domain(self, model_name):
        """Domain over a document model, or one that hangs on documents: what the current user must not know of.

        None where nothing of the model can be hidden.
        """
        if model_name in self._get_document_models():
            need = Domain("reader_ids", "in", self.env.user.ids)
            return Domain("secrecy_level", ">=", CLASSIFIED) & ~(need & Domain("is_cleared", "=", True))
        links = self._get_links().get(model_name)
        if not links:
            return None
        return Domain.OR(Domain(link, "any", self._get_hidden_domain(document)) for link, document in links.items())

    @api.model
    def _get_restricted_models(self):
        """Names of all models of which rows can be hidden."""
        return (*self._get_document_models(), *self._get_links())

    @api.model
    def _get_hidden_ids(self, model_name, ids):
        """Those of these ids that the current user must not know of (one query)."""
        domain = self._get_hidden_domain(model_name) if ids else None
        if domain is None:
            return set()
        hidden = self.env[model_name].sudo().with_context(active_test=False)
        return set(hidden._search(domain & Domain("id", "in", list(ids))))

    @api.model
    def _get_documents(self, records):
        """{document model: documents} that these records are, belong to, or are files of (sudo)."""
        found = defaultdict(set)
        for model_name, ids in self._resolve_files(records.sudo()):
            if model_name in self._get_document_models():
                found[model_name] |= ids
            for link, document in self._get_links().get(model_name, {}).items():
                rows = self.env[model_name].sudo().browse(ids).exists()
                found[document] |= set(rows[link].ids)
            if model_name == SEAL_USES and records._name == "ir.attachment":    # what is sealed has a class of its own
                found[model_name] |= ids
        return {name: self.env[name].sudo().browse(ids).exists() for name, ids in found.items()}

    @api.model
    def _resolve_files(self, records_sudo):
        if records_sudo._name != "ir.attachment":
            return [(records_sudo._name, set(records_sudo.ids))]
        found = defaultdict(set)
        for file in records_sudo:
            if file.res_model and file.res_id:
                found[file.res_model].add(file.res_id)
        return found.items()

    @api.model
    def _get_classified(self, records):
        """List of recordsets of the classified documents behind these records (sudo)."""
        classified = [
            documents.filtered(lambda document: document.secrecy_level >= CLASSIFIED)
            for documents in self._get_documents(records).values()]
        return [documents for documents in classified if documents]

    @api.model
    def _note_access(self, records, action, detail=""):
        """Log an access of the current user to the classified documents behind these records."""
        for documents in self._get_classified(records):
            self.env["company.document.access"]._append(documents, action, detail)

    @api.model
    def _check_classified(self, records):
        """Read right of the current user on the classified documents behind these records, whatever door led here."""
        classified = self._get_classified(records)
        for documents in classified:
            documents.sudo(False).check_access("read")
        return bool(classified)
