import re

from odoo import api, fields, models

GAP = re.compile("\u00d7\u00d7(\u90e8\u95e8)?")     # two multiplication signs, with or without “department”


class CompanyDocumentPhrase(models.Model):
    """A usual phrase of an opinion, one tap away on a phone."""

    _name = "company.document.phrase"
    _description = "Usual Phrase"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(
        "Phrase", required=True, translate=True, help="The gap becomes the name of the responsible department.")
    step = fields.Selection([
        ("review", "Preliminary Opinion"), ("instruct", "Instruction"), ("propose", "Proposal"), ("reply", "Feedback"),
        ("close", "Closing Note")], "Used for", required=True, default="instruct", index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company, help="Empty: for every company.")

    @api.model
    def get_phrases(self, incoming_id):
        """Step that the user can take on an incoming document by a quick reply, and its usual phrases.

        :param incoming_id: id of an incoming document
        :return: {"step": "review", "instruct", "reply" or False, "phrases": [text, …]}
        """
        document = self.env["company.document.incoming"].browse(incoming_id).exists()
        document.check_access("read")
        if not document:
            return {"step": False, "phrases": []}
        steps = [step for step in ("review", "instruct", "reply") if not document._get_step_refusal(step)]
        if not steps:
            return {"step": False, "phrases": []}
        phrases = self.search([("step", "=", steps[0]), ("company_id", "in", [document.company_id.id, False])])
        name = document.sudo().owner_department_id.name
        return {"step": steps[0], "phrases": [
            phrase._fill(name) for phrase in phrases]}

    def _fill(self, department_name):
        """Text of a phrase with the name of the responsible department in its gap."""
        self.ensure_one()
        text = self.name
        return GAP.sub(department_name.replace("\\", ""), text) if department_name else text
