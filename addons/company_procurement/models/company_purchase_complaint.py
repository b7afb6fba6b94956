from odoo import api, fields, models

STATES = [
    ("new", "Filed"),
    ("handling", "Being Handled"),
    ("answered", "Answered"),
    ("closed", "Closed"),
]
LINKS = {"company.purchase.sourcing": "sourcing_id", "purchase.order": "order_id", "res.partner": "about_partner_id"}


class CompanyPurchaseComplaint(models.Model):
    """A complaint of staff or of a supplier on a case: who handles it, what was found, what was answered (R4 §五.2).

    Filed with ``action_file`` only, in the name of the system: who filed an anonymous one is kept apart and read by
    internal audit alone.
    """

    _name = "company.purchase.complaint"
    _description = "Purchase Complaint"
    _number_prefix = "TS%(year)s%(month)s-"
    _inherit = ["company.state.mixin", "company.deadline.mixin", "company.purchase.confidential.mixin",
                "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _transitions = frozenset({
        ("new", "handling"), ("handling", "answered"), ("answered", "handling"), ("answered", "closed")})
    _initial_state = "new"
    _client_fields = {}
    _client_unlink_states = frozenset()

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one("res.company", required=True, index=True, copy=False,
                                 default=lambda self: self.env.company)
    state = fields.Selection(STATES, default="new", required=True, index=True, copy=False)
    subject = fields.Char(required=True, readonly=True, copy=False)
    description = fields.Text(required=True, readonly=True, copy=False)
    anonymous = fields.Boolean(readonly=True, copy=False, help="Only internal audit learns who filed it.")
    complainant_name = fields.Char("Filed By", readonly=True, copy=False)
    complainant_kind = fields.Selection([("staff", "Staff"), ("supplier", "Supplier")], readonly=True, copy=False)
    identity_ids = fields.One2many("company.purchase.complaint.identity", "complaint_id", "Complainant", copy=False,
                                   groups="company_base.group_auditor")
    filed_on = fields.Datetime(readonly=True, copy=False)
    sourcing_id = fields.Many2one("company.purchase.sourcing", "Sourcing Case", readonly=True, copy=False,
                                  index="btree_not_null", check_company=True, ondelete="restrict")
    order_id = fields.Many2one("purchase.order", "Order or Quote", readonly=True, copy=False, index="btree_not_null",
                               check_company=True, ondelete="restrict")
    about_partner_id = fields.Many2one("res.partner", "About the Supplier", readonly=True, copy=False,
                                       index="btree_not_null", ondelete="restrict")
    handler_id = fields.Many2one("res.users", readonly=True, copy=False, index="btree_not_null", check_company=True)
    findings_text = fields.Text("What Was Found", readonly=True, copy=False)
    answer = fields.Text("Answer to the Complainant", readonly=True, copy=False)
    answered_on = fields.Datetime(readonly=True, copy=False)
    close_note = fields.Text("Closing Note", readonly=True, copy=False)
    violation_ids = fields.One2many("company.purchase.violation", "complaint_id", "Violations")
    violation_count = fields.Integer(compute="_compute_violation_count")
    can_assign = fields.Boolean(compute="_compute_can_steps")
    can_handle = fields.Boolean(compute="_compute_can_steps")

    _name_company_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "The number of a complaint is given once per company.")

    @api.depends("name", "subject")
    def _compute_display_name(self):
        """The number alone: links and to-dos tell nothing of the matter."""
        for complaint in self:
            complaint.display_name = complaint.name

    @api.depends("violation_ids")
    def _compute_violation_count(self):
        counts = dict(self.env["company.purchase.violation"]._read_group(
            [("complaint_id", "in", self.ids)], ["complaint_id"], ["__count"]))
        for complaint in self:
            complaint.violation_count = counts.get(complaint, 0)

    @api.depends_context("uid")
    @api.depends("state", "handler_id", "company_id")
    def _compute_can_steps(self):
        user = self.env.user
        for complaint in self:
            leads = user in complaint.company_id._get_discipline_users("internal_audit", "general_manager")
            complaint.can_assign = leads and complaint.state in ("new", "handling", "answered")
            complaint.can_handle = complaint.handler_id == user and complaint.state == "handling"

    # ------------------------------------------------------------------
    # Who is involved
    # ------------------------------------------------------------------

    def _get_involved_users(self):
        """Everybody who took part in the case or order, and the complainant: none of them handles the complaint."""
        self.ensure_one()
        complaint_sudo = self.sudo()
        order = complaint_sudo.order_id
        case = complaint_sudo.sourcing_id | order.sourcing_id
        return (case.buyer_id | case.requester_ids | case.price_checked_by_id | case.approval_id.participant_ids
                | order.user_id | complaint_sudo.identity_ids.user_id)
