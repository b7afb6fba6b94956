from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..engine import unit_tree

UNIT_FIELDS = frozenset({
    "is_document_unit", "is_document_authority", "document_superior_id", "document_second_superior_id",
    "document_subordinate_ids", "document_second_subordinate_ids", "document_short_name"})


class ResPartner(models.Model):
    """Units of the organisation tree that documents go to and come from (R6 §5.3, §5.7)."""

    _inherit = "res.partner"

    is_document_unit = fields.Boolean(
        "Document Unit", index="btree_not_null", help="Sends or receives official documents.")
    is_document_authority = fields.Boolean(
        "Government Office", help="Requests and reports may go to it although it is no superior unit (R6 §5.1.8).")
    document_short_name = fields.Char(
        "Short Name in Documents", help="Standard short name that main recipients and copies are printed with.")
    document_superior_id = fields.Many2one(
        "res.partner", "Direct Superior Unit", index="btree_not_null", ondelete="restrict",
        domain=[("is_document_unit", "=", True)], help="The unit that leads this one (R6 §5.3.1).")
    document_second_superior_id = fields.Many2one(
        "res.partner", "Second Superior Unit", index="btree_not_null", ondelete="restrict",
        domain=[("is_document_unit", "=", True)],
        help="The other superior of a unit under dual leadership (R6 §5.7.3.6, §5.7.4.5).")
    document_subordinate_ids = fields.One2many("res.partner", "document_superior_id", "Subordinate Units")
    document_second_subordinate_ids = fields.One2many(
        "res.partner", "document_second_superior_id", "Units under Dual Leadership")

    # ------------------------------------------------------------------
    # Guard
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get(name) for vals in vals_list for name in UNIT_FIELDS):
            self._check_unit_right()
        dropped = {f"default_{name}" for name in UNIT_FIELDS} & self.env.context.keys()
        if dropped and not self._has_unit_right():
            self = self.with_context({key: value for key, value in self.env.context.items() if key not in dropped})
        return super().create([
            {"is_company": True, **vals} if vals.get("is_document_unit") else vals for vals in vals_list])

    def write(self, vals):
        if UNIT_FIELDS & vals.keys():
            self._check_unit_right()
            self._check_unit_company()
        return super().write(vals)

    @api.model
    def _has_unit_right(self):
        user = self.env.user
        return self.env.su or user.has_group("company_docs.group_manager") or user.has_group(
            "company_docs.group_office")

    @api.model
    def _check_unit_right(self):
        """The tree decides who may write to whom: only administrators of documents and the office change it."""
        if not self._has_unit_right():
            raise AccessError(self.env._(
                "The organisation tree of units is kept by the administrator of documents and the general office "
                "(R6 §4.1). Ask them to change it."))

    def _check_unit_company(self):
        """The node of a company is moved by people of that company only."""
        if self.env.su:
            return
        foreign = self.env["res.company"].sudo().search(
            [("partner_id", "in", self.ids), ("id", "not in", self.env.user.company_ids.ids)])
        if foreign:
            raise AccessError(self.env._(
                "%(units)s is another company here; its own general office keeps its place in the tree.",
                units=", ".join(foreign.mapped("name"))))

    @api.constrains("document_superior_id", "document_second_superior_id")
    def _check_document_superiors(self):
        for unit in self.sudo():
            direct, second = unit.document_superior_id, unit.document_second_superior_id
            if second and second == direct:
                raise ValidationError(self.env._(
                    "%(unit)s: direct and second superior are the same unit, %(superior)s. Leave the second one empty "
                    "unless two units lead this one (R6 §5.7.3.6).", unit=unit.display_name,
                    superior=direct.display_name))
            if second and not direct:
                raise ValidationError(self.env._(
                    "%(unit)s: name the direct superior before the second one.", unit=unit.display_name))
        tree = self._get_unit_tree()
        for unit in self:
            if circle := unit_tree.find_circle(unit.id, tree):
                names = " → ".join(self.sudo().browse(key).display_name for key in circle)
                raise ValidationError(self.env._(
                    "A unit can't be above itself: %(circle)s. Change one of these superiors first.", circle=names))

    @api.constrains("is_document_unit", "is_company")
    def _check_unit_is_company(self):
        for unit in self:
            if unit.is_document_unit and not unit.is_company:
                raise ValidationError(self.env._(
                    "%(unit)s is a person; only companies and offices are units that documents go to (R6 §5.7.3.5).",
                    unit=unit.display_name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_documents(self):
        """Whom a document went to stays, with the name that the register has."""
        documents_sudo = self.env["company.document.outgoing"].sudo()
        used = documents_sudo.search(
            ["|", ("main_unit_ids", "in", self.ids), ("cc_unit_ids", "in", self.ids)], limit=20)
        units = self & (used.main_unit_ids | used.cc_unit_ids).sudo(self.env.su)
        if units:
            raise UserError(self.env._(
                "%(units)s stands in documents as recipient and is not deleted. Archive it instead.",
                units=", ".join(units.mapped("name"))))

    # ------------------------------------------------------------------
    # The tree
    # ------------------------------------------------------------------

    @api.model
    def _get_unit_tree(self):
        """{unit id: (direct superior id or None, second superior id or None)} of all units, archived ones too."""
        units_sudo = self.env["res.partner"].sudo().with_context(active_test=False).search_fetch(
            [("document_superior_id", "!=", False)], ["document_superior_id", "document_second_superior_id"])
        return {unit.id: (unit.document_superior_id.id or None, unit.document_second_superior_id.id or None)
                for unit in units_sudo}

    def _get_document_name(self):
        """Name of a unit as it is printed in documents."""
        self.ensure_one()
        return self.document_short_name or self.name or ""
