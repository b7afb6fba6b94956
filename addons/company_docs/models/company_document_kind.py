from odoo import fields, models

HEAD_TYPES = [("red", "Red-head"), ("black", "Black-head")]


class CompanyDocumentKind(models.Model):
    """Kind of official document with its purpose and the rules that depend on it (R6 §5.1, §5.2)."""

    _name = "company.document.kind"
    _description = "Document Kind"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, index=True, help="Key for routes and integrations, e.g. qingshi.")
    name = fields.Char(required=True, translate=True)
    purpose = fields.Text(translate=True, help="What the regulation says this kind is for (R6 §5.1).")
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company.")
    active = fields.Boolean(default=True)
    head_type = fields.Selection(HEAD_TYPES, required=True, default="red")
    direction_up = fields.Boolean("Upward", help="May go to a superior unit (R6 §5.3.1).")
    direction_parallel = fields.Boolean("Parallel", help="May go to a unit that is not subordinate (R6 §5.3.2).")
    direction_down = fields.Boolean("Downward", help="May go to a subordinate unit or department (R6 §5.3.3).")
    retention = fields.Selection(
        [("10", "10 years"), ("30", "30 years"), ("permanent", "Permanent")], default="30", required=True,
        help="How long the archive keeps documents of this kind.")

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is a document kind with this code already.")
