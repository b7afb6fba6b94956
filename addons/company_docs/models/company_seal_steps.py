from odoo import api, fields, models
from odoo.exceptions import AccessError


class CompanySeal(models.Model):
    """Registration only from an approved carving, loss, and the ways from a seal to its papers."""

    _inherit = "company.seal"

    origin_id = fields.Many2one(
        "company.seal.change", "Approved Carving", readonly=True, copy=False, index="btree_not_null")
    superseded_by_id = fields.Many2one(
        "company.seal", "Superseded by", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    loss_ids = fields.One2many("company.seal.loss", "seal_id", "Loss", readonly=True, copy=False)
    outing_count = fields.Integer("Times Taken out", compute="_compute_paper_counts", compute_sudo=True)
    appointment_count = fields.Integer("Appointments", compute="_compute_paper_counts", compute_sudo=True)
    held_since = fields.Datetime("Held since", compute="_compute_held_since", compute_sudo=True)

    def _compute_paper_counts(self):
        for name, model in (("outing_count", "outing"), ("appointment_count", "appointment")):
            counts = dict(self.env[f"company.seal.{model}"]._read_group(
                [("seal_id", "in", self.ids)], ["seal_id"], ["__count"]))
            for seal in self:
                seal[name] = counts.get(seal, 0)

    @api.depends("holder_id")
    def _compute_held_since(self):
        since = dict(self.env["company.seal.custody"]._read_group(
            [("seal_id", "in", self.ids), ("date_until", "=", False)], ["seal_id"], ["date_from:max"]))
        for seal in self:
            seal.held_since = since.get(seal)

    @api.model_create_multi
    def create(self, vals_list):
        seals = super().create(vals_list)
        for seal in seals.filtered(lambda seal: not seal.origin_id and not seal.company_id.seal_register_open):
            self.env["company.control"]._enforce("SEAL-CARVING", seal, self.env._(
                "a seal comes into the register from an approved carving only (Seals > Carving and Destruction). The "
                "register of existing seals is closed in the settings."), fact="direct")
        return seals

    def _on_custody_moved(self, reason):
        super()._on_custody_moved(reason)
        self.env["company.seal.appointment"]._on_seal_moved(self)

    # ------------------------------------------------------------------
    # Loss
    # ------------------------------------------------------------------

    def action_report_loss(self, circumstances, place="", noticed_on=False):
        """Holder at once, or general office and seal managers: the seal is lost.

        The seal can't be used, handed over or taken out any more; office, legal department and general manager get
        a to-do, the notice is drafted.

        :param circumstances: text, required
        :param place: where, text
        :param noticed_on: naive UTC datetime when it was noticed
        :return: id of company.seal.loss
        """
        self.ensure_one()
        self.check_access("read")
        user = self.env.user
        if not (self.is_holder or user.has_group("company_docs.group_office")
                or user.has_group("company_docs.group_seal_manager")):
            raise AccessError(self.env._(
                "%(seal)s: its holder, the general office or a seal manager reports its loss.", seal=self.display_name))
        text = self._check_text(circumstances, self.env._("Say what happened."))
        self._check_state("in_use", "handed_over", "out")
        seal_sudo = self.sudo()
        seal_sudo._set_state("lost")
        loss = self.env["company.seal.loss"].sudo()._as_engine().create({
            "company_id": seal_sudo.company_id.id, "seal_id": self.id, "holder_id": seal_sudo.holder_id.id,
            "reporter_id": user.id, "reported_on": fields.Datetime.now(), "circumstances": text,
            "place": place if isinstance(place, str) else "",
            "noticed_on": fields.Datetime.to_datetime(noticed_on) or fields.Datetime.now()})
        loss._as_engine().write({"notice": loss._get_notice_text()})
        seal_sudo._on_lost(loss)
        return loss.id

    def _get_lost_way(self):
        loss = self.loss_ids[:1]
        if loss.state == "reported":
            return self.env._(
                "%(seal)s: either its notice of loss is published and its destruction is registered (Seals > Carving "
                "and Destruction), or the general office reports that it came back (%(loss)s, “Seal Came Back”) and it "
                "is handed over.", seal=self.display_name, loss=loss.name or "")
        return self.env._(
            "%(seal)s: it is declared void (%(loss)s); let its destruction be registered (Seals > Carving and "
            "Destruction), which ends the custody.", seal=self.display_name, loss=loss.name or "")

    def _on_lost(self, loss):
        """Everything that waits for the seal stops; those who have to act are told (superuser mode)."""
        self.outing_ids.filtered(lambda outing: outing.state in ("requested", "out"))._lose()
        self.env["company.seal.handover.line"].search([
            ("seal_id", "=", self.id), ("handover_id.state", "in", ("draft", "waiting"))],
        ).handover_id._end("cancelled", self.env._("%(seal)s was reported lost.", seal=self.name))
        appointments = self.env["company.seal.appointment"].search([
            ("seal_id", "=", self.id), ("state", "in", ("open", "agreed"))])
        for appointment in appointments:
            appointment._set_state("cancelled")
            self.env["company.todo"]._close("seal.appointment", appointment)
        uses = self.env["company.seal.use"].search([
            ("line_ids.seal_id", "=", self.id), ("state", "in", ("draft", "submitted", "approved"))])
        for use in uses:
            use._message_log(body=self.env._("%(seal)s was reported lost; nothing is sealed with it any more.",
                                             seal=self.name))
        text = self.env._("%(seal)s was lost while %(holder)s held it.", seal=self.name,
                          holder=loss.holder_id.name)
        self.env["company.control"]._note("SEAL-LOSS", self, text, "lost")
        self._on_violation("SEAL-LOSS", loss.holder_id, text, loss)
        self.env["company.ledger.entry"]._append("seal.lost", self, {
            "report": loss.name, "holder": loss.holder_id.name, "reporter": loss.reporter_id.name})
        roles = self.env["company.role"]
        users = self.env["res.users"].union(*(
            roles._get_users(code, self.company_id) for code in ("general_office", "legal", "general_manager")))
        self.env["company.todo"]._open(
            "seal.loss", loss, users, self.env._("A seal is lost: %(seal)s", seal=self.name))

    # ------------------------------------------------------------------
    # Ways to the papers
    # ------------------------------------------------------------------

    def action_view_outings(self):
        """Open the outings of these seals."""
        return self._open_papers("company_seal_outing_action", [("seal_id", "in", self.ids)])

    def action_view_appointments(self):
        """Open the appointments for these seals."""
        return self._open_papers("company_seal_appointment_action", [("seal_id", "in", self.ids)])
