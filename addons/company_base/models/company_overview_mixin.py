from odoo import api, models


class CompanyOverviewMixin(models.AbstractModel):
    """The page a manager opens first: tiles that count what waits, charts of how it goes (S10).

    An addon names its tiles and charts; everything is counted with the rights of the caller, and what he can't read is
    left out. The client action `company_base.overview` shows it: params {'model': name of the overview}.
    """

    _name = 'company.overview.mixin'
    _description = 'Overview'

    @api.model
    def get_data(self):
        """The overview of the current company with the rights of the caller.

        :return: {title, company, tiles: [{key, label, count, model, domain, alarm}],
            figures: [{key, label, amount, currency_id, note, action}],
            charts: [{key, title, flat, rows: [[label, figure]], currency_id?}]}
        """
        return {
            'title': self._get_title(),
            'company': self.env.company.name,
            'tiles': self._get_tiles(),
            'figures': self._get_figures(),
            'charts': self._get_charts(),
        }

    @api.model
    def _get_title(self):
        return self._description

    @api.model
    def _get_labels(self):
        """{key of a tile or chart: label}"""
        return {}

    @api.model
    def _get_tile_specs(self):
        """List of (key, model, domain, alarm); an alarm above zero is red."""
        return []

    @api.model
    def _get_chart_specs(self):
        """List of (key, model, domain, groupby, aggregate): one bar for each group."""
        return []

    @api.model
    def _get_tiles(self):
        tiles, labels = [], self._get_labels()
        for key, model, domain, alarm in self._get_tile_specs():
            records = self.env[model]
            if not records.has_access('read'):
                continue
            domain = [('company_id', '=', self.env.company.id), *domain]
            tiles.append({'key': key, 'label': labels[key], 'model': model, 'domain': domain, 'alarm': alarm,
                          'count': records.search_count(domain)})
        return tiles

    @api.model
    def _get_figures(self):
        """Amounts between tiles and charts, each with the action that it opens."""
        return []

    @api.model
    def _get_charts(self):
        charts, labels = [], self._get_labels()
        for key, model, domain, groupby, aggregate in self._get_chart_specs():
            records = self.env[model]
            if not records.has_access('read'):
                continue
            rows = records._read_group(
                [('company_id', '=', self.env.company.id), *domain], [groupby], [aggregate], limit=20)
            charts.append({'key': key, 'title': labels[key], 'flat': ':' not in groupby, 'rows': [
                [self._get_group_label(records, groupby, group), round(figure or 0, 2)] for group, figure in rows]})
        return [chart for chart in charts if chart['rows']]

    @api.model
    def _get_group_label(self, records, groupby, group):
        field = records._fields[groupby.partition(':')[0]]
        if field.type == 'selection':
            return dict(field._description_selection(self.env)).get(group) or ''
        if field.type in ('date', 'datetime'):
            return group.strftime('%Y-%m') if group else ''
        return (group.sudo().display_name if field.relational else str(group)) if group else ''
