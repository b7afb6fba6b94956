from odoo import api, fields, models
from odoo.tools import SQL

from .company_document_mixin import SECRECY, URGENCY

BOOKS = [("outgoing", "Outgoing Register"), ("incoming", "Incoming Register")]
ARCHIVE_STATES = [
    ("running", "In Process"), ("finished", "Finished, Not Archived"), ("archived", "Archived"),
    ("no_file", "Archived without File"), ("void", "Void"), ("refused", "Refused")]
# day and year of an incoming document are those of the company's own clock
QUERY = """
SELECT n.id * 2 AS id, 'outgoing' AS book, n.company_id, n.year, n.series, n.sequence, n.name AS number,
       COALESCE(d.print_date, d.signed_on, n.create_date::date) AS date, 'company.document.outgoing' AS res_model,
       n.document_id AS res_id, d.kind_id, d.secrecy, d.urgency, n.issuer_id, d.copy_count, d.page_count,
       CASE WHEN n.state = 'used' THEN d.archive_id END AS archive_id,
       CASE WHEN n.state = 'used' AND d.state IN ('dispatched', 'archived') THEN d.state_changed_on END AS finished_on,
       CASE WHEN n.state = 'void' THEN 'void'
            WHEN d.archive_id IS NOT NULL AND a.file_count = 0 THEN 'no_file'
            WHEN d.archive_id IS NOT NULL THEN 'archived'
            WHEN d.state = 'dispatched' THEN 'finished'
            ELSE 'running' END AS archive_state
  FROM company_document_number n
  JOIN company_document_outgoing d ON d.id = n.document_id
  LEFT JOIN company_document_archive a ON a.id = d.archive_id
UNION ALL
SELECT d.id * 2 + 1, 'incoming', d.company_id, date_part('year', moment.day)::integer, '', 0, d.name, moment.day,
       'company.document.incoming', d.id, d.kind_id, d.secrecy, d.urgency, NULL, d.copy_count, d.page_count,
       d.archive_id, COALESCE(d.closed_on, CASE WHEN d.state IN ('closed', 'archived') THEN d.state_changed_on END),
       CASE WHEN d.state = 'refused' THEN 'refused'
            WHEN d.archive_id IS NOT NULL AND a.file_count = 0 THEN 'no_file'
            WHEN d.archive_id IS NOT NULL THEN 'archived'
            WHEN d.state = 'closed' THEN 'finished'
            ELSE 'running' END
  FROM company_document_incoming d
  JOIN res_company c ON c.id = d.company_id
  LEFT JOIN resource_calendar r ON r.id = c.resource_calendar_id
  CROSS JOIN LATERAL (SELECT (d.received_on AT TIME ZONE 'UTC'
                              AT TIME ZONE COALESCE(r.tz, 'Asia/Shanghai'))::date AS day) moment
  LEFT JOIN company_document_archive a ON a.id = d.archive_id
 WHERE d.name IS NOT NULL AND d.name <> '/'
"""
DOCUMENT_FIELDS = {
    "company.document.outgoing": ("title", "secrecy", "secrecy_level", "main_text", "cc_text"),
    "company.document.incoming": (
        "title", "secrecy", "secrecy_level", "source_name", "source_number", "owner_department_id", "closing_note",
        "refusal_reason", "leader_id"),
}


class CompanyDocumentRegister(models.Model):
    """Books of the general office: 发文登记簿 and 收文登记簿, one row for every number, void ones too (R6 §5.9.1.4).

    The rows come from the documents themselves, so the books are complete and never differ from them. Titles and
    correspondents of documents that are closed to the reader are masked; the row stays.
    """

    _name = "company.document.register"
    _description = "Document Register"
    _inherit = ["company.document.linked.mixin"]
    _auto = False
    _order = "book desc, year desc, series, sequence desc, number desc, id desc"
    _rec_name = "number"
    _check_company_auto = True

    book = fields.Selection(BOOKS, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    year = fields.Integer("Register Year", readonly=True, aggregator=None)
    series = fields.Char(readonly=True)
    sequence = fields.Integer(readonly=True, aggregator=None)
    number = fields.Char("Number", readonly=True)
    date = fields.Date(readonly=True, help="Day of dispatch or of receipt.")
    kind_id = fields.Many2one("company.document.kind", "Document Kind", readonly=True)
    secrecy = fields.Selection(SECRECY, readonly=True)
    urgency = fields.Selection(URGENCY, readonly=True)
    issuer_id = fields.Many2one("company.document.issuer", "Issuer", readonly=True)
    copy_count = fields.Integer("Copies", readonly=True)
    page_count = fields.Integer("Pages", readonly=True)
    archive_id = fields.Many2one("company.document.archive", "Archive Entry", readonly=True)
    archive_state = fields.Selection(ARCHIVE_STATES, "Archive State", readonly=True)
    finished_on = fields.Datetime(readonly=True)
    waiting_days = fields.Integer("Days Waiting", compute="_compute_waiting_days", aggregator=None)
    correspondent = fields.Char("Sent to / From", compute="_compute_details", compute_sudo=False)
    their_number = fields.Char("Their Number", compute="_compute_details", compute_sudo=False)
    handler = fields.Char(compute="_compute_details", compute_sudo=False)
    outcome = fields.Char("Result", compute="_compute_details", compute_sudo=False)

    @property
    def _table_query(self):
        self._flush_sources()
        return SQL(QUERY)

    def _flush_sources(self):
        """What the caches still hold has to be in the tables that the query reads."""
        for name in ("company.document.outgoing", "company.document.incoming", "company.document.number",
                     "company.document.archive", "res.company", "resource.calendar"):
            self.env[name].flush_model()

    # ------------------------------------------------------------------
    # Masked contents
    # ------------------------------------------------------------------

    @api.model
    def _sees_masked_rows(self):
        return True     # the access rows give the books to the general office and auditors only

    def _get_documents(self):
        documents = super()._get_documents()
        for model, names in DOCUMENT_FIELDS.items():
            self.env[model].sudo().browse(id_ for key, id_ in documents if key == model).fetch(names)
        return documents

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_details(self):
        documents, opened = self._get_documents(), set(self._filter_open()._ids)
        reasons = self._get_void_reasons()
        for row in self:
            document = documents.get((row.res_model, row.res_id))
            row.update(row._get_details(document, reasons.get(row.id)) if document and row.id in opened else {
                "correspondent": "****", "their_number": False, "handler": False, "outcome": False})

    def _get_details(self, document, reason):
        """Masked fields of a row whose document is open to the reader."""
        if self.book == "outgoing":
            parts = [document.main_text, document.cc_text and self.env._("copies: %s", document.cc_text)]
            return {"correspondent": "; ".join(part for part in parts if part), "their_number": False,
                    "handler": False, "outcome": reason}
        return {"correspondent": document.source_name, "their_number": document.source_number,
                "handler": document.owner_department_id.name or document.leader_id.name,
                "outcome": document.closing_note or document.refusal_reason}

    def _get_void_reasons(self):
        """{row id: reason} of void numbers."""
        numbers_sudo = self.env["company.document.number"].sudo().browse(
            row.id // 2 for row in self if row.archive_state == "void")
        return {number.id * 2: number.reason for number in numbers_sudo}

    @api.depends("finished_on", "archive_state")
    def _compute_waiting_days(self):
        now = fields.Datetime.now()
        for row in self:
            row.waiting_days = (now - row.finished_on).days if row.archive_state == "finished" and row.finished_on \
                else 0
