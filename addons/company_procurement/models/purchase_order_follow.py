from odoo import api, fields, models
from odoo.exceptions import UserError

from .company_purchase_expedite import HOW


class PurchaseOrder(models.Model):
    """Follow-up of orders: the supplier's dates, expediting, alerts of late goods (R1 §2.7, R4 §5.1.4)."""

    _inherit = "purchase.order"

    expedite_ids = fields.One2many("company.purchase.expedite", "order_id", "Expediting", readonly=True, copy=False)
    date_change_ids = fields.One2many("company.purchase.date.change", "order_id", "Changes of Dates", readonly=True,
                                      copy=False)
    can_expedite = fields.Boolean(compute="_compute_can_expedite")

    @api.depends("state", "order_line.qty_open")
    @api.depends_context("uid")
    def _compute_can_expedite(self):
        refusals = self._get_expedite_refusals()
        for order in self:
            order.can_expedite = not refusals[order.id]

    def _is_order_buyer(self, user):
        """Buyer of the order or of its case, or the head of purchasing."""
        self.ensure_one()
        return user in (self.user_id | self.sourcing_id.buyer_id) or user.has_group(
            "company_procurement.group_purchase_head")

    # ------------------------------------------------------------------
    # Expediting
    # ------------------------------------------------------------------

    def _get_expedite_refusals(self):
        refusals = {}
        for order_sudo in self.sudo():
            reason = False
            if order_sudo.state != "purchase" or not any(line.qty_open for line in order_sudo.order_line):
                reason = self.env._("has nothing on its way")
            elif not order_sudo._is_order_buyer(self.env.user):
                reason = self.env._("its buyer expedites it (R4 §5.1.4)")
            refusals[order_sudo.id] = reason
        return refusals

    def action_expedite(self, how, note, promised_date=None, line_ids=None):
        """Record that the supplier was asked where the goods are; returns the id of the row.

        Buyer or head of purchasing; order with open lines. ``how``: phone, message, email or visit; ``note``: the
        answer; ``promised_date``: “YYYY-MM-DD”; ``line_ids``: the lines in question, by default all open ones. The
        reminder rests until the promised day (R1 §2.7).
        """
        self.ensure_one()
        self.check_access("read")
        refusal = self._get_expedite_refusals()[self.id]
        if refusal:
            raise UserError(self.env._("%(record)s: %(reason)s", record=self.sudo().name, reason=refusal))
        note = note.strip() if isinstance(note, str) else ""
        if how not in dict(HOW) or not note:
            raise UserError(self.env._("Say how the supplier was asked, and what the answer was."))
        order_sudo = self.sudo()
        lines = order_sudo.order_line.filtered(
            lambda line: line.qty_open and (not line_ids or line.id in line_ids))
        if not lines:
            raise UserError(self.env._("%(record)s: name open lines of the order.", record=order_sudo.name))
        row_sudo = self.env["company.purchase.expedite"].sudo()._as_engine().create({
            "order_id": self.id, "company_id": order_sudo.company_id.id, "partner_id": order_sudo.partner_id.id,
            "user_id": self.env.uid, "how": how, "note": note,
            "promised_date": fields.Date.to_date(promised_date) if promised_date else False,
            "goods": "; ".join(f"{line.product_id.display_name} {line.qty_open:g}" for line in lines),
        })
        order_sudo.invalidate_recordset(["expedite_ids"])
        if row_sudo.promised_date:
            self.env["company.todo"].sudo()._close("purchase.late", order_sudo)
        self.message_post(body=self.env._("Expedited: %(note)s", note=note))
        return row_sudo.id

    # ------------------------------------------------------------------
    # Dates of the supplier
    # ------------------------------------------------------------------

    def _update_date_planned_for_lines(self, updated_dates):
        """The supplier's dates from the portal: a later one than ordered waits for the buyer (PUR-DATE)."""
        if not self.sudo()._filter_accepted_orders():
            return super()._update_date_planned_for_lines(updated_dates)
        for line, date in updated_dates:
            if line.date_planned and date.date() != line.date_planned.date():
                line.sudo()._propose_date(date)
        return None

    def _open_date_todo(self):
        users = self.user_id | self.sourcing_id.buyer_id
        self.env["company.todo"].sudo()._open(
            "purchase.date_change", self, users, self.env._(
                "%(supplier)s proposes later dates for %(order)s", supplier=self.partner_id.name, order=self.name))

    # ------------------------------------------------------------------
    # Late and soon
    # ------------------------------------------------------------------

    @api.model
    def _cron_alert_late(self):
        """Bring late and soon deliveries into the inbox of their buyers; may run as often as one likes."""
        found = {}
        for company in self.env["res.company"].sudo().search([]):
            found |= self.env["purchase.order.line"].sudo().with_company(company)._get_alerts(company)
        todo_sudo = self.env["company.todo"].sudo()
        waiting = todo_sudo.search([("kind", "=", "purchase.late"), ("state", "=", "open")])
        known = {(row.res_id, row.name) for row in waiting}
        gone = self.sudo().browse({row.res_id for row in waiting} - {order.id for order in found}).exists()
        todo_sudo._close("purchase.late", gone)
        for order, (state, date) in found.items():
            order._alert(state, date, known)
        return len(found)

    def _alert(self, state, date, known):
        text = {
            "late": self.env._("Late: %(order)s of %(supplier)s was due on %(date)s"),
            "soon": self.env._("Due soon: %(order)s of %(supplier)s on %(date)s"),
        }[state] % {"order": self.name, "supplier": self.partner_id.name, "date": date}
        self.env["company.todo"].sudo()._open(
            "purchase.late", self, self.user_id or self.sourcing_id.buyer_id, text,
            deadline=fields.Datetime.to_datetime(date), urgent=self.sourcing_id.urgent)
        if state == "late" and (self.id, text) not in known:
            self.message_post(body=text, partner_ids=self._get_acceptance_requesters().partner_id.ids)
