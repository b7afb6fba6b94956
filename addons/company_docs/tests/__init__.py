from . import test_engine
from . import test_structure
from . import test_seal
from . import test_secrecy
from . import test_archive
from . import test_outgoing_flow
from . import test_outgoing_number
from . import test_incoming
