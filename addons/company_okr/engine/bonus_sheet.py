"""The bonus coefficient table as a workbook: amounts and totals are formulas, so that the reader can follow them."""
import io

NUMBER, FACTOR, MONEY = "0.00", "0.00##", "#,##0.00"
# column: width, format of the figures
COLUMNS = {
    "place": (5, None), "department": (18, None), "person": (12, None), "job": (18, None), "okr": (10, NUMBER),
    "values": (10, NUMBER), "final": (10, NUMBER), "rank": (7, None), "grade": (7, None), "coefficient": (10, FACTOR),
    "base": (14, MONEY), "amount": (14, MONEY), "signature": (16, None)}
HEAD = 3        # lines above the first person


def make_workbook(title, meta, labels, rows, notes):
    """Bytes of the workbook.

    ``labels`` is {column: heading} and ``total``; ``rows`` are dicts with the columns but place, amount and signature;
    the amount is the formula coefficient × base, rounded to the cent.

    >>> import openpyxl
    >>> row = {"person": "Li", "coefficient": 1.5, "base": 1000, "amount": 1500}
    >>> book = make_workbook("Bonus", "2026", {**dict.fromkeys(COLUMNS, ""), "total": "Total"}, [row], ["checked"])
    >>> sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    >>> sheet["C4"].value, sheet["L4"].value, sheet["L5"].value
    ('Li', '=ROUND(J4*K4,2)', '=SUM(L4:L4)')
    """
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet(title[:31])
        base = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "宋体", "font_size": 10}
        styles = {number: book.add_format({**base, "num_format": number} if number else base)
                  for number in (None, NUMBER, FACTOR, MONEY)}
        head = book.add_format({**base, "bold": True, "align": "center", "bg_color": "#D9E2F3"})
        total = book.add_format({**base, "bold": True, "num_format": MONEY, "bg_color": "#F2F2F2"})
        plain = book.add_format({"font_name": "宋体", "font_size": 10})
        last = len(COLUMNS) - 1
        sheet.merge_range(0, 0, 0, last, title, book.add_format(
            {"bold": True, "font_size": 16, "align": "center", "font_name": "黑体"}))
        sheet.merge_range(1, 0, 1, last, meta, plain)
        for place, (name, (width, _number)) in enumerate(COLUMNS.items()):
            sheet.set_column(place, place, width)
            sheet.write_string(HEAD - 1, place, labels[name], head)
        for line, row in enumerate(rows, start=HEAD):
            _write_row(sheet, line, row, styles)
        _write_totals(sheet, len(rows), sum(row["amount"] for row in rows), sum(row["base"] for row in rows),
                      labels, total)
        for index, note in enumerate(notes):
            sheet.write_string(HEAD + len(rows) + 2 + index, 0, note, plain)
        _set_page(sheet)
    return stream.getvalue()


def _write_row(sheet, line, row, styles):
    for place, (name, (_width, number)) in enumerate(COLUMNS.items()):
        if name == "amount":
            sheet.write_formula(line, place, f"=ROUND(J{line + 1}*K{line + 1},2)", styles[number], row["amount"])
        elif name == "place":
            sheet.write_number(line, place, line - HEAD + 1, styles[None])
        elif isinstance(row.get(name), (int, float)):
            sheet.write_number(line, place, row[name], styles[number])
        else:
            sheet.write_string(line, place, row.get(name) or "", styles[None])


def _write_totals(sheet, count, amount, base, labels, style):
    first, last, line = HEAD + 1, HEAD + count, HEAD + count
    for place in range(len(COLUMNS)):
        sheet.write_blank(line, place, None, style)
    sheet.write_string(line, 1, labels["total"], style)
    sheet.write_formula(line, 2, f"=COUNTA(C{first}:C{last})", style, count)
    sheet.write_formula(line, 10, f"=SUM(K{first}:K{last})", style, base)
    sheet.write_formula(line, 11, f"=SUM(L{first}:L{last})", style, amount)


def _set_page(sheet):
    sheet.freeze_panes(HEAD, 3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD - 1)
    sheet.set_footer("&C&P / &N")
