"""Which papers a payment needs, and which of them are there."""

PAPERS = ("circulation", "order", "quotes", "contract", "delivery_note", "acceptance", "stock_in", "invoice")
CLAUSES = {
    "circulation": "R4 §三.1.6.6",
    "order": "R1 §三.7",
    "quotes": "R1 §三.3, §三.7",
    "contract": "R4 §三.1.6.2, §三.2.4.4",
    "delivery_note": "R4 §三.1.6.6",
    "acceptance": "R1 §三.7, R4 §三.1.6.3",
    "stock_in": "R4 §三.1.6.6",
    "invoice": "R1 §三.8, R4 §二.3",
}
# what exists before goods and invoice come
BEFORE_DELIVERY = frozenset({"circulation", "order", "quotes", "contract"})


def required(wanted, kind="bill", quotes=3, contract=False, goods=True, retroactive=False):
    """The papers that count, in their order.

    ``wanted``: papers that the category asks for; ``kind``: 'advance' pays before delivery; ``quotes``: quotes that
    the category needs; ``contract``: whether the order needs a contract; ``goods``: whether anything is put in stock;
    ``retroactive``: bought before the form was filled, so without order form and delivery note.

    >>> required(PAPERS)
    ('circulation', 'order', 'quotes', 'delivery_note', 'acceptance', 'stock_in', 'invoice')
    >>> required(PAPERS, kind="advance", contract=True)
    ('circulation', 'order', 'quotes', 'contract')
    >>> required(PAPERS, quotes=0, goods=False, retroactive=True)
    ('circulation', 'acceptance', 'invoice')
    >>> required({"order"}, contract=True)
    ('order',)
    """
    skipped = set()
    if not quotes:
        skipped.add("quotes")
    if not contract:
        skipped.add("contract")
    if not goods:
        skipped.update(("stock_in", "delivery_note"))
    if retroactive:
        skipped.update(("order", "delivery_note"))
    return tuple(
        paper for paper in PAPERS
        if paper in wanted and paper not in skipped and (kind != "advance" or paper in BEFORE_DELIVERY))


def missing(rows):
    """Keys of the rows that are required and not there.

    >>> missing([{"paper": "order", "required": True, "ok": False}, {"paper": "quotes", "required": False, "ok": False},
    ...          {"paper": "invoice", "required": True, "ok": True}])
    ['order']
    """
    return [row["paper"] for row in rows if row["required"] and not row["ok"]]
