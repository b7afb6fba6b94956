from . import company_test_document, company_test_document_line, company_test_tag
