from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

SCAN_TYPES = ("application/pdf", "image/")


class CompanyPurchaseSourcing(models.Model):
    """Recording the suppliers' answers."""

    _inherit = "company.purchase.sourcing"

    def action_record_quote(self, partner_id, lines, valid_until, attachment_id=False, reason=False,
                            freight_amount=0.0, remark=False, payment_terms=False):
        """Record a supplier's answer, or a new round of it. Returns the id of the quote (``purchase.order``).

        Buyer of the case; states inquiry and compared (negotiation; a first answer after closing needs a reason).
        ``lines``: list of {sourcing_line_id, price_unit, lead_days or date_planned, tax_ids?, uom_id?, quantity?,
        remark?}; lines left out stay without a price; ``quantity``: what the supplier can deliver, when not all.
        ``valid_until``: date. ``attachment_id``: scan (PDF or picture) of the signed and sealed quotation.
        ``freight_amount``: in the currency of the quote, for the whole quote.
        """
        case_sudo = self._start_step("record_quote")
        partner = self.env["res.partner"].browse(partner_id).exists()
        if not partner:
            raise UserError(self.env._("%(case)s: name the supplier of the quote.", case=self.name))
        quote_sudo = case_sudo._get_live_quotes().filtered(lambda quote: quote.partner_id == partner)[:1]
        if not quote_sudo:
            case_sudo._check_invitation(partner)
            quote_sudo = case_sudo._create_quotes(partner)
        case_sudo._check_sealed_record(quote_sudo)
        reason = case_sudo._check_late_quote(quote_sudo, reason)
        scan = attachment_id and case_sudo._prepare_scan(self._get_readable_attachment(attachment_id))
        case_sudo._take_answer(quote_sudo, {
            "lines": lines, "valid_until": valid_until, "freight_amount": freight_amount, "remark": remark,
            "payment_terms": payment_terms}, scan, reason)
        return quote_sudo.id

    def _take_answer(self, quote, answer, scan, late_reason=False, **stamp):
        """The one way an answer gets onto its quote: from the buyer, the portal and the opening of sealed answers.

        ``answer``: {lines, valid_until, freight_amount, remark, payment_terms}; ``scan``: values of ``_keep_scan``.
        """
        values = self._prepare_answer(
            quote, answer["valid_until"], answer["freight_amount"], answer["remark"], late_reason)
        values["quote_payment_terms"] = answer.get("payment_terms") or False
        # every round needs its own sealed quotation: an old seal says nothing about a new price
        values.update(scan or {
            "quote_scan_id": False, "quote_scan_checksum": False, "quote_scan_marks": False})
        self._write_answer(quote, {**values, **stamp}, answer["lines"])

    def action_attach_scan(self, quote_id, attachment_id):
        """Add the sealed scan to a recorded quote that has none. Returns True. Buyer; states inquiry, compared."""
        case_sudo = self._start_step("record_quote")
        quote_sudo = case_sudo._get_own_quote(quote_id)
        if quote_sudo.quote_status != "received" or quote_sudo.quote_scan_id:
            raise UserError(self.env._(
                "%(quote)s: a scan is added to a recorded quote without one; record a new round otherwise.",
                quote=quote_sudo.name))
        quote_sudo._as_engine().write(case_sudo._prepare_scan(self._get_readable_attachment(attachment_id)))
        quote_sudo._keep_round()
        return True

    def action_decline_quote(self, quote_id, reason):
        """The supplier does not quote. Returns True. Buyer of the case; states inquiry, compared."""
        case_sudo = self._start_step("record_quote")
        quote_sudo = case_sudo._get_own_quote(quote_id)
        if quote_sudo.quote_status != "invited":
            raise UserError(self.env._("%(quote)s was answered already.", quote=quote_sudo.name))
        quote_sudo._close_quotes("declined", reason=self._check_text(
            reason, self.env._("Say why the supplier does not quote.")))
        return True

    def _get_own_quote(self, quote_id):
        quote = self._get_live_quotes().filtered(lambda quote: quote.id == quote_id)
        if not quote:
            raise UserError(self.env._("%(case)s has no open quote %(quote)s.", case=self.name, quote=quote_id))
        return quote

    def _check_late_quote(self, quote, reason):
        """PUR-LATE: a first answer after the closing time is recorded with a reason only."""
        reason = (reason or "").strip() if isinstance(reason, str) else ""
        closed = self.inquiry_deadline and self.inquiry_deadline < fields.Datetime.now()
        late = quote.quote_status == "invited" and (closed or self.state != "inquiry")
        if late and not reason:
            self.env["company.control"]._enforce("PUR-LATE", self, self.env._(
                "the quote of %(supplier)s comes after the closing of the inquiry. Record it with the reason why "
                "it is late.", supplier=quote.partner_id.name), fact=f"partner={quote.partner_id.id}")
        return reason if late else quote.quote_late_reason

    def _prepare_answer(self, quote, valid_until, freight_amount, remark, late_reason):
        if not isinstance(freight_amount, (int, float)) or not 0 <= freight_amount < float("inf"):
            raise UserError(self.env._("%(case)s: freight can't be negative.", case=self.name))
        return {
            "quote_status": "received",
            "quote_received_on": fields.Datetime.now(),
            "quote_recorded_by_id": self.env.uid,
            "quote_valid_until": fields.Date.to_date(valid_until) or False,
            "quote_supplier_state": quote.partner_id._get_supplier_state(self.company_id),
            "quote_identity": quote.partner_id._get_supplier_identities()[quote.partner_id.id],
            "quote_late_reason": late_reason or False,
            "quote_remark": remark or False,
            "freight_amount": freight_amount,
            "quote_round": quote.quote_round + 1,
        }

    def _write_answer(self, quote, values, lines):
        by_line = {line.sourcing_line_id.id: line for line in quote.order_line}
        priced = {}
        for answer in lines or []:
            own = self._get_own_line(answer)
            priced[own.id] = by_line[own.id]._prepare_answer(answer, self)
        if not any(line["price_unit"] for line in priced.values()):
            raise UserError(self.env._(
                "%(case)s: the quote of %(supplier)s names no price.", case=self.name, supplier=quote.partner_id.name))
        first = quote.quote_round == 0
        quote._as_engine().write(values)
        for line_id, line in by_line.items():
            line_values = priced.get(line_id) or ({"price_unit": 0.0} if first else {})
            if first and line_id in priced:
                line_values["first_price_unit"] = line_values["price_unit"]
            if line_values:
                line._as_engine().write(line_values)
        quote._keep_round()
        if self.state == "compared":
            self._check_collusion()

    # ------------------------------------------------------------------
    # Scan of the sealed quotation
    # ------------------------------------------------------------------

    def _get_readable_attachment(self, attachment_id):
        attachment = self.env["ir.attachment"].browse(attachment_id).exists()
        if not attachment:
            raise UserError(self.env._("%(case)s: the scan does not exist.", case=self.name))
        attachment.check_access("read")
        return attachment

    def _prepare_scan(self, attachment):
        """Keep an own copy of the scan on the case, with its digest."""
        attachment_sudo = attachment.sudo()
        if attachment_sudo.type != "binary" or not attachment_sudo.file_size:
            raise UserError(self.env._("%(case)s: the scan “%(name)s” is empty.", case=self.name, name=attachment.name))
        if not (attachment_sudo.mimetype or "").startswith(SCAN_TYPES):
            raise UserError(self.env._(
                "%(case)s: “%(name)s” is no scan. Give the signed and sealed quotation as PDF or picture.",
                case=self.name, name=attachment.name))
        return self._keep_scan(attachment_sudo.name, attachment_sudo.raw, attachment_sudo.mimetype)

    def _keep_scan(self, name, raw, mimetype):
        copy_sudo = self.env["ir.attachment"].sudo().create({
            "name": name,
            "raw": raw,
            "mimetype": mimetype,
            "res_model": self._name,
            "res_id": self.id,
            "company_id": self.company_id.id,
        })
        return {"quote_scan_id": copy_sudo.id, "quote_scan_checksum": copy_sudo.checksum}


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def _prepare_answer(self, answer, case):
        """Values of a quote line from a client's dict: unit, quantity in that unit, price, taxes, date."""
        self.ensure_one()
        line = self.sourcing_line_id
        price = answer.get("price_unit")
        if not isinstance(price, (int, float)) or isinstance(price, bool) or not 0 <= price < float("inf"):
            raise UserError(self.env._(
                "%(case)s, %(line)s: the price must be a number, 0 for “not offered”.",
                case=case.name, line=line.display_name))
        uom = self.env["uom.uom"].browse(answer["uom_id"]).exists() if answer.get("uom_id") else line.uom_id
        if uom != line.uom_id and not uom._has_common_reference(line.uom_id):
            raise UserError(self.env._(
                "%(case)s, %(line)s: %(uom)s can't be converted to %(wanted)s.", case=case.name,
                line=line.display_name, uom=uom.name, wanted=line.uom_id.name))
        quantity = line.uom_id._compute_quantity(
            self._get_offered_quantity(answer, case), uom, rounding_method="HALF-UP")
        values = {
            "product_uom_id": uom.id,
            "product_qty": quantity,
            "price_unit": price,
            "technical_price_unit": price,
            "discount": 0.0,
            "date_planned": self._get_answer_date(answer),
            "quote_remark": answer.get("remark") or False,
        }
        if float_compare(quantity, self.product_qty, precision_digits=6) == 0 and uom == self.product_uom_id:
            del values["product_qty"], values["product_uom_id"]
        if "tax_ids" in answer:
            taxes = self.env["account.tax"].browse(answer["tax_ids"] or []).exists()
            if any(tax.type_tax_use != "purchase" or tax.company_id not in case.company_id.parent_ids for tax in taxes):
                raise UserError(self.env._(
                    "%(case)s, %(line)s: only purchase taxes of the company apply.", case=case.name,
                    line=line.display_name))
            values["tax_ids"] = [fields.Command.set(taxes.ids)]
        return values

    def _get_offered_quantity(self, answer, case):
        """What the supplier can deliver, in the unit of the line: everything unless he says less."""
        line = self.sourcing_line_id
        offered = answer.get("quantity") or line.quantity
        if isinstance(offered, bool) or not isinstance(offered, (int, float)) or not 0 < offered < float("inf"):
            raise UserError(self.env._(
                "%(case)s, %(line)s: the quantity must be a positive number.", case=case.name, line=line.display_name))
        return min(offered, line.quantity)

    def _get_answer_date(self, answer):
        if answer.get("date_planned"):
            return fields.Datetime.to_datetime(answer["date_planned"])
        if answer.get("lead_days") is not None:
            return fields.Datetime.now() + timedelta(days=int(answer["lead_days"]))
        return self.date_planned
