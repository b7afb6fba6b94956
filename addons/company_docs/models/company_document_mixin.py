from odoo import api, fields, models

SECRECY = [
    ("public", "Public"), ("internal", "Internal"), ("secret", "Secret"), ("confidential", "Confidential"),
    ("top_secret", "Top Secret")]
SECRECY_LEVELS = {key: level for level, (key, _label) in enumerate(SECRECY)}
CLASSIFIED = SECRECY_LEVELS["secret"]
URGENCY = [("normal", "Normal"), ("urgent", "Urgent"), ("extra_urgent", "Extra Urgent")]


class CompanyDocumentMixin(models.AbstractModel):
    """What incoming and outgoing documents share: kind, title, secrecy, urgency, readers and files (R6 §5.1–5.4).

    Who may know a document stands in ``reader_ids``, and code of the process adds them by ``_add_readers``. Below
    “secret” the general office, archivists and auditors read beside them; from “secret” on only readers with
    sufficient clearance do (``is_cleared``).
    """

    _name = "company.document.mixin"
    _description = "Official Document"
    _inherit = [
        "company.document.cleared.mixin", "company.state.mixin", "company.number.mixin", "mail.thread",
        "mail.activity.mixin"]

    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True, default=lambda self: self.env.company)
    title = fields.Char(required=True, tracking=True)
    kind_id = fields.Many2one("company.document.kind", "Document Kind", index=True, tracking=True)
    secrecy = fields.Selection(
        SECRECY, required=True, default=lambda self: self.env.company.document_default_secrecy or "internal",
        tracking=True, help="Class (R6 §5.4). From “secret” on only named readers with clearance see the document.")
    secrecy_level = fields.Integer(
        compute="_compute_secrecy_level", store=True, index=True, aggregator=None, help="0 public … 4 top secret.")
    secrecy_years = fields.Integer(
        "Secrecy Term (Years)", aggregator=None, help="Printed beside the class, e.g. 秘密★10年.")
    declassify_on = fields.Date(
        "Declassification Date", compute="_compute_declassify_on", store=True, index=True,
        help="End of the secrecy term. On this day the system proposes to lift the class; a person confirms it.")
    urgency = fields.Selection(URGENCY, required=True, default="normal", tracking=True)
    copy_count = fields.Integer("Copies", default=1)
    page_count = fields.Integer("Pages")
    reader_ids = fields.Many2many(
        "res.users", string="Readers", copy=False, readonly=True,
        default=lambda self: [] if self.env.user._is_superuser() else self.env.user.ids,
        help="Everybody who needs to know this document.")
    file_ids = fields.Many2many("ir.attachment", string="Files", copy=False)

    @api.depends("secrecy")
    def _compute_secrecy_level(self):
        for document in self:
            document.secrecy_level = SECRECY_LEVELS.get(document.secrecy, 0)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if SECRECY_LEVELS.get(vals.get("secrecy"), 0) >= CLASSIFIED:
                self.new({"secrecy": vals["secrecy"]})._check_own_clearance()
        documents = super().create(vals_list)
        documents._bind_files()
        return documents

    def write(self, vals):
        result = super().write(vals)
        if "secrecy" in vals:
            self._check_own_clearance()
            self._raise_seal_uses()
        if vals.keys() & {"file_ids", "secrecy"}:
            self._bind_files()
        return result

    def _bind_files(self):
        """Files of a document are its own, with its access rules.

        Files uploaded before it was saved are bound to it; a file that hangs on another record, whose rules may be
        wider, is replaced by a copy.
        """
        for document in self:
            loose = document.file_ids.filtered(
                lambda file, d=document: not file.res_id and file.create_uid.id == self.env.uid
                and (not file.res_model or file.res_model == d._name))
            loose.write({"res_model": document._name, "res_id": document.id})
            document._own_foreign_files()

    def _own_foreign_files(self):
        self.ensure_one()
        foreign = self.sudo().file_ids.filtered(
            lambda file: (file.res_model, file.res_id) != (self._name, self.id)).sudo(self.env.su)
        if not foreign:
            return
        foreign.check_access("read")
        commands = []
        for file in foreign:
            own_sudo = file.sudo().copy({
                "res_model": self._name, "res_id": self.id, "res_field": False, "public": False, "access_token": False})
            commands += [fields.Command.unlink(file.id), fields.Command.link(own_sudo.id)]
        self._as_engine().write({"file_ids": commands})

    def _add_readers(self, users):
        """Let these users know the document from now on; ``users`` is a recordset of res.users.

        Private: the caller has checked that the step it carries out may widen the circle. Readers are only added,
        what somebody was told can't be taken back. From “secret” on everybody needs the clearance for it.

        :raise ControlError: DOC-CLEARANCE, naming those without sufficient clearance (R6 §5.4)
        """
        for document in self.sudo():
            added = users - document.reader_ids
            if added:
                document.with_env(self.env)._check_clearance(added)
                document._as_engine().write({"reader_ids": [fields.Command.link(user.id) for user in added]})
        return True
