from odoo import fields, models
from odoo.exceptions import UserError


class CompanyPurchaseSourcing(models.Model):
    """Inquiry and quotes: whom we ask, what they answered."""

    _inherit = "company.purchase.sourcing"

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    def action_invite(self, partner_ids, send_mail=False):
        """Ask suppliers: one request for quotation (``purchase.order``) for each. Returns the ids of the quotes.

        Buyer of the case; states draft and inquiry. ``partner_ids``: list of ids of qualified suppliers;
        ``send_mail``: also mail the standard request for quotation with the inquiry form.
        """
        case_sudo = self._start_step("invite")
        partners = self.env["res.partner"].browse(partner_ids).exists()
        if not partners or len(partners) != len(set(partner_ids)):
            raise UserError(self.env._("%(case)s: name the suppliers to ask.", case=self.display_name))
        case_sudo._check_invitation(partners)
        case_sudo._set_closing_time()
        quotes_sudo = case_sudo._create_quotes(partners)
        if self.state == "draft":
            case_sudo._set_state("inquiry")
        if send_mail:
            quotes_sudo._send_inquiry()
        return quotes_sudo.ids

    def _check_invitation(self, partners):
        """Asked once each, qualified (PUR-SUPPLIER), not more than the regulation's number (PUR-INVITE)."""
        control = self.env["company.control"]
        asked = self._get_live_quotes().partner_id
        if again := partners & asked:
            raise UserError(self.env._(
                "%(case)s: %(suppliers)s was asked already.", case=self.name,
                suppliers=", ".join(again.mapped("name"))))
        wanted = ("preferred",) if self.category_id.preferred_suppliers_only else ("qualified", "preferred")
        bad = partners.filtered(lambda partner: partner._get_supplier_state(self.company_id) not in wanted)
        if bad:
            control._enforce("PUR-SUPPLIER", self, self.env._(
                "%(suppliers)s is not a %(wanted)s supplier of the company. Qualify it first or ask another one.",
                suppliers=", ".join(bad.mapped("name")),
                wanted=self.env._("preferred") if len(wanted) == 1 else self.env._("qualified")),
                fact=f"partners={','.join(map(str, sorted(bad.ids)))}")
        limit = int(control._get_value("PUR-INVITE", self.company_id))
        total = len(asked | partners)
        if limit and total > limit:
            control._enforce("PUR-INVITE", self, self.env._(
                "%(count)s suppliers are asked; the regulation wants at most %(limit)s. Ask fewer.",
                count=total, limit=limit), fact=f"asked={total}")

    def _get_live_quotes(self):
        return self.quote_ids.filtered(lambda quote: quote.quote_status != "void")

    def _create_quotes(self, partners):
        """Standard requests for quotation, alternatives of each other, lines in one batch."""
        if not self.line_ids:
            raise UserError(self.env._("%(case)s has no line to ask for.", case=self.name))
        orders = self.env["purchase.order"].with_company(self.company_id)
        quotes = orders._as_engine().create([self._prepare_quote(partner) for partner in partners])
        self.env["purchase.order.line"].with_company(self.company_id)._as_engine().create([
            self._prepare_quote_line(quote, line) for quote in quotes for line in self.line_ids])
        group = self.quote_ids.purchase_group_id[:1]
        members = self.quote_ids | quotes
        if len(members) > 1:
            if not group:
                group = self.env["purchase.order.group"].create({})
            (members - group.order_ids)._as_engine().write({"purchase_group_id": group.id})
        return quotes

    def _prepare_quote(self, partner):
        partner = partner.with_company(self.company_id)
        positions = self.env["account.fiscal.position"].with_company(self.company_id)
        return {
            "partner_id": partner.id,
            "company_id": self.company_id.id,
            "user_id": self.buyer_id.id,
            "origin": self.name,
            "date_order": self.inquiry_deadline or fields.Datetime.now(),
            "currency_id": (partner.property_purchase_currency_id or self.company_id.currency_id).id,
            "payment_term_id": partner.property_supplier_payment_term_id.id,
            "fiscal_position_id": positions._get_fiscal_position(partner).id,
            "sourcing_id": self.id,
            "is_quote": True,
            "quote_status": "invited",
        }

    def _prepare_quote_line(self, quote, line):
        product = line._get_purchase_product()
        taxes = product.supplier_taxes_id._filter_taxes_by_company(self.company_id)
        needed = line.needed_date and fields.Datetime.to_datetime(line.needed_date)
        return {
            "order_id": quote.id,
            "sequence": line.sequence,
            "sourcing_line_id": line.id,
            "product_id": product.id,
            "name": line._get_purchase_text(),
            "product_qty": line.quantity,
            "product_uom_id": line.uom_id.id,
            "price_unit": 0.0,
            "discount": 0.0,
            "date_planned": needed or fields.Datetime.now(),
            "tax_ids": [fields.Command.set(quote.fiscal_position_id.map_tax(taxes).ids)],
            "analytic_distribution": {str(self.project_id.id): 100} if self.project_id else False,
        }

    # ------------------------------------------------------------------
    # Changing and closing
    # ------------------------------------------------------------------

    def action_change_inquiry(self, lines, reason):
        """Change what is asked for; answers that came in are void and their suppliers are asked again.

        Buyer of the case; state inquiry. ``lines``: list of {sourcing_line_id, quantity?, specification?,
        model_number?, needed_date?, remark?}; ``reason``: text. Returns the ids of the new quotes.
        """
        case_sudo = self._start_step("change_inquiry")
        reason = self._check_text(reason, self.env._("Say why the inquiry changes."))
        allowed = {"quantity", "specification", "model_number", "needed_date", "remark"}
        changes = []
        for values in lines or []:
            line = case_sudo._get_own_line(values)
            change = {name: value for name, value in values.items() if name != "sourcing_line_id"}
            if set(change) - allowed:
                raise UserError(self.env._(
                    "%(case)s: an inquiry changes in quantity, specification, model, date and remark only.",
                    case=case_sudo.name))
            changes.append((line, change))
        if not changes:
            raise UserError(self.env._("%(case)s: name the lines that change.", case=case_sudo.name))
        return case_sudo._do_change_inquiry(changes, reason).ids

    def _do_change_inquiry(self, changes, reason):
        for line, change in changes:
            line._as_engine().write(change)
        live = self._get_live_quotes()
        live._close_quotes("void", reason=reason)
        new = self._create_quotes(live.partner_id) if live else live
        self.message_post(body=self.env._(
            "Inquiry changed: %(reason)s The suppliers are asked again: %(suppliers)s.", reason=reason,
            suppliers=", ".join(live.partner_id.mapped("name")) or "-"))
        return new

    def action_close_inquiry(self):
        """End the inquiry; from now on prices are compared and negotiated. Returns True.

        Buyer of the case; state inquiry, at least one answer (none where the category asks for no quote).
        """
        self._start_step("close_inquiry")._do_close_inquiry()
        return True

    def _do_close_inquiry(self):
        live = self._get_live_quotes()
        received = live.filtered(lambda quote: quote.quote_status in ("received", "sealed"))
        if not received:
            raise UserError(self.env._(
                "%(case)s: no quote was recorded yet. Record the suppliers' answers first.", case=self.name))
        asked, wanted = len(live), self._get_required_quotes()
        if asked < wanted:
            self.env["company.control"]._enforce("PUR-INVITE", self, self.env._(
                "only %(asked)s suppliers were asked, at least %(wanted)s are wanted. Ask more.",
                asked=asked, wanted=wanted), fact=f"asked={asked}")
        self._set_state("compared")
        self._check_collusion()

    def action_reopen(self, reason):
        """Go back to the inquiry, e.g. for a new round of negotiation or expired quotes. Returns True.

        Buyer of the case; states compared to approved. Price check and award are void. ``reason``: text.
        """
        case_sudo = self._start_step("reopen")
        case_sudo._do_reopen(self._check_text(reason, self.env._("Say why the inquiry is opened again.")))
        return True

    def _do_reopen(self, reason):
        self._set_state("inquiry")
        if self.approval_state == "approved":
            self._end_approval("withdrawn", reason)
        self._void_award()
        self._void_price_check()
        self.message_post(body=self.env._("Inquiry opened again: %s", reason))

    def _get_own_line(self, values):
        """The line named by ``sourcing_line_id`` of a client's dict; refuses lines of other cases."""
        line_id = values.get("sourcing_line_id") if isinstance(values, dict) else None
        line = self.line_ids.filtered(lambda line: line.id == line_id)
        if not line:
            raise UserError(self.env._("%(case)s has no line %(line)s.", case=self.name, line=line_id))
        return line
