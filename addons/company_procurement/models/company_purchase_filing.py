from odoo import api, fields, models
from odoo.exceptions import UserError

PARTS = [
    ("finance", "Finance: Originals"),
    ("department", "Department: Copy"),
    ("legal", "Legal: Copy and Supplier Proof"),
]


class CompanyPurchaseFiling(models.Model):
    """The filing of a closed purchase 备案: papers checked complete, delivered to finance, department and legal.

    The originals go to finance, one copy to the department, one copy with the supplier's proof to legal, which keeps
    it by project (R4 §四). When all three have taken delivery, nothing of the case changes any more.
    """

    _name = "company.purchase.filing"
    _description = "Filing of a Purchase"
    _number_prefix = "BA%(year)s%(month)s-"
    _inherit = ["company.state.mixin", "company.deadline.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _transitions = frozenset({("draft", "delivered"), ("delivered", "draft"), ("delivered", "filed")})
    _client_fields = {"draft": frozenset({"note"})}
    _client_unlink_states = frozenset()

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one("res.company", required=True, index=True, copy=False,
                                 default=lambda self: self.env.company)
    sourcing_id = fields.Many2one("company.purchase.sourcing", "Sourcing Case", required=True, readonly=True,
                                  check_company=True, ondelete="restrict", copy=False)
    buyer_id = fields.Many2one(related="sourcing_id.buyer_id", store=True, index=True, string="Buyer")
    department_id = fields.Many2one(related="sourcing_id.department_id", store=True)
    project_id = fields.Many2one(related="sourcing_id.project_id", store=True, index="btree_not_null",
                                 help="Legal keeps the papers by project (R4 §四.2).")
    category_id = fields.Many2one(related="sourcing_id.category_id", store=True)
    state = fields.Selection(
        [("draft", "Collecting"), ("delivered", "Handed Over"), ("filed", "Filed")], default="draft", required=True,
        readonly=True, copy=False, index=True, tracking=True)
    paper_ids = fields.One2many("company.purchase.filing.paper", "filing_id", "Papers", readonly=True, copy=False)
    receipt_ids = fields.One2many("company.purchase.filing.receipt", "filing_id", "Receipts", readonly=True, copy=False)
    recipient_ids = fields.Many2many("res.users", "company_purchase_filing_recipient_rel", string="Recipients",
                                     readonly=True, copy=False)
    missing = fields.Text("What is Missing", readonly=True, copy=False)
    note = fields.Text(copy=False)
    bundle_id = fields.Many2one("ir.attachment", "Bundle (ZIP)", readonly=True, copy=False, index="btree_not_null")
    bundle_pdf_id = fields.Many2one("ir.attachment", "Whole Case (PDF)", readonly=True, copy=False,
                                    index="btree_not_null")
    bundle_digest = fields.Char("SHA-256 of the Bundle", readonly=True, copy=False)
    delivered_on = fields.Datetime("Handed over on", readonly=True, copy=False)
    filed_on = fields.Datetime(readonly=True, copy=False)
    waiting_parts = fields.Char("Waiting for", compute="_compute_waiting_parts")
    can_deliver = fields.Boolean(compute="_compute_can_steps")
    can_receive = fields.Boolean(compute="_compute_can_steps")

    _sourcing_uniq = models.UniqueIndex("(sourcing_id)", "This case has its filing already.")

    @api.depends("receipt_ids.part", "state")
    @api.depends_context("lang")
    def _compute_waiting_parts(self):
        labels = self._get_part_labels()
        for filing in self:
            taken = set(filing.receipt_ids.filtered("valid").mapped("part"))
            filing.waiting_parts = filing.state == "delivered" and ", ".join(
                label for part, label in labels.items() if part not in taken)

    @api.depends("state", "receipt_ids")
    @api.depends_context("uid")
    def _compute_can_steps(self):
        deliver = self._get_deliver_refusals()
        for filing in self:
            filing.can_deliver = not deliver[filing.id]
            filing.can_receive = filing.state == "delivered" and bool(filing._get_open_parts(self.env.user))

    @api.model
    def _get_part_labels(self):
        receipt = self.env["company.purchase.filing.receipt"]
        return dict(receipt._fields["part"]._description_selection(self.env))

    # ------------------------------------------------------------------
    # Handing over
    # ------------------------------------------------------------------

    def action_refresh_papers(self):
        """Look again which papers are there. Returns a list of {kind, name, required, present, files}.

        Everybody who reads the filing, while it is collecting.
        """
        self.ensure_one()
        self.check_access("read")
        if self.state == "draft":
            self.sudo()._collect()
        return [{"kind": paper.kind, "name": paper.name, "required": paper.required, "present": paper.present,
                 "files": paper.file_count} for paper in self.sudo().paper_ids]

    def action_deliver(self):
        """Bundle the papers and hand them over to finance, department and legal (R4 §四.1). Returns True.

        The buyer of the case or the head of purchasing. Blocked by PUR-FILING while a required paper is missing.
        """
        self.check_access("read")
        self._raise_refusals(self._get_deliver_refusals())
        self._lock_for_decision()
        for filing_sudo in self.sudo():
            filing_sudo._collect()
            if filing_sudo.missing:
                self.env["company.control"]._enforce("PUR-FILING", filing_sudo.sudo(self.env.su), self.env._(
                    "these papers are missing: %(papers)s. Attach them where they belong and hand over again.",
                    papers=filing_sudo.missing), fact=filing_sudo.missing)
            filing_sudo._make_bundle()
            filing_sudo._set_state("delivered")
            filing_sudo._as_engine().write({
                "delivered_on": fields.Datetime.now(), "recipient_ids": [
                    fields.Command.set(filing_sudo._get_recipients().ids)]})
            filing_sudo._ask_recipients()
        return True

    def _get_deliver_refusals(self):
        head = self.env.user.has_group("company_procurement.group_purchase_head")
        return {filing.id: (
            (filing.state != "draft" and self.env._("the papers are handed over already"))
            or (not head and filing.buyer_id != self.env.user and self.env._(
                "its buyer %(buyer)s or the head of purchasing hands the papers over",
                buyer=filing.sudo().buyer_id.name))
        ) for filing in self}

    def _get_part_users(self, part):
        """Who takes delivery for a part; never the buyer who hands over."""
        role = self.env["company.role"].sudo()
        case_sudo = self.sudo().sourcing_id
        if part == "department":
            users = case_sudo.department_id.manager_id.user_id | case_sudo.requester_ids
        else:
            users = role._get_users({"finance": "finance_head", "legal": "legal"}[part], self.company_id)
        return users - case_sudo.buyer_id

    def _get_recipients(self):
        users = self.env["res.users"]
        for part, _label in PARTS:
            users |= self._get_part_users(part)
        return users

    def _ask_recipients(self):
        todo_sudo = self.env["company.todo"].sudo()
        labels = self._get_part_labels()
        for part, label in labels.items():
            todo_sudo._open("purchase.filing", self, self._get_part_users(part), self.env._(
                "Take over the papers of %(case)s (%(part)s)", case=self.sourcing_id.name, part=label))

    # ------------------------------------------------------------------
    # Taking over
    # ------------------------------------------------------------------

    def _get_open_parts(self, user):
        """Parts that still wait and that a user may take."""
        self.ensure_one()
        taken = set(self.sudo().receipt_ids.filtered("valid").mapped("part"))
        return [part for part, _label in PARTS if part not in taken and user in self._get_part_users(part)]

    def action_receive(self, part, note=False):
        """Confirm that the papers of one part were taken over (材料接受清单, R4 §四). Returns True.

        ``part``: finance, department or legal; finance head, head or requester of the department, legal. The last
        receipt files the case.
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        labels = self._get_part_labels()
        if part not in labels:
            raise UserError(self.env._("A part is one of: %s.", ", ".join(labels)))
        if self.state != "delivered":
            self._raise_refusals({self.id: self.env._("it is “%s”; papers are taken over after they are handed over",
                                                      self._get_state_label())})
        if part not in self._get_open_parts(self.env.user):
            self._raise_refusals({self.id: self.env._(
                "%(part)s is taken over by %(users)s, once", part=labels[part],
                users=", ".join(self._get_part_users(part).mapped("name")) or "-")})
        self.env["company.purchase.filing.receipt"].sudo()._as_engine().create({
            "filing_id": self.id, "company_id": self.company_id.id, "part": part, "user_id": self.env.uid,
            "user_name": self.env.user.name, "note": note or False, "bundle_digest": self.bundle_digest,
            "delivered_on": self.delivered_on,
        })
        self.env["company.todo"].sudo()._close("purchase.filing", self.sudo(), self.env.user)
        self.sudo()._file_when_complete()
        return True

    def action_receive_mine(self):
        """Client entry of `action_receive`: takes over every part that waits for the user."""
        self.ensure_one()
        self.check_access("read")
        parts = self._get_open_parts(self.env.user)
        if not parts:
            self._raise_refusals({self.id: self.env._("no part waits for you")})
        for part in parts:
            self.action_receive(part)
        return True

    def action_send_back(self, reason):
        """Give incomplete or wrong papers back to the buyer. Returns True. A recipient; ``reason``: text."""
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Say what is missing or wrong."))
        if self.state != "delivered" or self.env.user not in self.sudo().recipient_ids:
            self._raise_refusals({self.id: self.env._("only a recipient gives back papers that were handed over")})
        filing_sudo = self.sudo()
        filing_sudo._set_state("draft")
        self.env["company.todo"].sudo()._close("purchase.filing", filing_sudo)
        self.env["company.todo"].sudo()._open("purchase.filing", filing_sudo, filing_sudo.buyer_id, self.env._(
            "Complete the papers of %s", filing_sudo.sourcing_id.name))
        filing_sudo.message_post(body=self.env._("Given back: %s", reason),
                                 partner_ids=filing_sudo.buyer_id.partner_id.ids)
        return True

    def _file_when_complete(self):
        if set(self.receipt_ids.filtered("valid").mapped("part")) != {part for part, _label in PARTS}:
            return
        self._set_state("filed")
        self._as_engine().write({"filed_on": fields.Datetime.now()})
        self.env["company.todo"].sudo()._close("purchase.filing", self)
        self.env["company.ledger.entry"]._append("purchase.filing", self, {
            "case": self.sourcing_id.name, "bundle": self.bundle_digest,
            "receipts": [[receipt.part, receipt.user_name] for receipt in self.receipt_ids.filtered("valid")]})
        self.message_post(body=self.env._("Filed: all three parts are taken over; the case stays as it is."))

    # ------------------------------------------------------------------
    # Late filing, print
    # ------------------------------------------------------------------

    @api.model
    def _cron_late(self):
        """One finding for each filing that is past its deadline (R4 §五.2.1); safe to run again."""
        control = self.env["company.control"]
        late = self.sudo().search([("state", "=", "draft"), ("deadline", "<", fields.Datetime.now())])
        known = set(self.env["company.control.finding"].sudo().search([
            ("control_id.code", "=", "PUR-FILING-LATE"), ("res_model", "=", self._name),
            ("res_id", "in", late.ids)]).mapped("res_id"))
        for filing in late.filtered(lambda filing: filing.id not in known):
            control._enforce("PUR-FILING-LATE", filing, self.env._(
                "the papers of %(case)s were not handed over by %(date)s; %(buyer)s has to hand them over.",
                case=filing.sourcing_id.name, date=filing._format_time(filing.deadline), buyer=filing.buyer_id.name))

    def _get_signature_boxes(self):
        """Boxes of the list of papers: who handed over, who took over."""
        self.ensure_one()
        labels = self._get_part_labels()
        receipts = {receipt.part: receipt for receipt in self.sudo().receipt_ids.filtered("valid")}
        boxes = [{"label": self.env._("Handed over by"), "name": self.sudo().buyer_id.name,
                  "time": self._format_time(self.delivered_on)}]
        for part, label in labels.items():
            receipt = receipts.get(part)
            boxes.append({"label": label, "name": receipt.user_name if receipt else "",
                          "opinion": receipt.note if receipt else "",
                          "time": self._format_time(receipt.received_on) if receipt else ""})
        return boxes

    def _format_time(self, moment):
        return self.company_id._format_local_time(moment)
