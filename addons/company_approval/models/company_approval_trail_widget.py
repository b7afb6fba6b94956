from lxml import etree

from odoo import api, models


class CompanyApproval(models.Model):
    _inherit = 'company.approval'

    def _get_trail(self):
        """What the widget needs besides: whether my decision needs an opinion, and in whose place I decide."""
        trail = super()._get_trail()
        seats_sudo = self._get_my_seats()
        others = seats_sudo.user_id - self.env.user
        return trail | {
            'opinion_required': any(seats_sudo.step_id.mapped('require_opinion')),
            'on_behalf_of': ", ".join(others.mapped('name')) if others == seats_sudo.user_id else '',
        }


class CompanyApprovalMixin(models.AbstractModel):
    _inherit = 'company.approval.mixin'

    @api.model
    def _format_plan_entry(self, entry):
        return super()._format_plan_entry(entry) | {'lane': entry['lane'], 'level': entry['level']}

    @api.model
    def _get_view(self, view_id=None, view_type='form', **options):
        """The buttons of the approval in the header of every form that shows the approval trail, wherever it is."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == 'form':
            for node in arch.xpath("//field[@name='approval_trail'][@widget='company_approval']"):
                self._add_approval_buttons(arch, node)
        return arch, view

    @api.model
    def _add_approval_buttons(self, arch, node):
        if node.get('options') or arch.xpath("//field[@widget='company_approval_buttons']"):
            return
        node.set('options', "{'buttons': False}")
        node.set('nolabel', node.get('nolabel', '1'))
        header = arch.find('header')
        if header is None:
            header = etree.Element('header')
            arch.insert(0, header)
        header.append(etree.Element('field', name='approval_trail', widget='company_approval_buttons'))
