from . import company_purchase_request_report
