from . import company_okr_reports
