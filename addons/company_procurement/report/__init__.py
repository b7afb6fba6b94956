from . import company_purchase_request_report
from . import company_purchase_sourcing_report
from . import company_purchase_comparison_report
from . import company_purchase_acceptance_report
from . import company_purchase_filing_report
from . import company_purchase_report_report
from . import company_purchase_tender_report
from . import company_supplier_qualification_report
