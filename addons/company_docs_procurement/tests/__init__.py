from . import test_custody_violation
from . import test_sealing
from . import test_structure
