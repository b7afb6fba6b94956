from odoo import fields, models


class CompanyPurchaseRequest(models.Model):
    _inherit = "company.purchase.request"

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _approval_amount(self):
        self.ensure_one()
        return self.amount_total, self.currency_id

    def _approval_department(self):
        return self.department_id

    def _approval_category(self):
        return self.category_id.code

    def _approval_requester(self):
        return self.requester_id

    def _approval_digest_fields(self):
        lines = (
            "product_id", "description", "specification", "model_number", "quantity", "uom_id", "needed_date",
            "estimated_price", "from_stock", "stock_explanation", "remark",
        )
        return [
            "name", "requester_id", "department_id", "category_id", "project_id", "site", "urgent", "reason",
            *(f"line_ids.{name}" for name in lines),
        ]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for request in self:
            refusals[request.id] = refusals.get(request.id) or request._get_submit_refusal()
        return refusals

    def _get_submit_refusal(self):
        self.ensure_one()
        if self.state != "draft":
            return self.env._("it was submitted already; only a draft can be submitted")
        if self.requester_id != self.env.user:
            return self.env._("only its requester %(name)s submits it", name=self.requester_id.name)
        if not self.category_id.with_company(self.company_id).is_applicable:
            return self.env._(
                "the purchase category %(category)s does not apply in %(company)s; choose another one",
                category=self.category_id.name, company=self.company_id.name,
            )
        if not self.line_ids:
            return self.env._("it has no line; add what is needed (R4 §3.1.1.2: name, specification, quantity, date)")
        return False

    def _on_approval_submitted(self, approval):
        super()._on_approval_submitted(approval)
        for request in self:
            request._enforce_request_controls()
        self._close_purchase_todos()
        self._set_state("submitted")
        self._as_engine().write({
            "submitted_on": fields.Datetime.now(), "approved_on": False, "deadline": False,
            "buyer_id": False, "assigned_on": False,
        })

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        self._set_state("approved")
        self._as_engine().write({"approved_on": fields.Datetime.now()})
        for request in self:
            request._open_stock_issue()
            if request._get_lines_to_source():
                request._set_stage_deadline(request.company_id.sudo().purchase_dispatch_hours, "hours")
                request._dispatch()
        self._trigger_copies()

    def _on_approval_rejected(self, approval):
        super()._on_approval_rejected(approval)
        self._set_state("rejected")

    def _on_approval_returned(self, approval):
        super()._on_approval_returned(approval)
        self._set_state("draft")

    def _on_approval_withdrawn(self, approval):
        super()._on_approval_withdrawn(approval)
        self._set_state("draft")

    # ------------------------------------------------------------------
    # Controls of the regulation, checked when the request is submitted
    # ------------------------------------------------------------------

    def _enforce_request_controls(self):
        self.ensure_one()
        self._enforce_department()
        self._enforce_project()
        self._enforce_limits()
        self._enforce_stock()

    def _enforce_department(self):
        """PUR-DEPT: a department with the right to request, and the requester's own (R4 §1)."""
        employee_sudo = self.employee_id.sudo()
        department = self.department_id
        if department._get_unentitled():
            entitled = self.env["hr.department"].sudo().search([
                ("company_id", "=", self.company_id.id), ("can_request_purchases", "=", True),
            ])
            self.env["company.control"]._enforce("PUR-DEPT", self, self.env._(
                "the department %(department)s may not request purchases. Have one of these request it: %(list)s; or "
                "have the head of purchasing mark the department as requesting.",
                department=department.name, list=", ".join(entitled.mapped("name")),
            ), fact=f"department:{department.id}")
        own = self.env["hr.department"].sudo().search([
            "|", ("id", "parent_of", employee_sudo.department_id.ids), ("manager_id", "in", employee_sudo.ids),
        ])
        if department not in own:
            self.env["company.control"]._enforce("PUR-DEPT", self, self.env._(
                "%(requester)s does not belong to the department %(department)s. Request for the own department.",
                requester=self.requester_id.name, department=department.name,
            ), fact=f"foreign department:{department.id}")

    def _enforce_project(self):
        if self.category_id.project_required and not self.project_id:
            self.env["company.control"]._enforce("PUR-PROJECT", self, self.env._(
                "a purchase of the category %(category)s needs its project. Fill in the field Project.",
                category=self.category_id.name,
            ), fact="project")

    def _enforce_limits(self):
        category, currency = self.category_id, self.currency_id
        limit = category.amount_limit
        if limit and currency.compare_amounts(self.amount_total, limit) >= 0:
            self.env["company.control"]._enforce("PUR-LIMIT", self, self.env._(
                "%(category)s purchases stay below %(limit)s; this request comes to %(amount)s. Choose another "
                "purchase category.", category=category.name, limit=currency.format(limit),
                amount=currency.format(self.amount_total),
            ), fact=f"{self.amount_total:.2f}")
        unknown = self.line_ids.filtered(lambda line: not line.from_stock and not line.estimated_price)
        if limit and unknown:
            self.env["company.control"]._enforce("PUR-LIMIT", self, self.env._(
                "%(category)s purchases stay below %(limit)s; fill in the estimated price of: %(goods)s.",
                category=category.name, limit=currency.format(limit), goods=", ".join(unknown._describe()),
            ), fact="no estimate")
        limit = category.unit_price_limit
        dear = self.line_ids.filtered(
            lambda line: limit and not line.from_stock and currency.compare_amounts(line.estimated_price, limit) >= 0
        )
        if dear:
            self.env["company.control"]._enforce("PUR-UNITPRICE", self, self.env._(
                "unit prices of %(limit)s and more are not covered by the purchase regulation: %(goods)s. Buy them as "
                "an investment, or have the owner of the rule allow it.",
                limit=currency.format(limit), goods=", ".join(dear._describe()),
            ), fact=",".join(map(str, dear.ids)))

    def _enforce_stock(self):
        if not self.category_id.stock_check_required:
            return
        lines = self.line_ids._needs_stock_explanation()
        if lines:
            self.env["company.control"]._enforce("PUR-STOCK", self, self.env._(
                "stock can cover: %(goods)s. Tick “From Stock” on these lines, or write into “Stock Explanation” why "
                "they must be bought.",
                goods="; ".join(
                    self.env._("%(goods)s, needed %(needed)s, in stock %(stock)s %(unit)s",
                               goods=line._describe()[0], needed=f"{line.quantity:g}", stock=f"{line.on_hand:g}",
                               unit=line.uom_id.name)
                    for line in lines
                ),
            ), fact=",".join(f"{line.id}:{line.quantity:g}" for line in lines))
