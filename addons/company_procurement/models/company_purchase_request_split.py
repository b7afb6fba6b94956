from datetime import timedelta

import pytz

from odoo import fields, models
from odoo.tools import SQL

from ..engine import monthly_plan, splitting

KINDS = ("item", "supplier", "requester", "project")


class CompanyPurchaseCategory(models.Model):
    _inherit = "company.purchase.category"

    split_by_item = fields.Boolean(
        "Same Item Group", default=True,
        help="Purchases of one product category, or of goods described alike, belong together (R4 §3.2.2).")
    split_by_supplier = fields.Boolean(
        "Same Supplier", default=True, help="Purchases at one supplier belong together (R4 §3.2.2).")
    split_by_requester = fields.Boolean(
        "Same Requester", help="Purchases of one requester belong together (R4 §3.2.2).")
    split_by_project = fields.Boolean(
        "Same Project", help="Purchases for one project belong together (R4 §3.2.2).")
    split_within_department = fields.Boolean(
        "Within the Department Only", default=True, help="Purchases of different departments never belong together.")

    def _get_split_kinds(self):
        """What makes purchases of this category belong together."""
        self.ensure_one()
        return tuple(kind for kind in KINDS if self[f"split_by_{kind}"])

    def _get_split_days(self, company, code):
        self.ensure_one()
        return self.split_window_days or int(self.env["company.control"]._get_value(code, company)) or 30


class CompanyPurchaseRequest(models.Model):
    """PUR-SPLIT: small purchases that belong together and reach the limit in sum (R4 §三.2.2)."""

    _inherit = "company.purchase.request"

    def _enforce_request_controls(self):
        super()._enforce_request_controls()
        self._enforce_splitting()

    def _enforce_splitting(self, amount=None, purchased_on=None, partner=None):
        """Check the requests, all with one query. Arguments: of the purchase that is being recorded."""
        limited = self.sudo().filtered(lambda request: request.category_id.amount_limit)
        if not limited:
            return
        own = {request.id: {"amount": amount, "partner": partner,
                            "instant": purchased_on or request._get_purchase_instant()} for request in limited}
        for request, clusters in limited._find_splitting(own).items():
            cluster = max(clusters, key=lambda found: found["total"])
            others = self.browse(key for key in cluster["keys"] if key != request.id).sudo()
            self.env["company.control"]._enforce("PUR-SPLIT", request.sudo(self.env.su), self.env._(
                "%(count)s purchases from %(start)s to %(end)s belong together (%(why)s) and come to %(total)s, the "
                "limit is %(limit)s: with %(others)s. Have the need bought as a whole in another purchase category.",
                count=len(cluster["keys"]), start=cluster["start"], end=cluster["end"],
                why=self._explain_split(cluster["kind"]), total=request.currency_id.format(cluster["total"]),
                limit=request.currency_id.format(request.category_id.amount_limit),
                others=", ".join(others.mapped("name"))),
                fact=f"{','.join(map(str, sorted(others.ids)))}:{cluster['total']}")

    def _get_purchase_instant(self):
        """When it was bought; of a request that is being made: now."""
        return self.record_ids.purchased_on or self.submitted_on or fields.Datetime.now()

    def _explain_split(self, kind):
        return {
            "item": self.env._("the same group of goods"), "supplier": self.env._("the same supplier"),
            "requester": self.env._("the same requester"), "project": self.env._("the same project"),
        }[kind]

    def _find_splitting(self, own):
        """{request: clusters it belongs to}; ``own``: {id: {amount, instant}} of what is not stored yet."""
        found = {}
        rows = self._fetch_split_rows(own)
        for (company, category), requests in self.grouped(lambda r: (r.company_id, r.category_id)).items():
            purchases = [
                requests._prepare_split_purchase(row, own, category)
                for row in rows if row["company_id"] == company.id and row["code"] == category.code]
            days = category._get_split_days(company, "PUR-SPLIT")
            clusters = splitting.find(
                purchases, category.amount_limit, days, category._get_split_kinds(), set(requests.ids))
            for request in requests:
                mine = [cluster for cluster in clusters if request.id in cluster["keys"]]
                if mine:
                    found[request] = mine
        return found

    def _fetch_split_rows(self, own):
        """Purchases around these requests, one query for any number of them."""
        self.env.flush_all()
        instants = [own[request.id]["instant"] for request in self]
        span = timedelta(days=max(
            category._get_split_days(company, "PUR-SPLIT")
            for company in self.company_id for category in self.category_id) + 1)
        names = ("id", "company_id", "code", "department_id", "requester_id", "project_id", "instant", "amount",
                 "partner_id", "items", "words")
        rows = self.env.execute_query(SQL("""
            SELECT * FROM (
                SELECT request.id, request.company_id, category.code, request.department_id, request.requester_id,
                       request.project_id,
                       COALESCE(record.purchased_on, request.submitted_on, request.consent_on, request.create_date)
                           AS instant,
                       COALESCE(record.amount, request.amount_total) AS amount, record.partner_id,
                       array_agg(DISTINCT CASE WHEN line.product_id IS NULL THEN NULL
                           WHEN kind.parent_id IS NULL THEN -line.product_id ELSE kind.id END) AS items,
                       array_agg(DISTINCT line.description) FILTER (WHERE line.product_id IS NULL) AS words
                  FROM company_purchase_request request
                  JOIN company_purchase_category category ON category.id = request.category_id
                  JOIN company_purchase_request_line line
                       ON line.request_id = request.id AND line.from_stock IS NOT TRUE
             LEFT JOIN product_category kind ON kind.id = line.product_category_id
             LEFT JOIN company_purchase_record record ON record.request_id = request.id
                 WHERE request.company_id IN %s AND category.code IN %s
                   AND (request.id IN %s OR record.id IS NOT NULL
                        OR request.state NOT IN ('draft', 'rejected', 'cancelled'))
              GROUP BY request.id, category.code, record.id) purchase
             WHERE id IN %s OR instant BETWEEN %s AND %s""",
            self.company_id._ids, tuple(self.category_id.mapped("code")), self._ids, self._ids,
            min(instants) - span, max(instants) + span))
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _prepare_split_purchase(self, row, own, category):
        mine = own.get(row["id"], {})
        instant = mine.get("instant") or row["instant"]
        zone = self.env["company.purchase.plan"]._get_zone(self.company_id)
        partner = mine.get("partner") or row["partner_id"]
        return {
            "key": row["id"],
            "date": pytz.utc.localize(instant).astimezone(zone).date(),
            "amount": row["amount"] or 0.0 if mine.get("amount") is None else mine["amount"],
            "scope": row["department_id"] if category.split_within_department else 0,
            "marks": {
                "item": [item for item in row["items"] or () if item] + [
                    monthly_plan.normal(word) for word in row["words"] or ()],
                "supplier": [partner] if partner else [],
                "requester": [row["requester_id"]],
                "project": [row["project_id"]] if row["project_id"] else [],
            },
        }
