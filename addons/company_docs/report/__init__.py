from . import company_document_outgoing_report
from . import company_seal_report
from . import company_document_incoming_report
from . import company_document_register_report
from . import company_sealuse_report  # isort: skip
from . import company_document_archive_report
