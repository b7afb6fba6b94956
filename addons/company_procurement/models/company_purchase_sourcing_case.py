from odoo import api, fields, models
from odoo.exceptions import UserError


class CompanyPurchaseSourcing(models.Model):
    """Beginning and end of a case."""

    _inherit = "company.purchase.sourcing"

    @api.model
    def _create_from_requests(self, requests):
        """Open a case for approved requests; equal lines of several requests become one line.

        Called by ``company.purchase.request.action_start_sourcing`` after its own checks of right and state.
        """
        requests_sudo = requests.sudo()
        if len(requests_sudo.company_id) != 1 or len(requests_sudo.category_id) != 1:
            raise UserError(self.env._(
                "%(requests)s: only requests of one company and one category go into one sourcing case.",
                requests=", ".join(requests_sudo.mapped("display_name")) or self.env._("No request")))
        company = requests_sudo.company_id
        case_sudo = self.sudo().with_company(company)._as_engine().create(
            self._prepare_from_requests(requests_sudo))
        for values, request_lines in self.env["company.purchase.sourcing.line"]._merge_request_lines(
                requests_sudo._get_lines_to_source()):
            line = self.env["company.purchase.sourcing.line"].sudo()._as_engine().create(
                {**values, "sourcing_id": case_sudo.id})
            request_lines.with_context(tracking_disable=True)._as_engine().write({"sourcing_line_id": line.id})
        case = case_sudo.sudo(self.env.su)
        case._enforce_buyer()
        case._refresh_todos()
        return case

    @api.model
    def _prepare_from_requests(self, requests_sudo):
        company = requests_sudo.company_id
        urgent = any(requests_sudo.mapped("urgent"))
        days = company.purchase_sourcing_days * (company.purchase_urgent_factor if urgent else 1)
        project = requests_sudo.project_id
        return {
            "name": self.env["ir.sequence"].sudo().with_company(company).next_by_code(self._name) or "/",
            "company_id": company.id,
            "category_id": requests_sudo.category_id.id,
            "buyer_id": (requests_sudo.buyer_id[:1] or self.env.user).id,
            "department_id": requests_sudo.department_id[:1].id,
            "project_id": project.id if len(project) == 1 else False,
            "urgent": urgent,
            "request_ids": [fields.Command.set(requests_sudo.ids)],
            "delivery_note": " / ".join(dict.fromkeys(filter(None, requests_sudo.mapped("site")))),
            "deadline": self.env["company.deadline.mixin"]._compute_due(
                fields.Datetime.now(), days, "days", company),
        }

    def action_cancel(self, reason):
        """Cancel the case: open inquiries end, request lines are free again. ``reason``: text. Returns True.

        Buyer of the case or head of purchasing; any state before an order.
        """
        case_sudo = self._start_step("cancel")
        self._do_cancel(case_sudo, self._check_text(reason, self.env._("Give the reason of the cancellation.")))
        return True

    def _do_cancel(self, case_sudo, reason):
        case_sudo._set_state("cancelled")
        case_sudo._as_engine().write({"cancel_reason": reason})
        case_sudo.quote_ids.filtered(lambda quote: quote.state != "cancel")._close_quotes("cancelled")
        case_sudo.request_ids._on_sourcing_cancelled(case_sudo)
        self.message_post(body=self.env._("Cancelled: %s", reason))

    def _cancel_by_request(self, requests, reason):
        """Withdrawn requests leave their cases: an own case ends, a shared one asks again with less (R4 §3.1.1.4)."""
        for case_sudo in self.sudo().filtered(lambda case: case.state not in ("ordered", "done", "cancelled")):
            if case_sudo.state == "approval":
                raise UserError(self.env._(
                    "%(case)s is being approved. Have its buyer %(buyer)s withdraw the approval first.",
                    case=case_sudo.name, buyer=case_sudo.buyer_id.name))
            if case_sudo.request_ids - requests.sudo():
                case_sudo._do_release(requests.sudo(), reason)
            else:
                case_sudo._do_cancel(case_sudo, reason)

    def _do_release(self, requests_sudo, reason):
        if self.state not in ("draft", "inquiry"):
            self._do_reopen(reason)
        changes = []
        for line in self.line_ids:
            gone = line.request_line_ids.filtered(lambda request_line: request_line.request_id in requests_sudo)
            if gone:
                quantity = line.quantity - sum(gone.mapped("quantity"))
                gone._as_engine().write({"sourcing_line_id": False})
                changes.append((line, {"quantity": quantity} if line.request_line_ids else {"active": False}))
        self._as_engine().write({"request_ids": [fields.Command.unlink(request.id) for request in requests_sudo]})
        self._do_change_inquiry(changes, reason)
        self.message_post(body=reason, partner_ids=self.buyer_id.partner_id.ids)
