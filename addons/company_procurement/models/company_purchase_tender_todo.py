from odoo import api, models


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "purchase.tender": self.env._("Tender"),
            "purchase.tender_key": self.env._("Tender: Set Passphrase"),
            "purchase.tender_open": self.env._("Tender: Open Bids"),
            "purchase.tender_member": self.env._("Tender: Committee"),
        }


class CompanyPurchaseTender(models.Model):
    """The next step of a tender waits in the inbox of the person who takes it."""

    _inherit = "company.purchase.tender"

    def _set_state(self, target):
        result = super()._set_state(target)
        self._refresh_todos()
        self.sudo().sourcing_id._refresh_todos()
        return result

    def _refresh_todos(self):
        for tender_sudo in self.sudo():
            tender_sudo._refresh_buyer_todo()
            for kind, users, text, deadline in tender_sudo._get_people_tasks():
                tender_sudo._refresh_people(kind, users, text, deadline)

    def _refresh_buyer_todo(self):
        users, task = self._get_buyer_task()
        todo_sudo = self.env["company.todo"].sudo()
        if not task:
            todo_sudo._close("purchase.tender", self)
            return
        others = todo_sudo.search([("kind", "=", "purchase.tender"), ("res_model", "=", self._name),
                                   ("res_id", "=", self.id), ("state", "=", "open"),
                                   ("user_id", "not in", users.ids)]).user_id
        if others:
            todo_sudo._close("purchase.tender", self, others)
        todo_sudo._open("purchase.tender", self, users, task, deadline=self.bid_deadline)

    def _get_buyer_task(self):
        """(users, text) of what the buyer or the head does next; (users, False) while others act."""
        unanswered = self.question_ids.filtered(lambda question: question.state == "open")
        heads = self.env["company.role"].sudo()._get_users("purchase_head", self.company_id)
        if self.state == "approved" and all(self.opener_ids.mapped("key_set_on")):
            return heads or self.buyer_id, self.env._("Publish %s", self.display_name)
        return self.buyer_id, {
            "draft": self.env._("Plan %s", self.display_name),
            "published": unanswered and self.env._("Answer the questions on %s", self.display_name),
            "opened": self.env._("Start the scoring of %s", self.display_name),
            "ranked": self.env._("Propose the award of %s", self.display_name),
            "awarded": self.sourcing_id.approval_state == "approved" and self.env._(
                "Send the results of %s", self.display_name),
            "failed": not self.next_ids and self.sourcing_id.state != "cancelled" and self.env._(
                "Tender again: %s", self.display_name),
        }.get(self.state, False)

    def _get_people_tasks(self):
        """[(kind, users who have it open, text, deadline)]."""
        openers, members = self.opener_ids, self._get_members()
        keys = openers.filtered(lambda opener: self.state in ("approval", "approved") and not opener.key_set_on)
        opening = openers.filtered(lambda opener: self.state == "closed" and not opener.opened_on)
        undeclared = members.filtered(
            lambda member: self.state in ("published", "closed", "opened", "scoring") and not member.declaration)
        scoring = members.filtered(
            lambda member: self.state == "scoring" and member.declaration == "impartial" and not member.scored_on)
        if not self._get_scored_criteria():
            scoring = scoring.browse()
        return [
            ("purchase.tender_key", keys.user_id, self.env._("Set your passphrase for %s", self.display_name),
             self.bid_deadline),
            ("purchase.tender_open", opening.user_id, self.env._("Open the bids of %s", self.display_name), False),
            ("purchase.tender_member", (undeclared | scoring).user_id, self.env._(
                "Score the bids of %s", self.display_name) if scoring else self.env._(
                "Sign the declaration of impartiality for %s", self.display_name), self.scoring_deadline),
        ]

    def _refresh_people(self, kind, users, text, deadline):
        todo_sudo = self.env["company.todo"].sudo()
        gone = todo_sudo.search([
            ("kind", "=", kind), ("res_model", "=", self._name), ("res_id", "=", self.id), ("state", "=", "open"),
            ("user_id", "not in", users.ids)]).user_id
        if gone:
            todo_sudo._close(kind, self, gone)
        if users:
            todo_sudo._open(kind, self, users, text, deadline=deadline, requester_id=self.buyer_id.id)
