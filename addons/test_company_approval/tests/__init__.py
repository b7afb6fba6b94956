from . import test_flow
from . import test_actions
from . import test_queries
