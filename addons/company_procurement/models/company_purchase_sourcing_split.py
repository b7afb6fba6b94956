from datetime import timedelta

import pytz

from odoo import models
from odoo.tools import SQL

from ..engine import monthly_plan, splitting


class CompanyPurchaseSourcing(models.Model):
    """PUR-SPLITCASE: cases that together reach the tender or contract threshold (R1 §二.6, R4 §三.1.6.2)."""

    _inherit = "company.purchase.sourcing"

    def _enforce_award(self):
        super()._enforce_award()
        retro = self.sudo().filtered(lambda case: case.category_id.amount_limit)
        if retro:
            retro.request_ids._enforce_splitting()
        (self - retro.sudo(self.env.su))._enforce_threshold_splitting()

    def _enforce_threshold_splitting(self):
        """All cases with one query; the tender threshold is told before that of the contract."""
        ruled = self.sudo().filtered(
            lambda case: case.category_id.tender_threshold or case.category_id.contract_threshold)
        if not ruled:
            return
        rows = ruled._fetch_split_cases()
        for case in ruled:
            for name, label in (("tender_threshold", self.env._("tender")),
                                ("contract_threshold", self.env._("contract"))):
                limit = case.category_id[name]
                clusters = case._find_split_cases(rows, limit) if limit else []
                if clusters:
                    case._warn_split_cases(max(clusters, key=lambda found: found["total"]), limit, label)
                    break

    def _warn_split_cases(self, cluster, limit, label):
        others = self.browse(key for key in cluster["keys"] if key != self.id)
        self.env["company.control"]._enforce("PUR-SPLITCASE", self.with_env(self.env(su=False)), self.env._(
            "%(count)s cases from %(start)s to %(end)s belong together (%(why)s) and come to %(total)s, the threshold "
            "of the %(label)s is %(limit)s: with %(others)s. Merge them, or say why they are apart.",
            count=len(cluster["keys"]), start=cluster["start"], end=cluster["end"], label=label,
            why=self.request_ids._explain_split(cluster["kind"]), total=self.currency_id.format(cluster["total"]),
            limit=self.currency_id.format(limit), others=", ".join(others.mapped("name"))),
            fact=f"{','.join(map(str, sorted(others.ids)))}:{cluster['total']}")

    def _find_split_cases(self, rows, limit):
        category = self.category_id
        zone = self.env["company.purchase.plan"]._get_zone(self.company_id)
        purchases = [{
            "key": row["id"],
            "date": pytz.utc.localize(row["instant"]).astimezone(zone).date(),
            "amount": row["amount"] or 0.0,
            "scope": row["department_id"] if category.split_within_department else 0,
            "marks": {
                "item": [item for item in row["items"] or () if item] + [
                    monthly_plan.normal(word) for word in row["words"] or ()],
                "supplier": [partner for partner in row["partners"] or () if partner],
                "project": [row["project_id"]] if row["project_id"] else [],
            },
        } for row in rows if row["company_id"] == self.company_id.id and row["category_id"] == category.id]
        days = category._get_split_days(self.company_id, "PUR-SPLITCASE")
        return splitting.find(purchases, limit, days, category._get_split_kinds(), {self.id})

    def _fetch_split_cases(self):
        self.env.flush_all()
        span = timedelta(days=max(
            category._get_split_days(company, "PUR-SPLITCASE")
            for company in self.company_id for category in self.category_id) + 1)
        names = ("id", "company_id", "category_id", "department_id", "project_id", "instant", "amount", "items",
                 "words", "partners")
        rows = self.env.execute_query(SQL("""
            SELECT case_.id, case_.company_id, case_.category_id, case_.department_id, case_.project_id,
                   case_.create_date, case_.amount_awarded,
                   array_agg(DISTINCT CASE WHEN line.product_id IS NULL THEN NULL
                       WHEN kind.parent_id IS NULL THEN -line.product_id ELSE kind.id END),
                   array_agg(DISTINCT line.description) FILTER (WHERE line.product_id IS NULL),
                   array_agg(DISTINCT award.partner_id)
              FROM company_purchase_sourcing case_
              JOIN company_purchase_sourcing_award award ON award.sourcing_id = case_.id
              JOIN company_purchase_sourcing_line line ON line.id = award.sourcing_line_id
         LEFT JOIN product_product product ON product.id = line.product_id
         LEFT JOIN product_template template ON template.id = product.product_tmpl_id
         LEFT JOIN product_category kind ON kind.id = template.categ_id
             WHERE case_.company_id IN %s AND case_.category_id IN %s AND case_.state != 'cancelled'
               AND case_.create_date BETWEEN %s AND %s
          GROUP BY case_.id""",
            self.company_id._ids, self.category_id._ids, min(self.mapped("create_date")) - span,
            max(self.mapped("create_date")) + span))
        return [dict(zip(names, row, strict=True)) for row in rows]


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _check_order_gate(self):
        """PUR-SPLIT once more before an order of a sporadic purchase binds."""
        super()._check_order_gate()
        limited = self.sudo().sourcing_id.filtered(lambda case: case.category_id.amount_limit)
        if limited:
            limited.request_ids._enforce_splitting()
