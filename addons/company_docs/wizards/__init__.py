from . import company_document_archive_step
from . import company_document_incoming_step
from . import company_document_outgoing_step
