from odoo import api, fields, models
from odoo.exceptions import AccessError

SEAL_TYPES = [
    ("official", "Official Seal"), ("finance", "Special Seal for Finance"),
    ("legal_rep", "Name Seal of the Legal Representative"), ("accounting", "Name Seal of the Accountant"),
    ("contract", "Special Seal for Contracts"), ("other", "Other Seal")]
USABLE = frozenset({"in_use", "handed_over"})
KEPT = frozenset({"name", "place", "cabinet", "note", "image", "sequence"})


class CompanySeal(models.Model):
    """A seal of the company: what it says, who keeps it, where, and every hand it went through (R11 §一)."""

    _name = "company.seal"
    _inherit = ["company.custody.mixin", "company.number.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Seal"
    _order = "company_id, sequence, code"
    _check_company_auto = True

    _custody_model = "company.seal.custody"
    _number_field = "code"
    _number_prefix = "YZ-"
    _number_padding = 3
    _initial_state = "in_use"
    _transitions = frozenset({
        ("in_use", "handed_over"), ("handed_over", "in_use"),
        ("in_use", "out"), ("handed_over", "out"), ("out", "in_use"), ("out", "handed_over"),
        ("in_use", "lost"), ("handed_over", "lost"), ("out", "lost"),
        ("in_use", "destroyed"), ("handed_over", "destroyed"), ("lost", "destroyed"),
        ("lost", "in_use"), ("lost", "handed_over"),     # it came back, two signed
    })
    _client_fields = {"in_use": KEPT, "handed_over": KEPT, "out": frozenset({"note"})}
    _client_create_only = frozenset({
        "company_id", "code", "seal_type", "entity_name", "holder_id", "keeper_id", "registered_on", "police_number"})
    _client_unlink_states = frozenset()

    company_id = fields.Many2one(
        "res.company", required=True, index=True, copy=False, default=lambda self: self.env.company)
    code = fields.Char("Seal Number", required=True, readonly=True, copy=False, default="/", index=True)
    name = fields.Char("Seal", required=True, copy=False, tracking=True)
    sequence = fields.Integer(default=10, copy=False)
    seal_type = fields.Selection(SEAL_TYPES, "Seal Type", required=True, copy=False, default="official", tracking=True)
    entity_name = fields.Char(
        "Text on the Seal", required=True, copy=False, tracking=True,
        help="The name that the seal shows. It must be the name under the paper; otherwise its use is refused "
             "(R11 §一.8).")
    state = fields.Selection([
        ("in_use", "In Use"), ("handed_over", "With a Deputy"), ("out", "Taken out"), ("lost", "Lost"),
        ("destroyed", "Destroyed"),
    ], required=True, readonly=True, copy=False, default="in_use", tracking=True, index=True)
    place = fields.Char("Storage Place", copy=False, help="Office and room where it is kept (R7 §一.1).")
    cabinet = fields.Char("Locked Cabinet", copy=False, help="Cabinet or safe of its own (R7 §一.1).")
    police_number = fields.Char("Police Filing Number", copy=False)
    registered_on = fields.Date("In Use since", copy=False, default=fields.Date.context_today)
    note = fields.Text("Remark", copy=False)
    impression_ids = fields.One2many("company.seal.impression", "seal_id", "Impression", readonly=True, copy=False)
    image = fields.Binary(
        "Impression Picture", compute="_compute_image", inverse="_inverse_image", copy=False,
        help="Print of the seal; only its holder and seal managers see it.")
    custody_ids = fields.One2many(
        "company.seal.custody", "seal_id", "Chain of Custody", readonly=True, copy=False)

    _code_unique = models.UniqueIndex(
        "(company_id, code) WHERE code != '/'", "A seal with this number exists already.")
    _holder_needed = models.Constraint(
        "CHECK (state = 'destroyed' OR holder_id IS NOT NULL)", "Only a destroyed seal has no holder.")

    # ------------------------------------------------------------------
    # Picture of the print
    # ------------------------------------------------------------------

    def _can_see_image(self):
        self.ensure_one()
        return self.env.su or self.env.user.has_group("company_docs.group_seal_manager") or self.is_holder

    @api.depends("impression_ids.image", "holder_user_id")
    @api.depends_context("uid", "bin_size")
    def _compute_image(self):
        for seal in self:
            impression_sudo = seal.sudo().impression_ids[:1] if seal._can_see_image() else None
            seal.image = impression_sudo.with_context(self.env.context).image if impression_sudo else False

    def _inverse_image(self):
        if not self.env.su and not self.env.user.has_group("company_docs.group_seal_manager"):
            raise AccessError(self.env._("Only a seal manager sets the picture of a seal."))
        for seal in self:
            impression_sudo = seal.sudo().impression_ids[:1]
            if not seal.image:
                impression_sudo.unlink()
            elif impression_sudo:
                impression_sudo.image = seal.image
            else:
                self.env["company.seal.impression"].sudo().create({"seal_id": seal.id, "image": seal.image})

    # ------------------------------------------------------------------
    # Custody
    # ------------------------------------------------------------------

    def _get_client_create_fields(self, vals):
        return super()._get_client_create_fields(vals) | self._client_create_only

    def _on_custody_moved(self, reason):
        super()._on_custody_moved(reason)
        target = "in_use" if self.holder_id == self.keeper_id else "handed_over"
        if self.state in USABLE and self.state != target:
            self._set_state(target)
