from . import company_purchase_sealed_mixin  # isort: skip
from . import company_custody_mixin
from . import company_purchase_contract
from . import company_purchase_reimbursement
from . import company_purchase_violation
from . import company_seal_register
