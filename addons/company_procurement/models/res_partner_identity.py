from collections import defaultdict

from odoo import models

from ..engine import independence


class ResPartner(models.Model):
    """The marks by which two suppliers are known to be one: also mail, website, and the people behind them."""

    _inherit = "res.partner"

    def _get_supplier_identities(self):
        """{id: identity marks} with the phones, mails and names of all contacts of each company."""
        identities = super()._get_supplier_identities()
        companies_sudo = self.sudo().commercial_partner_id
        members = defaultdict(companies_sudo.browse)
        for member_sudo in self.env["res.partner"].sudo().search_fetch(
                [("commercial_partner_id", "in", companies_sudo.ids)],
                ["commercial_partner_id", "phone", "email", "website", "name", "is_company"]):
            members[member_sudo.commercial_partner_id.id] |= member_sudo
        for partner_sudo in self.sudo():
            family = members[partner_sudo.commercial_partner_id.id] | partner_sudo
            identities[partner_sudo.id].update(
                phone=sorted({member.phone for member in family if member.phone}),
                email=sorted({member.email for member in family if member.email}),
                website=sorted({member.website for member in family if member.website}),
                contact=sorted({member.name for member in family if member.name and not member.is_company}),
            )
            identities[partner_sudo.id]["address"] = partner_sudo._get_identity_addresses()
        return identities

    def _get_identity_addresses(self):
        """The addresses of a company as one line each, the state in front."""
        return sorted({
            "".join(filter(None, (member.state_id.name, member.city, member.street, member.street2)))
            for member in self | self.commercial_partner_id if member.street})


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_public_mail_domains(self):
        """Mail and shop domains that say nothing about who is behind them: the company's own list."""
        self.ensure_one()
        words = (self.sudo().purchase_public_mail_domains or "").replace(",", " ").replace("\uff0c", " ").split()
        return frozenset(filter(None, map(independence.domain, words))) | frozenset(word.lower() for word in words)
