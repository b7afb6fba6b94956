from . import test_arithmetic, test_ledger, test_roles, test_screens, test_structure
