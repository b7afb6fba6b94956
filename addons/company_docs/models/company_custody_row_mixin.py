from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.company_base.tools.engine import take_mark

from ..tools.custody_sql import guard_custody

REASONS = [
    ("registered", "Registered"), ("absence", "Absence of the Keeper"), ("holiday", "Holiday Duty"),
    ("transfer", "Change of Keeper"), ("leaving", "Keeper Leaves or Moves"), ("return", "Returned to the Keeper"),
    ("takeover", "Taken over by Decision")]


class CompanyCustodyRowMixin(models.AbstractModel):
    """One link in a chain of custody: who held a seal or certificate from when to when (R11 §一.2, §一.5).

    A concrete model names in ``_custody_item_field`` its many2one to the seal or certificate. Rows are written by the
    engine and never changed but for closing the open one; PostgreSQL itself refuses gaps, overlaps and changes.
    """

    _name = "company.custody.row.mixin"
    _inherit = ["company.evidence.mixin"]
    _description = "Custody"
    _order = "date_from desc, id desc"
    _guard_by_triggers = False      # the triggers of the chain stand in for those of plain evidence

    _custody_item_field = None

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    holder_id = fields.Many2one("hr.employee", required=True, readonly=True, index=True, ondelete="restrict")
    holder_name = fields.Char(required=True, readonly=True, help="Name at that time.")
    date_from = fields.Datetime("Held from", required=True, readonly=True)
    date_until = fields.Datetime("Held until", readonly=True, help="Empty: holds it now.")
    reason = fields.Selection(REASONS, "How It Came", required=True, readonly=True)
    handover_id = fields.Many2one(
        "company.seal.handover", "Handover", readonly=True, index="btree_not_null", ondelete="restrict")
    recorded_by_id = fields.Many2one("res.users", "Recorded by", readonly=True, ondelete="restrict")

    def init(self):
        super().init()
        if not self._abstract and self._auto:
            items = self.env[self._fields[self._custody_item_field].comodel_name]
            self.env.registry.post_init(
                guard_custody, self.env.cr, self._table, self._custody_item_field, items._table)

    @api.depends("holder_name", "date_from", "date_until")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.holder_name} {row.date_from or ''} – {row.date_until or ''}"

    def write(self, vals):
        trusted, self = take_mark(self)
        if not trusted or set(vals) != {"date_until"}:
            self._refuse_change()
        # past the guard of plain evidence, which has no row that is ever closed
        return models.BaseModel.write(self, vals)

    def _refuse_change(self):
        raise AccessError(self.env._(
            "Rows of “%(model)s” are evidence: nobody changes or deletes them, the administrator included. "
            "A seal or certificate changes hands by a handover that both sign.", model=self._description))
