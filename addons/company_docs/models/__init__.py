# mixins first: the models below inherit them
from . import company_document_mixin  # isort: skip
from . import company_document_kind
