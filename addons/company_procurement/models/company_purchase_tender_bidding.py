import base64
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.company_base.tools.engine import as_engine

from ..engine import sealing
from .company_purchase_sourcing_quote import SCAN_TYPES

MAX_FILES, MAX_FILE_SIZE = 10, 20 * 1024 * 1024
TEXTS = ("technical_note", "service_note", "remark")


class CompanyPurchaseTenderBid(models.Model):
    """Handing in, replacing and withdrawing a bid: the doors of the bidders."""

    _inherit = "company.purchase.tender.bid"

    @api.model
    def action_submit_bid(self, tender_id, lines, files, terms=None):
        """Bidder: hand in a bid, or replace the one handed in. Returns {receipt, digest, received_on}.

        A portal user of an invited (open notice: qualified) supplier; until the deadline. ``lines``: list of
        {sourcing_line_id, price_unit, lead_days, remark?} for every line; ``files``: list of {name, data (base64)},
        the first is the signed and sealed bid (PDF or picture); ``terms``: {technical_note, service_note, remark,
        freight_amount, tax_ids}. Everything is encrypted to the key of the tender before it is stored.
        """
        tender_sudo, partner_sudo = self._get_bidding(tender_id, running=True)
        content = {"lines": tender_sudo._check_bid_lines(lines), **tender_sudo._check_bid_terms(terms or {})}
        raw_files = tender_sudo._check_bid_files(files)
        tender_sudo._join(partner_sudo)
        self._replace_bid(tender_sudo, partner_sudo)
        bid_sudo = self.sudo()._as_engine().create({
            "tender_id": tender_sudo.id, "partner_id": partner_sudo.id, "kind": "portal",
            "received_on": fields.Datetime.now(), "received_by_id": self.env.uid,
            "state_changed_on": fields.Datetime.now(), "state_changed_by_id": self.env.uid})
        bid_sudo._seal_content(content, raw_files)
        tender_sudo._message_log(body=self.env._("A sealed bid came in: %s", bid_sudo.receipt_number))
        return {"receipt": bid_sudo.receipt_number, "digest": bid_sudo.digest,
                "received_on": fields.Datetime.to_string(bid_sudo.received_on)}

    @api.model
    def action_withdraw_bid(self, tender_id):
        """Bidder: take the own bid back before the deadline. Returns True."""
        tender_sudo, partner_sudo = self._get_bidding(tender_id, running=True)
        bid_sudo = self._get_live_bid(tender_sudo, partner_sudo)
        if not bid_sudo:
            raise UserError(self.env._("%s: your company has handed in no bid.", tender_sudo.name))
        if bid_sudo.kind == "paper":
            raise UserError(self.env._("%s: ask the buyer to hand the paper envelope back.", tender_sudo.name))
        bid_sudo._set_state("withdrawn")
        return True

    @api.model
    def _get_live_bid(self, tender_sudo, partner_sudo):
        return tender_sudo.bid_ids.filtered(
            lambda bid: bid.state == "submitted" and bid.partner_id == partner_sudo)[:1]

    @api.model
    def _replace_bid(self, tender_sudo, partner_sudo):
        """The earlier bid stays as ciphertext, never to be opened."""
        old_sudo = self._get_live_bid(tender_sudo, partner_sudo)
        if old_sudo.kind == "paper":
            raise UserError(self.env._(
                "%s: a paper envelope of your company is registered. Ask the buyer to hand it back first.",
                tender_sudo.name))
        if old_sudo:
            old_sudo._set_state("replaced")

    def _seal_content(self, content, raw_files):
        """Store content and files as ciphertext only, with the digest that is the bidder's receipt."""
        key = self.tender_id.public_key
        letter = base64.b64encode(sealing.seal(
            key, json.dumps(content).encode(), self._get_seal_label("content"))).decode()
        rows = []
        for index, (name, raw) in enumerate(raw_files):
            sealed = sealing.seal(key, json.dumps({"name": name}).encode() + b"\n" + raw,
                                  self._get_seal_label(f"file {index}"))
            attachment = as_engine(self.env["ir.attachment"].sudo()).create({
                "name": f"sealed-{index + 1}.bin", "raw": sealed, "mimetype": "application/octet-stream",
                "res_model": self._name, "res_id": self.id, "company_id": self.company_id.id})
            rows.append({"attachment": attachment.id, "digest": sealing.digest(sealed)})
        self._as_engine().write({
            "sealed_content": letter, "sealed_files": rows, "receipt_number": f"{self.tender_id.name}-{self.id}"})
        self._as_engine().write({"digest": self._get_digest()})


