from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.company_base.tools.engine import take_mark

from ..engine import acceptance as engine

FOLLOW = [("late", "Late"), ("soon", "Due Soon"), ("on_time", "As Planned")]


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    qty_open = fields.Float("Open Quantity", compute="_compute_qty_open", store=True, digits="Product Unit",
                            help="Ordered and not received yet.")
    first_date_planned = fields.Datetime("Date Ordered", readonly=True, copy=False,
                                         help="Delivery date of the order before its first change.")
    follow_state = fields.Selection(FOLLOW, "Delivery", compute="_compute_follow_state", search="_search_follow_state")
    days_late = fields.Integer("Days Late", compute="_compute_follow_state")
    follow_sourcing_id = fields.Many2one(related="order_id.sourcing_id", string="Sourcing Case")
    date_change_ids = fields.One2many("company.purchase.date.change", "order_line_id", "Changes of Dates",
                                      readonly=True, copy=False)

    @api.depends("product_qty", "qty_received", "display_type")
    def _compute_qty_open(self):
        for line in self:
            line.qty_open = 0.0 if line.display_type else max(line.product_qty - line.qty_received, 0.0)

    # ------------------------------------------------------------------
    # Late and soon
    # ------------------------------------------------------------------

    def _get_alert_days(self, company, urgent):
        """Days (before, after) the planned day; urgent orders are alerted sooner (R4 §3.1.1.3)."""
        before = company.purchase_alert_days_before
        if urgent:
            before = round(before / (company.purchase_urgent_factor or 1.0))
        return before, company.purchase_alert_days_after

    @api.depends("qty_open", "date_planned", "order_id.state")
    @api.depends_context("tz")
    def _compute_follow_state(self):
        today = fields.Date.context_today(self)
        orders_sudo = self.sudo().order_id
        urgent = {order.id: order.sourcing_id.urgent for order in orders_sudo}
        confirmed = set(orders_sudo.filtered(lambda order: order.state == "purchase").ids)
        for line in self:
            state, late = False, 0
            if line.qty_open and line.date_planned and line.order_id.id in confirmed:
                planned = fields.Datetime.context_timestamp(line, line.date_planned).date()
                before, after = line._get_alert_days(line.company_id.sudo(), urgent[line.order_id.id])
                state, late = engine.follow_state(planned, today, before, after), max((today - planned).days, 0)
            line.follow_state, line.days_late = state, late

    def _search_follow_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        company = self.env.company.sudo()
        today = fields.Datetime.to_datetime(fields.Date.context_today(self))
        before, after = self._get_alert_days(company, False)
        early, _after = self._get_alert_days(company, True)
        late = today - timedelta(days=after)
        soon, sooner = (today + timedelta(days=days + 1) for days in (before, early))
        is_soon = Domain("date_planned", "<", soon) | Domain(
            [("order_id.sourcing_id.urgent", "=", True), ("date_planned", "<", sooner)])
        parts = {
            "late": Domain("date_planned", "<", late),
            "soon": Domain("date_planned", ">=", late) & is_soon,
            "on_time": ~(Domain("date_planned", "<", late) | is_soon),
        }
        chosen = Domain.OR(parts[key] for key in value if key in parts)
        return Domain([("qty_open", ">", 0), ("order_id.state", "=", "purchase")]) & chosen

    @api.model
    def _get_alerts(self, company):
        """{order: (state, earliest date)} of open orders of cases in a company, unless a promise still runs."""
        lines = self.search([
            ("company_id", "=", company.id), ("follow_state", "in", ("late", "soon")), ("is_freight", "=", False),
            ("order_id.sourcing_id", "!=", False), ("order_id.is_quote", "=", False)])
        today = fields.Date.context_today(self)
        promised = {order.id for order, in self.env["company.purchase.expedite"].sudo()._read_group(
            [("order_id", "in", lines.order_id.ids), ("promised_date", ">=", today)], ["order_id"])}
        found = {}
        for line in lines.filtered(lambda line: line.order_id.id not in promised and line.follow_state):
            state, date = line.follow_state, line.date_planned.date()
            known, earliest = found.get(line.order_id, (state, date))
            found[line.order_id] = ("late" if "late" in (state, known) else "soon", min(earliest, date))
        return found

    # ------------------------------------------------------------------
    # Dates
    # ------------------------------------------------------------------

    def write(self, vals):
        """A date changed on a confirmed order of a case is kept as history; later dates are the buyer's."""
        trusted, _bare = take_mark(self)
        before = self._get_followed_dates() if vals.get("date_planned") and not trusted else {}
        result = super().write(vals)
        for line, date in before.items():
            if line.date_planned.date() != date.date():
                line._keep_date(date)
        return result

    def _get_followed_dates(self):
        lines = self.sudo().filtered(
            lambda line: line.order_id.state == "purchase" and not line.display_type and line.date_planned)
        ruled = lines.order_id._filter_accepted_orders()
        return {line: line.date_planned for line in lines if line.order_id in ruled}

    def _keep_date(self, old):
        """History of a change by hand (superuser mode); a later date is written by the buyer only (PUR-DATE)."""
        order = self.order_id
        if self.date_planned > old and not order._is_order_buyer(self.env.user):
            self.env["company.control"]._enforce("PUR-DATE", order.sudo(self.env.su), self.env._(
                "only its buyer agrees to a later delivery date than ordered (%(old)s).", old=old.date()),
                fact=f"{self.id}:{self.date_planned.date()}")
        self._record_date(old, self.date_planned, "buyer", "agreed")

    def _record_date(self, old, new, source, state):
        replaced = self.date_change_ids.filtered(lambda change: change.state == "proposed")
        replaced._set_state("void")
        replaced.flush_recordset()
        if not self.first_date_planned:
            self._as_engine().write({"first_date_planned": old})
        change = self.env["company.purchase.date.change"].sudo().with_company(self.company_id)._as_engine().create({
            "order_line_id": self.id, "company_id": self.company_id.id, "old_date": old, "new_date": new,
            "source": source, "proposed_by_id": self.env.uid})
        if state == "agreed":
            change._set_state("agreed")
            change._log_decision(self.env._("agreed"))
        return change

    def _propose_date(self, date):
        """A date of the supplier: an earlier one counts at once, a later one waits for the buyer's agreement."""
        old, ordered = self.date_planned, self.first_date_planned or self.date_planned
        if date.date() <= ordered.date():
            self._as_engine().write({"date_planned": date})
            self._record_date(old, date, "supplier", "agreed")
        else:
            self._record_date(old, date, "supplier", "proposed")
            self.order_id._open_date_todo()
