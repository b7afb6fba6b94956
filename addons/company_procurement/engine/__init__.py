"""Arithmetic of purchasing: plain Python without the ORM, each module with its doctests."""
from . import chinese_address
from . import acceptance
from . import collusion
from . import comparison
from . import independence
from . import monthly_plan
from . import pdf_marks
from . import quotes
from . import sanctions
from . import allocation
from . import payment_checklist
from . import rmb
from . import three_way
from . import report_figures
from . import splitting
from . import tolerance
