from . import test_sealing
from . import test_structure
