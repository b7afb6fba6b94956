from markupsafe import Markup

from odoo import api, fields, models

from ..engine import payment_checklist


class CompanyPurchasePayment(models.Model):
    """The papers of an application, read from the records that are there (R1 §3.7, R4 §3.1.6.6)."""

    _inherit = "company.purchase.payment"

    checklist = fields.Html(compute="_compute_checklist", sanitize=False, compute_sudo=False)
    missing_count = fields.Integer("Missing Papers", compute="_compute_checklist", compute_sudo=False)
    match_problem = fields.Text("Three-Way Match", compute="_compute_match_problem", compute_sudo=True)

    @api.depends("kind", "state", "line_ids.order_id", "line_ids.bill_id")
    @api.depends_context("lang", "uid")
    def _compute_checklist(self):
        rows = self._get_checklists()
        for payment in self:
            own = rows.get(payment._origin.id, [])
            payment.missing_count = len(payment_checklist.missing(own))
            payment.checklist = payment._render_checklist(own)

    @api.depends("line_ids.bill_id")
    def _compute_match_problem(self):
        problems = self.line_ids.bill_id._get_three_way_problems()
        for payment in self:
            payment.match_problem = "\n".join(
                problems[bill.id][0] for bill in payment.line_ids.bill_id if bill.id in problems) or False

    def get_checklist(self):
        """Papers of the applications: {application id: [{order_id, order, paper, label, clause, required, ok, detail,
        res_model, res_id}]}. Who reads the application; the same number of queries for any number of them."""
        self.check_access("read")
        return {str(key): rows for key, rows in self._get_checklists().items()}

    def _get_checklists(self):
        """{application id: rows}; the records behind the papers are read as they are, whoever looks."""
        payments_sudo = self.sudo()
        lines = payments_sudo.line_ids
        facts = self._get_paper_facts(lines.order_id, lines.bill_id)
        labels = self._get_paper_labels()
        result = {}
        for payment in payments_sudo:
            rows = []
            for order, own in payment.line_ids.filtered("order_id").grouped("order_id").items():
                needed = order._get_required_papers(payment.kind)
                found = dict(facts[order.id], invoice=self._get_invoice_fact(order, own.bill_id, facts))
                for paper in payment_checklist.PAPERS:
                    ok, detail, target = found[paper]
                    rows.append({
                        "order_id": order.id, "order": order.name, "paper": paper, "label": labels[paper],
                        "clause": payment_checklist.CLAUSES[paper], "required": paper in needed, "ok": ok,
                        "detail": detail or "", "res_model": target._name if target else False,
                        "res_id": target[:1].id if target else False})
            result[payment._origin.id] = rows
        return result

    @api.model
    def _get_paper_labels(self):
        return {
            "circulation": self.env._("Approved Sourcing Case"),
            "order": self.env._("Sealed Order"),
            "quotes": self.env._("Sealed Quotes"),
            "contract": self.env._("Signed Contract"),
            "delivery_note": self.env._("Delivery Note"),
            "acceptance": self.env._("Acceptance"),
            "stock_in": self.env._("Stock-in Slip"),
            "invoice": self.env._("Invoice or Receipt"),
        }

    # ------------------------------------------------------------------
    # Facts: {order id: {paper: (is there, detail, record)}}
    # ------------------------------------------------------------------

    @api.model
    def _get_paper_facts(self, orders, bills):
        files = bills._get_files()
        facts = {"files": files}
        orders.sourcing_id.quote_ids.mapped("quote_scan_id")
        for order in orders:
            case = order.sourcing_id
            contract = order._get_signed_contract()
            done = order.picking_ids.filtered(
                lambda picking: picking.state == "done" and picking.picking_type_code == "incoming")
            acceptances = order._get_accepted_acceptances()
            note = order._get_delivery_note()
            facts[order.id] = {
                "circulation": (case.approval_state == "approved", case.name, case),
                "order": (order.state == "purchase" and bool(order.sealed_order_id), order.sealed_order_id.name, order),
                "quotes": order._get_sealed_quotes_fact(),
                "contract": (bool(contract), contract.display_name if contract else "", contract),
                "delivery_note": (bool(note), note and note.display_name, note or order),
                "acceptance": (bool(acceptances), ", ".join(acceptances.mapped("display_name")), acceptances),
                "stock_in": (bool(done), ", ".join(done.mapped("name")), done),
            }
        return facts

    @api.model
    def _get_invoice_fact(self, order, bills, facts):
        """Posted bills with number and file of the invoice; a receipt counts where the category allows it."""
        if not bills:
            return False, self.env._("no bill"), order
        problems = []
        for bill in bills:
            problem = bill._get_invoice_problem(facts["files"].get(bill.id, 0), order._accepts_receipt())
            if problem:
                problems.append(f"{bill.display_name}: {problem}")
        names = ", ".join(bill.tax_invoice_number or bill.display_name for bill in bills)
        return not problems, "; ".join(problems) or names, bills

    # ------------------------------------------------------------------
    # Picture
    # ------------------------------------------------------------------

    def _render_checklist(self, rows):
        """A table with a mark, a link and the clause of each paper; papers that the category leaves out are grey."""
        if not rows:
            return False
        body = Markup().join(self._render_row(row, first) for row, first in _with_first(rows))
        return Markup(
            '<table class="table table-sm mb-0"><thead><tr><th>%s</th><th></th><th>%s</th><th>%s</th><th>%s</th></tr>'
            "</thead><tbody>%s</tbody></table>"
        ) % (self.env._("Order"), self.env._("Papers"), self.env._("Found"), self.env._("Clause"), body)

    @api.model
    def _render_row(self, row, first):
        style, icon, title = (
            ("text-success", "fa-check-circle", self.env._("there")) if row["ok"]
            else ("text-danger fw-bold", "fa-times-circle", self.env._("missing")) if row["required"]
            else ("text-muted", "fa-minus-circle", self.env._("not required")))
        detail = row["detail"] or ("" if row["ok"] or not row["required"] else title)
        if row["res_model"] and detail:
            detail = Markup('<a href="/odoo/%s/%s" target="_blank">%s</a>') % (row["res_model"], row["res_id"], detail)
        return Markup(
            '<tr><td>%s</td><td><i class="fa %s %s" title="%s"></i></td><td class="%s">%s</td><td>%s</td>'
            '<td class="text-muted">%s</td></tr>'
        ) % (row["order"] if first else "", icon, style, title, style, row["label"], detail, row["clause"])


def _with_first(rows):
    """Rows, each with whether it is the first one of its order."""
    last = None
    for row in rows:
        yield row, row["order_id"] != last
        last = row["order_id"]
