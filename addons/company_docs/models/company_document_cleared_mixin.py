from odoo import api, fields, models

CLASSIFIED = 2      # level of “secret”


class CompanyDocumentClearedMixin(models.AbstractModel):
    """Something with a class of secrecy: whether the current user's clearance reaches it (R6 §5.4).

    Needs the fields ``secrecy``, ``secrecy_level`` and ``company_id``.
    """

    _name = "company.document.cleared.mixin"
    _description = "Paper with a Class of Secrecy"

    is_cleared = fields.Boolean(
        compute="_compute_is_cleared", search="_search_is_cleared", compute_sudo=False,
        help="The current user's clearance reaches the class of the document.")

    @api.depends(lambda self: ("secrecy_level", "company_id") if not self._abstract else ())
    @api.depends_context("uid")
    def _compute_is_cleared(self):
        levels = self.env["res.users"]._get_clearance_levels(self.env.uid, self.sudo().company_id.ids)
        for document in self:
            document.is_cleared = document.secrecy_level <= levels.get(document.company_id.id, 0)

    def _search_is_cleared(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self.env["res.users"]._get_clearance_domain()
        return domain if True in value else ~domain

    def _get_uncleared(self, users):
        """Those of ``users`` (res.users) whose clearance does not reach the class of this document."""
        self.ensure_one()
        document_sudo = self.sudo()
        if document_sudo.secrecy_level < CLASSIFIED:
            return users.browse()
        return users.filtered(
            lambda user: user._get_clearance(document_sudo.company_id) < document_sudo.secrecy_level)

    def _check_clearance(self, users):
        """Enforce DOC-CLEARANCE: whoever gets to know a classified document has the clearance for it."""
        for document in self:
            uncleared = document._get_uncleared(users)
            if uncleared:
                document_sudo = document.sudo()
                label = dict(self._fields["secrecy"]._description_selection(self.env))[document_sudo.secrecy]
                names = ", ".join(uncleared.sudo().mapped("name"))
                self.env["company.control"]._enforce("DOC-CLEARANCE", document, self.env._(
                    "%(users)s: no clearance for “%(secrecy)s”. Choose other people, or ask the secrecy officer for "
                    "the clearance", users=names, secrecy=label), fact=",".join(map(str, sorted(uncleared.ids))))

    def _check_reviewers(self, plan):
        """Of each step that ``plan`` foresees somebody is cleared; where all of a step decide, everybody is."""
        for entry in plan:
            if entry["skipped"]:
                continue
            people = self.env["res.users"].union(*(approver["user"] for approver in entry["approvers"]))
            for document in self:
                if entry.get("mode") != "any" or document._get_uncleared(people) == people:
                    document._check_clearance(people)

    def _check_own_clearance(self):
        """Nobody gives a document a class above his own clearance: he would lock himself out."""
        if not self.env.user._is_superuser():
            self._check_clearance(self.env.user)
