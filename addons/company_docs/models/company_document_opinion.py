from odoo import fields, models

from odoo.addons.company_base.tools.fields import EvidenceMany2one

STEPS = [
    ("register", "Registration"), ("refuse", "Refusal"), ("propose", "Proposal"), ("review", "Preliminary Opinion"),
    ("instruct", "Instruction"), ("circulate", "Circulation"), ("assign", "Assignment"), ("read", "Reading"),
    ("return", "Sent Back to the Office"), ("coordinate", "Coordination"), ("transfer", "Given to Another"),
    ("urge", "Urging"), ("reply", "Feedback"), ("answer", "Overall Reply"), ("close", "Closing Note")]


class CompanyDocumentOpinion(models.Model):
    """What somebody wrote about a document at a step: kept word for word, whatever happens to the document later."""

    _name = "company.document.opinion"
    _description = "Opinion on a Document"
    _inherit = ["company.evidence.mixin"]
    _order = "given_on, id"
    _rec_name = "text"
    _log_access = False

    company_id = EvidenceMany2one("res.company", required=True, index=True, readonly=True)
    incoming_id = EvidenceMany2one("company.document.incoming", "Incoming Document", index=True, readonly=True)
    circulation_id = EvidenceMany2one("company.document.circulation", "Circulation Row", readonly=True)
    step = fields.Selection(STEPS, required=True, readonly=True)
    user_id = EvidenceMany2one("res.users", "Person", index=True, readonly=True)
    user_name = fields.Char("Name of the Person", readonly=True)
    behalf_name = fields.Char("On Behalf of", readonly=True)
    department_name = fields.Char("Department Name", readonly=True)
    text = fields.Text("Opinion Text", readonly=True)
    given_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
