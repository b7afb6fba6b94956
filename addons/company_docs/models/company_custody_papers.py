from odoo import fields, models
from odoo.exceptions import UserError


class CompanyCustodyMixin(models.AbstractModel):
    """Ways from a seal or certificate to its handovers and counts."""

    _inherit = "company.custody.mixin"

    handover_count = fields.Integer("Number of its Handovers", compute="_compute_custody_counts", compute_sudo=True)
    count_count = fields.Integer("Times Counted", compute="_compute_custody_counts", compute_sudo=True)

    def _compute_custody_counts(self):
        name = self._get_item_field()
        for target, model in (("handover_count", "handover.line"), ("count_count", "count.line")):
            counts = dict(self.env[f"company.seal.{model}"]._read_group(
                [(name, "in", self.ids)], [name], ["__count"]))
            for item in self:
                item[target] = counts.get(item, 0)

    def _get_item_field(self):
        """Many2one of the lines that point at these records."""
        return self.env["company.seal.handover.line"]._get_item_field(self)

    def _open_papers(self, name, domain):
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(f"company_docs.{name}")
        return dict(action, domain=domain, context={})

    def action_view_handovers(self):
        """Open the handovers of these seals or certificates."""
        return self._open_papers(
            "company_seal_handover_action", [(f"line_ids.{self._get_item_field()}", "in", self.ids)])

    def action_view_counts(self):
        """Open what counts found about these seals or certificates."""
        return self._open_papers("company_seal_count_line_action", [(self._get_item_field(), "in", self.ids)])

    def action_hand_over(self):
        """Holder: open a new handover of these seals or certificates."""
        self.check_access("read")
        if not all(item.is_holder for item in self):
            raise UserError(self.env._("%(seals)s: only the present holder hands over.", seals=self._get_names()))
        action = self.env["ir.actions.act_window"]._for_xml_id("company_docs.company_seal_handover_action")
        return dict(action, views=[(False, "form")], view_mode="form", domain=[], context={
            "default_line_ids": [(0, 0, {self._get_item_field(): item.id}) for item in self]})
