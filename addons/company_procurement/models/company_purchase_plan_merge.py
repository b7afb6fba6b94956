import json
import logging
from collections import defaultdict

from odoo import api, fields, models

from ..engine import monthly_plan

_logger = logging.getLogger(__name__)
BATCH = 1000


class CompanyPurchasePlan(models.Model):
    """Merging: equal items of all departments become one line that keeps who gets how much."""

    _inherit = "company.purchase.plan"

    def action_refresh(self):
        """Take in the requests that joined since the last time. Returns True. Whoever reads the plan may ask for it."""
        self.check_access("read")
        self._raise_refusals({
            plan.id: plan.state not in ("open", "review") and self.env._(
                "it is “%(state)s” and takes in nothing more", state=plan._get_state_label())
            for plan in self})
        self.sudo()._merge()
        return True

    def _get_unmerged(self, limit=None):
        return self.env["company.purchase.request.line"].sudo().search_fetch(
            [("request_id.plan_id", "in", self.ids), ("from_stock", "=", False), ("plan_allocation_ids", "=", False)],
            ["request_id", "product_id", "description", "specification", "model_number", "uom_id", "quantity",
             "estimated_price", "needed_date", "department_id", "requester_id"], limit=limit, order="id")

    def _merge(self):
        """Merge everything that waits, batch by batch, with the same number of queries for each batch."""
        for plan in self:
            plan._lock_for_decision()
            while lines := plan._get_unmerged(BATCH):
                plan._merge_batch(lines)

    def _merge_batch(self, lines):
        """Merge request lines of this plan."""
        self.ensure_one()
        groups = defaultdict(list)
        for line in lines:
            groups[self._get_item_key(line)].append(line)
        items = self.env["company.purchase.plan.line"].sudo()
        known = {item.item_key: item for item in items.search([
            ("plan_id", "=", self.id), ("item_key", "in", list(groups))])}
        for key, members in groups.items():
            if key in known:
                known[key]._as_engine().write(self._prepare_growth(known[key], members))
        fresh = [key for key in groups if key not in known]
        made = items._as_engine().create([self._prepare_item(key, groups[key]) for key in fresh])
        known.update(zip(fresh, made, strict=True))
        self.env["company.purchase.plan.allocation"].sudo()._as_engine().create([
            self._prepare_allocation(known[key], line) for key, members in groups.items() for line in members])

    @api.model
    def _get_item_key(self, line):
        return json.dumps(monthly_plan.item_key(
            line.product_id.id, line.description, line.specification, line.model_number, line.uom_id.id),
            ensure_ascii=False)

    def _prepare_item(self, key, members):
        first = members[0]
        quantity = sum(line.quantity for line in members)
        return {
            "plan_id": self.id,
            "item_key": key,
            "product_id": first.product_id.id,
            "description": first.description,
            "specification": first.specification,
            "model_number": first.model_number,
            "uom_id": first.uom_id.id,
            "requested_quantity": quantity,
            "quantity": quantity,
            "estimated_price": sum(line.quantity * line.estimated_price for line in members) / quantity,
            "needed_date": min((line.needed_date for line in members if line.needed_date), default=False),
        }

    def _prepare_growth(self, item, members):
        """What an item becomes when further request lines join it."""
        more = sum(line.quantity for line in members)
        value = item.requested_quantity * item.estimated_price
        value += sum(line.quantity * line.estimated_price for line in members)
        dates = [line.needed_date for line in members if line.needed_date] + [item.needed_date]
        return {
            "requested_quantity": item.requested_quantity + more,
            "quantity": item.quantity + more,
            "estimated_price": value / (item.requested_quantity + more),
            "needed_date": min(filter(None, dates), default=False),
        }

    def _prepare_allocation(self, item, line):
        return {
            "line_id": item.id,
            "plan_id": self.id,
            "company_id": self.company_id.id,
            "request_line_id": line.id,
            "request_id": line.request_id.id,
            "department_id": line.department_id.id,
            "requester_id": line.requester_id.id,
            "quantity": line.quantity,
            "granted_quantity": line.quantity,
        }

    def _release(self, requests):
        """Requests leave their plans: their wishes go, items nobody wants any more go too (superuser)."""
        allocations = self.env["company.purchase.plan.allocation"].sudo().search([("request_id", "in", requests.ids)])
        lines = allocations.line_id
        gone = defaultdict(lambda: [0.0, 0.0])
        for allocation in allocations:
            gone[allocation.line_id][0] += allocation.quantity
            gone[allocation.line_id][1] += allocation.granted_quantity
        allocations._as_engine().unlink()
        empty = lines.filtered(lambda line: not line.allocation_ids)
        empty._as_engine().unlink()
        for line in lines - empty:
            line._as_engine().write({
                "requested_quantity": max(0.0, line.requested_quantity - gone[line][0]),
                "quantity": max(0.0, line.quantity - gone[line][1]),
            })

    # ------------------------------------------------------------------
    # Scheduled
    # ------------------------------------------------------------------

    @api.model
    def _cron_plans(self):
        """Merge what joined, end the collection at the cut-off, remind the office until it has bought."""
        plans = self.sudo().search([("state", "in", ("open", "review"))], order="id")
        for number, plan in enumerate(plans, start=1):
            try:
                with self.env.cr.savepoint():
                    plan._merge()
                    if plan.state == "open" and plan.cutoff_on <= fields.Datetime.now():
                        plan._end_collection()
                    elif plan.state == "review":
                        plan._ask_office()
            except Exception:  # one plan that can't be merged must not hold back the other companies
                _logger.exception("The purchase plan %s could not be brought up to date", plan.id)
            self.env["ir.cron"]._commit_progress(1, remaining=len(plans) - number)
