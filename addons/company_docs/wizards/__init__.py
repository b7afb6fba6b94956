from . import company_document_archive_step
