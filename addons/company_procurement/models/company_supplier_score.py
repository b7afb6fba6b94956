from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import supplier_score

GRADES = [("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")]
PERIODS = [("quarter", "Quarter"), ("year", "Year")]
FIGURES = ("delivery_count", "on_time_count", "received_value", "returned_value", "paid_value", "average_value",
           "papers_required", "papers_valid")


class CompanySupplierScore(models.Model):
    """Score card of a supplier over a quarter or year, from real orders, receipts, returns and papers.

    Written by the engine only: running while the period lasts, computed on demand; final by the cron afterwards.
    """

    _name = "company.supplier.score"
    _description = "Supplier Score"
    _inherit = ["company.state.mixin"]
    _order = "date_from desc, score desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    _transitions = frozenset({("draft", "final")})
    _client_fields = {}
    _client_unlink_states = frozenset()

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, copy=False,
                                 default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", "Supplier", required=True, readonly=True, index=True, copy=False,
                                 check_company=True, ondelete="restrict")
    qualification_id = fields.Many2one("company.supplier.qualification", "File", required=True, readonly=True,
                                       index=True, copy=False, check_company=True, ondelete="cascade")
    supplier_state = fields.Selection(related="qualification_id.supplier_state")
    period = fields.Selection(PERIODS, required=True, readonly=True, copy=False)
    date_from = fields.Date("From", required=True, readonly=True, copy=False)
    date_to = fields.Date("To (excluded)", required=True, readonly=True, copy=False)
    state = fields.Selection([("draft", "Running"), ("final", "Final")], default="draft", required=True, readonly=True,
                             copy=False, index=True)
    computed_on = fields.Datetime(readonly=True, copy=False)
    delivery_count = fields.Integer("Deliveries Due", readonly=True, copy=False)
    on_time_count = fields.Integer("Deliveries on Time", readonly=True, copy=False)
    received_value = fields.Monetary(readonly=True, copy=False)
    returned_value = fields.Monetary("Returned or Refused Value", readonly=True, copy=False)
    paid_value = fields.Monetary("Ordered Value", readonly=True, copy=False)
    average_value = fields.Monetary("Value at Average Prices", readonly=True, copy=False,
                                    help="The same goods at the 12-month average price of all suppliers.")
    papers_required = fields.Integer(readonly=True, copy=False)
    papers_valid = fields.Integer(readonly=True, copy=False)
    on_time_rate = fields.Float("On Time %", readonly=True, copy=False, aggregator="avg")
    accepted_rate = fields.Float("Accepted %", readonly=True, copy=False, aggregator="avg")
    price_rate = fields.Float("Price Points", readonly=True, copy=False, aggregator="avg")
    papers_rate = fields.Float("Papers %", readonly=True, copy=False, aggregator="avg")
    score = fields.Float(readonly=True, copy=False, aggregator="avg")
    grade = fields.Selection(GRADES, readonly=True, copy=False)
    weights = fields.Char(readonly=True, copy=False, help="Weights that counted: on time, accepted, price, papers.")

    _period_uniq = models.UniqueIndex("(company_id, partner_id, date_from, date_to)")

    @api.depends("partner_id", "period", "date_from")
    def _compute_display_name(self):
        for record in self:
            record.display_name = f"{record.partner_id.sudo().name} {record._get_period_name()}"

    def _get_period_name(self):
        if self.period == "year":
            return str(self.date_from.year)
        return f"{self.date_from.year}-Q{(self.date_from.month + 2) // 3}"

    # ------------------------------------------------------------------
    # Engine
    # ------------------------------------------------------------------

    @api.model
    def _score(self, files, kind, day, final=False):
        """Score suppliers over the quarter or year in which ``day`` lies; a constant number of queries.

        Final scores stay as they are. Returns the scores.
        """
        scores = self.browse()
        date_from, date_to = supplier_score.period(kind, day)
        for company, own in files.sudo().grouped("company_id").items():
            figures = own._get_score_figures(date_from, date_to)
            scores |= self._write_scores(company, own, kind, (date_from, date_to), figures, final)
        return scores

    @api.model
    def _write_scores(self, company, files, kind, period, figures, final):
        scores_sudo = self.sudo().with_company(company)
        known = {score.partner_id: score for score in scores_sudo.search([
            ("company_id", "=", company.id), ("partner_id", "in", files.partner_id.ids),
            ("date_from", "=", period[0]), ("date_to", "=", period[1])])}
        weights = company._get_score_weights()
        new, result = [], scores_sudo.browse()
        for record in files:
            vals = {**self._prepare_score(figures[record.partner_id.id], weights), "state": "draft"}
            score = known.get(record.partner_id)
            if score:
                result |= score
                if score.state != "final":
                    score._as_engine().write(vals)
            else:
                new.append({**vals, "company_id": company.id, "partner_id": record.partner_id.id,
                            "qualification_id": record.id, "period": kind, "date_from": period[0],
                            "date_to": period[1]})
        result |= scores_sudo._as_engine().create(new)
        if final:
            result.filtered(lambda score: score.state == "draft")._finalise()
        return result.with_env(self.env)

    def _finalise(self):
        self._set_state("final")
        for company, scores in self.grouped("company_id").items():
            self.env["company.ledger.entry"].with_company(company)._append("supplier.score", self.browse(), {
                "period": scores[0]._get_period_name(),
                "scores": [{"supplier": score.partner_id.id, "name": score.partner_id.name, "score": score.score,
                            "grade": score.grade or ""} for score in scores]})

    @api.model
    def _prepare_score(self, figures, weights):
        rates = {
            "on_time": supplier_score.rate(figures["on_time_count"], figures["delivery_count"]),
            "accepted": supplier_score.accepted(figures["received_value"], figures["returned_value"]),
            "price": supplier_score.price(figures["paid_value"], figures["average_value"]),
            "papers": supplier_score.rate(figures["papers_valid"], figures["papers_required"]),
        }
        points = supplier_score.total(rates, weights)
        return {
            **{name: figures[name] for name in FIGURES},
            **{f"{name}_rate": rate or 0.0 for name, rate in rates.items()},
            "score": points or 0.0,
            "grade": supplier_score.grade(points),
            "weights": " / ".join(f"{weights[name]:g}" for name in supplier_score.DIMENSIONS),
            "computed_on": fields.Datetime.now(),
        }

    # ------------------------------------------------------------------
    # Cron
    # ------------------------------------------------------------------

    @api.model
    def _cron_final_scores(self, limit=500):
        """Final scores of the quarter, and of the year, that ended last; may run as often as one likes."""
        today = fields.Date.today()
        for kind in ("quarter", "year"):
            start = supplier_score.period(kind, today)[0]
            day = fields.Date.subtract(start, days=1)
            first, end = supplier_score.period(kind, day)
            done = self.sudo().search([
                ("state", "=", "final"), ("date_from", "=", first), ("date_to", "=", end)]).qualification_id
            files = self.env["company.supplier.qualification"].sudo().search([
                ("supplier_state", "in", ("qualified", "preferred", "suspended")), ("id", "not in", done.ids),
                ("create_date", "<", fields.Datetime.to_datetime(end))], limit=limit, order="id")
            self._score(files, kind, day, final=True)
            self.env["ir.cron"]._commit_progress(len(files))
            if len(files) == limit:
                self.env.ref("company_procurement.ir_cron_supplier_scores")._trigger()
        return True


