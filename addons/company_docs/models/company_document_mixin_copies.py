from odoo import fields, models
from odoo.exceptions import AccessError, UserError

MAX_COPIES = 999999     # six digits


class CompanyDocumentMixin(models.AbstractModel):
    """Numbered copies of a document: 000001, 000002 … (R6 §5.6.1.1.1)."""

    _inherit = "company.document.mixin"

    numbered_copy_count = fields.Integer("Numbered Copies", compute="_compute_numbered_copy_count")

    def _get_copy_link(self):
        return "outgoing_id" if self._name == "company.document.outgoing" else "incoming_id"

    def _compute_numbered_copy_count(self):
        link = self._get_copy_link()
        counts = dict(self.env["company.document.copy"].sudo()._read_group(
            [(link, "in", self.ids)], [link], ["__count"]))
        for document in self:
            document.numbered_copy_count = counts.get(document._origin.sudo(), 0)

    def action_make_copies(self, count):
        """Number ``count`` further copies of this document (general office).

        :param count: how many; with those made before not more than the copies that were approved
        :return: ids of the copies
        :raise ControlError: DOC-COPY, when more copies are made than were approved (R6 §5.8.1.5)
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("company_docs.group_office"):
            raise AccessError(self.env._("Only the general office numbers copies (R6 §5.8.1.5)."))
        if type(count) is not int or not 0 < count <= 500:
            raise UserError(self.env._("%s: number 1 to 500 copies at a time.", self.display_name))
        self._lock_for_decision()
        made = self.env["company.document.copy"].sudo().search_count([
            (self._get_copy_link(), "=", self.id), ("origin", "=", "print")])
        if made + count > max(self.copy_count, 1):
            self.env["company.control"]._enforce("DOC-COPY", self, self.env._(
                "%(count)s copies were approved and %(made)s are numbered already. More are made only after a copying "
                "request that the general office approves", count=self.copy_count, made=made), fact=str(made + count))
        return self._make_copies(count).ids

    def _make_copies(self, count, **values):
        """Create numbered copies; private: the caller has checked that they may be made."""
        self.ensure_one()
        copies_sudo, link = self.env["company.document.copy"].sudo(), self._get_copy_link()
        last = copies_sudo.search([(link, "=", self.id)], order="serial desc", limit=1).serial
        if last + count > MAX_COPIES:
            raise UserError(self.env._("%s: copy numbers have six digits.", self.display_name))
        copies = copies_sudo._as_engine().create([{
            link: self.id, "company_id": self.company_id.id, "serial": last + index, **values,
        } for index in range(1, count + 1)])
        for copy in copies:
            copy._log_event("made", "")
        if self._is_classified():
            self._note_access("number_copies", f"{copies[0].name}–{copies[-1].name}")
        self.env["company.ledger.entry"]._append("document.copies", self, {
            "copies": copies.ids, "from": copies[0].name, "to": copies[-1].name, "origin": copies[0].origin})
        return copies

    def action_open_copies(self):
        """Open the numbered copies of this document."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window", "res_model": "company.document.copy",
            "name": self.env._("Numbered Copies"),
            "views": [(False, "list"), (False, "form")], "domain": [(self._get_copy_link(), "=", self.id)],
            "context": {"create": False}}
