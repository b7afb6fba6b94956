from odoo import api, models


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "purchase.price_check": self.env._("Price Check"),
            "purchase.case": self.env._("Sourcing Case"),
        }


class CompanyPurchaseSourcing(models.Model):
    """The next step of a case waits in the inbox of the person who takes it."""

    _inherit = "company.purchase.sourcing"

    def _set_state(self, target):
        result = super()._set_state(target)
        self._refresh_todos()
        return result

    def _get_buyer_task(self):
        """What the buyer does next, or False while others act."""
        self.ensure_one()
        return {
            "draft": self.env._("Ask suppliers for %s", self.name),
            "inquiry": self.env._("Record the quotes of %s", self.name),
            "price_checked": self.env._("Award %s", self.name),
            "awarded": self.env._("Submit the award of %s", self.name),
            "approved": self.env._("Place the orders of %s", self.name),
            "ordered": self._get_open_awards() and self.env._("An order of %s was cancelled: order again", self.name),
        }.get(self.state, False)

    def _refresh_todos(self):
        todo_sudo = self.env["company.todo"].sudo()
        for case_sudo in self.sudo():
            task = case_sudo._get_buyer_task()
            if task:
                todo_sudo._open("purchase.case", case_sudo, case_sudo.buyer_id, task, deadline=case_sudo.deadline,
                                amount=case_sudo.amount_awarded or case_sudo.amount_estimated,
                                currency_id=case_sudo.currency_id, urgent=case_sudo.urgent)
            else:
                todo_sudo._close("purchase.case", case_sudo)
            if case_sudo.state == "compared":
                case_sudo._open_price_check()
            else:
                todo_sudo._close("purchase.price_check", case_sudo)

    def _open_price_check(self):
        """Ask the holders of the role, except buyer and requester of the case."""
        users = self.env["company.role"].sudo()._get_users("price_checker", self.company_id)
        self.env["company.todo"].sudo()._open(
            "purchase.price_check", self, users - self.buyer_id - self.requester_ids,
            self.env._("Verify the prices of %s", self.name), deadline=self.deadline,
            requester_id=self.buyer_id.id, urgent=self.urgent)
