from odoo import api, fields, models, tools
from odoo.fields import Domain
from odoo.tools import SQL

from .company_document_mixin import SECRECY_LEVELS


class ResUsers(models.Model):
    """Clearance of a user, for record rules: one query a day and user, the rest from the cache."""

    _inherit = "res.users"

    document_clearance_level = fields.Integer(
        "Clearance Level", compute="_compute_document_clearance_level",
        groups="company_docs.group_secrecy_officer,company_base.group_auditor",
        help="0 public … 4 top secret, in the user's current company.")

    def _compute_document_clearance_level(self):
        for user in self:
            user.document_clearance_level = user._get_clearance(user.company_id)

    def _get_clearance(self, company):
        """Level (0 public … 4 top secret) up to which this user may know documents of a company today."""
        self.ensure_one()
        return self._get_clearance_levels(self.id, company.ids).get(company.id, 0)

    @api.model
    def _get_clearance_levels(self, user_id, company_ids):
        """{company id: level} of a user today. An expired clearance falls back to the default of the company."""
        today = fields.Date.context_today(self.with_context(tz="Asia/Shanghai"))
        known, internal = self._get_clearance_rows(user_id, today)
        return {
            company_id: known[company_id] if company_id in known
            else self._get_default_clearance(company_id) if internal else 0
            for company_id in company_ids
        }

    @api.model
    def _get_clearance_domain(self):
        """Domain over documents: class within the clearance of the current user in the document's company."""
        levels = self._get_clearance_levels(self.env.uid, self.env.user._get_company_ids())
        if len(set(levels.values())) <= 1:
            return Domain("secrecy_level", "<=", next(iter(levels.values()), 0))
        return Domain.OR(
            Domain("company_id", "=", company_id) & Domain("secrecy_level", "<=", level)
            for company_id, level in levels.items())

    @api.model
    def _get_highest_clearance(self):
        """Highest level of the current user in any of his companies."""
        return max(self._get_clearance_levels(self.env.uid, self.env.user._get_company_ids()).values(), default=0)

    @api.model
    @tools.ormcache("user_id", "today")
    def _get_clearance_rows(self, user_id, today):
        """({company id: level granted and valid}, is an internal user)"""
        for model, names in (("hr.employee", ("user_id", "company_id", "active")),
                             ("company.document.clearance", None), ("res.users", ("share", "active"))):
            self.env[model].flush_model(names)
        rows = self.env.execute_query(SQL(
            """
            SELECT DISTINCT ON (e.id) e.company_id, c.level, c.valid_until
              FROM company_document_clearance c
              JOIN hr_employee e ON e.id = c.employee_id AND e.user_id = c.user_id AND e.active
                   AND e.company_id = c.company_id
             WHERE c.user_id = %s
          ORDER BY e.id, c.id DESC
            """, user_id))
        levels = {company_id: SECRECY_LEVELS[level] for company_id, level, until in rows
                  if not until or until >= today}
        [[internal]] = self.env.execute_query(SQL(
            "SELECT count(*) > 0 FROM res_users WHERE id = %s AND active AND NOT share", user_id))
        return levels, internal

    @api.model
    @tools.ormcache("company_id")
    def _get_default_clearance(self, company_id):
        company_sudo = self.env["res.company"].sudo().browse(company_id)
        return SECRECY_LEVELS.get(company_sudo.document_default_clearance or "internal", 0)

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"active", "group_ids", "share"}:
            self.env.registry.clear_cache()
        return result
