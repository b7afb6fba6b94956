from . import company_approval_simulation
from . import company_approval_simulation_dialog
