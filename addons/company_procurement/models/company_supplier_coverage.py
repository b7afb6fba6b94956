from odoo import fields, models
from odoo.tools import SQL

COUNTED = ("candidate", "qualified", "preferred")


class CompanySupplierCoverage(models.Model):
    """Suppliers per material against the number the regulation wants (R1 §四(一): five to ten candidates each).

    A row for each category of goods, and one for each material that was asked for, bought or named in a file. A
    supplier covers the categories of its file with their subcategories, and the materials named singly.
    """

    _name = "company.supplier.coverage"
    _description = "Supplier Coverage"
    _auto = False
    _order = "shortfall desc, product_category_id, level, product_id"
    _rec_name = "product_category_id"
    _check_company_auto = True
    _depends = {
        "company.supplier.qualification": ["supplier_state", "company_id", "product_category_ids", "product_ids"],
        "res.company": ["supplier_coverage_min", "supplier_coverage_max"],
        "product.category": ["parent_path"],
        "product.product": ["product_tmpl_id", "active"],
        "product.template": ["categ_id"],
        "purchase.order.line": ["product_id", "company_id"],
        "company.purchase.request.line": ["product_id", "company_id"],
    }

    company_id = fields.Many2one("res.company", readonly=True, required=True, index=True)
    level = fields.Selection([("category", "Product Category"), ("product", "Material")], readonly=True)
    product_category_id = fields.Many2one("product.category", readonly=True)
    product_id = fields.Many2one("product.product", "Material", readonly=True)
    candidate_count = fields.Integer("Candidates", readonly=True)
    qualified_count = fields.Integer("Qualified", readonly=True)
    preferred_count = fields.Integer("Preferred", readonly=True)
    suspended_count = fields.Integer("Suspended", readonly=True)
    supplier_count = fields.Integer("Suppliers", readonly=True, help="Candidates, qualified and preferred ones.")
    wanted_min = fields.Integer("Wanted at Least", readonly=True, aggregator="max")
    wanted_max = fields.Integer("Wanted at Most", readonly=True, aggregator="max")
    shortfall = fields.Integer(readonly=True)
    coverage = fields.Selection([("none", "None"), ("short", "Too Few"), ("enough", "Enough"), ("many", "Too Many")],
                                readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT row_number() OVER (ORDER BY company_id, level, product_category_id, product_id) AS id, counted.*,
                   GREATEST(wanted_min - supplier_count, 0) AS shortfall,
                   CASE WHEN supplier_count = 0 THEN 'none' WHEN supplier_count < wanted_min THEN 'short'
                        WHEN supplier_count > wanted_max THEN 'many' ELSE 'enough' END AS coverage
              FROM (SELECT company.id AS company_id, need.level, need.product_category_id, need.product_id,
                           count(*) FILTER (WHERE file.supplier_state = 'candidate')::integer AS candidate_count,
                           count(*) FILTER (WHERE file.supplier_state = 'qualified')::integer AS qualified_count,
                           count(*) FILTER (WHERE file.supplier_state = 'preferred')::integer AS preferred_count,
                           count(*) FILTER (WHERE file.supplier_state = 'suspended')::integer AS suspended_count,
                           count(*) FILTER (WHERE file.supplier_state IN %(counted)s)::integer AS supplier_count,
                           COALESCE(company.supplier_coverage_min, 0) AS wanted_min,
                           COALESCE(company.supplier_coverage_max, 0) AS wanted_max
                      FROM (%(needs)s) need
                      JOIN res_company company ON company.id = need.company_id
                 LEFT JOIN (%(offers)s) offer
                        ON offer.company_id = need.company_id
                           AND (offer.product_id = need.product_id
                                OR offer.product_id IS NULL AND offer.category_id = need.product_category_id)
                 LEFT JOIN company_supplier_qualification file ON file.id = offer.file_id
                  GROUP BY company.id, need.level, need.product_category_id, need.product_id) counted
            """, counted=COUNTED, needs=self._query_needs(), offers=self._query_offers())

    def _query_needs(self):
        """Goods that matter in a company: bought, asked for or offered; with their categories."""
        return SQL(
            """
            WITH goods AS (
                SELECT company_id, product_id FROM purchase_order_line WHERE product_id IS NOT NULL
                 UNION SELECT company_id, product_id FROM company_purchase_request_line WHERE product_id IS NOT NULL
                 UNION SELECT file.company_id, named.product_id
                         FROM company_supplier_qualification_product_rel named
                         JOIN company_supplier_qualification file ON file.id = named.qualification_id
            ), needed AS (
                SELECT goods.company_id, goods.product_id, template.categ_id
                  FROM goods
                  JOIN product_product product ON product.id = goods.product_id AND product.active
                  JOIN product_template template ON template.id = product.product_tmpl_id
            )
            SELECT company_id, 'product' AS level, categ_id AS product_category_id, product_id FROM needed
             WHERE company_id IS NOT NULL
             UNION ALL
            SELECT company_id, 'category', categ_id, NULL::integer
              FROM (SELECT company_id, categ_id FROM needed
                     UNION SELECT file.company_id, named.category_id
                             FROM company_supplier_qualification_categ_rel named
                             JOIN company_supplier_qualification file ON file.id = named.qualification_id) categories
             WHERE company_id IS NOT NULL AND categ_id IS NOT NULL
            """)

    def _query_offers(self):
        """What every file covers: each category with its subcategories once, and materials outside of them."""
        return SQL(
            """
            WITH covered AS (
                SELECT DISTINCT file.company_id, file.id AS file_id, child.id AS category_id
                  FROM company_supplier_qualification_categ_rel named
                  JOIN company_supplier_qualification file ON file.id = named.qualification_id
                  JOIN product_category parent ON parent.id = named.category_id
                  JOIN product_category child ON child.parent_path LIKE parent.parent_path || '%%'
            )
            SELECT company_id, file_id, category_id, NULL::integer AS product_id FROM covered
             UNION ALL
            SELECT file.company_id, file.id, NULL::integer, named.product_id
              FROM company_supplier_qualification_product_rel named
              JOIN company_supplier_qualification file ON file.id = named.qualification_id
              JOIN product_product product ON product.id = named.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE NOT EXISTS (SELECT FROM covered
                                WHERE covered.file_id = file.id AND covered.category_id = template.categ_id)
            """)

    def action_view_suppliers(self):
        """Open the files of the suppliers that cover this row."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "company_procurement.company_supplier_qualification_action")
        path = [int(node) for node in (self.product_category_id.parent_path or "").split("/") if node]
        domain = [("product_category_ids", "in", path)]
        if self.product_id:
            domain = ["|", *domain, ("product_ids", "=", self.product_id.id)]
        return dict(action, domain=[("company_id", "=", self.company_id.id), *domain], context={})
