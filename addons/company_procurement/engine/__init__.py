"""Arithmetic of purchasing: plain Python without the ORM, each module with its doctests."""
from . import collusion
from . import comparison
from . import independence
from . import quotes
from . import tolerance
