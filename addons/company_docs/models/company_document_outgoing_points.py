from odoo import models


class CompanyDocumentOutgoing(models.Model):
    """The points of the writing rules in words: what is missing, and the way out."""

    _inherit = "company.document.outgoing"

    def _get_unit_names(self, point):
        """Names of the units or departments that a point is about."""
        if point.code in ("DOC-COUNTERSIGN", "DOC-CONCERNED"):
            return "、".join(self.env["hr.department"].sudo().browse(point.units).mapped("name"))
        names = []
        for unit in point.units:
            if isinstance(unit, tuple):
                names.append(self.env["hr.department"].sudo().browse(unit[1]).name)
            else:
                names.append(self.env["res.partner"].sudo().browse(unit)._get_document_name())
        return "、".join(filter(None, names))

    def _get_point_text(self, point):
        """One sentence or two in the language of the user."""
        self.ensure_one()
        builder = {
            "DOC-DIRECTION": self._get_direction_text, "DOC-RECIPIENT": self._get_direction_text,
            "DOC-HEAD": self._get_head_text, "DOC-ONE-RECIPIENT": self._get_upward_text,
            "DOC-UP-MAIN": self._get_upward_text, "DOC-UP-CC": self._get_upward_text,
            "DOC-PERSON": self._get_upward_text, "DOC-SIGNER": self._get_upward_text,
            "DOC-SKIP": self._get_copy_text, "DOC-SKIP-DOWN": self._get_copy_text,
            "DOC-DUAL-UP": self._get_copy_text, "DOC-DUAL-DOWN": self._get_copy_text,
            "DOC-DOWN-CC": self._get_copy_text, "DOC-COUNTERSIGN": self._get_department_text,
            "DOC-CONCERNED": self._get_department_text,
        }.get(point.code, self._get_wording_text)
        return builder(point, self._get_unit_names(point))

    def _get_direction_text(self, point, units):
        kind = self.kind_id.sudo().name or ""
        if point.key == "printed":
            return self.env._(
                "The printed recipients name %(units)s, who is not among the units that it goes to. Choose the unit, "
                "or take the name out of the printed line.", units=units)
        if point.code == "DOC-RECIPIENT":
            return self.env._("Name the main recipient: the unit that has to deal with it.")
        if point.key == "up":
            return self.env._(
                "%(units)s stands above the issuer, and a document of the kind “%(kind)s” doesn't go up. Take a kind "
                "that does, e.g. a report or a request.", units=units, kind=kind)
        if point.key == "down":
            return self.env._(
                "%(units)s stands below the issuer, and a document of the kind “%(kind)s” doesn't go down. Take a "
                "kind that does, e.g. a notice or a reply.", units=units, kind=kind)
        return self.env._(
            "%(units)s stands neither above nor below the issuer, and a document of the kind “%(kind)s” doesn't go "
            "there. Take a kind that does, e.g. a letter.", units=units, kind=kind)

    def _get_head_text(self, point, _units):
        kind = self.kind_id.sudo().name or ""
        if point.key == "name":
            return self.env._(
                "The issuer is a department; a red head is for documents in the name of the company. Take the "
                "company as issuer or the black head.")
        if point.key == "red":
            return self.env._("The kind “%(kind)s” carries no red head. Take the black head.", kind=kind)
        return self.env._("The kind “%(kind)s” carries a red head only. Take the red head.", kind=kind)

    def _get_upward_text(self, point, units):
        if point.code == "DOC-ONE-RECIPIENT":
            return self.env._(
                "A request has one main recipient, this one has: %(units)s. Keep the one that decides, the others "
                "get copies.", units=units)
        if point.code == "DOC-UP-MAIN":
            return self.env._(
                "It goes to several superiors: %(units)s. As a rule one is the main recipient, the others get "
                "copies.", units=units)
        if point.code == "DOC-UP-CC":
            return self.env._(
                "A document to a superior isn't copied to units below: %(units)s. Take them off the copies.",
                units=units)
        if point.code == "DOC-SIGNER":
            return self.env._("A document to a superior names the leader who signs it. Fill in “Issuing Leader”.")
        if point.key == "issuer":
            return self.env._("A person can't be the issuer of a document to a superior. Issue it by the unit.")
        return self.env._(
            "Documents go to the superior unit, not to a person there. Take the addressee out, or tick that the "
            "leader assigned the matter himself.")

    def _get_copy_text(self, point, units):
        if point.code == "DOC-SKIP":
            return self.env._(
                "It skips %(units)s on its way up. Write to the direct superior, or copy the units that are skipped.",
                units=units)
        if point.code == "DOC-SKIP-DOWN":
            return self.env._("It skips %(units)s on its way down. Copy the units between.", units=units)
        if point.code == "DOC-DUAL-UP":
            return self.env._(
                "Two units lead the issuer; the other one, %(units)s, gets no copy. Copy it where it needs to know.",
                units=units)
        if point.code == "DOC-DUAL-DOWN":
            return self.env._(
                "A recipient has another superior, %(units)s, that gets no copy. Copy it where it needs to know.",
                units=units)
        return self.env._(
            "An important document to units below is copied to the direct superior of the issuer, %(units)s. Add it "
            "to the copies.", units=units)

    def _get_department_text(self, point, units):
        if point.code == "DOC-COUNTERSIGN" and self.state != "draft":
            return self.env._(
                "%(units)s has not countersigned. Let the document come back and go through the countersigning.",
                units=units)
        if point.code == "DOC-COUNTERSIGN":
            return self.env._(
                "The matter touches %(units)s, who don't countersign. Add them to the countersigning departments.",
                units=units)
        return self.env._(
            "The text names %(units)s. If the matter touches their duties, add them to the departments concerned "
            "and let them countersign.", units=units)

    def _get_wording_text(self, point, _units):
        words = self._get_point_quote(point)
        if point.code == "DOC-ONE-MATTER":
            return self.env._(
                "A request has one matter; there seem to be more: %(words)s. Write a request for each.", words=words)
        if point.code == "DOC-REPORT":
            return self.env._(
                "A report carries no request, but the text says “%(words)s”. Write a request for that.", words=words)
        if point.code == "DOC-KEYWORDS":
            return self.env._(
                "%(count)s subject words are too many. Keep those that say class, subclass and kind.",
                count=point.text)
        if point.code == "DOC-ANSWER":
            return self.env._("Link the request that this reply answers (button “Relate”).")
        if point.key == "verbatim":
            return self.env._(
                "%(share)s %% of the text stands word by word in the subordinate's request. Sum the matter up and "
                "say what the unit itself proposes.", share=point.text)
        return self.env._(
            "A subordinate's request goes on to a superior with an opinion of one's own. Say what the unit itself "
            "proposes.")
