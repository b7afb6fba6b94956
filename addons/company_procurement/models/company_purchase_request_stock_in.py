from odoo import api, fields, models


class CompanyPurchaseRequest(models.Model):
    """Goods bought before the form are stocked in afterwards; what an emergency left over too (R4 §三.2.2.5, 2.3.3)."""

    _inherit = "company.purchase.request"

    def _get_consent_text(self):
        """Who agreed, when and how, for the printed forms."""
        self.ensure_one()
        if self.consent_state in ("none", False):
            return ""
        labels = {name: dict(self._fields[name]._description_selection(self.env))
                  for name in ("consent_how", "consent_state")}
        zone = self.env["company.purchase.plan"]._get_zone(self.company_id)
        time = fields.Datetime.context_timestamp(self.with_context(tz=zone.zone), self.consent_on)
        return self.env._(
            "%(name)s, %(time)s, %(how)s (%(state)s)", name=self.sudo().consent_by_id.name,
            time=time.strftime("%Y-%m-%d %H:%M"), how=labels["consent_how"].get(self.consent_how, ""),
            state=labels["consent_state"].get(self.consent_state, ""))

    def _get_missing_stock_in(self):
        """{request id: record lines whose goods are to be stocked in and are not}."""
        missing = {}
        for request in self.sudo():
            emergency = request.category_id.code == "emergency"
            lines = request.record_ids.line_ids.filtered(
                lambda line: line.request_line_id.product_id.is_storable)
            if request.project_id and not emergency:    # used up on the project, charged to its budget
                lines = lines.browse()
            missing[request.id] = lines.filtered(
                lambda line, emergency=emergency: line.uom_id.compare(
                    line.received_quantity, line.left_quantity if emergency else line.quantity) < 0)
        return missing

    def _get_stock_in_problem(self):
        """(reason, fact) of goods that are not stocked in yet, or None: for reimbursement and filing."""
        self.ensure_one()
        lines = self._get_missing_stock_in()[self.id]
        if not lines:
            return None
        return self.env._(
            "not stocked in yet: %(goods)s. Have the warehouse keeper receive them first.",
            goods=", ".join(lines.mapped("description"))), ",".join(map(str, lines.ids))

    @api.model
    def _refresh_stock_in(self):
        """Remind buyer and warehouse until everything is stocked in; may run as often as one likes."""
        todo_sudo = self.env["company.todo"].sudo()
        requests = self.sudo().search([
            ("record_ids", "!=", False),
            "|", ("state", "=", "ordered"), "&", ("state", "=", "done"), ("stock_in_open", "=", True)])
        missing = requests._get_missing_stock_in()
        for request in requests:
            is_open = bool(missing[request.id])
            if is_open:
                todo_sudo._open(
                    "purchase.stock_in", request,
                    request.record_ids.buyer_id | self.env["company.role"]._get_users(
                        "warehouse_keeper", request.company_id),
                    self.env._("Stock in the goods of %s", request.name), deadline=request.deadline,
                    requester_id=request.requester_id.id)
            else:
                todo_sudo._close("purchase.stock_in", request)
            if request.stock_in_open != is_open:
                request._as_engine().write({"stock_in_open": is_open})

    def _on_sourcing_ordered(self, case):
        super()._on_sourcing_ordered(case)
        if case.sudo().record_id:
            self._refresh_stock_in()

    def _on_sourcing_done(self, case):
        """PUR-LEFTOVER: what an emergency left over has to be in stock before the request ends."""
        super()._on_sourcing_done(case)
        for request in self.sudo().filtered(lambda request: request.category_id.code == "emergency"):
            problem = request._get_stock_in_problem()
            if problem:
                self.env["company.control"]._note("PUR-LEFTOVER", request, problem[0], problem[1])
        if case.sudo().record_id:
            self._refresh_stock_in()
