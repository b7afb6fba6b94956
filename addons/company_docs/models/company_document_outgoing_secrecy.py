from odoo import api, models

from .company_document_mixin import CLASSIFIED


class CompanyDocumentOutgoing(models.Model):
    """Secrecy of outgoing documents: the name that goes everywhere says nothing of the content."""

    _inherit = "company.document.outgoing"

    @api.depends("secrecy_level")
    def _compute_display_name(self):
        super()._compute_display_name()
        for document in self.filtered(lambda document: document.secrecy_level >= CLASSIFIED):
            document.display_name = document._get_bare_name()

    def _get_document_number(self):
        return self.name if self.name != "/" else self.draft_no

    def _get_secrecy_start(self):
        return self.signed_on or super()._get_secrecy_start()

    @api.depends("signed_on")
    def _compute_declassify_on(self):
        super()._compute_declassify_on()

    # ------------------------------------------------------------------
    # Numbered copies: made for the print, given to the recipients at dispatch (R6 §5.6.1.1.1)
    # ------------------------------------------------------------------

    def _check_copy_number(self, number):
        """A numbered copy may be printed with its number, photocopies included."""
        known = isinstance(number, int) and not isinstance(number, bool) and number > 0 and self.env[
            "company.document.copy"].sudo().search_count([
                ("outgoing_id", "=", self.id), ("serial", "=", number), ("state", "!=", "destroyed")], limit=1)
        return number if known else super()._check_copy_number(number)

    def _do_dispatch(self):
        self.ensure_one()
        before = self.dispatch_ids.filtered("sent_on")
        result = super()._do_dispatch()
        if self._is_classified():
            self._distribute_copies(self.dispatch_ids.filtered("sent_on") - before)
        return result

    def _distribute_copies(self, lines):
        """Number the copies of a classified document and hand them to its recipients (superuser mode)."""
        copies = self.env["company.document.copy"].search([("outgoing_id", "=", self.id)])
        missing = max(self.copy_count, sum(lines.mapped("copies"))) - len(
            copies.filtered(lambda copy: copy.origin == "print"))
        if missing > 0:
            copies |= self._make_copies(missing)
        held = list(copies.filtered(lambda copy: copy.state == "held").sorted("serial"))
        for line in lines:
            user = line.department_id.manager_id.user_id
            for _number in range(line.copies if line.partner_id or user else 0):
                if held:
                    held.pop(0)._do_hand_out(
                        user if line.department_id else user.browse(), line.partner_id)
