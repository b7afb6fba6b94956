from odoo import fields, models


class CompanyLedgerPending(models.Model):
    """Committed entries that wait for their seal; filled by a trigger of the ledger, emptied by the sealer."""

    _name = 'company.ledger.pending'
    _description = 'Ledger Entry to Seal'
    _log_access = False
    _check_company_auto = True

    entry_id = fields.Integer(required=True)
    company_id = fields.Integer(required=True, index=True)

    _company_entry_idx = models.UniqueIndex('(company_id, entry_id)')
