from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.company_base.tools.engine import take_mark

SUPPLIER_STATES = [
    ("candidate", "Candidate"),
    ("qualified", "Qualified"),
    ("preferred", "Preferred"),
    ("suspended", "Suspended"),
    ("blacklisted", "Blacklisted"),
]
GUARDED = frozenset({"supplier_state"})


class ResPartner(models.Model):
    _inherit = "res.partner"

    legal_representative = fields.Char(help="As on the business licence; suppliers with the same one are related.")
    supplier_state = fields.Selection(
        SUPPLIER_STATES, "Supplier Status", company_dependent=True, copy=False, readonly=True,
        help="Only qualified and preferred suppliers are asked for quotes (R1 §2.4, §3.3).")

    @api.model_create_multi
    def create(self, vals_list):
        trusted, self = take_mark(self)
        if not trusted and any(GUARDED.intersection(vals) for vals in vals_list):
            self._refuse_supplier_state()
        if "default_supplier_state" in self.env.context:
            self = self.with_context(
                {key: value for key, value in self.env.context.items() if key != "default_supplier_state"})
        return super().create(vals_list)

    def write(self, vals):
        trusted, self = take_mark(self)
        if not trusted and GUARDED.intersection(vals):
            self._refuse_supplier_state()
        return super().write(vals)

    def _refuse_supplier_state(self):
        raise AccessError(self.env._(
            "The status of a supplier is changed in its file by an approval, not written directly (R1 §3.3). The head "
            "of purchasing may suspend it at once."))

    def _get_supplier_state(self, company):
        """Status in a company; a contact has the status of its company."""
        self.ensure_one()
        return self.sudo().commercial_partner_id.with_company(company).supplier_state or "candidate"

    def _get_supplier_identities(self):
        """{id: identity marks} for ``engine.independence``: what tells whether two suppliers are one."""
        partners_sudo = self.sudo()
        everyone_sudo = partners_sudo | partners_sudo.commercial_partner_id
        accounts = defaultdict(list)
        for bank_sudo in self.env["res.partner.bank"].sudo().search_fetch(
                [("partner_id", "in", everyone_sudo.ids)], ["partner_id", "sanitized_acc_number"]):
            accounts[bank_sudo.partner_id.id].append(bank_sudo.sanitized_acc_number)
        identities = {}
        for partner in partners_sudo:
            members = partner | partner.commercial_partner_id
            identities[partner.id] = {
                "commercial": partner.commercial_partner_id.id,
                "vat": partner.commercial_partner_id.vat or False,
                "bank": sorted({account for member in members for account in accounts[member.id] if account}),
                "phone": sorted({member.phone for member in members if member.phone}),
                "address": sorted({
                    "".join(filter(None, (member.city, member.street, member.street2)))
                    for member in members if member.street}),
                "legal_representative": partner.commercial_partner_id.legal_representative or False,
            }
        return identities
