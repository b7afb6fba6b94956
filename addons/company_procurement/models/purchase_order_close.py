from odoo import models


class PurchaseOrder(models.Model):
    """Ends of quotes, records of orders."""

    _inherit = "purchase.order"

    def _close_quotes(self, status, reason=False):
        """End quotes without touching a figure: void, declined or cancelled."""
        if self:
            self._as_engine().write({
                "state": "cancel", "quote_close_reason": reason or False,
                **({} if status == "cancelled" else {"quote_status": status})})
            self.filtered(lambda quote: status == "cancelled" and quote.quote_status == "invited")._as_engine().write(
                {"quote_status": "cancelled"})

    def _close_after_award(self, awards):
        """Mark the quotes of a case as awarded, partly awarded or lost; their lines stay as quoted."""
        for quote in self.filtered(lambda quote: quote.quote_status != "void"):
            own = awards.filtered(lambda award, quote=quote: award.quote_id == quote)
            result = "lost"
            if own:
                whole = all(line.product_qty == sum(
                    award.order_quantity for award in own if award.quote_line_id == line)
                    for line in quote.order_line if line.sourcing_line_id)
                result = "awarded" if whole else "partly"
            quote._as_engine().write({"state": "cancel", "quote_result": result})

    def _keep_round(self):
        """Keep the answer just recorded as a row of evidence."""
        for quote in self.sudo():
            number = self.env["company.purchase.quote.round"].sudo().search_count([("quote_id", "=", quote.id)]) + 1
            self.env["company.purchase.quote.round"].sudo()._as_engine().create({
                "quote_id": quote.id,
                "sourcing_id": quote.sourcing_id.id,
                "company_id": quote.company_id.id,
                "partner_id": quote.partner_id.id,
                "number": number,
                "recorded_by_id": self.env.uid,
                "received_on": quote.quote_received_on,
                "valid_until": quote.quote_valid_until,
                "currency_id": quote.currency_id.id,
                "freight_amount": quote.freight_amount,
                "amount_total": quote.amount_total,
                "scan_id": quote.quote_scan_id.id,
                "scan_checksum": quote.quote_scan_checksum,
                "late_reason": quote.quote_late_reason,
                "remark": quote.quote_remark,
                "lines": [{
                    "sourcing_line_id": line.sourcing_line_id.id, "price_unit": line.price_unit,
                    "quantity": line.product_qty, "uom": line.product_uom_id.name, "taxes": line.tax_ids.mapped("name"),
                    "date_planned": str(line.date_planned), "remark": line.quote_remark or "",
                } for line in quote.order_line if line.sourcing_line_id],
            })

    def _log_confirmed(self):
        """Ledger and news to the site for orders of cases that became binding."""
        confirmed = self.sudo().filtered(lambda order: order.state == "purchase" and order.sourcing_id)
        for order in confirmed:
            self.env["company.ledger.entry"]._append("purchase.order_confirmed", order, {
                "order": order.name, "case": order.sourcing_id.name, "quote": order.quote_id.name,
                "supplier": order.partner_id.id, "amount": order.amount_total, "currency": order.currency_id.name,
            })

    def _notify_site(self):
        """Tell site and requesters which goods come when (R1 §3.3)."""
        for order in self.sudo().filtered("sourcing_id"):
            requests = order.order_line.sourcing_line_id.request_line_ids.request_id
            partners = requests.requester_id.partner_id | requests.site_contact_id
            lines = order.order_line.filtered(lambda line: line.award_id)
            order.message_post(
                body=self.env._(
                    "Goods are coming from %(supplier)s to %(site)s: %(lines)s. Please prepare for receipt.",
                    supplier=order.partner_id.name, site=order.sourcing_id.delivery_note or "-",
                    lines="; ".join(self.env._(
                        "%(item)s %(quantity)s %(uom)s on %(date)s", item=line.sourcing_line_id.display_name,
                        quantity=f"{line.product_qty:g}", uom=line.product_uom_id.name,
                        date=line.date_planned.date()) for line in lines)),
                partner_ids=partners.ids, subtype_xmlid="mail.mt_comment")

    def _send_inquiry(self):
        """Mail the inquiry to the suppliers, as the standard request for quotation does."""
        template = self.env.ref("purchase.email_template_edi_purchase", raise_if_not_found=False)
        report = self.env["ir.actions.report"].sudo()
        for quote in self.filtered(lambda quote: template and quote.partner_id.email):
            rendered = template._generate_template(quote.ids, ["subject", "body_html"])[quote.id]
            pdf, _kind = report._render_qweb_pdf("company_procurement.purchase_inquiry_report", quote.ids)
            quote.with_context(mark_rfq_as_sent=True).message_post(
                body=rendered["body_html"], subject=rendered["subject"], partner_ids=quote.partner_id.ids,
                attachments=[(f"{quote.name}.pdf", pdf)], subtype_xmlid="mail.mt_comment",
                email_layout_xmlid="mail.mail_notification_layout_with_responsible_signature")

    def action_open_scan(self):
        """Open the scan of the sealed quotation."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.quote_scan_id.id}?download=false",
            "target": "new",
        }
