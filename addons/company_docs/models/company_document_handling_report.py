from odoo import fields, models
from odoo.tools import SQL

from .company_document_circulation import PURPOSES
from .company_document_mixin import URGENCY


class CompanyDocumentHandlingReport(models.Model):
    """Who reads and handles in time: one row per circulation row, no title in it (D7, D13)."""

    _name = "company.document.handling.report"
    _description = "Statistics of Reading and Handling"
    _auto = False
    _order = "sent_on desc"
    _rec_name = "user_id"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", readonly=True, index=True, required=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    user_id = fields.Many2one("res.users", "Person", readonly=True)
    purpose = fields.Selection(PURPOSES, readonly=True)
    direction = fields.Selection(
        [("incoming", "Incoming"), ("outgoing", "Outgoing")], "Incoming or Outgoing", readonly=True)
    urgency = fields.Selection(URGENCY, readonly=True)
    sent_on = fields.Datetime(readonly=True)
    is_open = fields.Integer("Not Done Yet", readonly=True)
    is_late = fields.Integer("Late", readonly=True, help="Done after the term, or open past it.")
    on_time_rate = fields.Float(
        "On Time (%)", readonly=True, aggregator="avg",
        help="Share of what was due and done, or overdue, that was in time (R6 §5.8.2).")
    read_rate = fields.Float("Read (%)", readonly=True, aggregator="avg")
    hours_to_read = fields.Float("Hours to Reading", readonly=True, aggregator="avg")
    hours_to_finish = fields.Float("Hours to Feedback", readonly=True, aggregator="avg")

    @property
    def _table_query(self):
        return SQL("""
            SELECT c.id, c.company_id, c.department_id, c.user_id, c.purpose, c.sent_on,
                   CASE WHEN c.incoming_id IS NULL THEN 'outgoing' ELSE 'incoming' END AS direction,
                   COALESCE(i.urgency, o.urgency) AS urgency,
                   CASE WHEN c.state IN ('open', 'coordinating') THEN 1 ELSE 0 END AS is_open,
                   CASE WHEN COALESCE(c.done_on, now() AT TIME ZONE 'UTC') > c.due THEN 1 ELSE 0 END AS is_late,
                   CASE WHEN c.due IS NULL OR c.purpose IN ('read', 'copy') THEN NULL
                        WHEN c.done_on IS NOT NULL THEN CASE WHEN c.done_on <= c.due THEN 100.0 ELSE 0.0 END
                        WHEN c.due < now() AT TIME ZONE 'UTC' THEN 0.0 END AS on_time_rate,
                   CASE WHEN c.read_on IS NULL THEN 0.0 ELSE 100.0 END AS read_rate,
                   EXTRACT(EPOCH FROM c.read_on - c.sent_on) / 3600 AS hours_to_read,
                   EXTRACT(EPOCH FROM c.done_on - c.sent_on) / 3600 AS hours_to_finish
              FROM company_document_circulation c
              LEFT JOIN company_document_incoming i ON i.id = c.incoming_id
              LEFT JOIN company_document_outgoing o ON o.id = c.outgoing_id
             WHERE c.state NOT IN ('transferred', 'recalled')
        """)
