from odoo import Command, fields, models
from odoo.exceptions import UserError

from .company_purchase_record import PAYMENT, VOUCHERS

SUPPLIER_FIELDS = frozenset({"name", "phone", "vat", "street", "city", "email"})
LINE_TEXTS = ("label_name", "brand", "manufacturer", "label_remark")


class CompanyPurchaseRequest(models.Model):
    """Recording the purchase that was made before the form (R4 §三.2.2.3, §三.2.3.3)."""

    _inherit = "company.purchase.request"

    record_ids = fields.One2many("company.purchase.record", "request_id", "Purchase Made", readonly=True, copy=False)
    record_amount = fields.Monetary("Amount Paid", related="record_ids.amount")
    can_record_purchase = fields.Boolean(compute="_compute_can_retro")

    def _compute_can_retro(self):
        super()._compute_can_retro()
        record = self._get_record_refusals()
        for request in self:
            request.can_record_purchase = not record[request.id] and request.requester_id != self.env.user

    def _get_record_refusals(self):
        is_buyer = self.env.user.has_group("company_procurement.group_buyer")
        refusals = {}
        for request in self:
            reason = False
            wanted = request.buyer_id or request.payer_id
            if not request.category_id.retroactive:
                reason = self.env._(
                    "only sporadic and emergency purchases are made before the form (R4 §3.2.2, §3.2.3)")
            elif request.state not in ("submitted", "approved", "assigned"):
                reason = self.env._(
                    "it is “%(state)s”; the purchase is recorded after the form was submitted and before sourcing",
                    state=request._get_state_label())
            elif request.sudo().record_ids:
                reason = self.env._("its purchase is recorded already")
            elif not is_buyer and request.requester_id != self.env.user:
                reason = self.env._("only a user with the right of a buyer buys (R4 §2.5)")
            elif wanted and wanted != self.env.user and request.requester_id != self.env.user:
                reason = self.env._("%s was named as its buyer", wanted.sudo().name)
            refusals[request.id] = reason
        return refusals

    def action_record_purchase(self, values):
        """Record the purchase that the caller made and paid. Returns the id of its sourcing case, or True while the
        request waits for approval (the case is then made by the approval).

        Buyer who paid, never the requester (PUR-BUYER). ``values``: ``purchased_on`` (datetime UTC, after the
        consent), ``partner_id`` or ``supplier`` ({name, phone, vat …}: a new candidate), ``payment_method``
        (cash/mobile/card/transfer), ``voucher`` (invoice/receipt/none), ``voucher_number``, ``attachment_id`` (scan),
        ``no_voucher_reason``, ``note``, ``lines``: [{request_line_id, quantity, price_unit (tax included),
        used_quantity?, label_name?, brand?, manufacturer?, best_before?, label_remark?}] for every line to buy.
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_record_refusals())
        if not isinstance(values, dict):
            raise UserError(self.env._("%s: give the purchase as named values.", self.name))
        request_sudo = self.sudo()
        vals = request_sudo._prepare_record(values)
        vals["line_ids"] = [Command.create(line) for line in request_sudo._prepare_record_lines(values.get("lines"))]
        amount = sum(line[2]["quantity"] * line[2]["price_unit"] for line in vals["line_ids"])
        supplier = request_sudo._find_record_supplier(values)
        vals["partner_id"] = supplier.id
        request_sudo._enforce_record(vals, amount)
        lines = [command[2] for command in vals.pop("line_ids")]
        vals["partner_id"] = (supplier or request_sudo._create_record_supplier(values["supplier"])).id
        record_sudo = self.env["company.purchase.record"].sudo()._as_engine().create(vals)
        for line in lines:
            line["record_id"] = record_sudo.id
        self.env["company.purchase.record.line"].sudo()._as_engine().create(lines)
        request_sudo._after_record(record_sudo)
        scan = values.get("attachment_id")
        if scan:
            record_sudo._as_engine().write({"scan_id": request_sudo._keep_scan(record_sudo, scan, self.env.user).id})
        if self.state == "submitted":
            return True
        return request_sudo._make_retro_case().id

    # ------------------------------------------------------------------
    # Values of a client
    # ------------------------------------------------------------------

    def _prepare_record(self, values):
        moment = self._check_moment(values.get("purchased_on"), self.env._("the time of the purchase"))
        method, voucher = values.get("payment_method"), values.get("voucher")
        if method not in dict(PAYMENT) or voucher not in dict(VOUCHERS):
            raise UserError(self.env._(
                "%(request)s: say how it was paid (cash, mobile, card, transfer) and which voucher there is "
                "(invoice, receipt, none).", request=self.name))
        text = {name: (values.get(name) or "").strip() if isinstance(values.get(name) or "", str) else ""
                for name in ("voucher_number", "no_voucher_reason", "note")}
        return {"request_id": self.id, "company_id": self.company_id.id, "buyer_id": self.env.uid,
                "purchased_on": moment, "payment_method": method, "voucher": voucher,
                "has_scan": bool(values.get("attachment_id")), **text}

    def _prepare_record_lines(self, lines):
        """Values for each request line that is bought, checked; all lines, each once."""
        wanted = {line.id: line for line in self._get_lines_to_source()}
        rows = {}
        for values in lines if isinstance(lines, list) else []:
            line = wanted.get(values.get("request_line_id")) if isinstance(values, dict) else None
            if not line or line.id in rows:
                raise UserError(self.env._("%s: each line names one line of this request that is to buy.", self.name))
            rows[line.id] = self._prepare_record_line(line, values)
        missing = [line for key, line in wanted.items() if key not in rows]
        if missing or not rows:
            raise UserError(self.env._(
                "%(request)s: quantity and price are missing for: %(goods)s. Withdraw the request and leave out what "
                "was not bought.", request=self.name, goods=", ".join(line.description for line in missing)))
        return list(rows.values())

    def _prepare_record_line(self, line, values):
        figures = {}
        for name, default in (("quantity", None), ("price_unit", None), ("used_quantity", 0.0)):
            figure = values.get(name, default)
            if isinstance(figure, bool) or not isinstance(figure, (int, float)) or figure < 0:
                raise UserError(self.env._(
                    "%(request)s, %(goods)s: quantity and price must be numbers above 0.", request=self.name,
                    goods=line.description))
            figures[name] = figure
        if not figures["quantity"] or not figures["price_unit"] or figures["used_quantity"] > figures["quantity"]:
            raise UserError(self.env._(
                "%(request)s, %(goods)s: quantity and price must be above 0, and no more is used than was bought.",
                request=self.name, goods=line.description))
        texts = {name: str(values.get(name) or "").strip() for name in LINE_TEXTS}
        return {"request_line_id": line.id, **figures, **texts,
                "best_before": fields.Date.to_date(values.get("best_before")) or False}

    def _find_record_supplier(self, values):
        """The shop, when it is known: by id, or a new one by tax number or name; none that is barred."""
        partners = self.env["res.partner"].with_user(self.env.uid)
        partner_id, supplier = values.get("partner_id"), values.get("supplier")
        if partner_id:
            partner = partners.browse(partner_id if isinstance(partner_id, int) else ()).exists()
            partner.check_access("read")
        else:
            name = str(supplier.get("name") or "").strip() if isinstance(supplier, dict) else ""
            vat = str(supplier.get("vat") or "").strip() if name else ""
            partner = partners.sudo().search([
                ("parent_id", "=", False), ("company_id", "in", (False, self.company_id.id)),
                "|", ("name", "=", name), ("vat", "=", vat or "-")], limit=1) if name else partners
        if not partner and not (isinstance(supplier, dict) and str(supplier.get("name") or "").strip()):
            raise UserError(self.env._("%s: name the supplier.", self.name))
        if partner and partner._get_supplier_state(self.company_id) in ("suspended", "blacklisted"):
            self.env["company.control"]._enforce("PUR-SUPPLIER", self, self.env._(
                "%(name)s is suspended or blacklisted. Nothing is bought there.", name=partner.sudo().name),
                fact=f"partners={partner.id}")
        return partner.sudo()

    def _create_record_supplier(self, supplier):
        """A shop that nobody knew: a candidate."""
        return self.env["res.partner"].sudo().create({
            **{name: str(value).strip() for name, value in supplier.items() if name in SUPPLIER_FIELDS and value},
            "is_company": True, "supplier_rank": 1, "company_id": self.company_id.id})

    def _keep_scan(self, record, attachment_id, user):
        """An own copy of the voucher on the record, so that nobody changes it afterwards."""
        if not isinstance(attachment_id, int):
            raise UserError(self.env._("%s: the scan does not exist.", self.name))
        attachment = self.env["ir.attachment"].with_user(user).browse(attachment_id).exists()
        if not attachment:
            raise UserError(self.env._("%s: the scan does not exist.", self.name))
        attachment.check_access("read")
        content = attachment.sudo()
        if not (content.mimetype or "").startswith(("application/pdf", "image/")) or not content.file_size:
            raise UserError(self.env._("%s: give the voucher as PDF or picture.", self.name))
        return self.env["ir.attachment"].sudo().create({
            "name": content.name, "raw": content.raw, "mimetype": content.mimetype, "res_model": record._name,
            "res_id": record.id, "company_id": self.company_id.id})
