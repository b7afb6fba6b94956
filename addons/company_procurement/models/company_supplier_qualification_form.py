from odoo import api, models
from odoo.tools import SQL


class CompanySupplierQualification(models.Model):
    """The printed form, and the files of suppliers that were known before there were files."""

    _inherit = "company.supplier.qualification"

    def _get_form_boxes(self):
        """Signature boxes of the form 供应商资质表: the buyer, then everyone who decides; unsigned ones stay empty."""
        self.ensure_one()
        submitted = self.sudo().approval_id.submitted_on
        boxes = [{
            "label": self.env._("Buyer"), "name": self.sudo().requester_id.name, "opinion": self.reason or "",
            "decision": submitted and self.env._("Requested"), "time": self.company_id._format_local_time(submitted),
        }, *self._approval_signature_boxes()]
        if len(boxes) == 1:
            boxes += [{"label": self.env._("Head of Purchasing")}, {"label": self.env._("Head of Finance")}]
        return [self._format_box(box) for box in boxes]

    def _format_box(self, box):
        """The box, empty before it is signed."""
        return box if box.get("decision") else {"label": box["label"]}

    # ------------------------------------------------------------------
    # Suppliers of the time before the files
    # ------------------------------------------------------------------

    @api.model
    def _init_files(self):
        """Open a file for every supplier that has a status and none; may run twice."""
        self.env["res.partner"].flush_model(["supplier_state", "commercial_partner_id"])
        rows = self.env.execute_query(SQL(
            """
            SELECT partner.id, company.id, status.value
              FROM res_partner partner
              JOIN LATERAL jsonb_each_text(partner.supplier_state) status ON status.value IS NOT NULL
              JOIN res_company company ON company.id = status.key::integer
             WHERE partner.commercial_partner_id = partner.id
               AND NOT EXISTS (SELECT FROM company_supplier_qualification file
                                WHERE file.partner_id = partner.id AND file.company_id = company.id)
            """))
        for partner_id, company_id, state in rows:
            company = self.env["res.company"].browse(company_id)
            heads = self.env["company.role"].sudo()._get_users("purchase_head", company)
            self.sudo().with_company(company)._as_engine().create({
                "partner_id": partner_id, "company_id": company_id, "buyer_id": (heads[:1] or self.env.user).id,
                "state": "draft" if state == "candidate" else "approved"})
        return True
