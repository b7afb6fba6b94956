from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import independence, sealing, tender_scoring

CRITERIA = (("price", "price_ratio", 60), ("technical", "members", 25), ("delivery", "days_ratio", 10),
            ("service", "members", 5))
GOOD_STATES = ("qualified", "preferred")


class CompanyPurchaseTender(models.Model):
    """The plan of a tender and its publication."""

    _inherit = "company.purchase.tender"

    # ------------------------------------------------------------------
    # From the case
    # ------------------------------------------------------------------

    def _create_from_case(self, case_sudo, **values):
        """A draft with the default criteria; the case's step has checked right and state."""
        sequence_sudo = self.env["ir.sequence"].sudo().with_company(case_sudo.company_id)
        tender = self.sudo().with_company(case_sudo.company_id)._as_engine().create({
            "name": sequence_sudo.next_by_code(self._name) or "/",
            "sourcing_id": case_sudo.id,
            "company_id": case_sudo.company_id.id,
            "subject": ", ".join(case_sudo.line_ids.mapped("description"))[:120],
            "note": case_sudo.note,
            **values,
        })
        if not tender.bid_deadline:
            tender._as_engine().write({"bid_deadline": tender._default_deadline()})
        return tender

    def _create_default_criteria(self):
        names = {
            "price": self.env._("Price"), "technical": self.env._("Technical Proposal"),
            "delivery": self.env._("Delivery Time"), "service": self.env._("Service"),
        }
        self.env["company.purchase.tender.criterion"].sudo()._as_engine().create([{
            "tender_id": self.id, "name": names[kind], "kind": kind, "method": method, "weight": weight,
            "sequence": index * 10,
        } for index, (kind, method, weight) in enumerate(CRITERIA, start=1)])

    # ------------------------------------------------------------------
    # Is the plan complete and are its people free?
    # ------------------------------------------------------------------

    def _check_plan_complete(self):
        """Everything that must stand before a tender is approved and published."""
        self.ensure_one()
        problems = []
        if not self.bid_deadline or self.bid_deadline <= fields.Datetime.now():
            problems.append(self.env._("a deadline of the bids in the future"))
        if not tender_scoring.is_complete(self.criterion_ids.mapped("weight")):
            problems.append(self.env._("criteria whose weights sum to 100"))
        if "price" not in self.criterion_ids.mapped("kind"):
            problems.append(self.env._("a criterion for the price"))
        if self.mode == "invited" and not self.bidder_ids:
            problems.append(self.env._("the suppliers to invite"))
        if not self.sourcing_id.line_ids:
            problems.append(self.env._("lines in its sourcing case"))
        if problems:
            raise UserError(self.env._("%(tender)s needs %(problems)s.", tender=self.name,
                                       problems=", ".join(problems)))
        self._enforce_bidder_states(self.bidder_ids.partner_id)
        self._enforce_invited()
        self._enforce_openers()
        self._enforce_committee()

    def _enforce_bidder_states(self, partners):
        """PUR-SUPPLIER: only qualified suppliers bid."""
        wanted = ("preferred",) if self.category_id.preferred_suppliers_only else GOOD_STATES
        bad = partners.filtered(lambda partner: partner._get_supplier_state(self.company_id) not in wanted)
        if bad:
            self.env["company.control"]._enforce("PUR-SUPPLIER", self, self.env._(
                "%(suppliers)s is not a %(wanted)s supplier of the company. Qualify it first or invite another one.",
                suppliers=", ".join(bad.mapped("name")),
                wanted=self.env._("preferred") if len(wanted) == 1 else self.env._("qualified")),
                fact=f"partners={','.join(map(str, sorted(bad.ids)))}")

    def _enforce_invited(self):
        """PUR-BIDDERS already at the plan: fewer invited than bids are needed can't end well."""
        wanted = int(self.env["company.control"]._get_value("PUR-BIDDERS", self.company_id))
        invited = len(self.bidder_ids.partner_id.commercial_partner_id)
        if self.mode == "invited" and invited < wanted:
            self.env["company.control"]._enforce("PUR-BIDDERS", self, self.env._(
                "%(count)s suppliers are invited, at least %(wanted)s are needed. Invite more or publish an open "
                "notice.",
                count=invited, wanted=wanted), fact=f"invited={invited}")

    def _enforce_openers(self):
        """PUR-OPENERS: two or more, none of them requester, buyer or related to a bidder."""
        users = self.opener_ids.user_id
        wanted = max(2, self.company_id.purchase_tender_openers)
        if len(users) < wanted:
            self._refuse_openers(self.env._("%(count)s openers are named, %(wanted)s are needed.",
                                            count=len(users), wanted=wanted), f"openers={len(users)}")
        involved = users & (self.sourcing_id.requester_ids | self.buyer_id)
        if involved:
            self._refuse_openers(self.env._(
                "%(persons)s asked for the goods or buys them and can't open the bids. Name somebody else.",
                persons=", ".join(involved.mapped("name"))), f"involved={involved.ids}")
        related = self._get_related(users)
        if related:
            self._refuse_openers(self._explain_related(related), f"related={sorted(related)}")

    def _refuse_openers(self, reason, fact):
        self.env["company.control"]._enforce("PUR-OPENERS", self, reason, fact=fact)

    def _enforce_committee(self, declared=False):
        """PUR-COMMITTEE: odd, not below the minimum, nobody related to a bidder; ``declared``: all are impartial."""
        members = self._get_members()
        minimum = max(3, self.company_id.purchase_tender_committee)
        control = self.env["company.control"]
        if not tender_scoring.is_committee(len(members), minimum):
            control._enforce("PUR-COMMITTEE", self, self.env._(
                "the committee has %(count)s members; an odd number of at least %(minimum)s is needed.",
                count=len(members), minimum=minimum), fact=f"members={len(members)}")
        if self.buyer_id in members.user_id:
            control._enforce("PUR-COMMITTEE", self, self.env._(
                "%(person)s is the buyer in charge and can't score the bids. Name somebody else.",
                person=self.buyer_id.name), fact=f"buyer={self.buyer_id.id}")
        related = self._get_related(members.user_id)
        if related:
            control._enforce("PUR-COMMITTEE", self, self._explain_related(related), fact=f"related={sorted(related)}")
        conflict = members.filtered(lambda member: member.declaration == "conflict")
        open_members = members.filtered(lambda member: declared and not member.declaration)
        if conflict or open_members:
            control._enforce("PUR-COMMITTEE", self, self.env._(
                "%(persons)s did not declare impartiality. Have the declaration signed, or replace the member.",
                persons=", ".join((conflict | open_members).user_id.mapped("name"))),
                fact=f"undeclared={sorted((conflict | open_members).user_id.ids)}")

    def _get_related(self, users):
        """{user id: [(user, bidder, mark)]} of persons who share an identity mark with a bidder."""
        partners = self.bidder_ids.partner_id | self.bid_ids.partner_id
        identities = partners._get_supplier_identities()
        bidders = {partner: independence.marks_of(identities[partner.id]) | partner._get_mail_marks()
                   for partner in partners}
        related = {}
        for user in users:
            marks = user._get_tender_marks()
            for partner, known in bidders.items():
                if shared := marks & known:
                    related.setdefault(user.id, []).append((user, partner, sorted(shared)[0][0]))
        return related

    def _explain_related(self, related):
        return self.env._(
            "%(persons)s is related to a bidder. Name somebody else.",
            persons="; ".join(
                self.env._("%(person)s – %(bidder)s (%(mark)s)", person=user.name, bidder=partner.name,
                           mark=self.env._("same e-mail") if mark == "email" else self.sourcing_id._explain_mark(mark))
                for rows in related.values() for user, partner, mark in rows))

    # ------------------------------------------------------------------
    # Publication
    # ------------------------------------------------------------------

    def action_set_passphrase(self, passphrase):
        """Opener: set the passphrase that opens the bids. Returns True.

        The server keeps a key wrapped with it, never the passphrase; a lost one can't be recovered. States draft to
        approved, that is before publication. ``passphrase``: at least 10 characters.
        """
        tender_sudo = self._start_step("set_passphrase")
        if not isinstance(passphrase, str) or sealing.is_weak(passphrase):
            raise UserError(self.env._(
                "%(tender)s: a passphrase has at least %(length)s characters and is not a repetition.",
                tender=tender_sudo.name, length=sealing.MIN_PASSPHRASE))
        opener_sudo = tender_sudo.opener_ids.filtered(lambda opener: opener.user_id == self.env.user)
        opener_sudo._as_engine().write({"key": sealing.new_opener(passphrase), "key_set_on": fields.Datetime.now()})
        tender_sudo._refresh_todos()
        return True

    def action_publish(self):
        """Publish an approved tender: its key is made, bidders are invited, bids can come. Returns True.

        Head of purchasing; state approved. Checks bidders, openers and committee once more.
        """
        tender_sudo = self._start_step("publish")
        if tender_sudo.approval_state != "approved":
            raise UserError(self.env._("%(tender)s: its plan is not approved.", tender=tender_sudo.name))
        tender_sudo._check_plan_complete()
        tender_sudo._check_keys()
        tender_sudo._make_key()
        tender_sudo._as_engine().write({"published_on": fields.Datetime.now()})
        tender_sudo._set_state("published")
        if tender_sudo.sourcing_id.state == "draft":
            tender_sudo.sourcing_id._set_state("inquiry")
        self.env["company.ledger.entry"]._append("purchase.tender_published", tender_sudo, {
            "tender": tender_sudo.name, "case": tender_sudo.sourcing_id.name, "mode": tender_sudo.mode,
            "deadline": tender_sudo.bid_deadline, "bidders": tender_sudo.bidder_ids.partner_id.ids,
            "openers": tender_sudo.opener_ids.user_id.ids, "members": tender_sudo._get_members().user_id.ids,
            "key": tender_sudo.public_key})
        tender_sudo._tell_bidders(tender_sudo.env._("Invitation to tender %s", tender_sudo.display_name), self.env._(
            "You are invited to bid. Bids are taken until %(deadline)s on %(url)s and stay sealed until the opening.",
            deadline=tender_sudo._format_time(tender_sudo.bid_deadline), url=tender_sudo._get_bidder_url()))
        return True

    def action_ask_passphrase(self):
        """Open the dialog in which an opener sets or gives the passphrase; the passphrase itself is never stored."""
        self.ensure_one()
        self.check_access("read")
        opening = self.state == "closed"
        return {
            "type": "ir.actions.client", "tag": "company_procurement.tender_passphrase",
            "params": {"tender_id": self.id, "method": "action_open" if opening else "action_set_passphrase",
                       "name": self.display_name, "repeat": not opening},
        }

    def _check_keys(self):
        missing = self.opener_ids.filtered(lambda opener: not opener.key_set_on)
        if missing:
            self._refuse_openers(self.env._(
                "%(persons)s did not set the passphrase yet.", persons=", ".join(missing.user_id.mapped("name"))),
                f"no_key={missing.user_id.ids}")
            raise UserError(self.env._("%(tender)s: without the keys of its openers nothing can be sealed.",
                                       tender=self.name))

    def _make_key(self):
        public, shares = sealing.new_tender(
            {opener.id: opener.key["public"] for opener in self.opener_ids}, self._get_seal_label())
        self._as_engine().write({"public_key": public, "key_shares": shares})

    def _get_seal_label(self):
        return f"{self._name},{self.id}".encode()
