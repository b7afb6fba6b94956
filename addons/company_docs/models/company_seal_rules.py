from odoo import models

from ..engine.seal_custody import get_conflicts, get_keeper_role

APPOINTING = ("registered", "transfer", "leaving")


class CompanySeal(models.Model):
    """Who may keep which seal: SEAL-CUSTODY (R11 §一.2)."""

    _inherit = "company.seal"

    def _check_custody(self, holder, reason):
        super()._check_custody(holder, reason)
        for seal in self.sudo():
            seal._check_separation(holder)
            if reason in APPOINTING:
                seal._check_keeper_role(holder)

    def _check_separation(self, holder):
        """Finance seal and legal representative's seal are never with one person."""
        others = self.search([
            ("id", "!=", self.id), ("company_id", "=", self.company_id.id), ("holder_id", "=", holder.id),
            ("seal_type", "in", list(get_conflicts(self.seal_type))), ("state", "not in", ("lost", "destroyed"))])
        if others:
            self.env["company.control"]._enforce("SEAL-CUSTODY", self, self.env._(
                "%(holder)s holds %(other)s; finance seal and legal representative's seal are never with one person. "
                "Choose another person.", holder=holder.name, other=", ".join(others.mapped("name"))),
                fact=f"pair:{holder.id}")

    def _check_keeper_role(self, holder):
        """Official seal: general office; finance seal: cashier; name seals: accountant."""
        code = get_keeper_role(self.seal_type)
        if not code:
            return
        holders = self.env["company.role"]._get_holders(code, self.company_id)
        if not holders:
            self._refuse_without_role("SEAL-CUSTODY", code)
            return      # warned only
        if code == "general_office":
            offices = holders.department_id
            fits = holder in holders or not offices or holder.department_id in offices | offices.child_ids
        else:
            fits = holder in holders
        if not fits:
            role = self.env["company.role"].sudo().search([("code", "=", code)])
            types = dict(self._fields["seal_type"]._description_selection(self.env))
            self.env["company.control"]._enforce("SEAL-CUSTODY", self, self.env._(
                "the %(type)s is kept by: %(role)s (%(people)s); %(holder)s is not one of them.",
                type=types[self.seal_type], role=role.name, people=", ".join(holders.mapped("name")),
                holder=holder.name), fact=f"role:{holder.id}")
