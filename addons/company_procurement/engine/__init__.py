"""Arithmetic of purchasing: plain Python without the ORM, each module with its doctests."""
from . import chinese_address
from . import collusion
from . import comparison
from . import independence
from . import pdf_marks
from . import quotes
from . import sanctions
from . import tolerance
