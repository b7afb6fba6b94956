from odoo import models
from odoo.exceptions import UserError

from odoo.addons.company_base.tools.engine import take_mark

from .purchase_order import QUOTE_OPEN_FIELDS

OPEN_LINE_FIELDS = frozenset({"qty_received", "qty_invoiced", "analytic_distribution"})


class PurchaseOrder(models.Model):
    """Orders of a filed case stay as they are (R4 §四)."""

    _inherit = "purchase.order"

    def write(self, vals):
        if not take_mark(self)[0] and vals.keys() - QUOTE_OPEN_FIELDS:
            self._refuse_filed()
        return super().write(vals)

    def unlink(self):
        if not take_mark(self)[0]:
            self._refuse_filed()
        return super().unlink()

    def _refuse_filed(self):
        done_sudo = self.sudo().sourcing_id.filtered(lambda case: case.state == "done")    # only these are filed
        filings_sudo = done_sudo.filing_ids.filtered(lambda filing: filing.state == "filed")
        if filings_sudo:
            raise UserError(self.env._(
                "%(orders)s belongs to the filed case %(cases)s (%(filings)s) and stays as it is (R4 §4). Request what "
                "is needed in addition.",
                orders=", ".join(self.filtered(
                    lambda order: order.sudo().sourcing_id.filing_ids & filings_sudo).mapped("name")),
                cases=", ".join(filings_sudo.sourcing_id.mapped("name")), filings=", ".join(
                    filings_sudo.mapped("name"))))

    def _get_evidence_time(self):
        """Files on the orders of a filed case are frozen since the filing."""
        self.ensure_one()
        return self.sudo().sourcing_id.filing_ids.filed_on


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def write(self, vals):
        if not take_mark(self)[0] and vals.keys() - OPEN_LINE_FIELDS:
            self.order_id._refuse_filed()
        return super().write(vals)

    def unlink(self):
        if not take_mark(self)[0]:
            self.order_id._refuse_filed()
        return super().unlink()
