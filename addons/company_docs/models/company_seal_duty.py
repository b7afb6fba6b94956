from odoo import fields, models


class CompanySealDuty(models.Model):
    """Who is on duty on a holiday and takes the seals, so that papers are sealed in time (R7 §一.3)."""

    _name = "company.seal.duty"
    _inherit = ["company.state.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Holiday Duty for Seals"
    _order = "date_from desc"
    _check_company_auto = True

    _transitions = frozenset({
        ("draft", "planned"), ("planned", "draft"), ("planned", "done"), ("draft", "cancelled"),
        ("planned", "cancelled")})
    _client_fields = {"draft": frozenset({
        "company_id", "name", "date_from", "date_until", "leader_id", "second_id", "note"})}

    name = fields.Char("Holiday", required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    date_from = fields.Date("First Day", required=True)
    date_until = fields.Date("Last Day", required=True)
    leader_id = fields.Many2one(
        "hr.employee", "Duty Leader", index=True, check_company=True, tracking=True, ondelete="restrict",
        help="Takes the seals for the holiday (R7 §一.3).")
    second_id = fields.Many2one(
        "hr.employee", "Second Person on Duty", index=True, check_company=True, tracking=True, ondelete="restrict",
        help="Takes what may not be with the leader: finance seal and legal representative's seal are never with "
             "one person.")
    note = fields.Text("Duty Remark")
    handover_ids = fields.One2many("company.seal.handover", "duty_id", "Handovers", readonly=True, copy=False)
    handover_count = fields.Integer("Number of Handovers", compute="_compute_handover_count")
    state = fields.Selection([
        ("draft", "Draft"), ("planned", "Planned"), ("done", "Over"), ("cancelled", "Cancelled"),
    ], required=True, readonly=True, copy=False, default="draft", tracking=True, index=True)

    _once = models.UniqueIndex(
        "(company_id, date_from) WHERE state != 'cancelled'", "This holiday has its duty already.")
    _dates = models.Constraint("CHECK (date_until >= date_from)", "A holiday ends after it begins.")

    def _compute_handover_count(self):
        counts = dict(self.env["company.seal.handover"]._read_group(
            [("duty_id", "in", self.ids)], ["duty_id"], ["__count"]))
        for duty in self:
            duty.handover_count = counts.get(duty, 0)
