from odoo import fields, models
from odoo.orm.models import NO_ACCESS


class CompanyPurchaseTenderOpener(models.Model):
    """One of the persons who open the bids; two of them are needed."""

    _name = "company.purchase.tender.opener"
    _description = "Opener of a Tender"
    _inherit = ["company.state.mixin"]
    _order = "id"
    _check_company_auto = True
    _rec_name = "user_id"

    _client_parent_field = "tender_id"
    _client_fields = {"draft": frozenset({"user_id"})}

    tender_id = fields.Many2one("company.purchase.tender", required=True, index=True, ondelete="cascade",
                                check_company=True)
    company_id = fields.Many2one(related="tender_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", "Person", required=True, index=True, ondelete="restrict",
                              check_company=True, domain=[("share", "=", False)])
    key = fields.Json("Wrapped Key", readonly=True, copy=False, groups=NO_ACCESS)
    key_set_on = fields.Datetime("Passphrase Set on", readonly=True, copy=False)
    opened_on = fields.Datetime("Passphrase Given on", readonly=True, copy=False)

    _once = models.UniqueIndex("(tender_id, user_id)", "A person is named once as opener.")

    def write(self, vals):
        """Another person needs another passphrase."""
        result = super().write(vals)
        if "user_id" in vals:
            self._as_engine().write({"key": False, "key_set_on": False})
        return result
