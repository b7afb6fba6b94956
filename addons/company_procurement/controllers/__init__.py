from . import tender
from . import inquiry_portal
from . import portal_complaint
from . import statement
