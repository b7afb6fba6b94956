from odoo import api, fields, models


class CompanyPurchaseSourcing(models.Model):
    """Closing of a case: its filing."""

    _inherit = "company.purchase.sourcing"

    filing_ids = fields.One2many("company.purchase.filing", "sourcing_id", "Filing", copy=False, readonly=True)
    filing_state = fields.Selection(related="filing_ids.state", string="Filing Status")
    can_start_filing = fields.Boolean(compute="_compute_can_start_filing")

    @api.depends("state", "filing_ids")
    @api.depends_context("uid")
    def _compute_can_start_filing(self):
        refusals = self._get_start_filing_refusals()
        for case in self:
            case.can_start_filing = not refusals[case.id] and not case.filing_ids

    def action_start_filing(self):
        """Open the filing of a closed case, or give the one there is (R4 §四.1). Returns the filing's id.

        The buyer of the case or the head of purchasing; every order received and accepted.
        """
        self.ensure_one()
        self.check_access("read")
        self._raise_refusals(self._get_start_filing_refusals())
        return self.sudo()._start_filing().id

    def _get_start_filing_refusals(self):
        head = self.env.user.has_group("company_procurement.group_purchase_head")
        return {case.id: (
            (case.state != "done" and self.env._(
                "it is “%(state)s”; a case is filed after everything was accepted", state=case._get_state_label()))
            or (not head and case.buyer_id != self.env.user and self.env._(
                "its buyer %(buyer)s or the head of purchasing files it", buyer=case.sudo().buyer_id.name))
        ) for case in self}

    def _start_filing(self):
        filing_sudo = self.env["company.purchase.filing"].sudo().search([("sourcing_id", "=", self.id)])
        if not filing_sudo:
            company = self.company_id
            filing_sudo = filing_sudo.with_company(company)._as_engine().create({
                "name": self.env["ir.sequence"].sudo().with_company(company).next_by_code(
                    "company.purchase.filing") or "/",
                "company_id": company.id, "sourcing_id": self.id,
                "deadline": self.env["company.deadline.mixin"]._compute_due(
                    fields.Datetime.now(), company.purchase_filing_days, "days", company),
            })
            filing_sudo._collect()
            self.env["company.todo"].sudo()._open("purchase.filing", filing_sudo, filing_sudo.buyer_id, self.env._(
                "Hand over the papers of %s", self.name), deadline=filing_sudo.deadline)
        return filing_sudo

    def _set_state(self, target):
        result = super()._set_state(target)
        if target == "done":
            for case_sudo in self.sudo():
                case_sudo._start_filing()
        return result

    def action_open_filing(self):
        """Open the filing of the case, making it when it is due."""
        self.ensure_one()
        self.check_access("read")
        filing_id = self.sudo().filing_ids.id or self.action_start_filing()
        return {"type": "ir.actions.act_window", "res_model": "company.purchase.filing", "res_id": filing_id,
                "view_mode": "form", "views": [(False, "form")]}
