from . import company_document_outgoing_report
