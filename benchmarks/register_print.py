"""Printing and exporting a register of 5,000 rows."""

from . import measure
from .documents import _fill, _people
from .result import Result

SIZES = (500, 5_000)
YEAR = 2024
SECONDS, GROWTH = 90, 1.3


def run(ground, rounds=1):
    return measure_all(ground.database("ours_register", ("company_docs",)), rounds)


def measure_all(database, _rounds):
    result = Result(
        "Outgoing register",
        "One book of a year for the general office: cover, rows with masked titles where a document is closed to the "
        "reader, totals of each page; and the same rows as a workbook.",
        ("rows", "PDF s", "pages", "PDF MB", "XLSX s", "queries of the PDF"))
    with measure.environment(database) as env:
        office, document = _office(env)
    found, filled = [], 0
    for size in SIZES:
        with measure.environment(database) as env:
            _numbers(env, document, filled, size)
        filled = size
        pdf, pages = _print(database, office)
        book = measure.timed(database, office, "company.document.register", "get_xlsx", "outgoing", YEAR)
        result.row(f"{size:,}", pdf.seconds, pages, len(pdf.result) / 2**20, book.seconds, pdf.queries)
        found.append(pdf)
    result.target(f"5,000 rows in at most {SECONDS} s", f"{found[1].seconds:.0f} s", found[1].seconds <= SECONDS)
    result.target(f"ten times the rows cost at most {GROWTH * 10:.0f}×", f"{found[1].seconds / found[0].seconds:.1f}×",
                  found[1].seconds / found[0].seconds <= GROWTH * 10)
    return result


def _office(env):
    users, document = _people(env, "bench_office")
    env["res.users"].browse(users[1]).group_ids += env.ref("company_docs.group_office")
    return users[1], document


def _numbers(env, document, first, last):
    """Numbers first + 1 … last of one series; every fiftieth is void."""
    _fill(env, document, [env.uid] * 30, last - first)
    issuer = env["company.document.issuer"].search([("company_id", "=", env.company.id)], limit=1)
    env.cr.execute(
        """
        INSERT INTO company_document_number
               (company_id, issuer_id, series, year, sequence, name, state, document_id, reason, create_date)
        SELECT d.company_id, %(issuer)s, 'bench', %(year)s, n, '华筑〔' || %(year)s || '〕' || n || '号',
               CASE WHEN n %% 50 = 0 THEN 'void' ELSE 'used' END, d.id, CASE WHEN n %% 50 = 0 THEN '文种有误' END, now()
          FROM (SELECT d.*, row_number() OVER (ORDER BY d.id) + %(first)s AS n FROM company_document_outgoing d
                 WHERE d.name LIKE 'B%%' AND NOT EXISTS (
                       SELECT FROM company_document_number m WHERE m.document_id = d.id)) d
        """, {"issuer": issuer.id, "year": YEAR, "first": first})


def _print(database, user):
    from io import BytesIO

    from pypdf import PdfReader

    def call():
        with measure.environment(database, user) as env:
            rows = env["company.document.register"]._find_book("outgoing", YEAR)
            return env["ir.actions.report"]._render_qweb_pdf(
                "company_docs.company_document_register_report", rows.ids)[0]
    pdf = measure.stopwatch(call)
    return pdf, len(PdfReader(BytesIO(pdf.result)).pages)
