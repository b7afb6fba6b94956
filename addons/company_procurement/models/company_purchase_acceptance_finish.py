import logging

from odoo import api, fields, models

from odoo.addons.company_base.exceptions import ControlError

_logger = logging.getLogger(__name__)


class CompanyPurchaseAcceptance(models.Model):
    """What follows the third signature: stock, services, finance, the end of the case."""

    _inherit = "company.purchase.acceptance"

    # ------------------------------------------------------------------
    # After the signatures (self is in superuser mode)
    # ------------------------------------------------------------------

    def _on_accepted(self):
        self._set_state("accepted")
        self._as_engine().write({"accepted_on": fields.Datetime.now()})
        self.env["company.ledger.entry"]._append("purchase.accepted", self, {
            "acceptance": self.name, "order": self.order_id.name, "digest": self._get_figures_digest(),
            "accepted": {str(line.order_line_id.id): line.accepted_qty for line in self.line_ids}})
        if self.picking_id:
            self._prepare_receipt()
            self.message_post(
                body=self.env._("Accepted by all three: the receipt %(receipt)s can be put in stock.",
                                receipt=self.picking_id.name),
                partner_ids=self.keeper_ids.partner_id.ids)
        else:
            self._receive_services()

    def _prepare_receipt(self):
        """The accepted quantities stand on the receipt; the keeper only validates it."""
        lines = {line.order_line_id: line for line in self.line_ids}
        for order_line, moves in self.picking_id.move_ids.filtered(
                lambda move: move.state not in ("done", "cancel")).grouped("purchase_line_id").items():
            rest = lines[order_line].accepted_qty if order_line in lines else 0.0
            for move in moves:
                unit = order_line.product_uom_id or move.product_uom
                wanted = unit._compute_quantity(rest, move.product_uom)
                quantity = wanted if move == moves[-1] else min(wanted, move.product_uom_qty)
                move.quantity = quantity
                move.picked = bool(quantity)
                rest -= move.product_uom._compute_quantity(quantity, unit)

    def _on_refused(self):
        self._set_state("refused")
        self._as_engine().write({"deadline": False})
        self.message_post(
            body=self.env._("Not accepted: nothing of this delivery is put in stock. Settle it with the supplier."),
            partner_ids=self.buyer_id.partner_id.ids)
        self._ensure_for_pickings(self.picking_id)

    def _on_released(self):
        """Needed at once: buyer and requester agree, the goods go to the site before stock-in (R4 §3.1.6.3)."""
        self._as_engine().write({"released_on": fields.Datetime.now()})
        self.message_post(
            body=self.env._("Released for use before stock-in. The warehouse keeper signs and puts it in stock until "
                            "%(deadline)s.", deadline=self._get_form_time(self.deadline)),
            partner_ids=(self.requester_ids | self.keeper_ids).partner_id.ids)

    def _receive_services(self):
        """Services have no receipt: the acceptance itself makes them received."""
        totals = self._get_order_totals()
        for line in self.line_ids.order_line_id.filtered(lambda line: line.qty_received_method == "manual"):
            line._as_engine().write({"qty_received": totals.get(line.id, 0.0)})
        self._on_stocked()

    def _get_order_totals(self):
        """{order line id: quantity of all accepted acceptances}."""
        groups = self.env["company.purchase.acceptance.line"].sudo()._read_group(
            [("order_line_id", "in", self.line_ids.order_line_id.ids), ("acceptance_id.state", "=", "accepted")],
            ["order_line_id"], ["accepted_qty:sum"])
        return {line.id: quantity for line, quantity in groups}

    def _on_stocked(self):
        """The goods are in stock: finance gets the certificate, cases that are complete are done."""
        now = fields.Datetime.now()
        for acceptance in self:
            acceptance._as_engine().write({
                "stocked_on": now, "stocked_by_id": self.env.uid, "deadline": False})
            self.env["company.ledger.entry"]._append("purchase.stocked", acceptance, {
                "acceptance": acceptance.name, "receipt": acceptance.picking_id.name or "",
                "order": acceptance.order_id.name})
        self._refresh_todos()
        self._send_to_finance()
        self.order_id._check_received()

    # ------------------------------------------------------------------
    # Finance
    # ------------------------------------------------------------------

    def _get_finance_users(self):
        return self.env["company.role"].sudo()._get_users("finance_head", self.company_id)

    def _send_to_finance(self):
        """To-do for finance now; the printed certificate follows outside the keeper's wait (R4 §3.1.6.3)."""
        for acceptance in self:
            users = acceptance._get_finance_users()
            acceptance._as_engine().write({"participant_ids": [fields.Command.link(user.id) for user in users]})
            self.env["company.todo"].sudo()._open(
                "purchase.acceptance_file", acceptance, users,
                self.env._("File the acceptance certificate %(acceptance)s of %(supplier)s",
                           acceptance=acceptance.name, supplier=acceptance.partner_id.name))
        self.env.ref("company_procurement.ir_cron_acceptance_certificates").sudo()._trigger()

    @api.model
    def _cron_send_certificates(self, limit=20):
        """Attach the printed certificate and tell finance; may run as often as one likes."""
        domain = [("stocked_on", "!=", False), ("certificate_sent_on", "=", False)]
        waiting = self.sudo().search(domain, limit=limit, order="id")
        remaining = self.sudo().search_count(domain) - len(waiting)
        for acceptance in waiting:
            acceptance._send_certificate()
            self.env["ir.cron"]._commit_progress(1, remaining=remaining)

    def _send_certificate(self):
        self.ensure_one()
        if self.certificate_sent_on:
            return
        content, _kind = self.env["ir.actions.report"].sudo()._render_qweb_pdf(
            "company_procurement.company_purchase_acceptance_report", self.ids)
        self.message_post(
            body=self.env._("Acceptance certificate of %(order)s for filing.", order=self.order_id.name),
            attachments=[(f"{self.name}.pdf".replace("/", "-"), content)],
            partner_ids=self._get_finance_users().partner_id.ids, subtype_xmlid="mail.mt_note")
        self._as_engine().write({"certificate_sent_on": fields.Datetime.now()})

    def _get_file_refusals(self):
        refusals = {}
        for acceptance in self:
            reason = False
            if not acceptance.stocked_on or acceptance.filed_on:
                reason = self.env._("is not put in stock yet, or filed already")
            elif self.env.user not in acceptance._get_finance_users():
                reason = self.env._("finance files it (R4 §3.1.6.3)")
            refusals[acceptance.id] = reason
        return refusals

    def action_file(self):
        """Finance took the certificate to its files. Returns True. Head of finance; after stock-in."""
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_file_refusals())
        for acceptance_sudo in self.sudo():
            acceptance_sudo._as_engine().write({"filed_on": fields.Datetime.now(), "filed_by_id": self.env.uid})
            self.env["company.todo"].sudo()._close("purchase.acceptance_file", acceptance_sudo)
        return True

    @api.model
    def _cron_stock_in(self):
        """Goods in use whose stock-in is overdue: one finding each (PUR-STOCKIN), keepers and head are told."""
        overdue = self.sudo().search([
            ("use_first", "=", True), ("stocked_on", "=", False), ("stock_in_reported_on", "=", False),
            ("deadline", "<", fields.Datetime.now()), ("state", "in", ("draft", "signing", "accepted"))])
        for acceptance in overdue:
            acceptance._as_engine().write({"stock_in_reported_on": fields.Datetime.now()})
            try:
                self.env["company.control"]._enforce("PUR-STOCKIN", acceptance, self.env._(
                    "goods were taken into use and are not put in stock until %(deadline)s. The keeper signs and "
                    "puts them in stock now.", deadline=acceptance._get_form_time(acceptance.deadline)),
                    fact="overdue")
            except ControlError as error:   # the finding is kept; nothing is to be refused here
                _logger.info("%s", error)
            heads = self.env["company.role"].sudo()._get_users("purchase_head", acceptance.company_id)
            acceptance.message_post(
                body=self.env._("The stock-in of goods in use is overdue."),
                partner_ids=(acceptance.keeper_ids | heads).partner_id.ids)
        overdue._refresh_todos()

    # ------------------------------------------------------------------
    # Use first, open again
    # ------------------------------------------------------------------

    def action_use_first(self, reason):
        """Take goods into use before they are put in stock. ``reason``: text. Returns True.

        Buyer or requester, before acceptance: their two signatures release the goods; the keeper's signature and the
        stock-in follow within the days of the settings, with reminders (R4 §3.1.6.3).
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_use_first_refusals())
        reason = self._check_text(reason, self.env._("Say why the goods are needed at once."))
        acceptance_sudo = self.sudo()
        days = acceptance_sudo.company_id.purchase_stock_in_days
        acceptance_sudo._as_engine().write({
            "use_first": True, "use_first_reason": reason, "deadline": self._compute_due(
                fields.Datetime.now(), days, "days", acceptance_sudo.company_id)})
        self.env["company.ledger.entry"]._append("purchase.use_first", self, {
            "acceptance": acceptance_sudo.name, "reason": reason})
        acceptance_sudo._refresh_todos()
        return True

    def action_reopen(self, reason):
        """Take an acceptance back before stock-in: all three sign again. ``reason``: text. Returns True."""
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_reopen_refusals())
        reason = self._check_text(reason, self.env._("Say why the delivery has to be counted again."))
        acceptance_sudo = self.sudo()
        acceptance_sudo._set_state("signing")
        acceptance_sudo._as_engine().write({"round": acceptance_sudo.round + 1, "accepted_on": False})
        self.message_post(body=self.env._("Opened again: %s", reason))
        self.env["company.ledger.entry"]._append("purchase.acceptance_reopened", self, {
            "acceptance": acceptance_sudo.name, "reason": reason})
        acceptance_sudo._refresh_todos()
        return True