class CompanyPurchaseTender(models.Model):
    """What a bid has to say; the same for bids from the portal and from paper envelopes."""

    _inherit = "company.purchase.tender"

    def _check_bid_lines(self, lines):
        """Every line of the case once with a price above 0 and days of delivery."""
        own = {line.id: line for line in self.sourcing_id.line_ids}
        checked = {}
        for values in lines if isinstance(lines, list | tuple) else []:
            line = own.get(values.get("sourcing_line_id")) if isinstance(values, dict) else None
            if not line:
                raise UserError(self.env._("%s: the bid names a line that is not tendered.", self.name))
            price, days = values.get("price_unit"), values.get("lead_days")
            if isinstance(price, bool) or not isinstance(price, int | float) or not 0 < price < 1e12:
                raise UserError(self.env._("%(tender)s, %(line)s: give a price above 0.", tender=self.name,
                                           line=line.display_name))
            if isinstance(days, bool) or not isinstance(days, int) or not 0 < days < 3650:
                raise UserError(self.env._("%(tender)s, %(line)s: give the days until delivery.", tender=self.name,
                                           line=line.display_name))
            checked[line.id] = {"sourcing_line_id": line.id, "price_unit": price, "lead_days": days,
                                "remark": str(values.get("remark") or "")[:200]}
        missing = [line.display_name for key, line in own.items() if key not in checked]
        if missing:
            raise UserError(self.env._("%(tender)s: the bid has no price for %(lines)s.", tender=self.name,
                                       lines=", ".join(missing)))
        return list(checked.values())

    def _check_bid_terms(self, terms):
        freight = terms.get("freight_amount") or 0.0
        if isinstance(freight, bool) or not isinstance(freight, int | float) or freight < 0:
            raise UserError(self.env._("%s: freight can't be negative.", self.name))
        taxes = terms.get("tax_ids")
        if taxes is not None:
            taxes = [tax for tax in taxes if tax in self._get_bid_taxes().ids]
        return {**{name: str(terms.get(name) or "")[:8000] for name in TEXTS}, "freight_amount": freight,
                "tax_ids": taxes}

    def _get_bid_taxes(self):
        """Purchase taxes a bidder chooses from."""
        company = self.company_id
        return self.env["account.tax"].sudo().with_company(company).search([
            ("type_tax_use", "=", "purchase"), ("amount_type", "=", "percent"),
            ("company_id", "parent_of", company.id)])

    def _check_bid_files(self, files):
        """[(name, bytes)]; the first one is the signed and sealed bid."""
        checked = []
        for values in files if isinstance(files, list | tuple) else []:
            try:
                raw = base64.b64decode(values["data"], validate=True)
                name = str(values["name"])[:120]
            except (KeyError, TypeError, ValueError):
                raise UserError(self.env._("%s: a file of the bid can't be read.", self.name)) from None
            if not raw or len(raw) > MAX_FILE_SIZE:
                raise UserError(self.env._("%(tender)s: “%(name)s” is empty or larger than 20 MB.", tender=self.name,
                                           name=name))
            checked.append((name, raw))
        if not checked or len(checked) > MAX_FILES:
            raise UserError(self.env._(
                "%s: add the signed and sealed bid as PDF or picture, and 10 files at most.", self.name))
        mimetype = self.env["ir.attachment"]._compute_mimetype({"name": checked[0][0], "raw": checked[0][1]})
        if not mimetype.startswith(SCAN_TYPES):
            raise UserError(self.env._("%(tender)s: “%(name)s” is no scan. The first file is the signed and sealed "
                                       "bid as PDF or picture.", tender=self.name, name=checked[0][0]))
        return checked

    def _join(self, partner_sudo):
        """A supplier that bids on an open notice becomes a bidder."""
        if partner_sudo not in self.bidder_ids.partner_id.commercial_partner_id:
            self._enforce_bidder_states(partner_sudo)
            self.env["company.purchase.tender.bidder"].sudo()._as_engine().create({
                "tender_id": self.id, "partner_id": partner_sudo.id})
