from odoo import api, models

from ..engine.digest import split_paths
from .company_approval_mixin import LOCKED
from .company_approval_mixin_lock import take_unlock

FREE = frozenset({'sequence'})


class CompanyApprovalLineMixin(models.AbstractModel):
    """Lines of a document with approval: locked together with it. Set `_approval_parent_field`."""
    _name = 'company.approval.line.mixin'
    _description = 'Line of a Document with Approval'

    _approval_guarded = True
    _approval_parent_field = None

    @api.model
    def _get_approval_parent_model(self):
        return self.env[self._fields[self._approval_parent_field].comodel_name]

    @api.model
    def _get_signed_names(self):
        """Names of this model that the document signs; None where the lines are not signed at all."""
        parent = self._get_approval_parent_model()
        plain, nested = split_paths(parent._approval_digest_fields())
        heads = [name for name in [*plain, *nested] if parent._fields[name].type == 'one2many'
                 and parent._fields[name].comodel_name == self._name]
        if not heads:
            return None
        tails = {tail.partition('.')[0] for head in heads for tail in nested.get(head, ())}
        return tails or (self._fields.keys() - FREE)

    def _check_parents(self, parents, names):
        if locked := parents.sudo().filtered(lambda document: document.approval_state in LOCKED):
            locked._refuse_locked(names)

    @api.model_create_multi
    def create(self, vals_list):
        trusted, records = take_unlock(self)
        if not trusted and records._get_signed_names() is not None:
            key = records._approval_parent_field
            default = records.env.context.get(f'default_{key}')
            ids = {vals.get(key) or default for vals in vals_list} - {None, False}
            records._check_parents(records._get_approval_parent_model().browse(ids), [records._description])
        return super(CompanyApprovalLineMixin, records).create(vals_list)

    def write(self, vals):
        trusted, records = take_unlock(self)
        signed = None if trusted else records._get_signed_names()
        if signed is not None and (names := (signed | {records._approval_parent_field}) & vals.keys()):
            parents = records.sudo()[records._approval_parent_field]
            parents |= parents.browse(vals.get(records._approval_parent_field) or ())
            records._check_parents(parents, [records._fields[name]._description_string(records.env) for name in names])
        return super(CompanyApprovalLineMixin, records).write(vals)

    def unlink(self):
        trusted, records = take_unlock(self)
        if not trusted and records._get_signed_names() is not None:
            records._check_parents(records.sudo()[records._approval_parent_field], [records._description])
        return super(CompanyApprovalLineMixin, records).unlink()

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=''):
        trusted, records = take_unlock(self)
        if not trusted and field_name in (records._get_signed_names() or ()):
            records._check_parents(records.sudo()[records._approval_parent_field], [field_name])
        return super(CompanyApprovalLineMixin, records)._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang)
