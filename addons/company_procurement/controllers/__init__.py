from . import tender
from . import inquiry_portal
