from odoo import api, fields, models

OFFICE = "company_docs.group_office"
SIGNER_ROLES = ("chairman", "general_manager")
URGENT_FACTORS = {"urgent": 0.5, "extra_urgent": 0.25}


class CompanyDocumentOutgoing(models.Model):
    """From draft to issue: department head, general office, countersign, chairman or general manager (R6 §5.9.1)."""

    _inherit = "company.document.outgoing"

    countersigner_ids = fields.Many2many(
        "res.users", string="Countersigners", compute="_compute_countersigner_ids", compute_sudo=True,
        help="The named leaders and the heads of the named departments.")
    needs_countersign = fields.Boolean(compute="_compute_countersigner_ids", compute_sudo=True)

    @api.depends("countersign_user_ids", "countersign_department_ids.manager_id.user_id")
    def _compute_countersigner_ids(self):
        for document in self:
            users = document.countersign_user_ids | document.countersign_department_ids.manager_id.user_id
            document.countersigner_ids = users
            document.needs_countersign = bool(users)

    # ------------------------------------------------------------------
    # Facts
    # ------------------------------------------------------------------

    def _approval_requester(self):
        return self.drafter_id

    def _approval_category(self):
        return self.kind_id.code or ""

    def _approval_subject(self):
        return self.env._("Outgoing: %s", self._get_masked_name())

    def _get_deadline_factor(self):
        return URGENT_FACTORS.get(self.urgency, 1.0)

    # ------------------------------------------------------------------
    # Refusals
    # ------------------------------------------------------------------

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for document in self.sudo():
            if not refusals.get(document.id):
                refusals[document.id] = document._get_submit_problem()
        return refusals

    def _get_submit_problem(self):
        """What is missing on one draft, or False."""
        self.ensure_one()
        if self.state != "draft":
            return self.env._("it is “%s”, only a draft is submitted", self._get_state_label())
        missing = [self._fields[name]._description_string(self.env) for name in (
            "kind_id", "issuer_id", "department_id", "signer_id") if not self[name]]
        if not self._has_body():
            missing.append(self._fields["body"]._description_string(self.env))
        if not self._has_recipient():
            missing.append(self._fields["main_text"]._description_string(self.env))
        if missing:
            return self.env._("fill in first: %s (R6 §5.9.2.2)", ", ".join(missing))
        headless = self.countersign_department_ids.filtered(lambda department: not department.manager_id.user_id)
        if headless:
            return self.env._("no head of %s can countersign; name a leader instead or let the head be set",
                              ", ".join(headless.mapped("name")))
        return False

    def _has_body(self):
        return bool((self._get_plain_body() or "").strip())

    def _has_recipient(self):
        return bool(not self.kind_id.main_required or self.main_unit_ids or self.main_department_ids
                    or self.addressee_id or self.main_text)

    def _check_signer(self):
        """Chairman or general manager issues (R6 §5.9.1)."""
        roles = self.env["company.role"]
        for document in self.sudo():
            holders = roles._get_holders(SIGNER_ROLES[0], document.company_id)
            holders |= roles._get_holders(SIGNER_ROLES[1], document.company_id)
            if document.signer_id not in holders:
                self.env["company.control"]._enforce("DOC-ISSUE", document.sudo(False), self.env._(
                    "%(signer)s is neither chairman nor general manager. Choose who issues it: %(holders)s",
                    signer=document.signer_id.name, holders=", ".join(holders.mapped("name")) or "-"),
                    fact=str(document.signer_id.id))

    def _check_route_people(self, approval):
        """The route keeps the check of the general office and ends with the one who issues (R6 §5.9.1, §5.9.2.1)."""
        office = self.env.ref(OFFICE)
        for document in self:
            steps = approval.step_ids.filtered(lambda step: step.state != "skipped")
            people = steps.assignment_ids.user_id
            if not any(office in user.all_group_ids for user in people | document.drafter_id):
                self.env["company.control"]._enforce("DOC-CHECK", document, self.env._(
                    "no step of its route is checked by a person of the general office. Let the administrator "
                    "correct the approval route"), fact=str(approval.sudo().route_id.id))
            last = steps.sorted(lambda step: (step.order, step.level))[-1:]
            if document.signer_id.user_id not in last.assignment_ids.user_id:
                self.env["company.control"]._enforce("DOC-ISSUE", document, self.env._(
                    "its route does not end with %(signer)s, who issues it. Let the administrator correct the "
                    "approval route", signer=document.signer_id.name), fact=str(approval.sudo().route_id.id))

    def _check_plan(self, route, plan):
        """Where any one of several people may decide, those without clearance are not asked at all."""
        for entry in plan:
            if entry["mode"] == "any":
                users = self.env["res.users"].union(*(approver["user"] for approver in entry["approvers"]))
                uncleared = self._get_uncleared(users)
                if uncleared and uncleared != users:
                    entry["approvers"] = [
                        approver for approver in entry["approvers"] if approver["user"] not in uncleared]
        return super()._check_plan(route, plan)

    # ------------------------------------------------------------------
    # What the approval does to the document (superuser mode, the user stays the acting one)
    # ------------------------------------------------------------------

    def action_submit(self):
        """Submit drafts for review: writing rules, signer and text are checked first (R6 §5.9.1). Returns True."""
        self.check_access("write")
        self._raise_approval_refusals(self._get_submit_refusals())
        for document in self:
            document._check_writing_rules()
            document._check_signer()
        return super().action_submit()

    def _on_approval_submitted(self, approval):
        for document in self:
            document._as_engine().write({"text_digest": document._get_text_digest()})
            document._set_state("submitted")
            document._add_readers(document.drafter_id)
            document._check_route_people(approval)
            self.env["company.document.version"]._keep(document, "submitted", approval=approval)
            self.env["company.document.step"]._log(document, "submitted")

    def _on_approval_restarted(self, approval):
        for document in self:
            document._as_engine().write({"text_digest": document._get_text_digest(), "signed_on": False})
            if document.state != "submitted":
                document._set_state("submitted")
            document._check_route_people(approval)
            self.env["company.document.version"]._keep(document, "amended", approval=approval)
            self.env["company.document.step"]._log(document, "restarted")

    def _on_approval_approved(self, approval):
        for document in self:
            document._check_frozen()
            document._check_writing_rules()
            document._as_engine().write({"signed_on": document._get_today()})
            document._set_state("issued")
            self.env["company.document.version"]._keep(document, "issued")
            self.env["company.document.step"]._log(document, "issued")
            document._void_number_of_other_year()

    def _on_approval_returned(self, approval):
        self._take_back("returned", approval)

    def _on_approval_withdrawn(self, approval):
        self._take_back("withdrawn", approval)

    def _on_approval_rejected(self, approval):
        self._take_back("rejected", approval, "cancelled")

    def _take_back(self, event, approval, state="draft"):
        opinion = approval.decision_ids[-1:].opinion or ""
        for document in self:
            self.env["company.document.version"]._keep(document, event, opinion)
            self.env["company.document.step"]._log(document, event, opinion)
            if state == "cancelled" and document.number_id:
                document._do_void_number(opinion or self.env._("The document was rejected."))
            document._set_state(state)

    def _get_today(self):
        """Today in the company's time zone."""
        zone = self.company_id.resource_calendar_id.tz or "UTC"
        return fields.Date.context_today(self.with_context(tz=zone))

    # ------------------------------------------------------------------
    # Permitted change
    # ------------------------------------------------------------------

    def _get_amend_refusals(self):
        refusals = super()._get_amend_refusals()
        for document in self:
            if not refusals.get(document.id) and document.state not in (
                    "submitted", "issued", "numbered", "proofread"):
                refusals[document.id] = self.env._("it is “%s”, nothing of it is changed any more",
                                                   document._get_state_label())
        return refusals
