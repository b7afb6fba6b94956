from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import tender_scoring


class CompanyPurchaseTender(models.Model):
    """The committee: declarations, scores, dissent, ranking."""

    _inherit = "company.purchase.tender"

    # ------------------------------------------------------------------
    # Members
    # ------------------------------------------------------------------

    def action_declare(self, impartial, note=""):
        """Member: sign the declaration of impartiality; without it no bid can be seen or scored. Returns True.

        States approved to scoring. ``impartial``: False declares a conflict of interest; the head of purchasing then
        names another member. ``note``: text, needed with a conflict.
        """
        tender_sudo = self._start_step("declare")
        member_sudo = tender_sudo._get_member(self.env.user)
        if member_sudo.scored_on:
            raise UserError(self.env._("%s: you have scored already.", tender_sudo.name))
        if not impartial:
            note = self._check_text(note, self.env._("Say what the conflict of interest is."))
        member_sudo._as_engine().write({
            "declaration": "impartial" if impartial else "conflict", "declared_on": fields.Datetime.now(),
            "declaration_note": note if isinstance(note, str) and note else False})
        self.env["company.ledger.entry"]._append("purchase.tender_declaration", tender_sudo, {
            "tender": tender_sudo.name, "member": self.env.uid, "declaration": member_sudo.declaration})
        tender_sudo._refresh_todos()
        return True

    def action_replace_member(self, member_id, user_id, reason):
        """Name another member, e.g. after a declared conflict. Returns the id of the new member's row.

        Head of purchasing; states approved to scoring; the member has not scored. ``reason``: text.
        """
        tender_sudo = self._start_step("replace_member")
        reason = self._check_text(reason, self.env._("Say why the member is replaced."))
        member_sudo = tender_sudo._get_members().filtered(lambda member: member.id == member_id)
        user_sudo = self.env["res.users"].sudo().browse(user_id).exists()
        if not member_sudo or member_sudo.scored_on:
            raise UserError(self.env._("%s: this member does not exist or has scored already.", tender_sudo.name))
        if (not user_sudo or user_sudo.share or user_sudo in tender_sudo.member_ids.user_id
                or tender_sudo.company_id not in user_sudo.company_ids):
            raise UserError(self.env._("%s: name a colleague who was not in the committee yet.", tender_sudo.name))
        member_sudo._as_engine().write({"replaced_on": fields.Datetime.now(), "replace_reason": reason})
        new_sudo = self.env["company.purchase.tender.member"].sudo()._as_engine().create({
            "tender_id": tender_sudo.id, "user_id": user_sudo.id, "is_expert": member_sudo.is_expert})
        tender_sudo._enforce_committee()
        tender_sudo._message_log(body=self.env._(
            "%(new)s replaces %(old)s in the committee: %(reason)s", new=user_sudo.name,
            old=member_sudo.user_id.name, reason=reason))
        tender_sudo._refresh_todos()
        return new_sudo.id

    def _get_member(self, user):
        return self._get_members().filtered(lambda member: member.user_id == user)

    # ------------------------------------------------------------------
    # Scores
    # ------------------------------------------------------------------

    def action_start_scoring(self):
        """Hand the opened bids to the committee; the case goes to its price check meanwhile. Returns True.

        Buyer of the tender; state opened, all paper envelopes entered, every member declared impartial.
        """
        tender_sudo = self._start_step("start_scoring")
        waiting = tender_sudo._get_sealed_bids()
        if waiting:
            raise UserError(self.env._(
                "%(tender)s: the envelopes of %(bidders)s are not entered yet.", tender=tender_sudo.name,
                bidders=", ".join(waiting.partner_id.mapped("name"))))
        if not tender_sudo._get_valid_bids():
            raise UserError(self.env._("%s has no valid bid. Declare it failed and tender again.", tender_sudo.name))
        tender_sudo._enforce_committee(declared=True)
        tender_sudo._as_engine().write({"scoring_deadline": self.env["company.deadline.mixin"]._compute_due(
            fields.Datetime.now(), tender_sudo.scoring_days, "days", tender_sudo.company_id)})
        tender_sudo._set_state("scoring")
        tender_sudo.sourcing_id._on_bids_opened()
        return True

    def _get_valid_bids(self):
        return self.bid_ids.filtered(lambda bid: bid.state == "opened")

    def _get_scored_criteria(self):
        return self.criterion_ids.filtered(lambda criterion: criterion.method == "members")

    def action_score(self, scores, dissent=""):
        """Member: score every valid bid for every criterion that members score, once. Returns True.

        State scoring, before the scoring deadline. ``scores``: list of {bid_id, criterion_id, score (0 to 100),
        comment?}; nobody sees them before the scoring is closed. ``dissent``: written reason of a dissenting member.
        """
        tender_sudo = self._start_step("score")
        member_sudo = tender_sudo._get_member(self.env.user)
        if member_sudo.declaration != "impartial":
            tender_sudo._enforce_committee(declared=True)
            raise UserError(self.env._("%s: sign the declaration of impartiality first.", tender_sudo.name))
        if member_sudo.scored_on:
            raise UserError(self.env._("%s: your scores are given and stay.", tender_sudo.name))
        if fields.Datetime.now() >= tender_sudo.scoring_deadline:
            raise UserError(self.env._("%s: the time for scoring is over; silence counts as consent.",
                                       tender_sudo.name))
        given = tender_sudo._check_scores(scores)
        now = fields.Datetime.now()
        self.env["company.purchase.tender.score"].sudo()._as_engine().create([{
            "tender_id": tender_sudo.id, "company_id": tender_sudo.company_id.id, "member_id": member_sudo.id,
            "user_id": self.env.uid, "bid_id": bid, "criterion_id": criterion, "scored_on": now, **values,
        } for (bid, criterion), values in given.items()])
        dissent = dissent.strip() if isinstance(dissent, str) else ""
        member_sudo._as_engine().write({
            "scored_on": now, **({"dissent": dissent, "dissented_on": now} if dissent else {})})
        tender_sudo._refresh_todos()
        return True

    def _check_scores(self, scores):
        wanted = {(bid.id, criterion.id) for bid in self._get_valid_bids() for criterion in self._get_scored_criteria()}
        given = {}
        for values in scores if isinstance(scores, list | tuple) else []:
            key = (values.get("bid_id"), values.get("criterion_id")) if isinstance(values, dict) else None
            score = values.get("score") if key else None
            if key not in wanted or key in given:
                raise UserError(self.env._("%s: score each valid bid once for each criterion.", self.name))
            if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 100:
                raise UserError(self.env._("%s: a score lies between 0 and 100.", self.name))
            given[key] = {"score": score, "comment": str(values.get("comment") or "")[:200] or False}
        if wanted - given.keys():
            raise UserError(self.env._("%(tender)s: %(count)s scores are missing.", tender=self.name,
                                       count=len(wanted - given.keys())))
        return given

    def action_dissent(self, reason):
        """Member: write why one does not agree. Returns True. States scoring and ranked; who is silent consents."""
        tender_sudo = self._start_step("dissent")
        member_sudo = tender_sudo._get_member(self.env.user)
        member_sudo._as_engine().write({
            "dissent": self._check_text(reason, self.env._("Write why you do not agree.")),
            "dissented_on": fields.Datetime.now(), "silent": False})
        self.env["company.ledger.entry"]._append("purchase.tender_dissent", tender_sudo, {
            "tender": tender_sudo.name, "member": self.env.uid, "reason": member_sudo.dissent})
        return True

    # ------------------------------------------------------------------
    # Ranking
    # ------------------------------------------------------------------

    def action_close_scoring(self):
        """End the scoring: all members scored, or the deadline passed and more than half did. Returns the ranking.

        Buyer of the tender; state scoring. List of {rank, bid_id, bidder, total}. Rules: ``engine/tender_scoring.py``.
        """
        return self._start_step("close_scoring")._do_close_scoring()

    def _has_quorum(self):
        members = self.sudo()._get_members()
        return not self._get_scored_criteria() or tender_scoring.has_quorum(
            len(members.filtered("scored_on")), len(members))

    def _do_close_scoring(self):
        silent = self._get_members().filtered(lambda member: not member.scored_on)
        if silent and self._get_scored_criteria() and fields.Datetime.now() < self.scoring_deadline:
            raise UserError(self.env._(
                "%(tender)s: %(members)s can score until %(deadline)s.", tender=self.name,
                members=", ".join(silent.user_id.mapped("name")), deadline=self._format_time(self.scoring_deadline)))
        if not self._has_quorum():
            raise UserError(self.env._("%s: more than half of the committee has to score.", self.name))
        if not self._get_valid_bids():
            raise UserError(self.env._("%s has no valid bid. Declare it failed and tender again.", self.name))
        silent.filtered(lambda member: not member.dissent)._as_engine().write({"silent": True})
        table = self._evaluate()
        for bid in self._get_valid_bids():
            bid._as_engine().write({"total_score": table[bid.id]["total"], "rank": table[bid.id]["rank"]})
        ranking = self._prepare_ranking(table)
        self._as_engine().write({"ranking": ranking, "ranked_on": fields.Datetime.now()})
        self._set_state("ranked")
        self.env["company.ledger.entry"]._append("purchase.tender_ranked", self, {
            "tender": self.name, "ranking": ranking, "silent": silent.user_id.ids})
        return ranking

    def _evaluate(self):
        bids = {bid.id: {"price": bid.amount_total, "days": bid.lead_days, "received": str(bid.received_on)}
                for bid in self._get_valid_bids()}
        criteria = {criterion.id: {"weight": criterion.weight, "method": criterion.method, "kind": criterion.kind}
                    for criterion in self.criterion_ids}
        scores = defaultdict(list)
        for score in self.score_ids.filtered(lambda score: not score.member_id.replaced_on):
            scores[score.bid_id.id, score.criterion_id.id].append(score.score)
        return tender_scoring.evaluate(bids, criteria, scores)

    def _prepare_ranking(self, table):
        return [{
            "rank": table[bid.id]["rank"], "bid_id": bid.id, "bidder": bid.partner_id.name, "price": bid.amount_total,
            "total": table[bid.id]["total"],
            "scores": {criterion.name: table[bid.id]["scores"][criterion.id] for criterion in self.criterion_ids},
        } for bid in self._get_valid_bids().sorted(lambda bid: table[bid.id]["rank"])]
