from . import company_purchase_request_assign
from . import company_purchase_request_cancel
