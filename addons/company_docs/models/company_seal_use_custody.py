from odoo import fields, models


class CompanySeal(models.Model):
    """What a seal is asked for: applications, authority of its keeper, entries of the register."""

    _inherit = "company.seal"

    use_line_ids = fields.One2many("company.seal.use.line", "seal_id", "Applications", readonly=True)
    authority_ids = fields.One2many("company.seal.authority", "seal_id", "Authority of the Keeper", readonly=True)
    waiting_use_count = fields.Integer("Waiting for the Seal", compute="_compute_use_counts", compute_sudo=True)
    register_count = fields.Integer("Entries of the Register", compute="_compute_use_counts", compute_sudo=True)

    def _compute_use_counts(self):
        waiting = dict(self.env["company.seal.use.line"]._read_group(
            [("seal_id", "in", self.ids), ("use_id.state", "=", "approved")], ["seal_id"], ["__count"]))
        entries = dict(self.env["company.seal.register"]._read_group(
            [("seal_id", "in", self.ids)], ["seal_id"], ["__count"]))
        for seal in self:
            seal.waiting_use_count = waiting.get(seal, 0)
            seal.register_count = entries.get(seal, 0)

    def action_view_waiting_uses(self):
        """Open what waits for this seal; the reader's rights count."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "name": self.env._("Waiting for the Seal"),
                "res_model": "company.seal.use", "view_mode": "list,form",
                "views": [(False, "list"), (False, "form")],
                "domain": [("state", "=", "approved"), ("line_ids.seal_id", "=", self.id)]}

    def action_view_register(self):
        """Open the register of this seal; the reader's rights count."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "name": self.env._("Seal Use Register"),
                "res_model": "company.seal.register", "view_mode": "list,form,pivot",
                "views": [(False, "list"), (False, "form"), (False, "pivot")], "domain": [("seal_id", "=", self.id)]}

    def _on_custody_moved(self, reason):
        """What waits for the seal goes to whoever holds it now."""
        super()._on_custody_moved(reason)
        self.env["company.seal.use"].sudo().search(
            [("state", "=", "approved"), ("line_ids.seal_id", "in", self.ids)])._refresh_keeper_todos()
