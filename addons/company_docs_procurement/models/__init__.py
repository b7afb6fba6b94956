from . import company_purchase_sealed_mixin  # isort: skip
from . import company_purchase_contract
from . import company_purchase_reimbursement
from . import company_seal_register
