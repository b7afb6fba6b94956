from . import company_approval_report
