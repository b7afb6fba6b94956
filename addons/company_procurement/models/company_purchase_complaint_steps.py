import base64
import binascii

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

from .company_purchase_complaint import LINKS

MAX_FILE = 20 * 1024 * 1024


class CompanyPurchaseComplaint(models.Model):
    """Filing and handling of a complaint."""

    _inherit = "company.purchase.complaint"

    # ------------------------------------------------------------------
    # Filing
    # ------------------------------------------------------------------

    @api.model
    def action_file(self, subject, description, res_model=False, res_id=False, anonymous=False, files=None):
        """File a complaint. Returns its id. Any employee, and suppliers in the portal.

        ``subject``, ``description``: text; ``res_model``/``res_id``: what it is about, one of
        company.purchase.sourcing, purchase.order, res.partner that the user may read; ``anonymous``: only internal
        audit learns who filed it; ``files``: list of {name, content (base64)}, at most 20 MB each.
        """
        user = self.env.user
        if not (user._is_internal() or user._is_portal()):
            raise AccessError(self.env._("Sign in to file a complaint."))
        subject = self._check_complaint_text(subject, self.env._("Name the subject of the complaint."))
        description = self._check_complaint_text(description, self.env._("Describe what happened."))
        values = self._prepare_about(res_model, res_id)
        company = self.env["res.company"].browse(values.pop("company", self.env.company.id))
        engine = self.with_user(SUPERUSER_ID).with_company(company).with_context(
            mail_create_nosubscribe=True, mail_create_nolog=True, tracking_disable=True)
        complaint_sudo = engine._as_engine().create({
            **values, "subject": subject, "description": description, "company_id": company.id,
            "name": engine.env["ir.sequence"].next_by_code(self._name) or "/",
            "anonymous": bool(anonymous), "filed_on": fields.Datetime.now(),
            "complainant_name": self.env._("Anonymous") if anonymous else user.name,
            "complainant_kind": "staff" if user._is_internal() else "supplier",
            "deadline": self.env["company.deadline.mixin"]._compute_due(
                fields.Datetime.now(), company.sudo().purchase_complaint_days or 15, "days", company),
        })
        engine.env["company.purchase.complaint.identity"]._as_engine().create({
            "complaint_id": complaint_sudo.id, "company_id": company.id, "user_id": user.id,
            "partner_id": user.partner_id.id})
        complaint_sudo._keep_files(files or [])
        complaint_sudo._tell_filed()
        return complaint_sudo.id

    @api.model
    def _check_complaint_text(self, text, message):
        text = (text or "").strip() if isinstance(text, str) else ""
        if not text:
            raise UserError(message)
        return text

    @api.model
    def _prepare_about(self, res_model, res_id):
        """The record the complaint is about, which its author must be able to read."""
        if not res_model or not res_id:
            return {}
        if res_model not in LINKS or not isinstance(res_id, int) or isinstance(res_id, bool):
            raise UserError(self.env._("A complaint is about a sourcing case, an order or quote, or a supplier."))
        record = self.env[res_model].browse(res_id).exists()
        record.check_access("read")
        values = {LINKS[res_model]: record.id}
        if res_model == "purchase.order":
            values["sourcing_id"] = record.sudo().sourcing_id.id
        company = record.sudo().company_id
        return {**values, "company": company.id} if company else values

    def _keep_files(self, files):
        for file in files:
            try:
                content = base64.b64decode(file.get("content") or b"", validate=False)
            except (binascii.Error, ValueError, AttributeError) as error:
                raise UserError(self.env._("A file of the complaint can't be read.")) from error
            if not content or len(content) > MAX_FILE:
                raise UserError(self.env._("Files of a complaint are not empty and at most 20 MB."))
            self.env["ir.attachment"].create({
                "name": str(file.get("name") or "file"), "raw": content, "res_model": self._name, "res_id": self.id,
                "company_id": self.company_id.id})

    def _tell_filed(self):
        """Internal audit gets it into its inbox, or the head of the company where nobody holds that role."""
        company = self.company_id
        users = company._get_discipline_users("internal_audit") or company._get_discipline_users("general_manager")
        self.env["company.todo"]._open(
            "purchase.complaint", self, users, self.env._("Complaint %s: name its handler", self.name),
            deadline=self.deadline, company_id=company.id)
        self.env["company.ledger.entry"]._append("purchase.complaint", self, {
            "complaint": self.name, "kind": self.complainant_kind, "anonymous": self.anonymous})

    # ------------------------------------------------------------------
    # Handling
    # ------------------------------------------------------------------

    def _start_complaint_step(self, right, *states):
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._check_state(*states)
        if not self[right]:
            raise UserError(
                self.env._("%(record)s: internal audit or the head of the company takes this step.", record=self.name)
                if right == "can_assign" else
                self.env._("%(record)s: only its handler takes this step.", record=self.name))
        return self.sudo()

    def action_assign(self, handler_id):
        """Name who handles it. Returns True. Internal audit or head of the company; ``handler_id``: id of a user.

        The handler took no part in the case and isn't the complainant (PUR-COMPLAINT).
        """
        complaint_sudo = self._start_complaint_step("can_assign", "new", "handling", "answered")
        handler = self.env["res.users"].sudo().browse(handler_id).exists()
        if not handler or not handler._is_internal() or complaint_sudo.company_id not in handler.company_ids:
            raise UserError(self.env._("%(record)s: name an employee of the company.", record=self.name))
        if handler in self._get_involved_users():
            self.env["company.control"]._enforce("PUR-COMPLAINT", complaint_sudo, self.env._(
                "the handler took part in the matter. Name somebody who did not."), fact=f"handler={handler.id}")
        complaint_sudo._as_engine().write({"handler_id": handler.id})
        if complaint_sudo.state != "handling":
            complaint_sudo._set_state("handling")
        todo_sudo = self.env["company.todo"].sudo()
        todo_sudo._close("purchase.complaint", complaint_sudo)
        todo_sudo._open("purchase.complaint", complaint_sudo, handler,
                        self.env._("Handle complaint %s", complaint_sudo.name), deadline=complaint_sudo.deadline,
                        company_id=complaint_sudo.company_id.id)
        return True

    def action_record(self, findings):
        """Record what was found. Returns True. Its handler; ``findings``: text, kept as written, later ones below."""
        complaint_sudo = self._start_complaint_step("can_handle", "handling")
        findings = self._check_complaint_text(findings, self.env._("Write what you found."))
        stamp = fields.Datetime.to_string(fields.Datetime.context_timestamp(self, fields.Datetime.now()))[:16]
        entry = f"{stamp} {self.env.user.name}: {findings}"
        complaint_sudo._as_engine().write({
            "findings_text": "\n".join(filter(None, (complaint_sudo.findings_text, entry)))})
        return True

    def action_answer(self, answer):
        """Answer the complainant. Returns True. Its handler, after the findings are recorded; ``answer``: text."""
        complaint_sudo = self._start_complaint_step("can_handle", "handling")
        answer = self._check_complaint_text(answer, self.env._("Write the answer to the complainant."))
        if not complaint_sudo.findings_text:
            raise UserError(self.env._("%(record)s: record what you found first.", record=self.name))
        complaint_sudo._as_engine().write({"answer": answer, "answered_on": fields.Datetime.now()})
        complaint_sudo._set_state("answered")
        complaint_sudo._tell_answer()
        return True

    def _tell_answer(self):
        """Staff reads it in the inbox, a supplier in the portal and by mail; neither shows up in the thread."""
        todo = self.env["company.todo"]
        todo._close("purchase.complaint", self)
        user = self.identity_ids.user_id
        if user._is_internal():
            todo._open("purchase.complaint.answer", self, user, self.env._("Your complaint was answered"),
                       company_id=self.company_id.id)
        elif user.partner_id.email:
            self.env["mail.mail"].create({
                "subject": self.env._("Your complaint %s was answered", self.name), "email_to": user.partner_id.email,
                "body_html": self.env._("Please read the answer in the supplier portal: %s",
                                        f"{self.get_base_url()}/my/complaints/{self.id}"),
                "auto_delete": True})

    def action_close(self, note):
        """Close an answered complaint. Returns True. Internal audit or head of the company; ``note``: text."""
        complaint_sudo = self._start_complaint_step("can_assign", "answered")
        note = self._check_complaint_text(note, self.env._("Write a closing note."))
        complaint_sudo._as_engine().write({"close_note": note})
        complaint_sudo._set_state("closed")
        self.env["company.todo"].sudo()._close("purchase.complaint.answer", complaint_sudo)
        return True

    def action_open_violation(self):
        """Open the form of a new violation out of this complaint. Roles of discipline."""
        self.ensure_one()
        self.check_access("read")
        self.env["company.purchase.violation"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Violation"),
            "res_model": "company.purchase.violation",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {
                "default_complaint_id": self.id, "default_fact": self.description,
                "default_sourcing_id": self.sourcing_id.id, "default_order_id": self.order_id.id},
        }

    def action_view_violations(self):
        """Open the violations that came of the complaint."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("company_procurement.company_purchase_violation_action")
        return {**action, "domain": [("complaint_id", "=", self.id)], "context": {"create": False}}
