from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

UNITS = {"extra_urgent": "document_days_extra_urgent", "urgent": "document_days_urgent",
         "normal": "document_days_normal"}


class CompanyDocumentIncoming(models.Model):
    """Receiving and registering: validity, scan, number, term; refusal; several files at once (R6 §5.8.1)."""

    _inherit = "company.document.incoming"

    duplicate_id = fields.Many2one(
        "company.document.incoming", "Received Before", compute="_compute_duplicate_id",
        help="Document with the same sender and number, or with the same file.")

    @api.depends("source_number", "source_name", "source_partner_id", "file_ids")
    def _compute_duplicate_id(self):
        for document in self:
            document.duplicate_id = document._find_duplicate() if document.state == "draft" else False

    def _find_duplicate(self):
        """The first document with the same sender and number or the same file, among those the user may read."""
        self.ensure_one()
        domain = Domain.FALSE
        number = (self.source_number or "").strip()
        if number and self.source_partner_id:
            domain |= Domain("source_number", "=", number) & Domain(
                "source_partner_id", "=", self.source_partner_id.id)
        if number and self.source_name:
            domain |= Domain("source_number", "=", number) & Domain("source_name", "=", self.source_name)
        digests = [file.checksum for file in self.sudo().file_ids if file.checksum and file.file_size]
        if digests:
            files_sudo = self.env["ir.attachment"].sudo().search([
                ("checksum", "in", digests), ("res_model", "=", self._name), ("res_id", "!=", self._origin.id or 0)])
            domain |= Domain("id", "in", files_sudo.mapped("res_id"))
        if domain.is_false():
            return self.browse()
        company = self.company_id or self.env.company
        return self.search(
            domain & Domain("id", "!=", self._origin.id or 0) & Domain("company_id", "=", company.id),
            order="id", limit=1)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    @api.model
    def action_create_drafts(self, attachment_ids):
        """Make a draft of each uploaded file, for the office to register (R6 §5.8.1.1: copy and electronic version).

        :param attachment_ids: ids of attachments that the user has just uploaded and that belong to nothing yet
        :return: ids of the drafts
        """
        self.check_access("create")
        if not isinstance(attachment_ids, (list, tuple)) or not all(type(key) is int for key in attachment_ids):
            raise UserError(self.env._("The files must be given as a list of ids."))
        files = self.env["ir.attachment"].browse(attachment_ids).exists()
        files.check_access("read")
        loose = files.sudo().filtered(lambda file: not file.res_id and file.create_uid.id == self.env.uid)
        if not files or len(loose) != len(set(attachment_ids)):
            raise UserError(self.env._("Only files that you have just uploaded yourself can become documents."))
        return self._as_engine().create([{
            "title": file.name.rsplit(".", 1)[0] or file.name, "medium": "upload",
            "file_ids": [fields.Command.link(file.id)], "company_id": self.env.company.id,
        } for file in files]).ids

    def action_register(self):
        """Register and number documents; their term starts with the receipt (R6 §5.8.1.1, §5.8.1.2, §5.8.2).

        :return: True
        :raise ControlError: DOC-IN-VALID unsigned or unsealed, DOC-IN-SCAN no scan, DOC-IN-DUPLICATE known already
        """
        self._check_step("register")
        self._raise_refusals({document.id: document._get_missing_data() for document in self})
        for document in self:
            document._check_validity()
            document._check_scan()
            document._check_duplicate()
        self._number()
        self.sudo()._set_state("registered")
        self._keep_opinion("register", False)
        self._close_steps("register")
        for document in self:
            document._open_step("propose", document._get_office_users())
        return True

    def action_refuse(self, reason):
        """Refuse a paper, e.g. because it is unsigned or unsealed; it stays in the register (R6 §5.8.1.1).

        :param reason: why, not empty
        :return: True
        """
        self._check_step("refuse")
        reason = self._check_text(reason, self.env._("Say why the document is refused."))
        self._number()
        self.sudo()._set_state("refused")
        self.sudo()._as_engine().write({"refusal_reason": reason, "deadline": False})
        self._keep_opinion("refuse", reason)
        self._close_steps("register", "propose")
        return True

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _get_missing_data(self):
        wanted = {"title": self.title, "kind_id": self.kind_id, "source_name": self.source_name,
                  "received_on": self.received_on}
        missing = [self._fields[name]._description_string(self.env) for name, value in wanted.items() if not value]
        if missing:
            return self.env._("fill in %(fields)s before the registration", fields=", ".join(missing))
        return self.received_on > fields.Datetime.now() and self.env._("it can't be received in the future")

    def _check_validity(self):
        """DOC-IN-VALID: papers without signature or seal are invalid and not handled."""
        missing = [label for value, label in (
            (self.is_signed, self.env._("the signature of the head")), (self.is_sealed, self.env._("the seal")),
        ) if not value]
        if missing:
            self.env["company.control"]._enforce(
                "DOC-IN-VALID", self, self.env._(
                    "%(missing)s of the sending unit is missing; such a paper is invalid. Refuse it with the reason "
                    "and ask for a valid one.", missing=self.env._(" and ").join(missing)),
                fact=f"signed={bool(self.is_signed)} sealed={bool(self.is_sealed)}")

    def _check_scan(self):
        """DOC-IN-SCAN: the electronic version goes with the paper."""
        if not self.sudo().file_ids:
            self.env["company.control"]._enforce(
                "DOC-IN-SCAN", self, self.env._("no file is attached; upload the scan or the electronic version."))

    def _check_duplicate(self):
        """DOC-IN-DUPLICATE: one paper, one number."""
        known = self._find_duplicate()
        if known:
            self.env["company.control"]._enforce(
                "DOC-IN-DUPLICATE", self, self.env._(
                    "it seems to be %(other)s, received on %(date)s; compare before you go on.",
                    other=known._get_masked_name(), date=fields.Date.to_string(known.received_on)),
                fact=str(known.id))

    def _number(self):
        """Number and term of documents that have none yet."""
        for document in self.filtered(lambda document: not document.name):
            sequence_sudo = self.env["ir.sequence"].sudo().with_company(document.company_id)
            document.sudo()._as_engine().write({
                "name": sequence_sudo.next_by_code(self._name),
                "deadline": document._get_term(document.received_on),
                "received_by_id": document.received_by_id.id or self.env.uid,
            })

    def _get_term(self, start):
        """End of the term by urgency, in working days from ``start`` (R6 §5.8.2); naive UTC."""
        self.ensure_one()
        days = self.company_id.sudo()[UNITS[self.urgency]]
        return self._compute_due(start, days, "days", self.company_id)
