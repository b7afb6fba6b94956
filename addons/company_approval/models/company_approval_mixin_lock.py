from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..engine.digest import split_paths
from .company_approval_mixin import APPROVAL_FIELDS, LOCKED

KEY = '_company_approval_unlock'
MARK = object()     # lives in this process only and is compared with `is`


def unlock(records):
    """The same records; their next create, write or unlink is trusted."""
    return records.with_context(**{KEY: MARK})


def take_unlock(records):
    """(trusted, records without the mark): what happens inside the call doesn't inherit the trust."""
    context = records.env.context
    if KEY not in context:
        return False, records
    return context[KEY] is MARK, records.with_context({k: v for k, v in context.items() if k != KEY})


class CompanyApprovalMixin(models.AbstractModel):
    """The lock of a document: below every way in, and under sudo as well."""
    _inherit = 'company.approval.mixin'

    def _approval_engine(self):
        """The same documents for the engine, in superuser mode; the next write is trusted."""
        records = self.sudo()
        return unlock(records._as_engine() if hasattr(records, '_as_engine') else records)

    @api.model_create_multi
    def create(self, vals_list):
        trusted, records = take_unlock(self)
        if trusted:
            return super(CompanyApprovalMixin, records).create(vals_list)
        for vals in vals_list:
            if APPROVAL_FIELDS & vals.keys():
                records._refuse_approval_fields()
        context = records.env.context
        defaults = {f'default_{name}' for name in APPROVAL_FIELDS} & context.keys()
        if not defaults:
            return super(CompanyApprovalMixin, records).create(vals_list)
        cleaned = records.with_context({k: v for k, v in context.items() if k not in defaults})
        return super(CompanyApprovalMixin, cleaned).create(vals_list).with_env(records.env)

    def write(self, vals):
        trusted, records = take_unlock(self)
        if not trusted:
            records._check_approval_write(vals)
        return super(CompanyApprovalMixin, records).write(vals)

    def unlink(self):
        _trusted, records = take_unlock(self)
        if kept := records.sudo().filtered('approval_id'):
            raise UserError(records.env._(
                "%s: the history of its approval is kept for ever, so the document cannot be deleted. "
                "Cancel it instead.", ", ".join(kept.mapped('display_name'))))
        return super(CompanyApprovalMixin, records).unlink()

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=''):
        trusted, records = take_unlock(self)
        if not trusted:
            records._check_approval_write({field_name: ''})
        return super(CompanyApprovalMixin, records)._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang)

    # ------------------------------------------------------------------

    def _refuse_approval_fields(self):
        raise AccessError(self.env._(
            "The approval of “%s” is set by its steps only: submit the document instead.", self._description))

    def _check_approval_write(self, vals):
        names = vals.keys()
        if APPROVAL_FIELDS & names:
            self._refuse_approval_fields()
        protected = names & set(self._approval_protected_fields())
        if not protected:
            return
        locked = self.sudo().filtered(lambda document: document.approval_state in LOCKED)
        if not locked:
            return
        if refused := [name for name in protected if self._is_protected_change(name, vals[name])]:
            locked._refuse_locked(refused)

    def _is_protected_change(self, name, value):
        """Lines may be changed where they are not signed; nothing may be added to or taken from signed lines."""
        _plain, nested = split_paths(self._approval_digest_fields())
        if name not in nested or self._fields[name].type != 'one2many' or not isinstance(value, (list, tuple)):
            return True
        tails = {tail.partition('.')[0] for tail in nested[name]}
        return not all(
            isinstance(command, (list, tuple)) and len(command) == 3 and command[0] == Command.UPDATE
            and not tails & command[2].keys() for command in value)

    def _refuse_locked(self, names):
        labels = ", ".join(sorted(
            self._fields[name]._description_string(self.env) if name in self._fields else name for name in names))
        raise UserError(self.env._(
            "%(records)s: %(fields)s cannot be changed, the document is in approval or approved. Withdraw it, let an "
            "approver return it, or change it with a reason (“Amend”), which starts the approval again.",
            records=", ".join(self.mapped('display_name')), fields=labels))
