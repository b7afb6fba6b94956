from . import company_test_request
from . import company_test_order
