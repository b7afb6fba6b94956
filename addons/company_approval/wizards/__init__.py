from . import company_approval_simulation
