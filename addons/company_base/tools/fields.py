from odoo import fields


class EvidenceMany2one(fields.Many2one):
    """Many2one of a row that is evidence: no foreign key.

    What a finding or a ledger entry points at may have been made in a transaction that is refused, may be locked by
    it (a foreign key check would wait for ever), and may be deleted years later while the evidence stays.
    """

    def update_db_foreign_key(self, model, column):
        """Leave the column without a foreign key."""
