# mixins first: the models below inherit them
from . import company_evidence_mixin  # isort: skip
from . import company_state_mixin  # isort: skip
from . import company_deadline_mixin  # isort: skip
from . import company_wizard_mixin  # isort: skip
from . import company_number_mixin  # isort: skip
from . import company_overview_mixin  # isort: skip
from . import (
    company_control,
    company_control_finding,
    company_control_setting,
    company_ledger_entry,
    company_ledger_pending,
    company_ledger_seal,
    company_role,
    company_role_holder,
    company_todo,
    company_workday,
    ir_actions_report,
    ir_attachment,
    res_company,
    res_config_settings,
)
