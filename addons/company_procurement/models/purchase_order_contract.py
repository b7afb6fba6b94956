from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.company_base.tools.engine import take_mark

# written by the steps of case and contract only
CONTRACT_FIELDS = frozenset({"contract_id", "is_call_off"})
CONTRACT_LINE_FIELDS = frozenset({"contract_line_id"})


class PurchaseOrder(models.Model):
    """Orders under a purchase contract."""

    _inherit = "purchase.order"

    contract_id = fields.Many2one("company.purchase.contract", "Purchase Contract", readonly=True, copy=False,
                                  index="btree_not_null", ondelete="restrict", check_company=True)
    is_call_off = fields.Boolean("Call-off of an Annual Contract", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        trusted, clean = take_mark(self)
        if trusted:
            return super().create(vals_list)
        for vals in vals_list:
            _refuse_fields(clean, CONTRACT_FIELDS.intersection(vals))
        return super(PurchaseOrder, _without_defaults(clean, CONTRACT_FIELDS)).create(vals_list)

    def write(self, vals):
        if not take_mark(self)[0]:
            _refuse_fields(self, CONTRACT_FIELDS.intersection(vals))
        return super().write(vals)


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    contract_line_id = fields.Many2one("company.purchase.contract.line", "Contract Line", readonly=True, copy=False,
                                       index="btree_not_null", ondelete="restrict", check_company=True)

    @api.model_create_multi
    def create(self, vals_list):
        trusted, clean = take_mark(self)
        if trusted:
            return super().create(vals_list)
        for vals in vals_list:
            _refuse_fields(clean, CONTRACT_LINE_FIELDS.intersection(vals))
        return super(PurchaseOrderLine, _without_defaults(clean, CONTRACT_LINE_FIELDS)).create(vals_list)

    def write(self, vals):
        if not take_mark(self)[0]:
            _refuse_fields(self, CONTRACT_LINE_FIELDS.intersection(vals))
        return super().write(vals)


def _without_defaults(records, names):
    """The same records without ``default_<name>`` of protected fields in the context."""
    keys = {f"default_{name}" for name in names}
    context = records.env.context
    if keys.isdisjoint(context):
        return records
    return records.with_context({key: value for key, value in context.items() if key not in keys})


def _refuse_fields(records, names):
    if names:
        raise AccessError(records.env._(
            "%(fields)s is set by the steps of case and contract only.",
            fields=", ".join(sorted(records._fields[name]._description_string(records.env) for name in names))))
