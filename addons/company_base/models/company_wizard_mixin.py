from odoo import api, models
from odoo.models import MAGIC_COLUMNS


class CompanyWizardMixin(models.AbstractModel):
    """A dialog whose links come from the client: every linked record must be readable by the user.

    A dialog shows figures of the records it links to, often read with sudo (related fields, names, computes). So each
    id that a client puts into it, by create, write, onchange or a default in the context, is checked first.
    """

    _name = "company.wizard.mixin"
    _description = "Dialog with Checked Links"

    @api.model
    def default_get(self, fields_list):
        self._check_link_values(self._get_context_links())
        values = super().default_get(fields_list)
        self._check_link_values(values)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_link_values(vals)
        wizards = super().create(vals_list)
        wizards._check_links()
        return wizards

    def write(self, vals):
        self._check_link_values(vals)
        result = super().write(vals)
        self._check_links()
        return result

    def onchange(self, values, field_names, fields_spec):
        self._check_link_values(values)
        self._check_links()
        return super().onchange(values, field_names, fields_spec)

    def _get_context_links(self):
        """Defaults of the context, which reach a new dialog before any create."""
        return {key[8:]: value for key, value in self.env.context.items() if key.startswith("default_")}

    def _check_links(self):
        """Read right on everything the stored links of these dialogs name, also where a default set them."""
        if self.env.su:
            return
        for name, field in self._fields.items():
            if field.type in ("many2one", "many2many") and field.store and name not in MAGIC_COLUMNS:
                self.sudo().mapped(name).sudo(False).check_access("read")

    def _check_link_values(self, vals):
        """Read right on every id in values as a client sends them, lines included."""
        if self.env.su:
            return
        for name, value in (vals or {}).items():
            field = self._fields.get(name)
            if field is not None and field.type == "reference" and isinstance(value, str) and value.count(",") == 1:
                model, key = value.split(",")
                if model in self.env and key.isdigit():
                    self._check_link_ids(self.env[model], [int(key)])
            if field is None or not field.relational or not value:
                continue
            comodel = self.env[field.comodel_name]
            if field.type == "many2one":
                value = value.get("id") if isinstance(value, dict) else value
                self._check_link_ids(comodel, [value])
            elif isinstance(value, (list, tuple)):
                self._check_link_commands(comodel, value)

    def _check_link_commands(self, comodel, commands):
        ids = [command for command in commands if isinstance(command, int)]
        for command in commands:
            if not isinstance(command, (list, tuple)) or not command:
                continue
            if command[0] in (1, 2, 3, 4) and len(command) > 1:
                ids.append(command[1])
            if command[0] == 6:
                ids += command[2] or []
            if command[0] in (0, 1) and len(command) > 2 and hasattr(comodel, "_check_link_values"):
                comodel._check_link_values(command[2])
        self._check_link_ids(comodel, ids)

    def _check_link_ids(self, comodel, ids):
        records = comodel.browse([key for key in ids if isinstance(key, int) and not isinstance(key, bool) and key])
        if records:
            records.exists().check_access("read")
