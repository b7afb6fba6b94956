from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.orm.models import NO_ACCESS
from odoo.tools import SQL

from ..engine import sealing

STATES = [
    ("submitted", "Sealed"),
    ("replaced", "Replaced"),
    ("withdrawn", "Withdrawn"),
    ("late", "Late, Refused"),
    ("opened", "Valid"),
    ("invalid", "Invalid"),
]
OPEN_TO_BIDDERS = ("published", "closed", "opened", "scoring", "ranked", "awarded", "notified", "failed",
                   "cancelled")


class CompanyPurchaseTenderBid(models.Model):
    """A bid. Until the opening it is ciphertext and a digest; afterwards it is a quote of the sourcing case.

    Bidders have no right on any record: they come by the model methods of ``company_purchase_tender_bidding.py``,
    which find out by themselves which company the caller speaks for.
    """

    _name = "company.purchase.tender.bid"
    _description = "Bid"
    _inherit = ["company.state.mixin"]
    _order = "tender_id, rank, id"
    _check_company_auto = True
    _rec_name = "partner_id"

    _initial_state = "submitted"
    _client_unlink_states = frozenset()
    _transitions = frozenset({
        ("submitted", "replaced"), ("submitted", "withdrawn"), ("submitted", "late"), ("submitted", "opened"),
        ("submitted", "invalid"), ("opened", "invalid"),
    })

    tender_id = fields.Many2one("company.purchase.tender", required=True, readonly=True, index=True,
                                ondelete="restrict", check_company=True, copy=False)
    company_id = fields.Many2one(related="tender_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="tender_id.currency_id")
    state = fields.Selection(STATES, default="submitted", required=True, readonly=True, index=True, copy=False)
    partner_id = fields.Many2one("res.partner", "Bidder", required=True, readonly=True, index=True,
                                 ondelete="restrict", check_company=True, copy=False)
    kind = fields.Selection([("portal", "Online"), ("paper", "Paper Envelope")], required=True, readonly=True,
                            default="portal", copy=False)
    receipt_number = fields.Char("Receipt No.", readonly=True, copy=False)
    received_on = fields.Datetime(required=True, readonly=True, copy=False)
    received_by_id = fields.Many2one("res.users", "Handed in by", readonly=True, copy=False,
                                     help="The bidder's user, or who took the envelope.")
    envelope_sealed = fields.Boolean("Envelope Sealed", readonly=True, copy=False)
    sealed_content = fields.Text("Sealed Content", readonly=True, copy=False, prefetch=False, groups=NO_ACCESS)
    sealed_files = fields.Json("Sealed Files", readonly=True, copy=False, prefetch=False, groups=NO_ACCESS)
    digest = fields.Char("Digest", readonly=True, copy=False, help="SHA-256 of the sealed content: the receipt.")
    invalid_reason = fields.Char("Why Invalid", readonly=True, copy=False)
    quote_id = fields.Many2one("purchase.order", "Quote", readonly=True, index="btree_not_null", ondelete="restrict",
                               check_company=True, copy=False)
    amount_total = fields.Monetary("Bid Price", readonly=True, copy=False,
                                   help="Company currency, tax and freight included.")
    lead_days = fields.Integer("Delivery in Days", readonly=True, copy=False)
    technical_note = fields.Text("Technical Proposal", readonly=True, copy=False)
    service_note = fields.Text("Service", readonly=True, copy=False)
    remark = fields.Char(readonly=True, copy=False)
    file_ids = fields.Many2many("ir.attachment", "company_purchase_tender_bid_file_rel", "bid_id", "attachment_id",
                                "Files", readonly=True, copy=False)
    total_score = fields.Float(readonly=True, copy=False)
    rank = fields.Integer(readonly=True, copy=False)

    _one_live = models.UniqueIndex("(tender_id, partner_id) WHERE state = 'submitted'",
                                   "A bidder has one bid in a tender.")

    # ------------------------------------------------------------------
    # Who bids where
    # ------------------------------------------------------------------

    @api.model
    def _get_bidder(self):
        """The company that the caller speaks for; empty for staff."""
        if not self.env.user._is_portal():
            return self.env["res.partner"]
        return self.env.user.sudo().partner_id.commercial_partner_id

    @api.model
    def _get_bidding(self, tender_id, running=False):
        """(tender, bidder) for the caller; ``running``: the tender row is held and bids are still taken.

        Bidders share the row; closing takes it alone. So a bid is either in before the closing, or refused.
        """
        partner_sudo = self._get_bidder()
        tender_sudo = self.env["company.purchase.tender"].sudo().browse(
            tender_id if isinstance(tender_id, int) and not isinstance(tender_id, bool) else ()).exists()
        if not partner_sudo or not tender_sudo or not tender_sudo._is_open_to(partner_sudo):
            raise AccessError(self.env._("There is no such tender for your company."))
        if running:
            tender_sudo._hold_for_bid()
        return tender_sudo.with_company(tender_sudo.company_id), partner_sudo

    # ------------------------------------------------------------------
    # Sealed content
    # ------------------------------------------------------------------

    def _get_seal_label(self, part):
        self.ensure_one()
        return self.tender_id._get_seal_label() + f"/{self.partner_id.id}/{part}".encode()

    def _get_digest(self):
        """Digest over all that is sealed: content and files in their order."""
        parts = [sealing.digest((self.sealed_content or "").encode())]
        parts += [row["digest"] for row in self.sealed_files or []]
        return sealing.digest("\n".join(parts).encode())

    def _get_sealed_files(self):
        ids = [row["attachment"] for row in self.sealed_files or []]
        return self.env["ir.attachment"].sudo().browse(ids)

    def _set_state(self, target):
        """At once in the database, where one live bid of a bidder is allowed."""
        result = super()._set_state(target)
        self.flush_recordset(["state"])
        return result

    def _get_payload(self):
        return {"bid": self.id, "bidder": self.partner_id.id, "receipt": self.receipt_number, "digest": self.digest,
                "received_on": self.received_on}

    def action_open_quote(self):
        """Open the quote that came of the bid."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "res_model": "purchase.order", "res_id": self.sudo().quote_id.id,
                "view_mode": "form", "views": [(False, "form")]}


class CompanyPurchaseTender(models.Model):
    _inherit = "company.purchase.tender"

    def _is_open_to(self, partner_sudo):
        """Whether a supplier may see and bid in this tender."""
        self.ensure_one()
        if self.state not in OPEN_TO_BIDDERS or not self.published_on:
            return False
        if partner_sudo in self.bidder_ids.partner_id.commercial_partner_id:
            return True
        return self.mode == "open" and partner_sudo._get_supplier_state(self.company_id) in ("qualified", "preferred")

    def _hold_for_bid(self):
        """Refuse after the deadline or the closing; until the transaction ends nobody closes the tender."""
        self.ensure_one()
        self.flush_recordset()
        row = self.env.execute_query(SQL(
            "SELECT state, bid_deadline FROM company_purchase_tender WHERE id = %s FOR SHARE", self.id))[0]
        self.invalidate_recordset(["state", "bid_deadline"])
        state, deadline = row
        if state != "published" or not deadline or fields.Datetime.now() >= deadline:
            self.env["company.control"]._enforce("PUR-BIDTIME", self, self.env._(
                "bids were taken until %(deadline)s; nothing is handed in, changed or withdrawn any more.",
                deadline=self._format_time(deadline)), fact=f"late={self.env.uid}")
            raise UserError(self.env._("%s takes no bids any more.", self.name))
