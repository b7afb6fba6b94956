from . import test_appraisal
from . import test_engine
from . import test_plan
from . import test_plan_changes
from . import test_print
from . import test_results
from . import test_review
from . import test_structure
