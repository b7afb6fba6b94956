from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CompanySealItemLineMixin(models.AbstractModel):
    """A line that names one seal or one certificate (one many2one for each model that has custody)."""

    _name = "company.seal.item.line.mixin"
    _description = "Line with a Seal or Certificate"

    _item_fields = ("seal_id", "certificate_id")

    seal_id = fields.Many2one("company.seal", "Seal", index=True, check_company=True, ondelete="restrict")
    certificate_id = fields.Many2one(
        "company.certificate", "Certificate", index="btree_not_null", check_company=True, ondelete="restrict")
    item_name = fields.Char("Item", compute="_compute_item")
    item_kind = fields.Char("Item Type", compute="_compute_item")
    item_place = fields.Char("Kept at", compute="_compute_item")

    @api.depends(lambda self: self._item_fields)
    def _compute_item(self):
        for line in self:
            item = line.sudo()._get_item()
            line.item_name = item.display_name if item else False
            line.item_place = item.place if item else False
            line.item_kind = line._get_item_kind(item) if item else False

    def _get_item_kind(self, item):
        if item._name == "company.seal":
            return dict(item._fields["seal_type"]._description_selection(self.env)).get(item.seal_type)
        return item.type_id.name

    @api.constrains(lambda self: self._item_fields)
    def _check_one_item(self):
        for line in self:
            if len([name for name in self._item_fields if line[name]]) != 1:
                raise ValidationError(self.env._("A line names exactly one seal or certificate."))

    def _get_item(self):
        """The seal or certificate of this line (a record of company.custody.mixin)."""
        self.ensure_one()
        return next((self[name] for name in self._item_fields if self[name]), self.env["company.seal"])

    @api.model
    def _get_item_field(self, item):
        """Name of the many2one for this seal or certificate."""
        return next(name for name in self._item_fields if self._fields[name].comodel_name == item._name)
