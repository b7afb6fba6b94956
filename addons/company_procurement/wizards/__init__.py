from . import company_purchase_request_assign
from . import company_purchase_request_cancel
from . import company_purchase_sourcing_check
from . import company_purchase_sourcing_choose
from . import company_purchase_sourcing_invite
from . import company_purchase_sourcing_quote
from . import company_purchase_sourcing_reason
from . import company_purchase_sourcing_reason_collusion
