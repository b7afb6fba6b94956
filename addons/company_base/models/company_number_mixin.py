from odoo import api, models


class CompanyNumberMixin(models.AbstractModel):
    """A document that gets a number from its company's sequence when it is created, and a new one when copied.

    ``_number_field`` is a Char whose default is “/”. The code of the sequence is the name of the model; every company
    has its own, made at installation of the addon (``res.company._init_numbering``) or with the company.
    """

    _name = 'company.number.mixin'
    _description = 'Numbered Document'

    _number_field = 'name'
    _number_prefix = None       # e.g. 'SG%(year)s%(month)s-'
    _number_padding = 4

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record in records.filtered(lambda record: record[self._number_field] == '/'):
            sequence_sudo = self.env['ir.sequence'].sudo().with_company(record.company_id)
            record._as_engine().write({self._number_field: sequence_sudo.next_by_code(self._name) or '/'})
        return records

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for vals in vals_list:
            vals.pop(self._number_field, None)
        return vals_list
