from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import seal_use as engine


class CompanySealTargetMixin(models.AbstractModel):
    """A document of the system that a leader approved and that gets a seal in one step (R7 §二, §三.2).

    A model says in ``_get_seal_refusal`` who may ask for the seal and when; ``_on_sealed(use)`` hears of its use.
    """

    _name = "company.seal.target.mixin"
    _description = "Document under a Seal"

    seal_use_count = fields.Integer("Seal Uses", compute="_compute_seal_use", compute_sudo=True)
    seal_waiting_for = fields.Char("Waits for the Seal with", compute="_compute_seal_use", compute_sudo=True)
    can_seal = fields.Boolean(compute="_compute_can_seal")

    def _compute_seal_use(self):
        uses = self.env["company.seal.use"].search([
            ("target", "in", [f"{self._name},{document.id}" for document in self])])
        for document in self:
            own = uses.filtered(lambda use, d=document: use.target == d)
            document.seal_use_count = len(own)
            document.seal_waiting_for = "、".join(
                own.filtered(lambda use: use.state == "approved").line_ids.filtered("copies_left")
                .seal_id.holder_id.mapped("name")) or False

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_seal(self):
        for document in self:
            document.can_seal = bool(document.id) and not document._get_seal_refusal() \
                and not document.seal_waiting_for

    def _get_seal_refusal(self):
        """Why the user can't have this document sealed now, or False."""
        raise NotImplementedError

    def _read_seal(self, seal_id):
        """The seal that a client names (readable by him), or an empty record."""
        seal = self.env["company.seal"].browse(
            seal_id if isinstance(seal_id, int) and not isinstance(seal_id, bool) else ()).exists()
        seal.check_access("read")
        return seal

    def _check_seal_copies(self, copies):
        """``copies`` as a client gives it: a number from 1 on, or UserError."""
        if engine.copies_problem(copies, copies if isinstance(copies, int) else 0, 0):
            raise UserError(self.env._("%(document)s: say how many copies are sealed.", document=self.display_name))
        return copies

    def _ask_for_seal(self, seal, copies, files, **values):
        """The application for one seal of this document; used at once where the user holds it himself."""
        self.ensure_one()
        document = self.sudo()
        use = self.env["company.seal.use"]._apply_for(
            self, seal, copies, document._get_seal_purpose(), files, receiver=document._get_seal_receiver(), **values)
        self.invalidate_recordset(["seal_use_count", "seal_waiting_for", "can_seal"])
        if seal.sudo().holder_user_id == self.env.user:
            use.action_use(copies, seal.id)
        return use

    def _get_seal_purpose(self):
        return self.display_name

    def _get_seal_receiver(self):
        return False

    def action_view_seal_uses(self):
        """Open the seal use applications of this document; the reader's rights count."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "name": self.env._("Seal Uses"), "res_model": "company.seal.use",
                "view_mode": "list,form", "views": [(False, "list"), (False, "form")],
                "domain": [("target", "=", f"{self._name},{self.id}")], "context": {"create": False}}