class CompanySupplierQualification(models.Model):
    _inherit = "company.supplier.qualification"

    score_ids = fields.One2many("company.supplier.score", "qualification_id", "Score Cards", readonly=True, copy=False)
    score_id = fields.Many2one("company.supplier.score", "Last Score Card", compute="_compute_score_id",
                               compute_sudo=True)
    score = fields.Float("Score", compute="_compute_score_id", compute_sudo=True, digits=(5, 1))
    score_grade = fields.Selection(GRADES, "Grade", compute="_compute_score_id", compute_sudo=True)

    @api.depends("score_ids.score", "score_ids.date_to")
    def _compute_score_id(self):
        scores = self.env["company.supplier.score"].search([
            ("qualification_id", "in", self.ids), ("grade", "!=", False)], order="date_to, date_from, id")
        last = {score.qualification_id.id: score for score in scores}
        for record in self:
            score = last.get(record._origin.id, scores.browse())
            record.score_id = score
            record.score = score.score
            record.score_grade = score.grade

    def action_compute_score(self):
        """Bring the score cards of the running quarter and year up to date. Buyers and auditors.

        Returns {file id: score of the year}, 0 where nothing could be measured.
        """
        user = self.env.user
        if not (user.has_group("company_procurement.group_buyer") or user.has_group("company_base.group_auditor")):
            raise AccessError(self.env._("Only buyers and auditors compute the score card."))
        self.check_access("read")
        if not self:
            raise UserError(self.env._("Choose the suppliers first."))
        today = fields.Date.context_today(self)
        self.env["company.supplier.score"]._score(self, "quarter", today)
        scores = self.env["company.supplier.score"]._score(self, "year", today)
        return {str(score.qualification_id.id): score.score for score in scores.sudo()}

    def action_view_scores(self):
        """Open the score cards of the suppliers."""
        action = self.env["ir.actions.act_window"]._for_xml_id("company_procurement.company_supplier_score_action")
        return dict(action, domain=[("qualification_id", "in", self.ids)], context={})

    def action_view_prices(self):
        """Open the prices of the suppliers."""
        return self.partner_id.action_view_price_archive()
