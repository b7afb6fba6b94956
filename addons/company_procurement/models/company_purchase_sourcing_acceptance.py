from odoo import fields, models


class CompanyPurchaseSourcing(models.Model):
    """The end of a case: everything was accepted and put in stock."""

    _inherit = "company.purchase.sourcing"

    acceptance_ids = fields.One2many("company.purchase.acceptance", "sourcing_id", "Acceptances", readonly=True,
                                     copy=False)
    acceptance_count = fields.Integer("Number of Acceptances", compute="_compute_acceptance_count", compute_sudo=True)

    def _compute_acceptance_count(self):
        groups = dict(self.env["company.purchase.acceptance"]._read_group(
            [("sourcing_id", "in", self.ids)], ["sourcing_id"], ["__count"]))
        for case in self:
            case.acceptance_count = groups.get(case._origin, 0)

    def _check_received(self):
        """Cases in which every award is ordered and every order complete become done, their requests too."""
        for case_sudo in self.sudo().filtered(lambda case: case.state == "ordered"):
            orders = case_sudo.order_ids.filtered(lambda order: order.state == "purchase")
            if orders and not case_sudo._get_open_awards() and all(order._is_complete() for order in orders):
                case_sudo._set_state("done")
                case_sudo.request_ids.filtered(lambda request: all(
                    case.state in ("done", "cancelled") for case in request.sourcing_ids))._on_sourcing_done(case_sudo)

    def action_view_acceptances(self):
        """Open the acceptances of the cases."""
        return self.env["company.purchase.acceptance"]._get_list_action([("sourcing_id", "in", self.ids)])


class CompanyPurchaseRequest(models.Model):
    _inherit = "company.purchase.request"

    acceptance_count = fields.Integer("Number of Acceptances", compute="_compute_acceptance_count", compute_sudo=True)

    def _compute_acceptance_count(self):
        for request in self:
            request.acceptance_count = sum(request.sourcing_ids.mapped("acceptance_count"))

    def action_view_acceptances(self):
        """Open the acceptances of the requests."""
        return self.env["company.purchase.acceptance"]._get_list_action(
            [("sourcing_id", "in", self.sudo().sourcing_ids.ids)])
