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
    sufficient clearance do.
    """

    _name = "company.document.mixin"
    _description = "Official Document"
    _inherit = ["company.state.mixin", "company.number.mixin", "mail.thread", "mail.activity.mixin"]

    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True, default=lambda self: self.env.company)
    title = fields.Char(required=True, tracking=True)
    kind_id = fields.Many2one("company.document.kind", "Kind", index=True, tracking=True)
    secrecy = fields.Selection(SECRECY, required=True, default="internal", tracking=True, help="Class (R6 §5.4).")
    secrecy_level = fields.Integer(
        compute="_compute_secrecy_level", store=True, index=True, help="0 public … 4 top secret.")
    secrecy_years = fields.Integer("Secrecy Term (Years)", help="Printed beside the class, e.g. 秘密★10年.")
    urgency = fields.Selection(URGENCY, required=True, default="normal", tracking=True)
    copy_count = fields.Integer("Copies", default=1)
    page_count = fields.Integer("Pages")
    reader_ids = fields.Many2many(
        "res.users", string="Readers", copy=False, readonly=True, help="Everybody who needs to know this document.")
    file_ids = fields.Many2many("ir.attachment", string="Files", copy=False)

    @api.depends("secrecy")
    def _compute_secrecy_level(self):
        for document in self:
            document.secrecy_level = SECRECY_LEVELS.get(document.secrecy, 0)

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._bind_files()
        return documents

    def write(self, vals):
        result = super().write(vals)
        if "file_ids" in vals:
            self._bind_files()
        return result

    def _bind_files(self):
        """Files uploaded before the document was saved belong to it from now on, with its access rules."""
        for document in self:
            loose = document.file_ids.filtered(
                lambda file, d=document: not file.res_id and file.create_uid.id == self.env.uid
                and (not file.res_model or file.res_model == d._name))
            loose.write({"res_model": document._name, "res_id": document.id})

    def _add_readers(self, users):
        """Let these users know the document from now on; ``users`` is a recordset of res.users.

        Private: the caller has checked that the step it carries out may widen the circle. Readers are only added,
        what somebody was told can't be taken back.
        """
        for document in self.sudo():
            added = users - document.reader_ids
            if added:
                document._as_engine().write({"reader_ids": [fields.Command.link(user.id) for user in added]})
        return True

    def _get_masked_name(self):
        """Name for to-dos, mails and lists: from “secret” on it says no more than class and number."""
        self.ensure_one()
        if self.secrecy_level < CLASSIFIED:
            return self.display_name
        label = dict(self._fields["secrecy"]._description_selection(self.env))[self.secrecy]
        return self.env._("%(secrecy)s document #%(id)s", secrecy=label, id=self.id)
