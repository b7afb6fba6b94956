from odoo import fields, models
from odoo.exceptions import UserError


class CompanyDocumentOutgoing(models.Model):
    """Readers of dispatched documents: circulated to departments, read when and by whom (D13)."""

    _inherit = "company.document.outgoing"

    circulation_ids = fields.One2many("company.document.circulation", "outgoing_id", "Circulation", readonly=True)

    def action_remind_unread(self):
        """Remind those who have not read the document that was circulated to them.

        :return: number of people reminded
        """
        self.check_access("read")
        if not self.env.user.has_group("company_docs.group_office"):
            raise UserError(self.env._("Only the general office reminds the readers of a document."))
        rows = self.sudo().circulation_ids.filtered(lambda row: not row.read_on and row.state == "open")
        return rows.sudo(False)._urge()
