from . import company_document_archive_step
from . import company_document_incoming_step
from . import company_document_outgoing_step
from . import company_seal_agree
from . import company_seal_confirm
from . import company_seal_reason
from . import company_seal_take_out
from . import company_document_register_print
