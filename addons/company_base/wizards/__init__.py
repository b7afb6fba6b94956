from . import company_control_override
