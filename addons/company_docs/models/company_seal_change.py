from odoo import api, fields, models

from .company_seal import SEAL_TYPES

CARVE = frozenset({
    "company_id", "change_type", "reason", "seal_name", "seal_type", "entity_name", "keeper_id", "old_seal_id",
    "carving_unit", "design_ids", "department_id"})
DESTROY = frozenset({"seal_id", "method", "witness1_id", "witness2_id"})

FILES = frozenset({"design_ids", "filing_ids", "cut_ids"})
SIGNED = frozenset({"witness1_id", "witness2_id", "cut_ids", "destroyed_on"})


class CompanySealChange(models.Model):
    """Application to carve a new seal or to destroy one; both need the leaders' approval (R11 §三.2)."""

    _name = "company.seal.change"
    _inherit = [
        "company.number.mixin", "company.approval.mixin", "company.state.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Carving or Destruction of a Seal"
    _order = "id desc"
    _check_company_auto = True

    _number_prefix = "KZ%(year)s-"
    _transitions = frozenset({
        ("draft", "submitted"), ("submitted", "draft"), ("submitted", "approved"), ("draft", "approved"),
        ("submitted", "refused"), ("approved", "done"), ("approved", "submitted"),
        ("draft", "cancelled"), ("approved", "cancelled")})
    _client_fields = {
        "draft": CARVE | DESTROY,
        "approved": frozenset({
            "police_number", "carved_on", "filing_ids", "image", "place", "cabinet", "cut_ids", "witness1_id",
            "witness2_id", "destroyed_on"}),
    }
    _client_unlink_states = frozenset({"draft"})

    name = fields.Char("Application Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    change_type = fields.Selection(
        [("carve", "Carve a New Seal"), ("destroy", "Destroy a Seal")], "Application for", required=True,
        default="carve", tracking=True)
    requester_id = fields.Many2one(
        "res.users", "Applicant", required=True, readonly=True, index=True, copy=False,
        default=lambda self: self.env.user)
    department_id = fields.Many2one(
        "hr.department", "Department", index=True, check_company=True,
        default=lambda self: self.env.user.employee_id.department_id)
    reason = fields.Text("Reason for Carving or Destruction", required=True)
    state = fields.Selection([
        ("draft", "Draft"), ("submitted", "In Approval"), ("approved", "Approved"), ("done", "Carried out"),
        ("refused", "Turned Down"), ("cancelled", "Cancelled"),
    ], required=True, readonly=True, copy=False, default="draft", tracking=True, index=True)
    # carving
    seal_name = fields.Char("Name of the New Seal")
    seal_type = fields.Selection(SEAL_TYPES, "Seal Type", default="official")
    entity_name = fields.Char("Text to be Carved", help="Exactly the registered name.")
    keeper_id = fields.Many2one("hr.employee", "Future Keeper", index="btree_not_null", check_company=True)
    old_seal_id = fields.Many2one(
        "company.seal", "Seal that it Replaces", index="btree_not_null", check_company=True,
        help="A worn, lost or renamed seal; it is superseded by the new one.")
    carving_unit = fields.Char("Carving Unit", help="Licensed unit that carves it.")
    design_ids = fields.Many2many(
        "ir.attachment", "company_seal_change_design_rel", string="Design", help="Picture or drawing of the seal.")
    police_number = fields.Char("Police Filing Number", copy=False, tracking=True)
    filing_ids = fields.Many2many(
        "ir.attachment", "company_seal_change_filing_rel", string="Filing Papers", copy=False)
    carved_on = fields.Date("Carved on", copy=False)
    image = fields.Binary(
        "Picture of the New Seal", copy=False, attachment=True, groups="company_docs.group_seal_manager")
    place = fields.Char("Storage Place", copy=False)
    cabinet = fields.Char("Locked Cabinet", copy=False)
    new_seal_id = fields.Many2one("company.seal", "New Seal", readonly=True, copy=False, index="btree_not_null")
    # destruction
    seal_id = fields.Many2one("company.seal", "Seal to Destroy", index="btree_not_null", check_company=True)
    method = fields.Char("Way of Destruction", help="For example cut to pieces at the police station.")
    witness1_id = fields.Many2one("hr.employee", "First Witness", index="btree_not_null", check_company=True)
    witness2_id = fields.Many2one("hr.employee", "Second Witness", index="btree_not_null", check_company=True)
    witness1_user_id = fields.Many2one(
        related="witness1_id.user_id", string="User of the First Witness", store=True, index=True)
    witness2_user_id = fields.Many2one(
        related="witness2_id.user_id", string="User of the Second Witness", store=True, index=True)
    witnessed1_on = fields.Datetime("First Witness Signed on", readonly=True, copy=False)
    witnessed2_on = fields.Datetime("Second Witness Signed on", readonly=True, copy=False)
    cut_ids = fields.Many2many(
        "ir.attachment", "company_seal_change_cut_rel", string="Pictures of the Cut Seal", copy=False)
    destroyed_on = fields.Date("Destroyed on", copy=False)
    can_witness = fields.Boolean(compute="_compute_can_witness")

    _witnesses_differ = models.Constraint(
        "CHECK (witness1_id IS NULL OR witness2_id IS NULL OR witness1_id <> witness2_id)",
        "Two different people witness the destruction of a seal.")

    @api.depends("state", "witness1_user_id", "witness2_user_id", "witnessed1_on", "witnessed2_on", "change_type")
    @api.depends_context("uid")
    def _compute_can_witness(self):
        for change in self:
            change.can_witness = bool(change.sudo()._get_witness_field())

    def _get_witness_field(self):
        """Field that the current user's signature as witness goes to, or False."""
        if self.state == "approved" and self.change_type == "destroy":
            for number in ("1", "2"):
                if self[f"witness{number}_user_id"] == self.env.user and not self[f"witnessed{number}_on"]:
                    return f"witnessed{number}_on"
        return False

    @api.depends("name", "change_type", "seal_name", "seal_id")
    def _compute_display_name(self):
        for change in self:
            seal = change.seal_name if change.change_type == "carve" else change.seal_id.sudo().name
            change.display_name = " ".join(filter(None, (change.name, seal)))

    @api.model_create_multi
    def create(self, vals_list):
        changes = super().create(vals_list)
        changes._bind_files()
        return changes

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & FILES:
            self._bind_files()
        return result

    def _bind_files(self):
        """Files that their uploader has just brought belong to the application, with its rights."""
        for change in self:
            files = change.sudo().design_ids | change.sudo().filing_ids | change.sudo().cut_ids
            loose = files.filtered(lambda file: not file.res_id and file.create_uid.id == self.env.uid
                                   and (not file.res_model or file.res_model == self._name))
            loose.write({"res_model": self._name, "res_id": change.id})

    def _get_client_fields(self):
        """A witness who signed is not replaced; what was signed stays as it was."""
        names = super()._get_client_fields()
        return names - SIGNED if self.witnessed1_on or self.witnessed2_on else names
