from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.company_base.tools.fields import EvidenceMany2one

from ..engine.versions import changes

FIELDS = {
    "overarching": "overarching_id", "type": "type_id", "contributes_to": "parent_key_result_id",
    "start": "start_value", "target": "target_value", "due": "due_date", "owner": "owner_id"}


class CompanyOkrVersion(models.Model):
    """What a plan said each time it was published: kept for ever, with the difference to the version before."""

    _name = "company.okr.version"
    _description = "Version of an OKR Plan"
    _inherit = ["company.evidence.mixin"]
    _order = "plan_id, number desc"

    plan_id = EvidenceMany2one("company.okr.plan", "Plan", required=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    number = fields.Integer("Version", required=True)
    created_on = fields.Datetime("Published on", required=True, default=fields.Datetime.now)
    author_name = fields.Char("Published by")
    reason = fields.Char()
    content = fields.Json(required=True)
    digest = fields.Char(required=True)
    difference = fields.Html("Changes", compute="_compute_difference", sanitize=False)

    _number_once = models.UniqueIndex("(plan_id, number)", "This version is kept already.")

    @api.depends("content")
    @api.depends_context("lang")
    def _compute_difference(self):
        earlier = {(version.plan_id.id, version.number): version.content for version in self.sudo().search(
            [("plan_id", "in", self.plan_id.ids)])}
        for version in self:
            old = earlier.get((version.plan_id.id, version.number - 1))
            rows = changes(old, version.content) if old is not None else []
            version.difference = Markup("<table class='table table-sm'>%s</table>") % Markup().join(
                Markup("<tr><td>%s</td><td><del>%s</del></td><td><ins>%s</ins></td></tr>") % (
                    version._get_path_label(path), version._get_shown(path, before), version._get_shown(path, after))
                for path, before, after in rows) if rows else False

    def _get_path_field(self, path):
        """Field of an entry of the snapshot: “O2 KR1 target” is the target of a key result."""
        place, key = path.rsplit(" ", 1)
        model = "company.okr.key.result" if "KR" in place else "company.okr.objective"
        return self.env[model]._fields[FIELDS.get(key, key)]

    def _get_path_label(self, path):
        return f"{path.rsplit(' ', 1)[0]} {self._get_path_field(path)._description_string(self.env)}"

    def _get_shown(self, path, value):
        field = self._get_path_field(path)
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value or "")
        return "" if value is None else value
