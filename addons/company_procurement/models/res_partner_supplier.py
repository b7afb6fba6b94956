from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.company_base.tools.engine import as_engine

READERS = "company_procurement.group_buyer,company_procurement.group_price_checker,company_base.group_auditor"


class ResPartner(models.Model):
    """The supplier side of a partner: file, papers, score and prices, each of the current company."""

    _inherit = "res.partner"

    supplier_file_id = fields.Many2one(
        "company.supplier.qualification", "Supplier File", compute="_compute_supplier_file", compute_sudo=True,
        groups=READERS)
    supplier_paper_ids = fields.One2many(
        "company.supplier.paper", string="Supplier Papers", compute="_compute_supplier_file", compute_sudo=True,
        groups=READERS)
    supplier_next_expiry = fields.Date("Next Expiry of Papers", compute="_compute_supplier_file", compute_sudo=True,
                                       groups=READERS)
    supplier_score = fields.Float(compute="_compute_supplier_file", compute_sudo=True, groups=READERS)
    supplier_price_count = fields.Integer("Prices", compute="_compute_supplier_price_count", groups=READERS)

    @api.depends_context("company")
    @api.depends("commercial_partner_id")
    def _compute_supplier_file(self):
        files = self.env["company.supplier.qualification"].search([
            ("partner_id", "in", self.commercial_partner_id.ids), ("company_id", "=", self.env.company.id)])
        by_partner = {record.partner_id: record for record in files}
        for partner in self:
            record = by_partner.get(partner.commercial_partner_id, files.browse())
            partner.supplier_file_id = record
            partner.supplier_paper_ids = record.paper_ids
            partner.supplier_next_expiry = record.next_expiry
            partner.supplier_score = record.score

    @api.depends_context("company")
    def _compute_supplier_price_count(self):
        archive = self.env["company.purchase.price.archive"]
        counts = {}
        if archive.has_access("read"):
            counts = dict(archive._read_group(
                [("partner_id", "in", self.commercial_partner_id.ids), ("company_id", "=", self.env.company.id)],
                ["partner_id"], ["__count"]))
        for partner in self:
            partner.supplier_price_count = counts.get(partner.commercial_partner_id, 0)

    # ------------------------------------------------------------------
    # Status
    # ------------------------------------------------------------------

    def write(self, vals):
        if "parent_id" in vals:
            self._check_supplier_parent(vals["parent_id"])
        result = super().write(vals)    # refuses the status unless the engine writes it
        if "supplier_state" in vals:
            files = self.env["company.supplier.qualification"].sudo().search([
                ("partner_id", "in", self.ids), ("company_id", "=", self.env.company.id)])
            files._as_engine().write({"supplier_state": vals["supplier_state"] or "candidate"})
        return result

    def _check_supplier_parent(self, parent_id):
        """A supplier with a file stays its own commercial entity: as a contact it would borrow another's status."""
        moved = self.sudo().filtered(lambda partner: parent_id and partner.parent_id.id != parent_id)
        known = moved and self.env["company.supplier.qualification"].sudo().search(
            [("partner_id", "in", moved.ids)]).partner_id
        if known:
            raise UserError(self.env._(
                "%(suppliers)s has a supplier file of its own and can't become a contact of another company.",
                suppliers=", ".join(known.mapped("name"))))

    def _write_supplier_state(self, company, state):
        """The only writer of the status; the file of the company follows."""
        as_engine(self.sudo().with_company(company)).write({"supplier_state": state})

    def _get_supplier_file(self, company):
        """The file of each supplier in a company; opened where there is none."""
        files_sudo = self.env["company.supplier.qualification"].sudo().with_company(company)
        partners = self.commercial_partner_id
        files = files_sudo.search([("partner_id", "in", partners.ids), ("company_id", "=", company.id)])
        missing = partners - files.partner_id
        return files | files_sudo._as_engine().create([
            {"partner_id": partner.id, "company_id": company.id, "buyer_id": self.env.uid} for partner in missing])

    def action_suspend_supplier(self, reason):
        """Suspend suppliers in the current company at once (see company.supplier.qualification.action_suspend).

        Head of purchasing; ``reason``: text. Returns True.
        """
        if not self.env.user.has_group("company_procurement.group_purchase_head"):
            raise AccessError(self.env._("Only the head of purchasing suspends a supplier at once."))
        self.check_access("read")
        self._get_supplier_file(self.env.company).sudo(False).action_suspend(reason)
        return True

    def action_open_supplier_file(self):
        """Open the file of the supplier in the current company, a new one where there is none."""
        self.ensure_one()
        partner = self.commercial_partner_id
        record = partner.supplier_file_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Supplier File"),
            "res_model": "company.supplier.qualification",
            "res_id": record.id,
            "views": [(False, "form")],
            "context": {"default_partner_id": partner.id},
        }

    def action_view_price_archive(self):
        """Open the prices of the supplier."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "company_procurement.company_purchase_price_archive_action")
        return dict(action, domain=[("partner_id", "in", self.commercial_partner_id.ids)], context={})
