from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    document_fonds = fields.Char(
        "Number of the Fonds", help="Number of the company's fonds (全宗号), the first part of every archive number.")
    archive_box_pages = fields.Integer(
        "Pages in a Box", default=300, help="A box is full with so many pages; the next piece opens a new one.")
    archive_loan_approval = fields.Boolean(
        "Every Loan Needs Approval", help="Off: only classified papers and papers that are new to the borrower do "
                                          "(R6 §5.8.1.5: nobody reads beyond his circle).")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    document_fonds = fields.Char(related="company_id.document_fonds", readonly=False)
    archive_box_pages = fields.Integer(related="company_id.archive_box_pages", readonly=False)
    archive_loan_approval = fields.Boolean(related="company_id.archive_loan_approval", readonly=False)
