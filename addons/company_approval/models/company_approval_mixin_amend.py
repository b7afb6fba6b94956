from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..engine.digest import changed_names, split_paths
from .company_approval_mixin import APPROVAL_FIELDS, LOCKED
from .company_approval_mixin_lock import unlock
from .company_approval_mixin_submit import clean_context
from .inbox import delivers

LINE_COMMANDS = (Command.CREATE, Command.UPDATE, Command.DELETE)


class CompanyApprovalMixin(models.AbstractModel):
    """A permitted change of a locked document: with a reason, and the approval starts again."""
    _inherit = 'company.approval.mixin'

    def _get_amend_refusals(self):
        """{id: reason or False} for changing the locked document with a reason."""
        manager = self.env.user.has_group('company_approval.group_manager')
        refusals = {}
        for document in self.sudo():
            role = document.approval_id.amend_role_id
            holders = self.env['company.role']._get_users(role.code, document._approval_company()) if role else ()
            if document.approval_state not in LOCKED:
                refusals[document.id] = self.env._("it is not locked: edit and submit it as usual")
            elif not manager and self.env.user not in holders:
                refusals[document.id] = self.env._("only %s may change a locked document",
                                                   role.name or self.env._("approval managers"))
            else:
                refusals[document.id] = False
        return refusals

    @delivers
    def action_amend(self, values, reason):
        """Change protected fields of a locked document, with a reason: the approval starts again. Returns True."""
        self.ensure_one()
        document = clean_context(self)
        document.check_access('read')
        document._lock_documents()
        document._raise_approval_refusals(document._get_amend_refusals())
        document._check_amend(values, reason)
        document._do_amend(values, reason)
        return True

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    def _check_amend(self, values, reason):
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("%s: give the reason of the change.", self.display_name))
        if not isinstance(values, dict) or not values:
            raise UserError(self.env._("%s: say what is to be changed.", self.display_name))
        self.check_access('write')
        refused = values.keys() - set(self._approval_protected_fields()) | values.keys() & APPROVAL_FIELDS
        _plain, nested = split_paths(self._approval_digest_fields())
        for name in values.keys() - refused:
            if name in self._fields and self._fields[name].type == 'one2many' and not self._is_line_change(
                    name, values[name], nested.get(name)):
                refused.add(name)
        if refused:
            raise AccessError(self.env._("%(record)s: %(fields)s cannot be changed in this way.",
                                         record=self.display_name, fields=", ".join(sorted(refused))))

    def _is_line_change(self, name, commands, tails):
        """Only own lines, and only the signed fields of existing ones; a line is not moved to another document."""
        field = self._fields[name]
        if not isinstance(commands, (list, tuple)) or not field.inverse_name:
            return False
        signed = {tail.partition('.')[0] for tail in tails or ()}
        for command in commands:
            if not isinstance(command, (list, tuple)) or len(command) < 2 or command[0] not in LINE_COMMANDS:
                return False
            if command[0] != Command.CREATE and command[1] not in self.sudo()[name].ids:
                return False
            values = command[2] if len(command) > 2 and command[0] != Command.DELETE else {}
            if not isinstance(values, dict) or field.inverse_name in values:
                return False
            if command[0] == Command.UPDATE and values.keys() - signed:
                return False
        return True

    # ------------------------------------------------------------------
    # Doing
    # ------------------------------------------------------------------

    def _do_amend(self, values, reason):
        document_sudo = self.sudo()
        before = document_sudo._get_approval_payload()
        self._end_approval('restarted', reason)
        self._write_amend(values)
        after = document_sudo._get_approval_payload()
        self.env['company.ledger.entry']._append('approval.amend', document_sudo, {
            'approval': document_sudo.approval_id.id, 'reason': reason, 'changed': changed_names(before, after),
            'digest_before': self._get_payload_digest(before), 'digest_after': self._get_payload_digest(after)})
        self._do_submit('amend', reason)

    def _write_amend(self, values):
        """The change itself, with the access rights of the user; only the guards of states and lock are lifted."""
        plain = {name: value for name, value in values.items() if self._fields[name].type != 'one2many'}
        if plain:
            _trusted(self).write(plain)
        for name in values.keys() - plain.keys():
            inverse = self._fields[name].inverse_name
            lines = self[name]
            for command in values[name]:
                if command[0] == Command.CREATE:
                    _trusted(lines.browse()).create({**command[2], inverse: self.id})
                elif command[0] == Command.UPDATE:
                    _trusted(lines.browse(command[1])).write(command[2])
                else:
                    _trusted(lines.browse(command[1])).unlink()


def _trusted(records):
    return unlock(records._as_engine() if hasattr(records, '_as_engine') else records)
