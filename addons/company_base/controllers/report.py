from odoo.http import route

from odoo.addons.web.controllers.report import ReportController


class CompanyReport(ReportController):
    """Prints that are kept under watch are logged: each begins in a transaction that can write.

    Odoo would try it read-only first, fail at the log entry and render everything a second time.
    """

    @route(readonly=False)
    def report_routes(self, reportname, docids=None, converter=None, **data):
        return super().report_routes(reportname, docids, converter, **data)
